"""Judging what was made of texts against tables of what a fair person would make of them.

A row names one result as expected and may name others that are fine (`also_ok`) or that do harm
(`must_not`). A result is written "outcome" or "outcome:value": values of several slots joined by
"+", "none" for none of them, "-" for no value, "*" for any. "needs:x" is a need that may, or may
not, be recorded beside those expected.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    """One row and what was made of it: whether it is right, and the harm done, if any."""

    row: Row
    made: Row
    is_right: bool
    harm: str = ""

    def __str__(self) -> str:
        got = f"{self.made['outcome']} {self.made['value']} {self.made['flags']}"
        why = f" HARM {self.harm}" if self.harm else ""
        wanted = {name: value for name, value in self.row["expected"].items() if value}
        needs = f" needs {self.made['needs']}" if self.made["needs"] else ""
        who = f"{self.row.get('id', '')} {self.row['text']!r}"
        return f"{who}: {got}{needs}{why}, expected {wanted}"


def rows_of(path: Path) -> list[Row]:
    """The rows of one file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def judge(rows: Iterable[Row], made: Iterable[Row]) -> list[Judged]:
    """Each row with what was made of it; the two come in the same order."""
    return [judged(row, one) for row, one in zip(rows, made, strict=True)]


def judged(row: Row, made: Row) -> Judged:
    """What was made of one row, judged."""
    expected = row["expected"]
    harm = next((one for one in expected.get("must_not", ()) if _is(one, made)), "")
    main = made["outcome"] == expected["outcome"] and (
        "value" not in expected or made["value"] == expected["value"]
    )
    fine = main or any(_is(one, made) for one in expected.get("also_ok", ()))
    flagged = not main or set(expected.get("flags", ())) <= set(made["flags"])
    right = fine and flagged and _needs_are_right(expected, made) and not harm
    return Judged(row, made, right, harm)


def _needs_are_right(expected: Mapping[str, Any], made: Row) -> bool:
    if "needs" not in expected:
        return True
    wanted, noted = set(expected["needs"]), set(made["needs"])
    may = {one.removeprefix("needs:") for one in expected.get("also_ok", ()) if "needs:" in one}
    return wanted - may <= noted <= wanted | may


def _is(result: str, made: Row) -> bool:
    """Whether what was made of a text is a result written in short."""
    outcome, _, value = result.partition(":")
    if outcome == "needs":
        return value in made["needs"]
    if outcome != made["outcome"]:
        return False
    return value in {"", "*", _short(made["value"]), str(made["value"])}


def _short(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return "+".join(map(str, value)) or "none"
    return str(value)
