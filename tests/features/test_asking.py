"""Asking a large group in batches: each person once, whatever dies, and for each left out a why."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engage import asking, conversations, inviting, outbox, times, work
from engage.extensions import db, queue
from engage.models import Asking, OutboundText, Thread
from engage.outbox import Draft
from tests.factories import a_group, a_person, a_phone, a_survey, phone_of, texts_to

SOON = timedelta(minutes=1)


@pytest.fixture
def survey(app):
    """What is asked."""
    return a_survey()


@pytest.fixture
def small_batches(monkeypatch):
    """Batches of two people, so that few are many."""
    monkeypatch.setattr(asking, "BATCH", 2)


def begun(survey, *people) -> uuid.UUID:
    """The asking of a group of these people, begun."""
    asking.begin(survey, a_group(*people), by=None, now=times.now())
    db.session.commit()
    return db.session.scalars(select(Asking.id)).one()


def go_on_to_the_end(asking_id: uuid.UUID) -> None:
    while asking.go_on(asking_id, now=times.now()) is not None:
        pass


def texts() -> int:
    return db.session.scalar(select(func.count()).select_from(OutboundText)) or 0


def an_unasked_text(phone, number: int) -> None:
    outbox.queue(
        Draft(phone=phone, body="?", kind="nudge", dedupe_key=f"{phone.id}:{number}"),
        now=times.now(),
    )


def has_stopped(phone):
    phone.stopped_at = times.now()


def is_paused(phone):
    phone.paused_until = times.now() + timedelta(days=1)


def was_paused(phone):
    phone.paused_until = times.now() - timedelta(days=1)


def wants_sessions(phone):
    phone.wants = "sessions"


def does_not_work(phone):
    phone.unusable_since = times.now()


def is_with_staff(phone):
    db.session.add(Thread(phone_id=phone.id, held_since=times.now()))


def is_busy(phone):
    conversations.invite(a_survey("other"), phone, now=times.now())


def is_busy_in_a_closed_one(phone):
    other = a_survey("other")
    conversations.invite(other, phone, now=times.now() - timedelta(hours=2))
    other.closes_at = times.now() - timedelta(hours=1)


def is_gone(phone):
    db.session.delete(phone)


def had_three(phone):
    for number in range(3):
        an_unasked_text(phone, number)


def had_two(phone):
    for number in range(2):
        an_unasked_text(phone, number)


def wants_fewer_and_had_one(phone):
    phone.wants = "fewer"
    an_unasked_text(phone, 0)


@pytest.mark.parametrize(
    "what, reason",
    [
        (has_stopped, inviting.STOPPED),
        (is_paused, inviting.PAUSED),
        (was_paused, inviting.ABLE),
        (wants_sessions, inviting.SESSIONS_ONLY),
        (does_not_work, inviting.UNUSABLE),
        (is_with_staff, inviting.HELD),
        (is_busy, inviting.BUSY),
        (is_busy_in_a_closed_one, inviting.ABLE),
        (had_two, inviting.ABLE),
        (had_three, inviting.ENOUGH),
        (wants_fewer_and_had_one, inviting.ENOUGH),
        (is_gone, inviting.NO_PHONE),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_who_cannot_be_asked_is_left_out_and_counted_by_why(survey, what, reason):
    kev = a_person()
    what(phone_of(kev))
    db.session.flush()
    before = texts()

    asked = inviting.look(survey, a_group(kev), now=times.now())
    assert (asked.people, asked.left_out) == ((0, {reason: 1}) if reason else (1, {}))

    go_on_to_the_end(begun_for_everybody(survey))
    assert texts() - before == (0 if reason else 1)


def begun_for_everybody(survey) -> uuid.UUID:
    """An asking of the one group there is, though the page would not have offered it."""
    (group_id, _name), *_ = inviting.groups()
    row = Asking(id=uuid.uuid4(), survey_id=survey.id, group_id=group_id, asked_at=times.now())
    db.session.add(row)
    db.session.commit()
    return row.id


def test_a_person_busy_on_one_phone_is_not_asked_on_another(survey):
    kev = a_person()
    a_phone(person=kev)
    is_busy(phone_of(kev))
    db.session.flush()
    assert inviting.look(survey, a_group(kev), now=times.now()).left_out == {inviting.BUSY: 1}


def test_a_person_who_stopped_one_phone_is_asked_on_the_other(survey):
    kev = a_person()
    other = a_phone(person=kev)
    has_stopped(phone_of(kev))
    go_on_to_the_end(begun(survey, kev))
    assert [len(texts_to(phone)) for phone in (phone_of(kev), other)] == [0, 1]


def test_everybody_is_asked_once_in_batches_with_no_nudge_for_each(survey, small_batches):
    people = [a_person(name) for name in "ABCDE"]
    asking_id = begun(survey, *people)
    queue().storage.flush_queue()

    assert [asking.go_on(asking_id, now=times.now()) for _ in range(5)] == [2, 2, 1, 0, None]

    assert [len(texts_to(phone_of(person))) for person in people] == [1] * 5
    assert {queue().dequeue().name for _ in range(3)} == {"asking.go_on"}
    assert queue().dequeue() is None
    row = db.session.get_one(Asking, asking_id)
    assert (row.texts, row.done_at is not None, row.lease_until) == (5, True, None)


def test_a_second_press_while_the_first_is_under_way_asks_nobody_twice(survey, small_batches):
    people = [a_person(name) for name in "ABCDE"]
    first = begun(survey, *people)
    assert asking.go_on(first, now=times.now()) == 2
    second = begun_for_everybody(survey)
    for one in (second, first, second, first):
        asking.go_on(one, now=times.now())
    go_on_to_the_end(first)
    go_on_to_the_end(second)
    assert [len(texts_to(phone_of(person))) for person in people] == [1] * 5


def test_what_a_dead_worker_left_is_gone_on_with_once_its_lease_is_over(survey, small_batches):
    people = [a_person(name) for name in "ABC"]
    asking_id = begun(survey, *people)
    asking.go_on(asking_id, now=times.now())
    assert asking._claim(asking_id, now=times.now()) is not None  # and there it dies

    assert asking.due(now=times.now()) == []
    assert asking.go_on(asking_id, now=times.now()) is None
    later = times.now() + asking.LEASE
    assert asking.due(now=later) == [asking_id]
    assert asking.go_on(asking_id, now=later) == 1
    assert texts() == 3


def test_a_worker_that_was_so_slow_that_another_took_over_asks_nobody(
    survey, small_batches, monkeypatch
):
    people = [a_person(name) for name in "ABC"]
    asking_id = begun(survey, *people)
    another = times.now() + 2 * asking.LEASE
    batch = asking._batch

    def slowly(row):
        found = batch(row)
        row.lease_until = another
        db.session.flush()
        return found

    monkeypatch.setattr(asking, "_batch", slowly)
    assert asking.go_on(asking_id, now=times.now()) is None
    assert texts() == 0


def test_a_sweep_begins_what_no_nudge_told_of(survey):
    kev = a_person()
    begun(survey, kev)
    queue().storage.flush_queue()
    work.sweep_asking()
    assert len(texts_to(phone_of(kev))) == 1


def test_a_survey_that_closes_while_it_is_asked_asks_no_more(survey, small_batches):
    people = [a_person(name) for name in "ABCDE"]
    asking_id = begun(survey, *people)
    asking.go_on(asking_id, now=times.now())
    survey.closes_at = times.now()
    db.session.commit()
    assert asking.go_on(asking_id, now=times.now() + SOON) == 0
    assert asking.go_on(asking_id, now=times.now() + SOON) is None
    assert texts() == 2


def test_nothing_is_begun_when_nobody_can_be_asked(survey):
    kev = a_person()
    has_stopped(phone_of(kev))
    assert asking.begin(survey, a_group(kev), by=None, now=times.now()) == 0
    assert db.session.scalars(select(Asking)).all() == []
