"""Planning a session: when, where, for how many, and when people are reminded of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from engage.extensions import db
from engage.models import Reminder, Session
from engage.places import take_turn
from engage.times import local

REMIND_BEFORE = (timedelta(days=2), timedelta(hours=2))
REMIND_APART = timedelta(hours=12)


class CannotPlan(Exception):
    """A session that does not fit: `field` says where, the message what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Plan:
    """A session as a facilitator writes it, in wall clock time."""

    title: str
    starts_local: datetime
    ends_local: datetime
    place: str
    capacity: int
    getting_there: str = ""
    consultation_id: uuid.UUID | None = None


def plan(plan: Plan, *, now: datetime) -> Session:
    """Plan a session with its reminders; raises CannotPlan."""
    if plan.capacity < 1:
        raise CannotPlan("capacity", "Say how many places there are: 1 or more.")
    if plan.ends_local <= plan.starts_local:
        raise CannotPlan("ends", "Choose a finish time that is after the start.")
    session = Session(
        id=uuid.uuid4(),
        title=plan.title,
        starts_local=plan.starts_local,
        ends_local=plan.ends_local,
        zone="Europe/London",
        place=plan.place,
        getting_there=plan.getting_there,
        capacity=plan.capacity,
        consultation_id=plan.consultation_id,
    )
    if session.starts_at <= now:
        raise CannotPlan("starts", "Choose a day and time that has not passed.")
    db.session.add(session)
    for before in REMIND_BEFORE:
        add_reminder(session, plan.starts_local - before, now=now)
    db.session.flush()
    return session


def add_reminder(session: Session, due_local: datetime, *, now: datetime) -> Reminder | None:
    """A reminder at a wall clock time; None when that time has passed."""
    if due_local <= local(now).replace(tzinfo=None):
        return None
    reminder = Reminder(id=uuid.uuid4(), due_local=due_local, state="waiting")
    session.reminders.append(reminder)
    return reminder


def remind_now(session: Session, *, now: datetime) -> bool:
    """Add a reminder that is due at once; False when one went in the last half day."""
    take_turn(session)
    recent = [
        one
        for one in session.reminders
        if one.state != "missed" and now - REMIND_APART < one.due_at <= now
    ]
    if recent or session.cancelled_at or session.starts_at <= now:
        return False
    wall = local(now).replace(tzinfo=None, microsecond=0)
    session.reminders.append(Reminder(id=uuid.uuid4(), due_local=wall, state="waiting"))
    return True
