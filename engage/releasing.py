"""A person reads a statement before it may be quoted; nothing is quoted that nobody read."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from engage.extensions import db
from engage.models import Answer, Response, Staff, Statement, Survey
from engage.times import today


def to_check(survey: Survey, *, limit: int = 20) -> list[Statement]:
    """Statements that could be quoted and that nobody has read yet."""
    return list(
        db.session.scalars(
            select(Statement)
            .join(Answer, Answer.id == Statement.answer_id)
            .join(Response, Response.id == Answer.response_id)
            .where(*_unread(survey))
            .order_by(Statement.id)
            .limit(limit)
            .options(selectinload(Statement.codes))
        )
    )


def release(statement: Statement, by: Staff, *, now: datetime) -> None:
    """Let these words be quoted; the reader's name is kept."""
    statement.released_by = by.id
    statement.released_on = today(now)


def keep_back(statement: Statement, *, now: datetime) -> None:
    """Read, and not to be quoted; it still counts towards its themes."""
    statement.released_by = None
    statement.released_on = today(now)


def how_many(survey: Survey) -> int:
    """How many statements could be quoted and have not been read yet."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Statement)
            .join(Answer, Answer.id == Statement.answer_id)
            .join(Response, Response.id == Answer.response_id)
            .where(*_unread(survey))
        )
        or 0
    )


def waiting(survey: Survey, ids: Collection[uuid.UUID]) -> list[Statement]:
    """Those of these statements that still wait to be read; another reader may have been first."""
    return list(
        db.session.scalars(
            select(Statement)
            .join(Answer, Answer.id == Statement.answer_id)
            .join(Response, Response.id == Answer.response_id)
            .where(*_unread(survey), Statement.id.in_(ids))
            .order_by(Statement.id)
        )
    )


def _unread(survey: Survey) -> tuple[ColumnElement[bool], ...]:
    return (
        Response.survey_id == survey.id,
        Response.sent_on.is_not(None),
        Response.use_of_words != "themes",
        Statement.released_on.is_(None),
    )
