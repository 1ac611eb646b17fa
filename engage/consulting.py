"""Consultations: planned, opened, closed and told about, with what each needs before the next step.

A listening one asks what it is like; a formal one asks about choices before a decision is made, and
holds to more: it does not open half written, and does not close unweighed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, exists, or_, select, update

from engage import reading_again
from engage.extensions import db, settings
from engage.models import Consultation, Session, Survey
from engage.times import spoken_date, today

FORMAL = "formal"
SHORTEST_FORMAL = timedelta(weeks=4)
SOON = timedelta(weeks=2)
NEEDED: Mapping[str, str] = {
    "purpose": "Write what it is for.",
    "can_change": "Write what can change because of it.",
    "involvement": "Write how much say people have, in a sentence that is honest.",
    "decided_by": "Write who decides.",
}
"""What any consultation says before it opens, and what to do where it does not."""
NEEDED_WHEN_FORMAL: Mapping[str, str] = {
    "options": "Write the options people can choose between.",
    "reasons": "Write the reasons for them, so that people can weigh them up.",
    "decided_already": "Write what is decided already, or that nothing is.",
    "decided_on": "Write the day of the decision.",
    "equality_note": "Write who this may touch more than others, and what you do about it.",
    "closes_on": "Write its last day, so that people know how long they have.",
}
_IS_PROMISED = or_(
    Consultation.opened_at.is_not(None),
    exists().where(Survey.consultation_id == Consultation.id),
    exists().where(Session.consultation_id == Consultation.id),
)
"""Somebody has been asked something, or may have been, whether or not it was opened."""
DATES = ("opens_on", "closes_on", "decided_on", "tell_by")


class NotYet(Exception):
    """It cannot be done as it is; `problems` says what to do, by the field it is about."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("\n".join(self.problems.values()))


@dataclass(frozen=True)
class Plan:
    """A consultation as it is written: each field is the column of its name."""

    title: str
    purpose: str = ""
    can_change: str = ""
    principles: str = ""
    presence: str = ""
    process: str = ""
    level: str = "involve"
    involvement: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    mode: str = "listening"
    options: str = ""
    reasons: str = ""
    decided_already: str = ""
    equality_note: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    budget_pence: int | None = None
    tell_by: date | None = None
    made_general: str = "usual"


@dataclass(frozen=True)
class Chase:
    """Something promised that is due: to tell people what came of it, or to close it."""

    consultation: Consultation
    what: Literal["tell", "close"]
    day: date
    late: bool


def plan_of(consultation: Consultation) -> Plan:
    """A consultation as it is written now."""
    return Plan(**{one.name: getattr(consultation, one.name) for one in fields(Plan)})


def create(plan: Plan, *, now: datetime) -> Consultation:
    """A consultation that is not open yet; a title is enough. Raises NotYet."""
    _refuse(_at_odds(plan, None, today(now)))
    consultation = Consultation(id=uuid.uuid4(), **_columns(plan))
    db.session.add(consultation)
    db.session.flush()
    return consultation


def change(consultation: Consultation, plan: Plan, *, now: datetime) -> None:
    """Write a consultation anew; one that is open keeps what it could not open without.

    With another level of what is made general its surveys' words are read again. Raises NotYet.
    """
    before = plan_of(consultation)
    problems = _at_odds(plan, before, today(now))
    if consultation.opened_at is not None:
        problems = _since_it_opened(consultation, plan, today(now)) | problems
    _refuse(problems)
    for name, value in _columns(plan).items():
        setattr(consultation, name, value)
    db.session.flush()
    if plan.made_general != before.made_general:
        for survey in surveys_of(consultation):
            reading_again.ask(survey)


def _columns(plan: Plan) -> dict[str, object]:
    return {one.name: getattr(plan, one.name) for one in fields(Plan)}


def _refuse(problems: Mapping[str, str]) -> None:
    if problems:
        raise NotYet(problems)


