"""Things for tests to start from, with only the telling detail to be given."""

from __future__ import annotations

import itertools
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engage import codebooks, drafts, phones, planning, publishing, times
from engage.extensions import db
from engage.inbound import store
from engage.models import (
    Group,
    Invitation,
    OutboundText,
    Person,
    Phone,
    Session,
    Survey,
    SurveyVersion,
)
from engage.texting.protocol import Arrived
from engage.times import local
from nlp.codebook import Code
from surveys.loading import from_dict

_numbers = itertools.count(200)
AREAS = [
    {"value": "halton", "label": "Halton"},
    {"value": "knowsley", "label": "Knowsley"},
    {"value": "liverpool", "label": "Liverpool"},
    {"value": "sefton", "label": "Sefton"},
    {"value": "st-helens", "label": "St Helens"},
    {"value": "wirral", "label": "Wirral"},
]
DEFINITION: dict[str, Any] = {
    "key": "test-survey",
    "title": "Temporary accommodation",
    "purpose": "We want to know what should change.",
    "thanks": "Thank you. That helps.",
    "questions": [
        {
            "key": "area",
            "kind": "pick_one",
            "wording": "Which area are you in?",
            "options": AREAS,
            "about": "borough",
        },
        {
            "key": "safe",
            "kind": "scale",
            "wording": "How safe do you feel where you are staying?",
            "low": 1,
            "high": 5,
            "low_label": "not safe",
            "high_label": "very safe",
        },
        {"key": "change", "kind": "free_text", "wording": "What should change?"},
    ],
}


def a_number() -> str:
    """A number nobody has, from those set aside for drama."""
    return f"+447700900{next(_numbers) % 1000:03d}"


def a_phone(number: str | None = None, person: Person | None = None) -> Phone:
    """A phone, somebody's or nobody's."""
    number = number or a_number()
    phone = Phone(
        id=uuid.uuid4(),
        number=number,
        number_key=phones.key_of(number),
        person_id=person.id if person else None,
        created_at=times.now(),
    )
    db.session.add(phone)
    db.session.flush()
    return phone


def a_person(
    first_name: str | None = "Kev",
    *,
    number: str | None = None,
    borough: str | None = "wirral",
    **given: Any,
) -> Person:
    """Somebody with one phone."""
    person = Person(
        id=uuid.uuid4(),
        first_name=first_name,
        borough=borough,
        created_at=times.now(),
        **given,
    )
    db.session.add(person)
    db.session.flush()
    person.phones = [a_phone(number, person)]
    db.session.flush()
    return person


def phone_of(person: Person) -> Phone:
    """The phone of somebody who has one."""
    return person.phones[0]


def a_group(*people: Person, name: str = "Lived Experience group") -> Group:
    """A group of these people."""
    group = Group(id=uuid.uuid4(), key=name.casefold().replace(" ", "-"), name=name)
    group.people = list(people)
    db.session.add(group)
    db.session.flush()
    return group


def a_survey(
    key: str = "test-survey",
    *,
    anonymous: bool = False,
    text_word: str | None = None,
    open_for: timedelta = timedelta(days=7),
    questions: list[dict[str, Any]] | None = None,
    about_you: list[Any] | None = None,
    translations: dict[str, Any] | None = None,
    title: str = "Temporary accommodation",
) -> Survey:
    """A survey of three questions that opened yesterday."""
    definition = {**DEFINITION, "key": key, "title": title}
    parts = {"questions": questions, "about_you": about_you, "translations": translations}
    definition |= {name: part for name, part in parts.items() if part is not None}
    now = times.now()
    survey = Survey(
        id=uuid.uuid4(),
        key=key,
        title=title,
        anonymous=anonymous,
        text_word=text_word,
        opens_at=now - timedelta(days=1),
        closes_at=now + open_for,
        versions=[
            SurveyVersion(number=1, definition=from_dict(definition).to_dict(), published_at=now)
        ],
    )
    db.session.add(survey)
    db.session.flush()
    return survey


def a_next_version(survey: Survey, **changed: Any) -> Survey:
    """The survey with a next version, where these parts of what it asks are others."""
    draft = drafts.copy_of(survey, by=None, now=times.now())
    drafts.write(draft, {**draft.definition, **changed})
    return publishing.publish_next(draft, draft.revision, now=times.now())


def a_session(
    *, starts_in: timedelta = timedelta(days=9), capacity: int = 12, now: datetime | None = None
) -> Session:
    """A session of two hours, planned through the feature itself."""
    now = now or times.now()
    starts = local(now + starts_in).replace(tzinfo=None, second=0, microsecond=0)
    return planning.plan(
        planning.Plan(
            title="Tea and talk",
            starts_local=starts,
            ends_local=starts + timedelta(hours=2),
            place="The Lantern Rooms",
            capacity=capacity,
        ),
        now=now,
    )


def invitation_of(person: Person, session: Session) -> Invitation:
    """The invitation of one person to one session."""
    theirs = select(Invitation).where(Invitation.person_id == person.id)
    return db.session.scalars(theirs.where(Invitation.session_id == session.id)).one()


def a_text(phone: Phone, body: str, *, sid: str | None = None, now: datetime | None = None) -> bool:
    """A text that has arrived from this phone and waits to be handled; committed."""
    assert phone.number is not None
    sid = sid or f"SM{uuid.uuid4().hex}"
    stored = store(Arrived(sid, phone.number, body), now=now or times.now())
    db.session.commit()
    return stored


def texts_to(phone: Phone) -> list[OutboundText]:
    """Every text in the outbox for this phone, oldest first."""
    rows = select(OutboundText).where(OutboundText.phone_id == phone.id)
    return list(db.session.scalars(rows.order_by(OutboundText.created_at)))


def a_theme(code_id: str, version: int | None = None) -> Code:
    """A theme that is there: of the codebook in use, or of one version."""
    book = codebooks.current() if version is None else codebooks.numbered(version)
    found = book.find(code_id)
    assert found is not None
    return found
