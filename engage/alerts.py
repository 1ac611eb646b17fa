"""Alerts that a text may tell of danger: who has looked, what was done, and what waits too long."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from engage import on_call
from engage.extensions import db, settings
from engage.log import log
from engage.models import Alert, Concern, InboundText, Phone

SHOWN = 100
LONGEST_NOTE = 4000


class SayWhatWasDone(ValueError):
    """An alert is done only when somebody has seen it and says what they did."""


@dataclass(frozen=True)
class Waiting:
    """How many alerts and concerns nobody has seen, and how many have waited too long."""

    unseen: int
    late: int


def unseen(*, now: datetime) -> Sequence[Alert]:
    """Alerts that nobody has seen, the longest wait first."""
    waiting = select(Alert).where(Alert.seen_at.is_(None), Alert.raised_at <= now)
    return db.session.scalars(waiting.order_by(Alert.raised_at)).all()


def waiting(*, now: datetime) -> Waiting:
    """How many wait, for the top of every staff page: one query."""
    before = now - timedelta(minutes=settings().alert_minutes)
    passed_on = select(func.count()).where(Concern.seen_at.is_(None))
    late = passed_on.where(Concern.passed_on_at <= before)
    counted = select(
        func.count(),
        func.count(Alert.escalated_at),
        passed_on.scalar_subquery(),
        late.scalar_subquery(),
    ).where(Alert.seen_at.is_(None))
    alerts, late_alerts, concerns, late_concerns = db.session.execute(counted).one()
    return Waiting(alerts + concerns, late_alerts + late_concerns)


def listed() -> Sequence[Alert]:
    """Unseen alerts first, the longest wait at the top; then those not done; then the newest."""
    return db.session.scalars(
        select(Alert)
        .options(joinedload(Alert.phone).joinedload(Phone.person))
        .order_by(
            Alert.seen_at.is_not(None),
            Alert.done_at.is_not(None),
            Alert.done_at.desc(),
            Alert.raised_at,
        )
        .limit(SHOWN)
    ).all()


def words_of(alert: Alert) -> str | None:
    """The words of the text as they came, while we keep them."""
    text = db.session.get(InboundText, alert.text_id) if alert.text_id is not None else None
    return text.body if text else None


def mark_seen(alert: Alert, *, by: uuid.UUID, now: datetime) -> bool:
    """That a person has looked: True for the first, False when somebody had before."""
    return _change(alert, Alert.seen_at.is_(None), seen_at=now, seen_by=by)


def mark_done(alert: Alert, words: str, *, now: datetime) -> bool:
    """What was done about it; raises SayWhatWasDone. False when somebody had written before."""
    said = words.strip()[:LONGEST_NOTE]
    if not said or alert.seen_at is None:
        raise SayWhatWasDone
    return _change(alert, Alert.done_at.is_(None), done_at=now, done=said)


def _change(alert: Alert, only_if: object, **values: object) -> bool:
    changed = db.session.execute(
        update(Alert)
        .where(Alert.id == alert.id, only_if)  # type: ignore[arg-type]
        .values(**values)
        .returning(Alert.id)
        .execution_options(synchronize_session=False)
    ).first()
    db.session.refresh(alert)
    return changed is not None


def escalate_due(*, now: datetime) -> int:
    """Alerts that nobody has seen for too long are marked, logged and told again, each once."""
    before = now - timedelta(minutes=settings().alert_minutes)
    late = db.session.scalars(
        update(Alert)
        .where(Alert.seen_at.is_(None), Alert.escalated_at.is_(None), Alert.raised_at <= before)
        .values(escalated_at=now)
        .returning(Alert.id)
        .execution_options(synchronize_session=False)
    ).all()
    for alert in late:
        log.error("alert.nobody_has_looked", alert=str(alert))
        on_call.tell(alert, "escalated", now=now)
    return len(late)
