"""Texts of the example that have gone before: what the pretend phones already hold."""

from __future__ import annotations

import uuid
from datetime import datetime

from engage.extensions import db
from engage.models import InboundText, OutboundText, Phone, PretendDelivery
from surveys.wording import segments


def text_out(
    phone: Phone,
    body: str,
    kind: str,
    *,
    at: datetime,
    state: str = "delivered",
    code: str | None = None,
    by_staff: uuid.UUID | None = None,
) -> None:
    """A text this phone received, or one in another state that it did not."""
    row = OutboundText(
        id=uuid.uuid4(),
        dedupe_key=f"example:{uuid.uuid4()}",
        phone_id=phone.id,
        number=phone.number,
        body=body,
        kind=kind,
        state=state,
        error_code=code,
        by_staff=by_staff,
        segments=segments(body).count,
        created_at=at,
        not_before=at,
        attempts=1,
        sent_at=at,
    )
    db.session.add(row)
    db.session.flush()
    if state == "delivered":
        db.session.add(PretendDelivery(outbound_id=row.id, at=at))


def text_in(phone: Phone, body: str, *, at: datetime, outcome: str = "answer") -> None:
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
            outcome=outcome,
        )
    )
    db.session.flush()


def one_line(text: str | None) -> str:
    """Words that were wrapped to fit a file, on one line again; nothing where there are none."""
    return " ".join((text or "").split())
