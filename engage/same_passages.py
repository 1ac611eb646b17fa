"""Words read again: which passages are those there were, so that what people decided stays.

A passage that reads as before is the statement it was. One that a person coded stays that
statement too when it reads a little differently, as where more was taken out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from engage.models import Statement

ALIKE = 0.5
"""How alike two passages are at least, of 1, to be one that was read differently."""


def matched(there: Sequence[Statement], passages: Sequence[str]) -> list[Statement | None]:
    """For each passage the statement that it was, or None; no statement is given twice."""
    left = list(there)
    found = [_same(passage, left) for passage in passages]
    for one in [one for one in left if one.coded_on is not None]:
        free = [place for place, was in enumerate(found) if was is None]
        best = max(free, key=lambda place: (_alike(one, passages[place]), -place), default=None)
        if best is not None and _alike(one, passages[best]) >= ALIKE:
            found[best] = one
    return found


def _same(passage: str, left: list[Statement]) -> Statement | None:
    """The statement with these words, taken from those that are left."""
    one = next((one for one in left if one.text == passage), None)
    if one is not None:
        left.remove(one)
    return one


def _alike(statement: Statement, passage: str) -> float:
    return SequenceMatcher(None, statement.text, passage, autojunk=False).ratio()


def reword(statement: Statement, passage: str) -> None:
    """Let a statement have other words; each code keeps what of its evidence still stands there.

    A person reads it once more before it is quoted, and no English of the old words is left.
    """
    if statement.text == passage:
        return
    for code in statement.codes:
        words = [(statement.in_english[start:end], rule) for start, end, rule in code.evidence]
        code.evidence = [
            [passage.index(said), passage.index(said) + len(said), rule]
            for said, rule in words
            if said and said in passage
        ]
    statement.text = passage
    statement.released_by = statement.released_on = None
    statement.translation = statement.translation_by = None
    statement.translated_by = statement.translated_on = None
