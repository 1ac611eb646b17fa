"""What one survey by text has come to: the conversation, and what is kept of each answer."""

from __future__ import annotations

from sqlalchemy import select

from engage.extensions import db
from engage.models import Answer, Conversation, Invitation


def conversation() -> Conversation:
    """The one conversation there is, as it now stands."""
    db.session.expire_all()
    return db.session.scalars(select(Conversation)).one()


def words(key: str) -> str | None:
    """The words kept of one answer."""
    return db.session.scalar(select(Answer.words).where(Answer.question == key))


def value(key: str) -> object:
    """The value kept of one answer."""
    return db.session.scalar(select(Answer.value).where(Answer.question == key))


def answers() -> dict[str, object]:
    return {one.question: one.value for one in db.session.scalars(select(Answer))}


def state_of(invitation: Invitation) -> str:
    db.session.refresh(invitation)
    return invitation.state
