"""Several at once on one thread, and every list of the inbox, on both databases."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from engage import inbox, replying, staff, stories, threads, times, undelivered
from engage.extensions import db
from engage.models import OutboundText, Phone, Staff, Thread
from engage.replying import NewerTexts, Typed
from tests.factories import a_phone
from tests.features.databases import EITHER, an_app_on_either
from tests.web.threads_made import a_waiting_phone, went

AT_ONCE = 6


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def at_once(app: Flask, do: Callable[[int], object]) -> list[object]:
    """What came of doing something in several threads at the same moment."""
    ready = threading.Barrier(AT_ONCE)
    found: list[object] = [None] * AT_ONCE

    def run(number: int) -> None:
        with app.app_context():
            ready.wait()
            try:
                found[number] = do(number)
                db.session.commit()
            except NewerTexts as problem:
                db.session.rollback()
                found[number] = problem
            finally:
                db.session.remove()

    running = [threading.Thread(target=run, args=(n,)) for n in range(AT_ONCE)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    return found


def colleagues() -> list[uuid.UUID]:
    found = [staff.add(f"p{n}@example.org", f"P{n}", ("facilitator",)).id for n in range(AT_ONCE)]
    db.session.commit()
    return found


def test_a_person_needed_by_several_at_once_is_one_thread_for_the_gravest_reason(either):
    phone_id = a_phone().id
    db.session.commit()
    reasons = ("other", "late", "alert", "unknown", "callback", "other")

    def need_one(number: int) -> None:
        phone = db.session.get_one(Phone, phone_id)
        threads.need_a_person(phone, reasons[number], now=times.now())

    at_once(either, need_one)

    assert db.session.scalars(select(Thread.why)).all() == ["alert"]


def test_of_several_who_take_a_thread_at_once_one_has_it(either):
    phone_id, people = a_waiting_phone().id, colleagues()

    taken = at_once(either, lambda n: threads.take(db.session.get_one(Phone, phone_id), people[n]))

    assert sum(map(bool, taken)) == 1
    has = db.session.get_one(Thread, phone_id, populate_existing=True).assigned_to
    assert has == people[taken.index(True)]


def test_of_several_replies_written_to_the_same_texts_one_goes(either):
    phone = a_waiting_phone()
    phone_id, seen, people = phone.id, stories.seen(phone), colleagues()

    def reply(number: int) -> object:
        who = db.session.get_one(Staff, people[number])
        typed = Typed(f"From {number}", seen)
        return replying.reply(db.session.get_one(Phone, phone_id), typed, by=who, now=times.now())

    ends = at_once(either, reply)

    assert sum(isinstance(end, NewerTexts) for end in ends) == AT_ONCE - 1
    assert len(db.session.scalars(select(OutboundText)).all()) == 1


def test_a_parked_text_that_several_send_again_at_once_goes_once(either):
    row_id = went(a_waiting_phone(), "hello", state="parked").id
    db.session.commit()

    done = at_once(either, lambda _n: undelivered.send_again(row_id, now=times.now()))

    assert sum(map(bool, done)) == 1


@pytest.mark.parametrize("show", inbox.FILTERS)
def test_every_list_can_be_shown(either, show):
    phone, me = a_waiting_phone(why="callback"), colleagues()[0]
    a_waiting_phone(phone=a_phone())
    threads.hold(phone, me, now=times.now())
    went(phone, "hello", state="undelivered")
    db.session.commit()

    assert inbox.page(show, 1, me=me).rows
    assert stories.story(phone).lines
    assert inbox.how_many(me=me)["held"] == 1
    assert undelivered.how_many(now=times.now()) == 1
    assert undelivered.did_not_go(now=times.now())
    assert undelivered.parked(now=times.now()) == []
