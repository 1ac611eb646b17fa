"""Where people in danger can turn: the shipped list, what a council adds, what needs a check."""

from __future__ import annotations

import tomllib
from collections.abc import Set
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from engage.log import log

SHIPPED = Path(__file__).with_name("helplines.toml")
LOCAL = "helplines.toml"
TIERS = frozenset({"immediate", "self", "others", "child", "rough"})
CHECK_EVERY = timedelta(days=182)


class HelplineProblem(ValueError):
    """A list of helplines cannot be used; the message says what to put right."""


@dataclass(frozen=True)
class Helpline:
    """One place to turn, as the data file describes it."""

    name: str
    number: str
    how: str
    free: bool
    open: str
    tiers: frozenset[str]
    first_for: frozenset[str]
    languages: frozenset[str]
    reviewed_on: date
    source: str

    def is_overdue(self, today: date) -> bool:
        """Whether its number and hours are due to be checked again."""
        return self.reviewed_on + CHECK_EVERY < today

    def __str__(self) -> str:
        return f"{self.name}{' text' if self.how == 'text' else ''} {self.number}"


@dataclass(frozen=True)
class Helplines:
    """Every helpline in use, and what is wrong with the council's own list, if anything."""

    listed: tuple[Helpline, ...]
    problem: str = ""

    def for_tiers(self, tiers: Set[str], language: str) -> tuple[Helpline, ...]:
        """The free helplines for these kinds of danger, those that matter most first."""
        fitting = [
            line
            for line in self.listed
            if line.free
            and line.tiers & tiers
            and (not line.languages or language in line.languages)
        ]
        return tuple(sorted(fitting, key=lambda line: not line.first_for & tiers))

    def overdue(self, today: date) -> tuple[Helpline, ...]:
        """Those that are due to be checked again."""
        return tuple(line for line in self.listed if line.is_overdue(today))


def in_use(folder: Path) -> Helplines:
    """The helplines of this service: a list of the council's own that cannot be read stops none."""
    shipped = _read(SHIPPED, SHIPPED.stat().st_mtime_ns)
    own = folder / LOCAL
    try:
        local = _read(own, own.stat().st_mtime_ns)
    except FileNotFoundError:
        return Helplines(shipped)
    except (OSError, HelplineProblem) as problem:
        log.error("helplines.trouble")
        said = str(problem) if isinstance(problem, HelplineProblem) else "It cannot be opened."
        return Helplines(shipped, said)
    names = {line.name for line in local}
    return Helplines(local + tuple(line for line in shipped if line.name not in names))


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> tuple[Helpline, ...]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise HelplineProblem("It is not written as TOML, so it cannot be read.") from None
    entries = data.get("helpline")
    if not isinstance(entries, list) or not entries:
        raise HelplineProblem("It has no [[helpline]] in it.")
    return tuple(_helpline(entry) for entry in entries)


def _helpline(entry: Any) -> Helpline:
    if not isinstance(entry, dict):
        raise HelplineProblem("Each helpline starts with [[helpline]].")
    name = str(entry.get("name", "")).strip()
    _check(entry, name or "A helpline without a name")
    given = {field.name: entry[field.name] for field in fields(Helpline)}
    sets = {key: frozenset(entry[key]) for key in ("tiers", "first_for", "languages")}
    return Helpline(**(given | sets))


_KINDS: dict[str, Any] = {
    "name": str,
    "number": str,
    "how": str,
    "free": bool,
    "open": str,
    "tiers": list,
    "first_for": list,
    "languages": list,
    "reviewed_on": date,
    "source": str,
}
_IN_WORDS: dict[Any, str] = {
    str: "words in quotation marks",
    bool: "true or false",
    list: "a list in square brackets",
    date: "a day such as 2026-11-26",
}


def _check(entry: dict[str, Any], name: str) -> None:
    for key, kind in _KINDS.items():
        value = entry.get(key)
        if not isinstance(value, kind):
            raise HelplineProblem(f'{name}: "{key}" needs {_IN_WORDS[kind]}.')
        if kind is list and not all(isinstance(one, str) for one in value):
            raise HelplineProblem(f'{name}: "{key}" needs a list of words.')
    if not entry["name"].strip() or not entry["number"].strip():
        raise HelplineProblem(f"{name}: a name and a number are needed.")
    if entry["how"] not in ("call", "text"):
        raise HelplineProblem(f'{name}: "how" is call or text.')
    for tier in {*entry["tiers"], *entry["first_for"]} - TIERS:
        raise HelplineProblem(f'{name}: "{tier}" is not one of {", ".join(sorted(TIERS))}.')
