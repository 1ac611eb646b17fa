"""Words in passages: where they stand, which passages hold them, and others put in their place."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import load_only

from engage import local_words, reading_again
from engage.extensions import db
from engage.local_words import folded
from engage.models import Answer, Statement
from engage.times import today
from nlp import matching, placeholders, reading
from nlp.matching import Phrases
from nlp.placeholders import PLACEHOLDERS
from nlp.rules import in_brackets
from nlp.spans import Span

Place = tuple[int, int]
IN_BRACKETS = re.compile(r"\[[^\[\]\n]{1,80}\]")
_BATCH = 500


def places(text: str, words: str) -> list[Place]:
    """Where words stand in a text, however they are written; not inside what was put there.

    Square brackets that somebody typed hide nothing.
    """
    return _places(text, words, Phrases({folded(words): True}))


def _places(text: str, words: str, phrases: Phrases[bool]) -> list[Place]:
    start = re.search(r"[^\W_]+", folded(words))
    if start is None or start[0] not in folded(text):
        return []
    look = reading.read(text)
    found = [
        look.original(Span(one.start, one.end, "", ""))
        for one in phrases.find(matching.read(look.text))
    ]
    brackets = [one.span() for one in IN_BRACKETS.finditer(text)] if found else []
    listed = local_words.local().standing_in(text) if brackets else []
    put_there = [
        place for place in brackets if place in listed or placeholders.FOUND.fullmatch(text, *place)
    ]
    return [
        (span.start - 1, span.end + 1)
        if (span.start - 1, span.end + 1) in brackets
        else (span.start, span.end)
        for span in found
        if not any(start < span.end and span.start < end for start, end in put_there)
    ]


def put_back_in_brackets(text: str) -> list[Place]:
    """Where something was taken out of a text: each place in square brackets."""
    return [one.span() for one in IN_BRACKETS.finditer(text)]


def stand_in(label: str | None, general: str | None) -> str:
    """What is put in the place of words: the more general ones, or what kind of detail it was."""
    return in_brackets(general) if general else PLACEHOLDERS[label or "OTHER_ID"]


def holding(words: str) -> list[Statement]:
    """Every passage in which these words stand; its English counts as part of it."""
    phrases = Phrases({folded(words): True})
    some = select(Statement).options(load_only(Statement.text, Statement.translation))
    in_order = some.order_by(Statement.id).execution_options(yield_per=_BATCH)
    return [
        one
        for one in db.session.scalars(in_order)
        if _places(one.text, words, phrases) or _places(one.translation or "", words, phrases)
    ]


def answers_without(words: str) -> list[uuid.UUID]:
    """Answers that hold these words, of which fewer stand in their passages: some were taken out.

    Only those that can be read again. Nobody is shown the words as they came.
    """
    phrases = Phrases({folded(words): True})
    some = select(Answer).where(*reading_again.could())
    return [
        one.id
        for one in db.session.scalars(some.execution_options(yield_per=_BATCH))
        if (said := len(_places(one.words or "", words, phrases)))
        and said > sum(len(_places(left.text, words, phrases)) for left in one.statements)
    ]


def mark(statement: Statement) -> str:
    """What tells whether a passage still reads as somebody saw it."""
    seen = f"{statement.text}\0{statement.translation or ''}"
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def take_turn(statement: Statement) -> bool:
    """Have a passage to ourselves until this transaction ends, and read it as it is now.

    Of two who put it right at once the later would else bring back what the first took out.
    False if it is gone: its answer was read again, or deleted.
    """
    ours = db.session.scalar(
        update(Statement)
        .where(Statement.id == statement.id)
        .values(position=Statement.position)
        .returning(Statement.id)
        .execution_options(synchronize_session=False)
    )
    if ours is not None:
        db.session.refresh(statement)
    return ours is not None


def replace(statement: Statement, where: Sequence[Place], instead: str, *, now: datetime) -> None:
    """Put other words at some places of a passage, which then waits to be read again.

    Nothing else of it changes: its codes stay, each with its evidence where that now stands.
    """
    text = statement.text
    for start, end in sorted(where, reverse=True):
        text = text[:start] + instead + text[end:]
        longer = len(instead) - (end - start)
        for code in statement.codes:
            code.evidence = [
                [_moved(first, start, end, longer), _moved(last, start, end, longer), rule]
                for first, last, rule in code.evidence
            ]
    statement.text = text
    statement.put_right_on = today(now)
    statement.released_by = statement.released_on = None


def _moved(at: int, start: int, end: int, longer: int) -> int:
    """Where a place is once what stood between start and end is so much longer."""
    if at <= start:
        return at
    return at + longer if at >= end else start


def replace_everywhere(statement: Statement, words: str, instead: str, *, now: datetime) -> bool:
    """Put other words wherever these stand in a passage and in its English; False if nowhere."""
    where = places(statement.text, words)
    in_english = places(statement.translation or "", words)
    if not where and not in_english:
        return False
    replace(statement, where, instead, now=now)
    if statement.translation:
        statement.translation = _with(statement.translation, in_english, instead)
    return True


def _with(text: str, where: Sequence[Place], instead: str) -> str:
    for start, end in sorted(where, reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """A passage in parts, each with whether it stands in place of something taken out."""
    at = 0
    for start, end in put_back_in_brackets(text):
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False
