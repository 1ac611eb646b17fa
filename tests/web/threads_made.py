"""Threads for tests of the inbox to start from."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from engage import staff, threads, times
from engage.extensions import db
from engage.models import Conversation, InboundText, OutboundText, Phone, Staff, Survey
from tests.factories import a_person, phone_of


def a_waiting_phone(words: str = "can you ring me", why: str = "other", **given: Any) -> Phone:
    """A phone whose text waits for a person; committed."""
    phone = given.pop("phone", None) or phone_of(a_person(given.pop("first_name", "Kev"), **given))
    came(phone, words, outcome=why)
    threads.need_a_person(phone, why, now=times.now())
    db.session.commit()
    return phone


def came(
    phone: Phone, words: str | None, outcome: str | None = "other", **given: Any
) -> InboundText:
    """A text that came from this phone and was handled."""
    text = InboundText(
        sid=uuid.uuid4().hex,
        number=phone.number,
        from_key=phone.number_key,
        body=words,
        outcome=outcome,
        **{"received_at": times.now() - timedelta(hours=1), "state": "handled", **given},
    )
    db.session.add(text)
    db.session.flush()
    return text


def went(phone: Phone, words: str, **given: Any) -> OutboundText:
    """A text of ours to this phone."""
    now = times.now()
    row = OutboundText(
        id=uuid.uuid4(),
        dedupe_key=str(uuid.uuid4()),
        phone_id=phone.id,
        number=phone.number,
        body=words,
        segments=1,
        **{
            "created_at": now,
            "kind": "reply",
            "not_before": now,
            "state": "delivered",
            **given,
        },
    )
    db.session.add(row)
    db.session.flush()
    return row


def in_a_survey(survey: Survey, phone: Phone, **given: Any) -> Conversation:
    """This phone is in the middle of a survey."""
    conversation = Conversation(
        id=uuid.uuid4(),
        phone_id=phone.id,
        survey_id=survey.id,
        anonymous=survey.anonymous,
        version=1,
        **{"state": "asking", "question": "safe", "asked_at": times.now(), **given},
    )
    db.session.add(conversation)
    db.session.flush()
    return conversation


def a_colleague(name: str = "Jo") -> Staff:
    """Somebody else who works on the inbox."""
    found = staff.add(f"{name.casefold()}@example.org", name, ("facilitator",))
    db.session.commit()
    return found


def a_night(monkeypatch: Any) -> datetime:
    """It is three in the morning wherever a page looks at the clock."""
    night = datetime(2027, 1, 12, 3, tzinfo=times.LONDON)
    monkeypatch.setattr(times, "now", lambda: night)
    return night
