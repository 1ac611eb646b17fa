"""Words read once and to be read again, because how much is made general or a list has changed."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, func, or_, select, update

from engage.extensions import db, nudge
from engage.models import Answer, Response, Statement, Survey


def ask(survey: Survey) -> int:
    """Have a survey's words read by the rules as they are now; how many answers will be.

    Only while the words are kept, and where nobody has released what was made of them or put it
    right by hand. A passage that reads as before stays as it is, kept back or not.
    """
    mine = select(Response.id).where(Response.survey_id == survey.id, Response.sent_on.is_not(None))
    return _ask(Answer.response_id.in_(mine), *could())


def ask_for(answers: Collection[uuid.UUID]) -> int:
    """Have these answers read again, those of them that can be; how many will be."""
    return _ask(Answer.id.in_(answers), *could())


def _ask(*which: ColumnElement[bool]) -> int:
    again = db.session.scalars(
        update(Answer)
        .where(*which)
        .values(reading="waiting", attempts=0)
        .returning(Answer.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    for answer_id in again:
        nudge("answers.read", str(answer_id))
    return len(again)


def how_many(survey: Survey) -> int:
    """How many answers would be read again."""
    mine = select(Response.id).where(Response.survey_id == survey.id, Response.sent_on.is_not(None))
    counted = select(func.count()).where(Answer.response_id.in_(mine), *could())
    return db.session.scalar(counted) or 0


def could() -> tuple[ColumnElement[bool], ...]:
    """That an answer can be read again."""
    by_hand = or_(Statement.released_by.is_not(None), Statement.put_right_on.is_not(None))
    is_settled = exists().where(Statement.answer_id == Answer.id, by_hand)
    return Answer.reading == "done", Answer.words.is_not(None), ~is_settled
