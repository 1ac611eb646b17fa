"""From words to statements with codes; only a worker does this, as only it reads language."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import or_, select, update

from engage.answering import questionnaire_of
from engage.extensions import db
from engage.log import log
from engage.models import Answer, NotesInHand, Response, Statement, StatementCode
from nlp import anonymise, codebook, pipeline, statements
from nlp.coding import Coder, Coding
from nlp.placeholders import PLACEHOLDERS

LEASE = timedelta(minutes=2)
TRIES = 3


@cache
def _coder() -> Coder:
    return Coder(codebook.load())


def warm_up() -> None:
    """Load the language pipeline now rather than with the first answer."""
    pipeline.load()
    _coder()


def due(*, now: datetime, limit: int = 500) -> list[uuid.UUID]:
    """Answers that were sent, with words that nobody is reading."""
    return list(
        db.session.scalars(
            select(Answer.id)
            .join(Response, Response.id == Answer.response_id)
            .where(Response.sent_on.is_not(None))
            .where(Answer.reading.in_(("waiting", "reading")))
            .where(or_(Answer.lease_until.is_(None), Answer.lease_until <= now))
            .limit(limit)
        )
    )


def read_one(answer_id: uuid.UUID, *, now: datetime) -> str | None:
    """Anonymise, split and code one answer; the state it is left in, or None if not ours.

    Words that cannot be anonymised are held for a person and go no further.
    """
    if not _claim(answer_id, now=now):
        return None
    answer = db.session.get_one(Answer, answer_id, populate_existing=True)
    words = answer.words
    if answer.attempts > TRIES:
        answer.reading = "held"
    elif not words:
        answer.reading = "none"
    else:
        answer.reading = _read(answer, words)
    answer.lease_until = None
    db.session.commit()
    # Not which answer: a line away stands the text it came in, and so the phone.
    log.debug("answer.read", state=answer.reading)
    return answer.reading


def _claim(answer_id: uuid.UUID, *, now: datetime) -> bool:
    claimed = db.session.scalar(
        update(Answer)
        .where(Answer.id == answer_id, Answer.reading.in_(("waiting", "reading")))
        .where(or_(Answer.lease_until.is_(None), Answer.lease_until <= now))
        .values(reading="reading", lease_until=now + LEASE, attempts=Answer.attempts + 1)
        .returning(Answer.id)
    )
    db.session.commit()
    return claimed is not None


def _read(answer: Answer, words: str) -> str:
    try:
        safe = anonymise.anonymise(words)
    except anonymise.HeldBack:
        return "held"
    asked = questionnaire_of(answer.response).find(answer.question)
    answer.statements.clear()
    db.session.flush()
    for position, (start, end) in enumerate(statements.split(safe.text)):
        passage = safe.text[start:end]
        codings = _coder().code(passage, question=asked.wording if asked else None)
        answer.statements.append(_statement(position, passage, codings))
    return "done"


def _statement(position: int, passage: str, codings: tuple[Coding, ...]) -> Statement:
    return Statement(
        id=uuid.uuid4(),
        position=position,
        text=passage,
        codes=[
            StatementCode(
                code=coding.code,
                confidence=coding.confidence,
                evidence=[[e.start, e.end, e.rule] for e in coding.evidence],
            )
            for coding in codings
        ],
    )


def notes_due(*, now: datetime, limit: int = 100) -> list[uuid.UUID]:
    """Notes of sessions that wait to be looked through, and that nobody looks through."""
    return list(
        db.session.scalars(
            select(NotesInHand.id)
            .where(NotesInHand.state == "waiting")
            .where(or_(NotesInHand.lease_until.is_(None), NotesInHand.lease_until <= now))
            .limit(limit)
        )
    )


def look_through(notes_id: uuid.UUID, *, now: datetime) -> str | None:
    """Say where personal details stand in notes, before they are saved; None if not ours.

    Notes that cannot be looked through are held: whoever wrote them is told so.
    """
    claimed = db.session.scalar(
        update(NotesInHand)
        .where(NotesInHand.id == notes_id, NotesInHand.state == "waiting")
        .where(or_(NotesInHand.lease_until.is_(None), NotesInHand.lease_until <= now))
        .values(lease_until=now + LEASE, attempts=NotesInHand.attempts + 1)
        .returning(NotesInHand.id)
    )
    db.session.commit()
    if claimed is None:
        return None
    notes = db.session.get_one(NotesInHand, notes_id, populate_existing=True)
    typed, tries = notes.lines, notes.attempts
    db.session.commit()  # so that what is read below is as it is by then
    found = _details(typed) if tries <= TRIES else None
    # Whoever typed may have changed them meanwhile; then these lines are no longer there.
    now_there = db.session.get(NotesInHand, notes_id, populate_existing=True, with_for_update=True)
    if now_there is None:
        return None
    notes = now_there
    if notes.lines == typed:
        notes.state, notes.found = ("held", None) if found is None else ("looked", found)
        notes.lease_until = None
    db.session.commit()
    return notes.state


def _details(lines: list[dict[str, Any]]) -> list[list[list[Any]]] | None:
    try:
        looked = list(anonymise.many(str(line["said"]) for line in lines))
    except anonymise.HeldBack:
        return None
    return [
        [[span.start, span.end, PLACEHOLDERS[span.label]] for span in one.spans] for one in looked
    ]
