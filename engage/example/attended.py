"""Who was asked to the example's past sessions, who came, and how each was thanked."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from engage.extensions import db
from engage.models import Invitation, Payment, Person, Session

ASKED_BEFORE = timedelta(days=14)
PAID_AFTER = timedelta(days=2)
NO_FEE = ("expenses", "declined")


def load_who_came(row: dict[str, Any], session: Session, everyone: dict[str, Person]) -> None:
    """Load who was asked and how they attended; those who walked in were not asked."""
    asked_at = session.starts_at - ASKED_BEFORE
    walked_in, place = row.get("walked_in", []), 0
    for attended in ("came", "part", "missed", "apologies"):
        for who in row[attended]:
            place += 1
            invitation = Invitation(
                id=uuid.uuid4(),
                session_id=session.id,
                person_id=everyone[who].id,
                state="accepted",
                place=place,
                invited_at=session.starts_at if who in walked_in else asked_at,
                answered_at=asked_at + timedelta(hours=5),
                attended=attended,
                walk_in=who in walked_in,
            )
            db.session.add(invitation)
            if who in row.get("paid", {}):
                db.session.add(_payment(row, session, invitation, who, place))
    for who in row["said_no"] + row["silent"]:
        no = who in row["said_no"]
        db.session.add(
            Invitation(
                id=uuid.uuid4(),
                session_id=session.id,
                person_id=everyone[who].id,
                state="declined" if no else "invited",
                invited_at=asked_at,
                answered_at=asked_at + timedelta(hours=9) if no else None,
            )
        )
    db.session.flush()


def _payment(
    row: dict[str, Any], session: Session, invitation: Invitation, who: str, nth: int
) -> Payment:
    kind = row["paid"][who]
    invitation.benefits_told_at = session.starts_at
    is_paid = who not in row["not_paid_yet"]
    return Payment(
        id=uuid.uuid4(),
        invitation=invitation,
        session_id=session.id,
        reference=f"EX-{nth:03d}",
        kind=kind,
        amount_pence=0 if kind in NO_FEE else row["pay_pence"],
        expenses_pence=0 if kind == "declined" else row["fare_pence"],
        told_at=session.starts_at,
        chosen_at=session.starts_at + timedelta(minutes=5),
        paid_at=session.ends_at + PAID_AFTER if is_paid else None,
    )
