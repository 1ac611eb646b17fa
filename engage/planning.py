"""Planning sessions: when, where, for how many, who holds them, and when people are reminded."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from engage.extensions import db
from engage.models import Reminder, Role, Session, Staff
from engage.reminder_times import USUAL, When
from engage.times import from_local, local

REMIND_BEFORE = (timedelta(days=2), timedelta(hours=2))
ANSWER_HOURS = 24
HOLDERS = ("facilitator", "admin")
"""Whoever may hold a session."""


class CannotPlan(Exception):
    """A session that does not fit: `field` says where, the message what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Details:
    """All of a session that changes nobody's plans when it is written differently."""

    title: str
    capacity: int
    getting_there: str = ""
    step_free: str = "not_known"
    quiet_room: str = "not_known"
    nearest_bus: str = ""
    facilitators: tuple[uuid.UUID, ...] = ()
    peer_lead: str = ""
    run_sheet: str = ""
    consent_script: str = ""
    pay_pence: int | None = None
    pay_note: str = ""
    answer_hours: int = ANSWER_HOURS
    survey_id: uuid.UUID | None = None
    after_survey_id: uuid.UUID | None = None
    consultation_id: uuid.UUID | None = None
    reminders: tuple[When, ...] = USUAL
    reminder_words: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan(Details):
    """A session as a facilitator writes it, in wall clock time."""

    starts_local: datetime
    ends_local: datetime
    place: str
    address: str = ""
    online: bool = False
    link: str = ""

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.ends_local - self.starts_local


WRITTEN = (
    "title", "getting_there", "step_free", "quiet_room", "nearest_bus", "run_sheet",
    "consent_script", "pay_pence", "pay_note", "answer_hours", "survey_id", "after_survey_id",
    "consultation_id",
)  # fmt: skip
"""What of the details is kept just as it is written."""


def plan(plan: Plan, *, now: datetime, series_id: uuid.UUID | None = None) -> Session:
    """Plan a session with its reminders; raises CannotPlan."""
    check(plan, now=now)
    session = Session(
        id=uuid.uuid4(),
        starts_local=plan.starts_local,
        ends_local=plan.ends_local,
        zone="Europe/London",
        place=plan.place,
        address=plan.address,
        online=plan.online,
        link=plan.link,
        capacity=plan.capacity,
        series_id=series_id,
    )
    db.session.add(session)
    write(session, plan)
    set_reminders(session, plan.reminders, words=plan.reminder_words, now=now)
    db.session.flush()
    return session


def check(plan: Plan, *, now: datetime) -> None:
    """Raise CannotPlan where a plan does not fit."""
    if plan.capacity < 1:
        raise CannotPlan("capacity", "Say how many places there are: 1 or more.")
    if plan.ends_local <= plan.starts_local:
        raise CannotPlan("ends", "Choose a finish time that is after the start.")
    if from_local(plan.starts_local) <= now:
        raise CannotPlan("starts", "Choose a day and time that has not passed.")


def already(plan: Plan) -> Session | None:
    """The same session where it is planned already: the button was pressed twice."""
    return db.session.scalar(
        select(Session)
        .where(Session.title == plan.title, Session.starts_local == plan.starts_local)
        .where(Session.place == plan.place, Session.cancelled_at.is_(None))
        .limit(1)
    )


def plan_series(plan_: Plan, days: Sequence[date], *, now: datetime) -> list[Session]:
    """Plan the same session on each of these days, as one series; raises CannotPlan."""
    series_id = uuid.uuid4()
    return [plan(on_day(plan_, day), now=now, series_id=series_id) for day in days]


def on_day(plan: Plan, day: date) -> Plan:
    """The same plan on another day."""
    starts = datetime.combine(day, plan.starts_local.time())
    return replace(plan, starts_local=starts, ends_local=starts + plan.length)


def write(session: Session, details: Details) -> None:
    """Write down all of a session but when, where and for how many it is."""
    for name in WRITTEN:
        setattr(session, name, getattr(details, name))
    session.peer_lead = details.peer_lead or None
    wanted = set(details.facilitators)
    session.facilitators = [one for one in may_hold() if one.id in wanted]


def may_hold() -> list[Staff]:
    """Staff who may hold a session, by name."""
    found = db.session.scalars(
        select(Staff).where(Staff.active, Staff.roles.any(Role.name.in_(HOLDERS)))
    )
    return sorted(found, key=lambda one: one.name.casefold())


def set_reminders(
    session: Session, wanted: Iterable[When], *, words: str = "", now: datetime
) -> None:
    """Let these be the reminders still to come; those that went, or are going now, stay."""
    due = {when.due(session.starts_local) for when in wanted}
    for reminder in to_come(session, now=now):
        if reminder.due_local in due:
            reminder.words = words
        else:
            session.reminders.remove(reminder)
    there = {reminder.due_local for reminder in session.reminders}
    for one in sorted(due - there):
        made = add_reminder(session, one, now=now)
        if made is not None:
            made.words = words


def to_come(session: Session, *, now: datetime) -> list[Reminder]:
    """Reminders whose time has not come yet."""
    return [one for one in session.reminders if one.state == "waiting" and one.due_at > now]


def add_reminder(session: Session, due_local: datetime, *, now: datetime) -> Reminder | None:
    """A reminder at a wall clock time; None when that time has passed."""
    if due_local <= local(now).replace(tzinfo=None):
        return None
    reminder = Reminder(id=uuid.uuid4(), due_local=due_local, state="waiting")
    session.reminders.append(reminder)
    return reminder
