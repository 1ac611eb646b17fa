"""Texts of the example that have gone before: what the pretend phones already hold."""

from __future__ import annotations

import uuid
from datetime import datetime

from engage.extensions import db
from engage.models import InboundText, OutboundText, Phone, PretendDelivery
from surveys.wording import segments


def text_out(phone: Phone, body: str, kind: str, *, at: datetime) -> None:
    """A text this phone received."""
    row = OutboundText(
        id=uuid.uuid4(),
        dedupe_key=f"example:{uuid.uuid4()}",
        phone_id=phone.id,
        number=phone.number,
        body=body,
        kind=kind,
        state="delivered",
        segments=segments(body).count,
        created_at=at,
        not_before=at,
        attempts=1,
        sent_at=at,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(PretendDelivery(outbound_id=row.id, at=at))


def text_in(phone: Phone, body: str, *, at: datetime) -> None:
    """A text this phone sent, handled long since."""
    db.session.add(
        InboundText(
            sid=f"EXAMPLE{uuid.uuid4().hex}",
            number=phone.number,
            from_key=phone.number_key,
            body=body,
            received_at=at,
            state="handled",
            attempts=0,
            outcome="answer",
        )
    )
    db.session.flush()
