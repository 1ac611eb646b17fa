"""What a provider's error code means and what is to be done about it, from a table of data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from engage.texting.protocol import Remedy

TRIES = 5
TRIES_UNKNOWN = 2


@dataclass(frozen=True)
class Trouble:
    """One code: its meaning in words for staff, the remedy, how long to wait, how many tries.

    `tries` counts the first. `known` is False where no table has the code.
    """

    code: str
    means: str
    remedy: Remedy
    wait: timedelta
    tries: int
    known: bool = True


@cache
def _table() -> dict[str, Trouble]:
    found: dict[str, Trouble] = {}
    for path in sorted(Path(__file__).parent.glob("*_errors.toml")):
        for code, row in tomllib.loads(path.read_text("utf-8")).items():
            found[code] = Trouble(
                code=code,
                means=str(row["means"]),
                remedy=Remedy(row["remedy"]),
                wait=timedelta(minutes=float(row.get("wait_minutes", 1))),
                tries=int(row.get("tries", TRIES)),
            )
    return found


def codes() -> tuple[str, ...]:
    """Every code of every table."""
    return tuple(_table())


def look_up(code: str, *, remedy: Remedy | None = None) -> Trouble:
    """What to do about a code; one we do not know is tried twice, and then a person is told.

    `remedy` is what the provider makes of a code that no table has, if it can say.
    """
    if code in _table():
        return _table()[code]
    means = f"The network did not deliver it. Its code is {code}."
    tries = TRIES_UNKNOWN if remedy in (None, Remedy.RETRY) else TRIES
    return Trouble(code, means, remedy or Remedy.RETRY, timedelta(minutes=1), tries, known=False)


def meaning(code: str | None) -> str:
    """What became of a text with this code, in words for staff."""
    if not code:
        return "The network did not deliver it, and did not say why."
    return look_up(code).means
