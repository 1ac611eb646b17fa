"""Asking everyone of a group, a few hundred at a time, so that a large group is no strain.

An `Asking` row says how far it has come. A worker takes it by a lease and asks one batch in one
transaction with the mark of how far it got: killed, it goes on from there, and nobody is asked
twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from engage import conversations, outbox
from engage.extensions import db, insert, nudge
from engage.inviting import ABLE, can_be_texted, look, standing
from engage.log import log
from engage.models import Asking, Conversation, Group, Person, Phone, Survey
from engage.models.people import membership

BATCH = 500
LEASE = timedelta(minutes=2)


def begin(survey: Survey, group: Group, *, by: uuid.UUID | None, now: datetime) -> int:
    """Have a worker ask everyone in a group who can be asked; how many that is as it looks now."""
    people = look(survey, group, now=now).people
    if people:
        asking = Asking(
            id=uuid.uuid4(), survey_id=survey.id, group_id=group.id, asked_by=by, asked_at=now
        )
        db.session.add(asking)
        db.session.flush()
        nudge("asking.go_on", str(asking.id))
    return people


def due(*, now: datetime) -> list[uuid.UUID]:
    """What is being asked and nobody is at, oldest first."""
    return list(
        db.session.scalars(
            select(Asking.id)
            .where(Asking.done_at.is_(None))
            .where(or_(Asking.lease_until.is_(None), Asking.lease_until <= now))
            .order_by(Asking.asked_at)
        )
    )


def go_on(asking_id: uuid.UUID, *, now: datetime) -> int | None:
    """Ask the next batch, and commit; the number of texts, or None when it is not ours to do.

    Two workers never do the same batch: the lease is taken and committed first, and the batch
    only counts if it is still ours at the end.
    """
    lease = _claim(asking_id, now=now)
    if lease is None:
        return None
    asking = db.session.get_one(Asking, asking_id, populate_existing=True)
    survey = db.session.get_one(Survey, asking.survey_id)
    _wait_for_turn(survey)
    people = _batch(asking) if survey.is_open(now) else []
    texts = _ask(survey, people, now=now) if people else 0
    if not _finish(asking, lease, people, texts, now=now):
        db.session.rollback()
        return None
    if people:
        nudge("asking.go_on", str(asking_id))
    db.session.commit()
    log.info("asking.batch", asking=str(asking_id), people=len(people), texts=texts)
    return texts


def _claim(asking_id: uuid.UUID, *, now: datetime) -> datetime | None:
    lease = now + LEASE
    claimed = db.session.execute(
        update(Asking)
        .where(Asking.id == asking_id, Asking.done_at.is_(None))
        .where(or_(Asking.lease_until.is_(None), Asking.lease_until <= now))
        .values(lease_until=lease)
        .returning(Asking.id)
        .execution_options(synchronize_session=False)
    ).first()
    db.session.commit()
    return lease if claimed else None


def _wait_for_turn(survey: Survey) -> None:
    """Two who ask for the same survey do it one after the other."""
    db.session.execute(
        update(Survey)
        .where(Survey.id == survey.id)
        .values(key=Survey.key)
        .execution_options(synchronize_session=False)
    )


def _batch(asking: Asking) -> list[uuid.UUID]:
    """The next people of the group, in the order of their ids."""
    people = select(membership.c.person_id).where(membership.c.group_id == asking.group_id)
    if asking.after is not None:
        people = people.where(membership.c.person_id > asking.after)
    return list(db.session.scalars(people.order_by(membership.c.person_id).limit(BATCH)))


def _finish(
    asking: Asking, lease: datetime, people: Sequence[uuid.UUID], texts: int, *, now: datetime
) -> bool:
    """Write down how far it has come; False when somebody else took it over meanwhile."""
    ours = db.session.execute(
        update(Asking)
        .where(Asking.id == asking.id, Asking.lease_until == lease)
        .values(
            after=people[-1] if people else Asking.after,
            texts=Asking.texts + texts,
            lease_until=None,
            done_at=None if people else now,
        )
        .returning(Asking.id)
        .execution_options(synchronize_session=False)
    ).first()
    return ours is not None


def _ask(survey: Survey, people: Sequence[uuid.UUID], *, now: datetime) -> int:
    """Queue the invitation to everyone among these who can be asked."""
    phones = list(_phones(survey, people, now=now))
    in_a_closed_one = _still_waiting(phones)
    opened = _open_all(survey, [p for p in phones if p.id not in in_a_closed_one], now=now)
    drafts = [
        conversations.invitation_to(survey, phone, opened[phone.id])
        for phone in phones
        if phone.id in opened
    ]
    one_by_one = [phone for phone in phones if phone.id in in_a_closed_one]
    return outbox.queue_many(drafts, now=now) + sum(
        _ask_one(survey, phone, now=now) for phone in one_by_one
    )


def _phones(survey: Survey, people: Sequence[uuid.UUID], *, now: datetime) -> Iterator[Phone]:
    """One phone of each person who can be asked."""
    chosen = select(Person.id.label("person_id")).where(Person.id.in_(people))
    able = standing(survey, chosen, now=now).subquery()
    found = db.session.scalars(
        select(Phone)
        .join(able, able.c.person_id == Phone.person_id)
        .where(able.c.reason == ABLE)
        .options(joinedload(Phone.person))
        .order_by(Phone.person_id, Phone.id)
    )
    last = None
    for phone in found:
        if phone.person_id != last and can_be_texted(phone, now=now):
            last = phone.person_id
            yield phone


def _still_waiting(phones: Sequence[Phone]) -> set[uuid.UUID]:
    """Phones that wait in a survey that has closed, which has to let go of them first."""
    waiting = Conversation.state.in_(conversations.WAITING)
    ids = [phone.id for phone in phones]
    return set(
        db.session.scalars(
            select(Conversation.phone_id).where(Conversation.phone_id.in_(ids), waiting)
        )
    )


def _open_all(
    survey: Survey, phones: Sequence[Phone], *, now: datetime
) -> dict[uuid.UUID, uuid.UUID]:
    """A conversation for each phone, but for one that began another at this very moment."""
    if not phones:
        return {}
    opened = db.session.execute(
        insert(Conversation)
        .on_conflict_do_nothing()
        .returning(Conversation.phone_id, Conversation.id),
        [conversations.opening(survey, phone, now=now) for phone in phones],
    )
    return {row.phone_id: row.id for row in opened}


def _ask_one(survey: Survey, phone: Phone, *, now: datetime) -> bool:
    """A phone that began another survey at this very moment is left to it."""
    try:
        with db.session.begin_nested():
            return conversations.invite(survey, phone, now=now)
    except IntegrityError:
        return False
