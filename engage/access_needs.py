"""What people need in order to come, each a task that somebody takes and closes in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from engage.extensions import db
from engage.models import AccessNeed, Invitation, Session


def note(invitation: Invitation, needs: Iterable[str], *, now: datetime) -> bool:
    """Write down what somebody needs, each once; True when there was something new to see to.

    One that was let go of because they were not coming is open again.
    """
    found = {one.need: one for one in _of(invitation)}
    is_new = False
    for need in sorted(needs):
        one = found.get(need)
        if one is None:
            db.session.add(AccessNeed(invitation_id=invitation.id, need=need, told_at=now))
            is_new = True
        elif one.state == "not_needed":
            one.state, one.closed_at, one.closed_by = "open", None, None
            is_new = True
    db.session.flush()
    return is_new


def _of(invitation: Invitation) -> list[AccessNeed]:
    return list(
        db.session.scalars(select(AccessNeed).where(AccessNeed.invitation_id == invitation.id))
    )


def let_go(invitation: Invitation, *, now: datetime) -> None:
    """Somebody who is not coming needs nothing that is still open."""
    _let_go([invitation.id], now=now)


def let_go_of_all(session: Session, *, now: datetime) -> None:
    """A session that is off needs nothing that is still open."""
    everyone = select(Invitation.id).where(Invitation.session_id == session.id)
    _let_go(db.session.scalars(everyone).all(), now=now)


def _let_go(invitations: Iterable[object], *, now: datetime) -> None:
    db.session.execute(
        update(AccessNeed)
        .where(AccessNeed.invitation_id.in_(list(invitations)), AccessNeed.state == "open")
        .values(state="not_needed", closed_at=now)
    )