def _at_odds(plan: Plan, before: Plan | None, day: date) -> dict[str, str]:
    """What cannot be so in any plan: days that have passed, or come in the wrong order."""
    found = {}
    if not plan.title:
        found["title"] = "Write what it is called."
    for name in DATES:
        chosen = getattr(plan, name)
        if chosen and chosen < day and (before is None or chosen != getattr(before, name)):
            found[name] = "Choose a day that has not passed."
    if plan.opens_on and plan.closes_on and plan.closes_on < plan.opens_on:
        found.setdefault("closes_on", "Choose a last day that is on or after the first day.")
    if plan.closes_on and plan.tell_by and plan.tell_by < plan.closes_on:
        found.setdefault("tell_by", "Choose a day on or after its last day.")
    return found


def _since_it_opened(consultation: Consultation, plan: Plan, day: date) -> dict[str, str]:
    """What may not change in one that people were told is open."""
    found = missing(plan, first_day=consultation.opens_on or day)
    if plan.mode != consultation.mode:
        kept = "formal" if consultation.mode == FORMAL else "a listening one"
        found["mode"] = f"It has opened, so it stays {kept}. Plan another if you need to."
    if plan.opens_on != consultation.opens_on:
        found["opens_on"] = "It has opened, so its first day stays as it is."
    return found


def missing(plan: Plan, *, first_day: date) -> dict[str, str]:
    """What it lacks to be open from that day, by field, each with what to do; empty if nothing."""
    needed = {**NEEDED, **(NEEDED_WHEN_FORMAL if plan.mode == FORMAL else {})}
    found = {name: words for name, words in needed.items() if not getattr(plan, name)}
    if plan.closes_on and plan.closes_on < first_day:
        found["closes_on"] = "Its last day has passed. Choose a later one."
    elif plan.mode == FORMAL:
        found |= _too_soon(plan, first_day)
    return found


def _too_soon(plan: Plan, first_day: date) -> dict[str, str]:
    """A formal one gives people weeks to answer, and a decision that waits for them."""
    found = {}
    enough = first_day + SHORTEST_FORMAL - timedelta(days=1)
    if plan.closes_on and plan.closes_on < enough:
        weeks = SHORTEST_FORMAL.days // 7
        found["closes_on"] = (
            f"A formal one is open for {weeks} weeks or more, so that people have time. "
            f"Choose a last day of {spoken_date(enough)} {enough.year} or later."
        )
    if plan.closes_on and plan.decided_on and plan.decided_on <= plan.closes_on:
        found["decided_on"] = "Choose a day after its last day, so that what people say can count."
    return found


def missing_to_open(consultation: Consultation, *, now: datetime) -> dict[str, str]:
    """What it lacks to open today or, where a later day is written, on that day."""
    day = today(now)
    first_day = max(consultation.opens_on or day, day)
    return missing(plan_of(consultation), first_day=first_day)


def open_now(consultation: Consultation, *, now: datetime) -> bool:
    """Open it: today is its first day. False when it has opened already. Raises NotYet."""
    if consultation.opened_at is not None:
        return False
    day = today(now)
    _refuse(missing(plan_of(consultation), first_day=day))
    opening = {"opened_at": now, "opens_on": day}
    return _once(consultation, Consultation.opened_at.is_(None), opening)


def in_the_way_of_closing(consultation: Consultation, *, now: datetime) -> list[Survey | Session]:
    """Its surveys that take answers and its sessions still to come: what is yet to be heard."""
    surveys = (
        one for one in surveys_of(consultation) if one.closes_at is None or one.closes_at > now
    )
    sessions = (
        one for one in consultation.sessions if one.cancelled_at is None and one.ends_at > now
    )
    return [*surveys, *sessions]


def close_now(consultation: Consultation, weighed: str, *, now: datetime) -> bool:
    """Close it, with a record of how what people said was weighed; False when it is not open.

    A formal one needs the record, and everything heard first. Without a day to tell people by it
    gets one, so that telling them is chased. Raises NotYet.
    """
    if consultation.opened_at is None or consultation.closed_at is not None:
        return False
    if consultation.mode == FORMAL:
        problems = {}
        if in_the_way_of_closing(consultation, now=now):
            problems["open"] = "People can still answer. Close what is open first."
        if not weighed:
            problems["weighed"] = "Write how what people said was weighed, and why."
        _refuse(problems)
    tell_by = consultation.tell_by or today(now) + timedelta(weeks=settings().tell_back_weeks)
    closing = {"closed_at": now, "weighed": weighed, "tell_by": tell_by}
    return _once(consultation, Consultation.closed_at.is_(None), closing)


