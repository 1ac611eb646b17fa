"""The example's consultations: one that is open, and a formal one that lacks something yet."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from engage.example.texts import one_line
from engage.extensions import db
from engage.models import Consultation, Survey
from engage.times import LONDON, today

PARAGRAPHS = ("purpose", "can_change", "decided_already", "principles", "presence", "process")


def load_consultations(rows: list[dict[str, Any]], *, now: datetime) -> dict[str, Consultation]:
    """Load them with their surveys, by key; sessions name theirs."""
    return {row["key"]: _load(row, now=now) for row in rows}


def _load(row: dict[str, Any], *, now: datetime) -> Consultation:
    day = today(now)
    opened = day - timedelta(days=row["opened_days_ago"]) if "opened_days_ago" in row else None
    consultation = Consultation(
        id=uuid.uuid4(),
        title=row["title"],
        mode=row["mode"],
        level=row["level"],
        involvement=one_line(row["involvement"]),
        decided_by=row["decided_by"],
        decided_on=_in_days(day, row["decided_in_days"]),
        options=row.get("options", ""),
        reasons=one_line(row.get("reasons")),
        equality_note=one_line(row.get("equality_note")),
        impact=one_line(row.get("impact")),
        opens_on=opened or _in_days(day, row["opens_in_days"]),
        opened_at=datetime.combine(opened, time(10), LONDON) if opened else None,
        closes_on=_in_days(day, row["closes_in_days"]),
        tell_by=_in_days(day, row["tell_in_days"]),
        budget_pence=row["budget_pounds"] * 100,
        example=True,
        **{name: one_line(row.get(name)) for name in PARAGRAPHS},
    )
    db.session.add(consultation)
    db.session.flush()
    for survey in db.session.scalars(select(Survey).where(Survey.key.in_(row["surveys"]))):
        survey.consultation_id = consultation.id
    return consultation


def _in_days(day: date, days: int) -> date:
    return day + timedelta(days=days)
