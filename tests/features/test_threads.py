"""Who is needed for a phone, who has it, and who has taken over from the automation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engage import staff, threads, times
from engage.extensions import db
from engage.models import Thread
from tests.factories import a_phone

NOW = times.now()


def a_colleague(name="Sam"):
    return staff.add(f"{name}@example.org", name, ("facilitator",))


def test_the_wait_counts_from_when_a_person_was_first_needed(app):
    phone = a_phone()

    threads.need_a_person(phone, "other", now=NOW)
    threads.need_a_person(phone, "other", now=NOW + timedelta(hours=1))

    assert db.session.get_one(Thread, phone.id).waiting_since == NOW


@pytest.mark.parametrize(
    "first, then, kept",
    [
        ("other", "alert", "alert"),
        ("alert", "other", "alert"),
        ("late", "callback", "callback"),
        ("wrong_number", "unknown", "wrong_number"),
    ],
)
def test_a_graver_reason_takes_the_place_of_a_lesser_one(app, first, then, kept):
    phone = a_phone()

    for why in (first, then):
        threads.need_a_person(phone, why, now=NOW)

    assert db.session.get_one(Thread, phone.id).why == kept


def test_a_person_can_be_needed_again_after_it_was_done(app):
    phone = a_phone()
    threads.need_a_person(phone, "alert", now=NOW)
    threads.nobody_is_needed(phone)

    threads.need_a_person(phone, "other", now=NOW + timedelta(days=1))

    thread = db.session.get_one(Thread, phone.id)
    assert (thread.why, thread.waiting_since) == ("other", NOW + timedelta(days=1))


def test_a_phone_is_held_until_it_is_handed_back(app):
    phone, sam = a_phone(), a_colleague()
    assert not threads.is_held(phone)

    threads.hold(phone, sam.id, now=NOW)
    assert threads.is_held(phone)

    assert threads.hand_back(phone)
    assert not threads.is_held(phone)


def test_handing_back_what_nobody_held_is_nothing(app):
    assert not threads.hand_back(a_phone())


def test_only_one_of_two_colleagues_takes_a_thread(app):
    phone, sam, jo = a_phone(), a_colleague("Sam"), a_colleague("Jo")

    assert threads.take(phone, sam.id)
    assert not threads.take(phone, jo.id)

    assert db.session.get_one(Thread, phone.id).assigned_to == sam.id


def test_a_thread_given_to_a_colleague_is_not_let_go_by_another(app):
    phone, sam, jo = a_phone(), a_colleague("Sam"), a_colleague("Jo")
    threads.take(phone, sam.id)
    threads.give_to(phone, jo.id)

    threads.leave(phone, sam.id)

    assert db.session.get_one(Thread, phone.id).assigned_to == jo.id
