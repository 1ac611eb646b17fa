"""The example's last session, half seen to: who came, how they are paid, and its vouchers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engage import paying, vouchers
from engage.extensions import db
from engage.models import Invitation, Person, Session
from engage.paying import Choice

ASKED_BEFORE, ANSWERED_BEFORE = timedelta(days=10), timedelta(days=2)


def load_after(
    read: Callable[[str], dict[str, Any]], everyone: dict[str, Person], *, now: datetime
) -> None:
    """Load who came to the last session, what each chose, and the consultation's voucher book."""
    after = read("after.yaml")
    found = select(Session).where(Session.example, Session.title == after["session"])
    session = db.session.scalars(found).one()
    for place, row in enumerate(after["people"], 1):
        invitation = _invited(row, session, everyone[row["who"]], place)
        if "kind" in row:
            _paid(row, invitation)
    if session.consultation is not None:
        book = after["vouchers"]
        vouchers.add(session.consultation, book["codes"], book["worth_pence"], now=now)
    db.session.flush()


def _invited(row: dict[str, Any], session: Session, person: Person, place: int) -> Invitation:
    """Somebody who said yes and has a place, or who said no in good time."""
    comes = not row.get("said_no", False)
    invitation = Invitation(
        id=uuid.uuid4(),
        person_id=person.id,
        state="accepted" if comes else "declined",
        place=place if comes else None,
        invited_at=session.starts_at - ASKED_BEFORE,
        answered_at=session.starts_at - ANSWERED_BEFORE,
        attended=row.get("attended"),
    )
    session.invitations.append(invitation)
    db.session.flush()
    return invitation


def _paid(row: dict[str, Any], invitation: Invitation) -> None:
    """What they chose at the end of the session, once they had seen the note about benefits."""
    over = invitation.session.ends_at
    paying.tell(invitation, now=over)
    choice = Choice(row["kind"], row["amount_pence"], row["expenses_pence"])
    payment = paying.choose(invitation, choice, now=over + timedelta(minutes=2))
    if row["paid"]:
        paying.mark_paid(payment, by=None, now=over + timedelta(minutes=5))
