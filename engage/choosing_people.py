"""Choosing whom to ask to a session: by what they are, and by who was asked least lately."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from engage import burden
from engage.burden import Burden
from engage.extensions import db, settings
from engage.inviting import FEWER
from engage.models import Invitation, Person, Phone, Session, Thread
from engage.models.people import interest, membership

ASKED, NO_PHONE, STOPPED, UNUSABLE = "asked", "no phone", "stopped", "unusable"
PAUSED, HELD, ENOUGH, NOT_NOW = "paused", "held", "enough", "not now"
NO_NUMBER = (NO_PHONE, STOPPED, UNUSABLE)
"""Why nobody can text them, so that staff may ask them some other way."""
MOST = 500
"""How many people are asked with one press."""
SHOWN = 50
"""How many of those over the limit are shown by name, the next to be asked first."""


@dataclass(frozen=True)
class Choice:
    """Who is meant: everything named has to fit, and of several in one part any does.

    `most`: no more than so many, those asked least lately.
    """

    group_id: uuid.UUID | None = None
    boroughs: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    most: int | None = None

    @property
    def names_nobody(self) -> bool:
        """Whether nothing was chosen, which would be everybody there is."""
        return not (self.group_id or self.boroughs or self.languages or self.interests)


@dataclass(frozen=True)
class NotNow:
    """Somebody who could be asked and is over the limit, and when they were asked last."""

    first_name: str | None
    last: datetime | None


@dataclass(frozen=True)
class Chosen:
    """Who would be asked, in which languages; who is left out and why; who has no number.

    `not_now` are those over the limit of how `most` are asked, whoever comes next first.
    """

    people: tuple[uuid.UUID, ...]
    languages: dict[str, int]
    left_out: dict[str, int]
    no_number: tuple[str | None, ...]
    burdens: tuple[Burden, ...] = field(default=())
    most: int = MOST
    not_now: tuple[NotNow, ...] = ()

    @property
    def spread(self) -> tuple[int, int, int, int]:
        """How many of those to be asked were asked in 7, 30, 90 days, and not in 90 days."""
        return burden.spread(self.burdens)


def topics() -> list[str]:
    """Every interest that somebody has, by name."""
    return list(db.session.scalars(select(interest.c.topic).distinct().order_by(interest.c.topic)))


def languages() -> list[str]:
    """Every language that somebody is texted in."""
    return list(db.session.scalars(select(Person.language).distinct().order_by(Person.language)))


def look(sessions: Sequence[Session], choice: Choice, *, now: datetime) -> Chosen:
    """Who would be asked to these sessions now; changes nothing."""
    reasons, spoken = standing(sessions, choice, now=now)
    able = [one for one, reason in reasons.items() if not reason]
    asked = burden.ledger(able, now=now)
    in_turn, most = burden.least_asked(able, asked), min(choice.most or MOST, MOST)
    chosen, later = in_turn[:most], in_turn[most:]
    left_out = Counter(reason for reason in reasons.values() if reason)
    if later:
        left_out[NOT_NOW] = len(later)
    return Chosen(
        people=tuple(chosen),
        languages=dict(Counter(spoken[one] for one in chosen).most_common()),
        left_out=dict(left_out),
        no_number=_names([one for one, reason in reasons.items() if reason in NO_NUMBER]),
        burdens=tuple(asked[one] for one in chosen),
        most=most,
        not_now=_not_now(later[:SHOWN], asked),
    )


def _not_now(people: Sequence[uuid.UUID], asked: Mapping[uuid.UUID, Burden]) -> tuple[NotNow, ...]:
    rows = db.session.execute(select(Person).where(Person.id.in_(people))).scalars()
    names = {one.id: one.first_name for one in rows}
    return tuple(NotNow(names.get(one), asked[one].last) for one in people)


def _names(people: Sequence[uuid.UUID]) -> tuple[str | None, ...]:
    found = db.session.scalars(select(Person).where(Person.id.in_(people[:MOST])))
    return tuple(sorted((one.first_name for one in found), key=lambda name: name or ""))


def phones_for(
    sessions: Sequence[Session], choice: Choice, people: Sequence[uuid.UUID], *, now: datetime
) -> list[Phone]:
    """A phone of each of these people who can still be asked, in the order given."""
    reasons, _ = standing(sessions, choice, now=now)
    able = [one for one in people if reasons.get(one) == ""][:MOST]
    found = db.session.scalars(
        select(Phone).where(Phone.person_id.in_(able)).order_by(Phone.id)
    ).all()
    first: dict[uuid.UUID, Phone] = {}
    for phone in found:
        if phone.person_id is not None and not _why_not(phone, now):
            first.setdefault(phone.person_id, phone)
    return [first[one] for one in able if one in first]


def standing(
    sessions: Sequence[Session], choice: Choice, *, now: datetime
) -> tuple[dict[uuid.UUID, str], dict[uuid.UUID, str]]:
    """Each person who fits with why they cannot be asked now, or ""; and their language."""
    spoken = _who_fits(choice)
    asked = _asked_to_all(sessions)
    held = _held()
    phones: dict[uuid.UUID, list[Any]] = {}
    for row in db.session.execute(
        select(
            Phone.person_id,
            Phone.stopped_at,
            Phone.unusable_since,
            Phone.paused_until,
            Phone.wants,
        ).where(Phone.person_id.is_not(None))
    ):
        if row.person_id in spoken:
            phones.setdefault(row.person_id, []).append(row)
    burdens = burden.ledger(phones.keys(), now=now)
    reasons = {}
    for one in spoken:
        if one in asked:
            reasons[one] = ASKED
        elif one in held:
            reasons[one] = HELD
        else:
            reasons[one] = _reason(phones.get(one, []), burdens.get(one, burden.NOTHING), now)
    return reasons, spoken


def _who_fits(choice: Choice) -> dict[uuid.UUID, str]:
    people = select(Person.id, Person.language).order_by(Person.id)
    if choice.group_id:
        group = select(membership.c.person_id).where(membership.c.group_id == choice.group_id)
        people = people.where(Person.id.in_(group))
    if choice.boroughs:
        people = people.where(Person.borough.in_(choice.boroughs))
    if choice.languages:
        people = people.where(Person.language.in_(choice.languages))
    if choice.interests:
        keen = select(interest.c.person_id).where(interest.c.topic.in_(choice.interests))
        people = people.where(Person.id.in_(keen))
    return {row.id: row.language for row in db.session.execute(people)}


def _asked_to_all(sessions: Sequence[Session]) -> set[uuid.UUID]:
    ids = [one.id for one in sessions]
    return set(
        db.session.scalars(
            select(Invitation.person_id)
            .where(Invitation.session_id.in_(ids))
            .group_by(Invitation.person_id)
            .having(func.count() >= len(ids))
        )
    )


def _held() -> set[uuid.UUID]:
    found = (
        select(Phone.person_id)
        .join(Thread, Thread.phone_id == Phone.id)
        .where(Thread.held_since.is_not(None), Phone.person_id.is_not(None))
    )
    return {one for one in db.session.scalars(found) if one is not None}


def _reason(phones: Sequence[Any], asked: Burden, now: datetime) -> str:
    """Why nobody may be asked by any of their phones; of several, what one of them tells last."""
    if not phones:
        return NO_PHONE
    whys = [_why_not(one, now) for one in phones]
    if "" not in whys:
        return next(why for why in (PAUSED, STOPPED, UNUSABLE) if why in whys)
    fewer = any(one.wants == "fewer" for one in phones)
    return ENOUGH if asked.week >= (FEWER if fewer else settings().texts_a_week) else ""


def _why_not(phone: Any, now: datetime) -> str:
    if phone.unusable_since is not None:
        return UNUSABLE
    if phone.stopped_at is not None:
        return STOPPED
    return PAUSED if phone.paused_until is not None and phone.paused_until > now else ""
