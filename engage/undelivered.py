"""Texts that did not go, and what a person decides about each."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from engage.counting import NOT_SENT
from engage.extensions import db, nudge
from engage.inbox import Caller, caller
from engage.models import OutboundText, Phone
from engage.wanted import useful_until

SHOWN_FOR = timedelta(days=30)
PAGE = 50


@dataclass(frozen=True)
class DidNotGo:
    """One text that did not go, or may not have: whose, of which kind, when, and why."""

    id: uuid.UUID
    caller: Caller
    kind: str
    at: datetime
    state: str
    code: str | None
    too_late: bool


def parked(*, now: datetime) -> list[DidNotGo]:
    """Texts of which nobody knows whether they went, the oldest first."""
    return _found(OutboundText.state == "parked", OutboundText.created_at, now=now)


def did_not_go(*, now: datetime) -> list[DidNotGo]:
    """Texts of the last month that did not arrive, the newest first."""
    states = [state for state in NOT_SENT if state != "parked"]
    recent = OutboundText.created_at > now - SHOWN_FOR
    return _found(OutboundText.state.in_(states) & recent, OutboundText.created_at.desc(), now=now)


def how_many(*, now: datetime) -> int:
    """How many texts did not go this last month, or may not have."""
    recent = (OutboundText.state == "parked") | (OutboundText.created_at > now - SHOWN_FOR)
    rows = select(func.count()).where(OutboundText.state.in_(NOT_SENT), recent)
    return db.session.scalar(rows) or 0


def it_arrived(text_id: uuid.UUID) -> bool:
    """A person says a parked text got there; False when it was not waiting for that."""
    return _settle(text_id, state="sent", lease_until=None)


def send_again(text_id: uuid.UUID, *, now: datetime) -> bool:
    """Send a parked text once more; False when a colleague has dealt with it."""
    done = _settle(
        text_id, state="queued", attempts=0, looked_for=0, lease_until=None, slot_at=None
    )
    if done:
        nudge("outbox.send", str(text_id))
    return done


def _settle(text_id: uuid.UUID, **values: object) -> bool:
    done = db.session.execute(
        update(OutboundText)
        .where(OutboundText.id == text_id, OutboundText.state == "parked")
        .values(**values)
        .returning(OutboundText.id)
    ).first()
    return done is not None


def _found(wanted: object, order: object, *, now: datetime) -> list[DidNotGo]:
    rows = db.session.scalars(
        select(OutboundText)
        .where(wanted)  # type: ignore[arg-type]
        .order_by(order)  # type: ignore[arg-type]
        .limit(PAGE)
        .options(joinedload(OutboundText.phone).joinedload(Phone.person))
    )
    return [
        DidNotGo(
            id=row.id,
            caller=caller(row.phone),
            kind=row.kind,
            at=row.created_at,
            state=row.state,
            code=row.error_code,
            too_late=useful_until(row) <= now,
        )
        for row in rows
    ]
