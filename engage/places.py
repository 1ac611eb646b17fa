"""The places of a session: one turn at a time, the lowest that is free, and who can be told."""

from __future__ import annotations

from sqlalchemy import select, update

from engage.extensions import db
from engage.models import Invitation, Person, Phone, Session


def reachable(person: Person) -> Phone | None:
    """A phone of theirs that texts may go to."""
    return next((p for p in person.phones if not (p.stopped_at or p.unusable_since)), None)


def take_turn(session: Session) -> None:
    """Write the session's row, which makes whoever comes next wait for this transaction.

    What was read before it may have been changed by whoever had it, and is read again.
    """
    db.session.execute(
        update(Session).where(Session.id == session.id).values(turn=Session.turn + 1)
    )
    db.session.refresh(session)


def free_place(session: Session) -> int | None:
    """The lowest place nobody holds. The caller has the session's turn, so that two people who
    say yes at the same moment are given places one after the other."""
    taken = set(
        db.session.scalars(
            select(Invitation.place).where(
                Invitation.session_id == session.id, Invitation.place.is_not(None)
            )
        )
    )
    return next((n for n in range(1, session.capacity + 1) if n not in taken), None)
