"""How much each person has been asked of late: the texts they did not ask for, from the outbox."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select

from engage.extensions import db
from engage.models import OutboundText, Phone
from engage.outbox import NEVER_LEFT, UNASKED

WEEK, MONTH, QUARTER = timedelta(days=7), timedelta(days=30), timedelta(days=90)
NEVER = datetime.min.replace(tzinfo=UTC)
MANY = 500


@dataclass(frozen=True)
class Burden:
    """Texts somebody did not ask for in the last 7, 30 and 90 days, and when the last was."""

    week: int = 0
    month: int = 0
    quarter: int = 0
    last: datetime | None = None


NOTHING = Burden()


def ledger(people: Collection[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, Burden]:
    """What each of these people has been asked, over all their phones; nobody is left out."""
    found = dict.fromkeys(people, NOTHING)
    ids = sorted(found)
    for start in range(0, len(ids), MANY):
        found |= _some(ids[start : start + MANY], now=now)
    return found


def _some(people: Collection[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, Burden]:
    def since(span: timedelta) -> ColumnElement[int]:
        return func.sum(case((OutboundText.created_at > now - span, 1), else_=0))

    rows = db.session.execute(
        select(
            Phone.person_id,
            since(WEEK).label("week"),
            since(MONTH).label("month"),
            since(QUARTER).label("quarter"),
            func.max(OutboundText.created_at).label("last"),
        )
        .join(OutboundText, OutboundText.phone_id == Phone.id)
        .where(Phone.person_id.in_(people))
        .where(OutboundText.kind.in_(UNASKED), OutboundText.state.not_in(NEVER_LEFT))
        .group_by(Phone.person_id)
    )
    return {
        row.person_id: Burden(row.week, row.month, row.quarter, row.last)
        for row in rows
        if row.person_id is not None
    }


def least_asked(people: Iterable[uuid.UUID], asked: Mapping[uuid.UUID, Burden]) -> list[uuid.UUID]:
    """Those asked least lately first: whoever was never asked, then whose last text is oldest."""

    def load(person: uuid.UUID) -> tuple[datetime, int, uuid.UUID]:
        one = asked.get(person, NOTHING)
        return one.last or NEVER, one.quarter, person

    return sorted(people, key=load)


def spread(asked: Iterable[Burden]) -> tuple[int, int, int, int]:
    """How many people were asked in the last 7 days, 30 days, 90 days, and not in 90 days."""
    counts = [0, 0, 0, 0]
    for one in asked:
        place = 0 if one.week else 1 if one.month else 2 if one.quarter else 3
        counts[place] += 1
    week, month, quarter, longer = counts
    return week, month, quarter, longer
