"""The ledger of what people were asked: texts they did not ask for, over all their phones."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from engage import burden
from engage.burden import Burden
from engage.extensions import db
from engage.models import OutboundText, Person, Phone
from tests.factories import a_person, a_phone, phone_of

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)


def a_sent_text(phone: Phone, days_ago: float, kind: str = "invitation", **given: object) -> None:
    at = NOW - timedelta(days=days_ago)
    row = {
        "dedupe_key": str(uuid.uuid4()), "phone_id": phone.id, "number": phone.number,
        "body": "Hello", "kind": kind, "state": "delivered", "segments": 1, "created_at": at,
        "not_before": at,
    }  # fmt: skip
    db.session.add(OutboundText(**{**row, **given}))
    db.session.flush()


def of(person: Person) -> Burden:
    return burden.ledger([person.id], now=NOW)[person.id]


def test_texts_are_counted_by_how_long_ago_they_were(app):
    person = a_person()
    for days in (1, 6, 8, 29, 40, 89, 100):
        a_sent_text(phone_of(person), days)
    assert of(person) == Burden(2, 4, 6, NOW - timedelta(days=1))


def test_all_phones_of_a_person_count_together(app):
    person = a_person()
    a_sent_text(phone_of(person), 1)
    a_sent_text(a_phone(person=person), 2, kind="nudge")
    assert of(person).week == 2


@pytest.mark.parametrize("kind", ["reply", "reminder", "question", "offer", "moved", "thanks"])
def test_what_somebody_waits_for_is_no_burden(app, kind):
    person = a_person()
    a_sent_text(phone_of(person), 1, kind=kind)
    assert of(person) == Burden()


@pytest.mark.parametrize("state,week", [("suppressed", 0), ("expired", 0), ("queued", 1)])
def test_a_text_that_never_goes_does_not_count_and_one_that_waits_does(app, state, week):
    person = a_person()
    a_sent_text(phone_of(person), 1, state=state)
    assert of(person).week == week


def test_somebody_never_asked_has_a_line_too(app):
    person = a_person()
    assert burden.ledger([person.id], now=NOW) == {person.id: Burden()}


def test_those_asked_least_lately_come_first(app):
    people = [a_person(name) for name in ("today", "never", "long ago", "last week")]
    for person, days in zip(people, (0.1, None, 80, 7), strict=True):
        if days is not None:
            a_sent_text(phone_of(person), days)
    ids = [one.id for one in people]
    order = burden.least_asked(ids, burden.ledger(ids, now=NOW))
    names = {one.id: one.first_name for one in people}
    assert [names[one] for one in order] == ["never", "long ago", "last week", "today"]


def test_more_than_a_database_takes_at_once_are_all_counted(app):
    person = a_person()
    a_sent_text(phone_of(person), 1)
    many = [person.id, *(uuid.uuid4() for _ in range(1200))]
    found = burden.ledger(many, now=NOW)
    assert len(found) == 1201
    assert found[person.id].week == 1
