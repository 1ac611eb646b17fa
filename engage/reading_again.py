"""Words read once and to be read again, because how much is made general or a list has changed."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, select, update

from engage.extensions import db, nudge
from engage.models import Answer, Response, Statement, Survey


def ask(survey: Survey) -> int:
    """Have a survey's words read by the rules as they are now; how many answers will be.

    Only while the words are kept, and where nobody has released what was made of them. A passage
    that reads as before stays as it is, kept back or not.
    """
    again = db.session.scalars(
        update(Answer)
        .where(*_could(survey))
        .values(reading="waiting", attempts=0)
        .returning(Answer.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    for answer_id in again:
        nudge("answers.read", str(answer_id))
    return len(again)


def how_many(survey: Survey) -> int:
    """How many answers would be read again."""
    counted = select(func.count()).select_from(Answer).where(*_could(survey))
    return db.session.scalar(counted) or 0


def _could(survey: Survey) -> tuple[ColumnElement[bool], ...]:
    mine = select(Response.id).where(Response.survey_id == survey.id, Response.sent_on.is_not(None))
    released = exists().where(Statement.answer_id == Answer.id, Statement.released_by.is_not(None))
    return (
        Answer.response_id.in_(mine),
        Answer.reading == "done",
        Answer.words.is_not(None),
        ~released,
    )
