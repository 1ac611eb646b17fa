"""Asking people to a session by text, each once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from engage import outbox
from engage.extensions import db
from engage.models import Group, Invitation, Person, Phone, Session
from engage.models.people import membership
from engage.outbox import Draft
from engage.places import take_turn
from engage.session_words import words
from engage.text_back import language_of
from surveys.wording import Sentence


def people_to_ask(session: Session, group: Group) -> list[Phone]:
    """Phones of the group's people who can be texted and have not been asked yet."""
    asked = select(Invitation.person_id).where(Invitation.session_id == session.id)
    found = db.session.scalars(
        select(Phone)
        .join(Person, Person.id == Phone.person_id)
        .join(membership, membership.c.person_id == Person.id)
        .where(membership.c.group_id == group.id, Person.id.not_in(asked))
        .where(Phone.stopped_at.is_(None), Phone.unusable_since.is_(None))
        .order_by(Phone.id)
    )
    by_person: dict[uuid.UUID | None, Phone] = {}
    for phone in found:
        by_person.setdefault(phone.person_id, phone)
    return list(by_person.values())


def invite(session: Session, phones: Iterable[Phone], *, now: datetime) -> int:
    """Ask each person by text; the number asked. A session that is over or off asks nobody.

    The session's row is written first, so that two people who press the button at once do it
    one after the other, and nobody is asked twice.
    """
    take_turn(session)
    if session.cancelled_at or session.starts_at <= now:
        return 0
    asked = set(
        db.session.scalars(select(Invitation.person_id).where(Invitation.session_id == session.id))
    )
    count = 0
    for phone in phones:
        if phone.person_id is None or phone.person_id in asked:
            continue
        asked.add(phone.person_id)
        invitation = Invitation(
            id=uuid.uuid4(),
            session_id=session.id,
            person_id=phone.person_id,
            state="invited",
            invited_at=now,
        )
        db.session.add(invitation)
        db.session.flush()
        count += outbox.queue(
            Draft(
                phone=phone,
                body=words(Sentence.SESSION_INVITATION, session, language=language_of(phone)),
                kind="invitation",
                dedupe_key=f"invitation:{invitation.id}",
                not_after=session.starts_at,
                invitation=invitation,
            ),
            now=now,
        )
    return count
