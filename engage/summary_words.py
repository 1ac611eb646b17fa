"""What people write themselves in a summary: what it is, in short, with care, and of each theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from engage.publishing import LONGEST_TITLE
from engage.summaries import Themed

LONGEST_KICKER, LONGEST_LINE, MOST_LINES = 120, 500, 10
NOTE = "note-"
"""How the name of each place begins that holds what is written of a theme."""
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WHO = (
    r"people|persons?|wom[ae]n|m[ae]n|famil(?:y|ies)|child(?:ren)?|parents?|carers?|of (?:them|us)"
)
_COUNTED = re.compile(rf"\b(\d+|{'|'.join(_NUMBERS)})\s+(?:{_WHO})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Written:
    """The words of a summary that people wrote; `notes` by the code of their theme."""

    title: str
    kicker: str = ""
    in_short: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each piece of it with the name of its place."""
        yield "title", self.title
        yield "kicker", self.kicker
        yield from (("in_short", line) for line in self.in_short)
        yield from (("cautions", line) for line in self.cautions)
        yield from ((f"{NOTE}{code}", note) for code, note in self.notes.items())


def of(themed: Themed) -> Written:
    """What people wrote in a summary."""
    notes = {theme.code: theme.note for theme in themed.themes if theme.note}
    return Written(themed.title, themed.kicker, themed.in_short, themed.cautions, notes)


def put_in(themed: Themed, written: Written) -> Themed:
    """A summary with these words; of a theme too small to show nothing is written."""
    themes = tuple(
        replace(theme, note=written.notes.get(theme.code, "") if theme.people is not None else "")
        for theme in themed.themes
    )
    return replace(
        themed,
        title=written.title,
        kicker=written.kicker,
        in_short=written.in_short,
        cautions=written.cautions,
        themes=themes,
    )


def problems(written: Written) -> dict[str, str]:
    """Why words cannot be kept, by the name of their place; empty if they can."""
    found = {}
    if not written.title:
        found["title"] = "Say what it is"
    for name, text in written.texts():
        most = {"title": LONGEST_TITLE, "kicker": LONGEST_KICKER}.get(name, LONGEST_LINE)
        if len(text) > most:
            found[name] = f"Make it {most} letters or fewer"
    for name in ("in_short", "cautions"):
        if len(getattr(written, name)) > MOST_LINES:
            found[name] = f"Write {MOST_LINES} lines or fewer"
    return found


def small_numbers(text: str, *, limit: int) -> tuple[str, ...]:
    """Where a text counts fewer people than may be shown, in its own words."""
    found = (one for one in _COUNTED.finditer(text) if 0 < _value(one[1]) < limit)
    return tuple(dict.fromkeys(one[0] for one in found))


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS.index(number.casefold()) + 1
