"""Asking a group to answer a survey by text: who can be asked, who is left out, and why."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from engage.conversations import WAITING, words_that_invite
from engage.extensions import db, settings
from engage.models import (
    Conversation,
    Group,
    OutboundText,
    Phone,
    Response,
    Survey,
    Thread,
    TookPart,
)
from engage.models.people import membership
from engage.outbox import NEVER_LEFT, UNASKED

ABLE, NO_PHONE, STOPPED, UNUSABLE, ASKED = "", "no phone", "stopped", "unusable", "asked"
BUSY, PAUSED, SESSIONS_ONLY = "busy", "paused", "sessions only"
HELD, ENOUGH = "held", "enough"
WEEK = timedelta(days=7)
FEWER = 1

# A phone that can be texted comes before one that cannot, whatever keeps it from being texted.
_CAN, _SESSIONS, _PAUSED, _STOPPED, _UNUSABLE = range(5)
_PHONE_REASONS = {
    _SESSIONS: SESSIONS_ONLY,
    _PAUSED: PAUSED,
    _STOPPED: STOPPED,
    _UNUSABLE: UNUSABLE,
}


@dataclass(frozen=True)
class Look:
    """How many people a survey would go to, how many it would not, by reason, and the words."""

    people: int
    left_out: dict[str, int]
    words: str


def groups() -> list[tuple[uuid.UUID, str]]:
    """The id and name of every group, by name."""
    rows = db.session.execute(select(Group.id, Group.name).order_by(Group.name))
    return [(one, other) for one, other in rows]


def group_with(group_id: str) -> Group | None:
    """The group with this id as a form sends it; None when there is none."""
    try:
        return db.session.get(Group, uuid.UUID(group_id))
    except ValueError:
        return None


def size(group: Group) -> int:
    """How many people are in a group."""
    people = select(func.count()).select_from(membership).where(membership.c.group_id == group.id)
    return db.session.scalar(people) or 0


def look(survey: Survey, group: Group, *, now: datetime) -> Look:
    """How many of a group could be asked now; changes nothing, and the database counts."""
    everybody = select(membership.c.person_id).where(membership.c.group_id == group.id)
    reasons = standing(survey, everybody, now=now).subquery()
    counted = select(reasons.c.reason, func.count()).group_by(reasons.c.reason)
    found = {row[0]: row[1] for row in db.session.execute(counted)}
    words = words_that_invite(survey.latest.questionnaire)
    return Look(found.pop(ABLE, 0), found, words)


def standing(survey: Survey, people: Select[Any], *, now: datetime) -> Select[Any]:
    """Each of these people with the reason why they cannot be asked now, or none.

    Stopping and pausing belong to a phone, so another phone of the same person may do; being
    busy, held or asked enough belongs to the person.
    """
    chosen = people.subquery("people")
    phones = (
        select(
            chosen.c.person_id,
            func.count(Phone.id).label("phones"),
            func.min(_state_of_phone(now)).label("best"),
            func.max(case((_is_busy(now), 1), else_=0)).label("busy"),
            func.max(case((_is_held(), 1), else_=0)).label("held"),
            func.coalesce(func.sum(_unasked_texts(now)), 0).label("texts"),
            func.max(case((Phone.wants == "fewer", 1), else_=0)).label("fewer"),
        )
        .select_from(chosen)
        .outerjoin(Phone, Phone.person_id == chosen.c.person_id)
        .group_by(chosen.c.person_id)
        .subquery("phones")
    )
    enough = case((phones.c.fewer == 1, FEWER), else_=settings().texts_a_week)
    reason = case(
        (_took_part(survey, phones.c.person_id), ASKED),
        (phones.c.phones == 0, NO_PHONE),
        *((phones.c.best == state, word) for state, word in _PHONE_REASONS.items()),
        (phones.c.held == 1, HELD),
        (phones.c.busy == 1, BUSY),
        (phones.c.texts >= enough, ENOUGH),
        else_=ABLE,
    )
    return select(phones.c.person_id, reason.label("reason"))


def can_be_texted(phone: Phone, *, now: datetime) -> bool:
    """Whether a survey may go to this phone, of those a person has."""
    paused = phone.paused_until is not None and phone.paused_until > now
    usable = phone.stopped_at is None and phone.unusable_since is None
    return usable and not paused and phone.wants != "sessions"


def _state_of_phone(now: datetime) -> ColumnElement[int]:
    return case(
        (Phone.unusable_since.is_not(None), _UNUSABLE),
        (Phone.stopped_at.is_not(None), _STOPPED),
        (Phone.paused_until > now, _PAUSED),
        (Phone.wants == "sessions", _SESSIONS),
        else_=_CAN,
    )


def _is_busy(now: datetime) -> ColumnElement[bool]:
    """In the middle of a survey that is still open."""
    return exists().where(
        Conversation.phone_id == Phone.id,
        Conversation.state.in_(WAITING),
        Survey.id == Conversation.survey_id,
        or_(Survey.closes_at.is_(None), Survey.closes_at > now),
    )


def _is_held() -> ColumnElement[bool]:
    """A person of ours is texting with them."""
    return exists().where(Thread.phone_id == Phone.id, Thread.held_since.is_not(None))


def _unasked_texts(now: datetime) -> ColumnElement[int]:
    """How many texts they did not ask for went to this phone in a week."""
    return (
        select(func.count())
        .where(
            OutboundText.phone_id == Phone.id,
            OutboundText.created_at > now - WEEK,
            OutboundText.kind.in_(UNASKED),
            OutboundText.state.not_in(NEVER_LEFT),
        )
        .scalar_subquery()
    )


def _took_part(survey: Survey, person_id: ColumnElement[uuid.UUID]) -> ColumnElement[bool]:
    """Asked this survey by text before, or answered it some other way."""
    theirs = Phone.__table__.alias("theirs")
    by_text = exists().where(
        and_(
            theirs.c.person_id == person_id,
            Conversation.phone_id == theirs.c.id,
            Conversation.survey_id == survey.id,
        )
    )
    answered = exists().where(Response.survey_id == survey.id, Response.person_id == person_id)
    took_part = exists().where(TookPart.survey_id == survey.id, TookPart.person_id == person_id)
    return or_(by_text, answered, took_part)