def write_impact(consultation: Consultation, impact: str) -> None:
    """Write what came of it so far; once people were told it does not go empty. Raises NotYet."""
    if not impact and consultation.told_at is not None:
        raise NotYet({"impact": "People were told of this, so it cannot be empty."})
    consultation.impact = impact
    db.session.flush()


def told(consultation: Consultation, impact: str, *, now: datetime) -> bool:
    """Note that people know what came of it, which is written; False when they knew already.

    Raises NotYet.
    """
    if not impact:
        raise NotYet({"impact": "Write what came of it first. If nothing did, write why."})
    knowing = {"told_at": now, "impact": impact}
    return _once(consultation, Consultation.told_at.is_(None), knowing)


def _once(
    consultation: Consultation, if_still: ColumnElement[bool], values: Mapping[str, object]
) -> bool:
    """Write these values unless somebody else did it at this moment."""
    done = db.session.scalar(
        update(Consultation)
        .where(Consultation.id == consultation.id, if_still)
        .values(values)
        .returning(Consultation.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(consultation)
    return done is not None


def chased(*, now: datetime) -> list[Chase]:
    """What is due soon or overdue: people to be told, and last days that have passed."""
    day = today(now)
    telling = _IS_PROMISED & Consultation.told_at.is_(None) & (Consultation.tell_by <= day + SOON)
    closing = (
        Consultation.opened_at.is_not(None)
        & Consultation.closed_at.is_(None)
        & (Consultation.closes_on < day)
    )
    found = []
    for one in db.session.scalars(select(Consultation).where(telling)):
        if one.tell_by:
            found.append(Chase(one, "tell", one.tell_by, late=one.tell_by < day))
    for one in db.session.scalars(select(Consultation).where(closing)):
        if one.closes_on:
            found.append(Chase(one, "close", one.closes_on, late=True))
    return sorted(found, key=lambda chase: (chase.day, chase.consultation.title))


def surveys_of(consultation: Consultation) -> list[Survey]:
    """Its surveys, the first to open first."""
    mine = select(Survey).where(Survey.consultation_id == consultation.id)
    return list(db.session.scalars(mine.order_by(Survey.opens_at, Survey.title)))


def other_surveys() -> list[Survey]:
    """Surveys that are part of no consultation, the newest first."""
    alone = select(Survey).where(Survey.consultation_id.is_(None))
    return list(db.session.scalars(alone.order_by(Survey.opens_at.desc())))


def other_sessions() -> list[Session]:
    """Sessions that are part of no consultation, the newest first."""
    alone = select(Session).where(Session.consultation_id.is_(None))
    return list(db.session.scalars(alone.order_by(Session.starts_local.desc())))


def not_open_yet(part: Survey | Session) -> bool:
    """Whether it belongs to a formal consultation that has not opened, so that nobody is asked."""
    if part.consultation_id is None:
        return False
    found = db.session.get_one(Consultation, part.consultation_id)
    return found.mode == FORMAL and found.opened_at is None


def add(consultation: Consultation, part: Survey | Session) -> bool:
    """Make a survey or a session part of it; False when it is part of another."""
    if part.consultation_id not in (None, consultation.id):
        return False
    part.consultation_id = consultation.id
    _by_its_rules(consultation, part)
    return True


def take_out(consultation: Consultation, part: Survey | Session) -> bool:
    """Let a survey or a session stand by itself again; False when it is no part of this."""
    if part.consultation_id != consultation.id:
        return False
    part.consultation_id = None
    _by_its_rules(consultation, part)
    return True


def _by_its_rules(consultation: Consultation, part: Survey | Session) -> None:
    """Read a survey's words again where another level holds now that it came, or left."""
    db.session.flush()
    if isinstance(part, Survey) and part.made_general != consultation.made_general:
        reading_again.ask(part)
