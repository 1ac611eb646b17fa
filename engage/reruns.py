"""When the coding is run again: what has changed since the last time, and who asks."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from engage import codebooks
from engage.extensions import db, nudge
from engage.models import Answer, CodeDecision, Recoding, Response, Statement

LEAST, QUIET = 10, timedelta(seconds=15)
"""People's decisions are learned from once there are so many, or when no more come for so long."""
REST = timedelta(hours=1)
"""After a re-run that could not be done none is asked for by itself for so long."""


def ask_when_due(*, now: datetime) -> Recoding | None:
    """Have a re-run done where something has changed since the last; the one that waits now."""
    if reason := _reason(now):
        return ask(reason, now=now)
    return None


def ask(reason: str, *, now: datetime) -> Recoding | None:
    """Have a re-run done; None where one waits already that nobody has begun."""
    run = Recoding(id=uuid.uuid4(), asked_at=now, reason=reason, moved={})
    try:
        with db.session.begin_nested():
            db.session.add(run)
    except IntegrityError:
        return None
    nudge("codes.again", str(run.id))
    return run


def latest(most: int) -> list[Recoding]:
    """The latest re-runs that came to their end, the last first."""
    ended = select(Recoding).where(Recoding.state != "waiting")
    return list(db.session.scalars(ended.order_by(Recoding.asked_at.desc()).limit(most)))


def decided_since(run: Recoding | None) -> tuple[int, datetime | None]:
    """How many statements people decided on since a re-run was asked for, and when the last was."""
    since = select(func.count(func.distinct(CodeDecision.statement_id)), func.max(CodeDecision.at))
    if run is not None:
        since = since.where(CodeDecision.at > run.asked_at)
    many, at = db.session.execute(since).one()
    return many, at


def waiting() -> bool:
    """Whether a re-run waits or is being done."""
    found = select(Recoding.id).where(Recoding.state == "waiting").limit(1)
    return db.session.scalar(found) is not None


def _reason(now: datetime) -> str:
    run = next(iter(latest(1)), None)
    if run is not None and run.state == "held" and run.asked_at > now - REST:
        return ""
    if codebooks.number() != (run.codebook if run else codebooks.SHIPPED):
        return "codebook"
    if _new_words():
        return "new words"
    many, at = decided_since(run)
    if many and at and (many >= LEAST or at <= now - QUIET):
        return "taught"
    return ""


def _new_words() -> bool:
    """Whether a statement waits to be coded: one whose English was put there by a person.

    What was never weighed stands together in the index of those that wait.
    """
    waits = (
        select(Statement.id)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(Statement.coded_on.is_(None), Statement.doubt.is_(None))
        .where(Statement.outcome.is_(None))
        .where(Response.sent_on.is_not(None))
    )
    return db.session.scalar(waits.limit(1)) is not None
