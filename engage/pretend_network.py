"""The network of the on-screen phones: trouble that a person asks for, and reports of what came."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import delete, select

from engage import delivery
from engage.extensions import db, insert
from engage.models import OutboundText, PretendDelivery, PretendTrouble
from engage.texting.on_screen import TROUBLES, sid_of

UNDER_WAY = ("accepted", "sending", "sent")


def make_trouble(phone_id: uuid.UUID, kind: str) -> None:
    """From now on this goes wrong for a phone, instead of what did before; KeyError for no kind."""
    values = {"kind": kind, "texts_left": TROUBLES[kind].texts}
    db.session.execute(
        insert(PretendTrouble)
        .values(phone_id=phone_id, **values)
        .on_conflict_do_update(index_elements=["phone_id"], set_=values)
    )


def put_right(phone_id: uuid.UUID) -> None:
    """Nothing goes wrong for this phone any more."""
    db.session.execute(delete(PretendTrouble).where(PretendTrouble.phone_id == phone_id))


def trouble_of(phone_id: uuid.UUID) -> str | None:
    """What goes wrong for a phone now."""
    return db.session.scalar(select(PretendTrouble.kind).where(PretendTrouble.phone_id == phone_id))


def due(*, now: datetime) -> list[uuid.UUID]:
    """Texts that the network has brought, or given up, and not said so yet."""
    return list(
        db.session.scalars(
            select(OutboundText.id)
            .join(PretendDelivery, PretendDelivery.outbound_id == OutboundText.id)
            .where(OutboundText.state.in_(UNDER_WAY), PretendDelivery.at <= now)
        )
    )


def report(row_id: uuid.UUID, *, now: datetime) -> bool:
    """Say what became of one text, by the door that real reports come by; False if too early."""
    brought = db.session.get(PretendDelivery, row_id)
    if brought is None or brought.at > now:
        db.session.rollback()
        return False
    sid = sid_of(str(row_id))
    delivery.report(str(row_id), sid, brought.became, brought.error_code, now=now)
    db.session.commit()
    return True
