"""Asking a group to answer a survey by text: who will be asked, who is left out, and why."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from engage import conversations
from engage.extensions import db, settings
from engage.models import Conversation, Group, Phone, Response, Survey, TookPart
from engage.models.people import membership
from surveys.conversation import invitation

NO_PHONE, STOPPED, UNUSABLE, ASKED, BUSY = "no phone", "stopped", "unusable", "asked", "busy"


@dataclass(frozen=True)
class Asking:
    """The phones a survey would go to, and how many people it would not, by reason."""

    phones: tuple[Phone, ...]
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
    return len(_people(group))


def _people(group: Group) -> list[uuid.UUID]:
    return list(
        db.session.scalars(
            select(membership.c.person_id)
            .where(membership.c.group_id == group.id)
            .order_by(membership.c.person_id)
        )
    )


def look(survey: Survey, group: Group, *, now: datetime) -> Asking:
    """Who in a group could be asked now, one phone each; changes nothing."""
    phones = _phones(group)
    asked, busy = _asked(survey, group), _busy(group, now=now)
    chosen: list[Phone] = []
    left_out: Counter[str] = Counter()
    for person_id in _people(group):
        theirs = phones.get(person_id, [])
        reason = _why_not(theirs, asked=person_id in asked, busy=busy)
        if reason:
            left_out[reason] += 1
        else:
            chosen.append(next(one for one in theirs if _can_text(one)))
    words = invitation(survey.latest.questionnaire, sender=settings().sender_name)
    return Asking(tuple(chosen), dict(left_out), words)


def ask(survey: Survey, group: Group, *, now: datetime) -> int:
    """Queue the invitation for everyone who can be asked; the number asked.

    The survey's row is written first, so that two people who press the button at once do it
    one after the other.
    """
    db.session.execute(update(Survey).where(Survey.id == survey.id).values(key=Survey.key))
    return sum(_ask_one(survey, phone, now=now) for phone in look(survey, group, now=now).phones)


def _ask_one(survey: Survey, phone: Phone, *, now: datetime) -> bool:
    """A phone that began another survey at this very moment is left to it."""
    try:
        with db.session.begin_nested():
            return conversations.invite(survey, phone, now=now)
    except IntegrityError:
        return False


def _why_not(phones: list[Phone], *, asked: bool, busy: set[uuid.UUID]) -> str | None:
    if asked:
        return ASKED
    if not phones:
        return NO_PHONE
    able = [one for one in phones if _can_text(one)]
    if not able:
        return STOPPED if any(one.stopped_at for one in phones) else UNUSABLE
    return BUSY if able[0].id in busy else None


def _can_text(phone: Phone) -> bool:
    return phone.stopped_at is None and phone.unusable_since is None


def _phones(group: Group) -> dict[uuid.UUID, list[Phone]]:
    found: dict[uuid.UUID, list[Phone]] = {}
    for phone in db.session.scalars(_of(group, select(Phone)).order_by(Phone.id)):
        if phone.person_id:
            found.setdefault(phone.person_id, []).append(phone)
    return found


def _of(group: Group, query: Any) -> Any:
    return query.join(membership, membership.c.person_id == Phone.person_id).where(
        membership.c.group_id == group.id
    )


def _busy(group: Group, *, now: datetime) -> set[uuid.UUID]:
    """Phones of the group that are in the middle of a survey that is still open."""
    query = select(Conversation.phone_id).join(Phone, Phone.id == Conversation.phone_id)
    still_open = select(Survey.id).where(or_(Survey.closes_at.is_(None), Survey.closes_at > now))
    waiting = Conversation.state.in_(conversations.WAITING)
    return set(
        db.session.scalars(_of(group, query).where(waiting, Conversation.survey_id.in_(still_open)))
    )


def _asked(survey: Survey, group: Group) -> set[uuid.UUID]:
    """People of the group who were asked this survey by text, or have taken part in it."""
    by_text = _of(
        group,
        select(Phone.person_id).join(Conversation, Conversation.phone_id == Phone.id),
    ).where(Conversation.survey_id == survey.id)
    answered = select(Response.person_id).where(
        Response.survey_id == survey.id, Response.person_id.is_not(None)
    )
    took_part = select(TookPart.person_id).where(TookPart.survey_id == survey.id)
    return {
        person_id
        for query in (by_text, answered, took_part)
        for person_id in db.session.scalars(query)
    }
