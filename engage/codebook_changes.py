"""Changing the codebook: a theme added, changed, dropped, or an earlier version taken up again.

Each change is a whole new version. It takes `nlp.codebook` alone, which needs no spaCy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from engage import codebooks
from engage.codebooks import ChangedMeanwhile
from engage.codes import names_ever
from engage.extensions import db
from engage.models import Staff, StatementCode
from nlp.codebook import Code, Codebook

LONGEST = {"name": 80, "group": 60, "definition": 600, "include": 1000, "exclude": 1000}
LONGEST_WORDS, LONGEST_EXAMPLE = 60, 300
MOST_WORDS, MOST_EXAMPLES = 600, 100
LONGEST_WHY = 500
LONGEST_ID, _ROOM_FOR_A_NUMBER = 60, 8
_NO_LETTERS = "theme"
RESERVED = frozenset({"new", "versions", "proposals", "bring", "file"})
"""Ids that would take the address of another page of the codebook."""
ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_TRIES = 3
Theme = Code
"""What pages call a code."""
EMPTY = Code("", "", "", "", "", "", (), ())
"""A theme that is yet to be written."""


class CannotChange(Exception):
    """What was written cannot be kept; `problems` says by field what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("\n".join(problems.values()))
        self.problems = dict(problems)


def _free(name: str, taken: Iterable[str]) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", folded).strip("_")
    first = words[: LONGEST_ID - _ROOM_FOR_A_NUMBER].rstrip("_") or _NO_LETTERS
    found, nth, taken = first, 1, set(taken)
    while found in taken:
        nth += 1
        found = f"{first}_{nth}"
    return found


def with_free_id(code: Code) -> Code:
    """A new theme with an id that no theme has, ever had, or is given by.

    Its own where that may be; else one made of its name.
    """
    taken = _taken()
    if is_id(code.id) and code.id not in taken:
        return code
    return replace(code, id=_free(code.name, taken))


def is_id(written: str) -> bool:
    """Whether a theme may have this id, as far as its letters go."""
    return bool(ID.fullmatch(written)) and len(written) <= LONGEST_ID and written not in RESERVED


def _taken() -> set[str]:
    carried = db.session.scalars(select(StatementCode.code).distinct())
    return {*names_ever(), *carried, *RESERVED}


def problems(code: Code, others: Iterable[Code]) -> dict[str, str]:
    """What is to be put right in a theme before it may stand beside these others, by field."""
    found = {
        field: f"Make it {most} letters or fewer"
        for field, most in LONGEST.items()
        if len(getattr(code, field)) > most
    }
    if not code.name:
        found["name"] = "Give the theme a name"
    elif any(one.name.casefold() == code.name.casefold() for one in others if one.id != code.id):
        found["name"] = "Another theme has this name. Choose one that tells them apart"
    if not code.definition:
        found["definition"] = "Say in a sentence what the theme is about"
    found |= _of_a_list("keywords", code.keywords, LONGEST_WORDS, MOST_WORDS)
    found |= _of_a_list("examples", code.examples, LONGEST_EXAMPLE, MOST_EXAMPLES)
    if not code.examples:
        found["examples"] = "Write at least one thing that somebody might say about it"
    return found


def _of_a_list(field: str, lines: tuple[str, ...], longest: int, most: int) -> dict[str, str]:
    too_long = next((line for line in lines if len(line) > longest), "")
    if too_long:
        return {field: f"Make “{too_long[:40]}…” shorter: {longest} letters or fewer on a line"}
    if len(lines) > most:
        return {field: f"Keep it to {most} lines. There are {len(lines)}"}
    return {}


def reason(why: str) -> str:
    """A reason as it is kept; raises CannotChange where there is none, or too long a one."""
    why = why.strip()
    if not why:
        raise CannotChange({"why": "Say in a few words why. Colleagues will read it"})
    if len(why) > LONGEST_WHY:
        raise CannotChange({"why": f"Make it {LONGEST_WHY} letters or fewer"})
    return why


def checked(code: Code, why: str) -> str:
    """The reason, where a theme and the reason for it may be kept; raises CannotChange."""
    found = problems(code, codebooks.current().codes)
    try:
        why = reason(why)
    except CannotChange as refused:
        found |= refused.problems
    if found:
        raise CannotChange(found)
    return why


def add(code: Code, *, by: Staff, now: datetime, why: str) -> Codebook:
    """Add one theme at the end of the codebook, with an id of its own.

    Whatever else changed meanwhile stays. Raises CannotChange, or ChangedMeanwhile where
    somebody is quicker time and again.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            return _added(code, by=by, now=now, why=why)
        except ChangedMeanwhile:
            if not tries_left:
                raise
    raise ChangedMeanwhile


def _added(code: Code, *, by: Staff, now: datetime, why: str) -> Codebook:
    book, code = codebooks.current(), with_free_id(code)
    why = checked(code, why)
    return codebooks.change([*book.codes, code], by=by, now=now, why=why, on=book.version)


def edit(code: Code, *, by: Staff, now: datetime, why: str, on: int) -> Codebook:
    """Let a theme be this from now on; raises CannotChange, or ChangedMeanwhile."""
    why = checked(code, why)
    book = numbered(on)
    was = book.find(code.id)
    if was is None:
        raise ChangedMeanwhile
    code = replace(code, formerly=was.formerly)
    codes = [code if one.id == code.id else one for one in book.codes]
    return codebooks.change(codes, by=by, now=now, why=why, on=on)


def drop(code_id: str, *, by: Staff, now: datetime, why: str, on: int) -> Codebook:
    """Take a theme out of the codebook; what people gave stays where it is.

    Raises CannotChange, or ChangedMeanwhile.
    """
    why = reason(why)
    left = [one for one in numbered(on).codes if one.id != code_id]
    if not left:
        raise CannotChange({"why": "This is the only theme. Add another one first"})
    return codebooks.change(left, by=by, now=now, why=why, on=on)


def go_back(number: int, *, by: Staff, now: datetime, why: str, on: int) -> Codebook:
    """Make a new version with the themes of an earlier one; raises as `drop` does."""
    why = reason(why)
    return codebooks.change(numbered(number).codes, by=by, now=now, why=why, on=on)


def numbered(number: int) -> Codebook:
    """A version that a form was made out of; raises ChangedMeanwhile where there is none."""
    if not codebooks.SHIPPED <= number <= codebooks.number():
        raise ChangedMeanwhile
    return codebooks.numbered(number)
