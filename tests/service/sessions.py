"""Sessions for the tests of the running service: who said yes, and when they are reminded."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from engage import places, times
from engage.extensions import db
from engage.models import Invitation, OutboundText, Reminder, Session
from tests.factories import a_person, a_session, phone_of


def everybody_said_yes(session: Session, people: int) -> Session:
    """Give a session this many people who said yes."""
    for place in range(1, people + 1):
        session.invitations.append(
            Invitation(
                id=uuid.uuid4(),
                person=a_person(),
                state="accepted",
                place=place,
                invited_at=times.now(),
            )
        )
    db.session.flush()
    return session


def remind(session: Session, at: datetime, *, words: str = "") -> None:
    """Have a session's people reminded at this moment and no other."""
    due = times.local(at).replace(tzinfo=None)
    session.reminders = [Reminder(id=uuid.uuid4(), due_local=due, words=words)]
    db.session.flush()


def offered(*, hours: int, ago: timedelta) -> list[Invitation]:
    """Two who wait for one place, which was offered to the first of them so long ago."""
    session, then = a_session(capacity=1), times.now() - ago
    session.answer_hours = hours
    found = [
        Invitation(
            id=uuid.uuid4(),
            session_id=session.id,
            person_id=a_person().id,
            state="waiting",
            invited_at=then,
            answered_at=then + timedelta(seconds=nth),
        )
        for nth in range(2)
    ]
    db.session.add_all(found)
    db.session.flush()
    places.take_turn(session)
    assert places.offer_free_places(session, now=then) == 1
    told = select(OutboundText).where(OutboundText.invitation_id == found[0].id)
    text = db.session.scalars(told).one()
    text.state, text.sent_at = "delivered", then
    db.session.flush()
    return found


def numbers_of(session: Session) -> list[str]:
    """The number of everybody who was asked to a session."""
    return [str(phone_of(invitation.person).number) for invitation in session.invitations]
