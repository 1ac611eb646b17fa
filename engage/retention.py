"""How long each kind of personal detail is kept, and the daily sweep that lets it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from engage import throttles
from engage.extensions import Base, db
from engage.models import (
    Answer,
    AuditEvent,
    Conversation,
    DeliveryReport,
    InboundText,
    OutboundText,
    Response,
    Survey,
    Tick,
)
from engage.times import today


@dataclass(frozen=True)
class Rule:
    """What is kept, why, and until when; `days` is None when an event ends it, not time."""

    why: str
    until: str
    days: int | None = None


RULES = {
    "contact": Rule("to ask people and tell them what came of it", "they ask to be forgotten"),
    "texts": Rule("to see what was said if something went wrong", "90 days", 90),
    "words": Rule("to check the anonymised words against", "180 days after the survey closes", 180),
    "response": Rule("to count answers by place", "the survey is removed"),
    "findings": Rule("evidence with personal details taken out", "the survey is removed"),
    "staff": Rule("to let staff sign in", "they leave"),
    "throttle": Rule("to slow down guessing", "half an hour", 1),
}
UNSENT_DAYS = 30
AUDIT_DAYS = 730
TICK_DAYS = 2


def personal_columns() -> list[tuple[str, str, str]]:
    """Every personal column as (table, column, rule)."""
    return [
        (table.name, column.name, column.info["keep"])
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if "personal" in column.info
    ]


def sweep(*, now: datetime) -> None:
    """Let go of everything whose time is up. The caller commits."""
    texts_before = now - timedelta(days=RULES["texts"].days or 0)
    db.session.execute(
        update(InboundText)
        .where(InboundText.received_at < texts_before)
        .values(body=None, number=None)
    )
    db.session.execute(
        update(OutboundText)
        .where(OutboundText.created_at < texts_before, OutboundText.state != "queued")
        .values(body=None, number=None)
    )
    db.session.execute(delete(DeliveryReport).where(DeliveryReport.received_at < texts_before))
    closed_before = now - timedelta(days=RULES["words"].days or 0)
    closed = select(Survey.id).where(Survey.closes_at < closed_before)
    old = select(Response.id).where(Response.survey_id.in_(closed))
    db.session.execute(
        update(Answer)
        .where(Answer.response_id.in_(old), Answer.reading.in_(("done", "none")))
        .values(words=None)
    )
    _forget_unsent(now=now)
    _cut_links(now=now)
    db.session.execute(delete(AuditEvent).where(AuditEvent.at < now - timedelta(days=AUDIT_DAYS)))
    throttles.clear_old(now=now)


def _forget_unsent(*, now: datetime) -> None:
    """Drop answers begun on the web that nobody came back to send."""
    oldest = today(now) - timedelta(days=UNSENT_DAYS)
    db.session.execute(
        delete(Response).where(
            Response.channel == "web", Response.sent_on.is_(None), Response.started_on < oldest
        )
    )


def _cut_links(*, now: datetime) -> None:
    """An anonymous survey that has closed keeps no way from a phone to half a set of answers."""
    closed = select(Survey.id).where(Survey.closes_at <= now)
    over = (Conversation.anonymous, Conversation.survey_id.in_(closed))
    left = (*over, Conversation.state.in_(("invited", "asking")))
    texts = select(Conversation.id).where(*left)
    db.session.execute(
        update(InboundText).where(InboundText.conversation_id.in_(texts)).values(body=None)
    )
    db.session.execute(update(Conversation).where(*left).values(state="closed", response_id=None))


def forget_ticks(*, now: datetime) -> None:
    """Drop the record of sweeps run days ago."""
    oldest = int((now - timedelta(days=TICK_DAYS)).timestamp())
    db.session.execute(delete(Tick).where(Tick.slot < oldest))
