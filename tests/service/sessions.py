"""Sessions for the tests of the running service: who said yes, and when they are reminded."""

from __future__ import annotations

import uuid
from datetime import datetime

from engage import times
from engage.extensions import db
from engage.models import Invitation, Reminder, Session
from tests.factories import a_person, phone_of


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


def remind(session: Session, at: datetime) -> None:
    """Have a session's people reminded at this moment and no other."""
    session.reminders = [Reminder(id=uuid.uuid4(), due_local=times.local(at).replace(tzinfo=None))]
    db.session.flush()


def numbers_of(session: Session) -> list[str]:
    """The number of everybody who was asked to a session."""
    return [str(phone_of(invitation.person).number) for invitation in session.invitations]
