"""Texts that the service could not make sense of, for a person to read, and that they have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from engage.extensions import db
from engage.models import InboundText
from engage.times import today

READ = "read"


@dataclass(frozen=True)
class ToRead:
    """One text for a person to read; `words` is None when they are no longer kept."""

    id: int
    day: date
    words: str | None
    why: str


def _for_a_person() -> ColumnElement[bool]:
    return or_(
        InboundText.outcome.in_(("other", "staff_review", "late")),
        and_(InboundText.state == "set_aside", InboundText.outcome != READ),
    )


def texts_to_read(*, limit: int = 50) -> list[ToRead]:
    """The oldest texts that wait for a person, without the number or name they came from."""
    rows = db.session.execute(
        select(
            InboundText.id,
            InboundText.received_at,
            InboundText.body,
            InboundText.outcome,
            InboundText.state,
        )
        .where(_for_a_person())
        .order_by(InboundText.id)
        .limit(limit)
    )
    return [
        ToRead(text_id, today(at), body, "set_aside" if state == "set_aside" else outcome or "")
        for text_id, at, body, outcome, state in rows
    ]


def how_many() -> int:
    """How many texts wait for a person."""
    return db.session.scalar(select(func.count()).where(_for_a_person())) or 0


def have_read(text_id: int) -> bool:
    """Note that somebody has read a text; False when it was not waiting."""
    text = db.session.scalar(select(InboundText).where(InboundText.id == text_id, _for_a_person()))
    if text is None:
        return False
    text.outcome = READ
    return True
