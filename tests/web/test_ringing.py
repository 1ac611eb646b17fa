"""At night, before a session in the morning: staff are told whom no text reaches, and ring them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine

from engage import planning, reminders, rsvp, session_invites, threads, times
from engage.extensions import db
from engage.models import Session
from engage.planning import Plan
from tests.conftest import settings_for
from tests.factories import a_person, phone_of, texts_to
from tests.pages import words

HOUR = timedelta(hours=1)
NINE = datetime(2026, 12, 3, 9, 0)
TO_NEXT_WEEK = {
    "date-day": "10",
    "date-month": "12",
    "date-year": "2026",
    "starts": "9am",
    "ends": "11am",
    "where": "venue",
    "place": "Quay Street",
    "address": "8 Marram Way, Crosby, L23 9ZZ",
    "step_free": "not_known",
    "quiet_room": "not_known",
}


@pytest.fixture
def settings(tmp_path):
    """Texts go out from 9am to 8pm."""
    return settings_for(tmp_path, text_from=time(9), text_until=time(20))


@pytest.fixture(autouse=True)
def clock():
    """Ten at night, and it may be put forward."""
    with time_machine.travel("2026-12-02T22:00:00+00:00", tick=True) as found:
        yield found


def a_session_at(starts: datetime) -> Session:
    """A session to which Rosa comes; Joy has not answered."""
    asked = times.now() - timedelta(days=1)
    plan = Plan(
        title="Tea and talk",
        starts_local=starts,
        ends_local=starts + 2 * HOUR,
        place="Quay Street",
        capacity=4,
    )
    session = planning.plan(plan, now=asked)
    people = [a_person("Rosa"), a_person("Joy")]
    session_invites.invite(session, [phone_of(one) for one in people], now=asked)
    for one in people:
        texts_to(phone_of(one))[0].state = "delivered"
    rosa = next(one for one in session.invitations if one.person_id == people[0].id)
    rsvp.answer_by_text(rosa, "yes", now=asked)
    db.session.commit()
    return session


@pytest.fixture
def session(app) -> Session:
    return a_session_at(NINE)


def post(client, session, path, **given):
    data = {"sure": "1", **given}
    url = f"/staff/sessions/{session.id}/{path}"
    return words(client.post(url, data=data, follow_redirects=True))


def test_before_it_is_called_off_the_page_says_that_no_text_can_tell_people(facilitator, session):
    page = words(facilitator.get(f"/staff/sessions/{session.id}/cancel"))
    assert (
        "It is too late to tell people by text before it starts. Texts go out again at 9am tomorrow"
    ) in page
    assert "We will text them" not in page


def test_called_off_it_says_who_to_ring(facilitator, session):
    page = post(facilitator, session, "cancel")
    assert "The session is off. 2 people hear of it too late by text. Please ring them" in page
    assert "told by text" not in page
    assert (
        "Ring these people This session is off, and no text tells them before they would set out."
    ) in page
    assert "Rosa Has a place. Knows of Thursday 3 December at 9am." in page
    assert "Joy Has not answered. Knows of Thursday 3 December at 9am." in page


def test_the_inbox_has_them_too(facilitator, session):
    waits = phone_of(a_person("Mariam"))
    threads.need_a_person(waits, "other", now=times.now() - timedelta(days=2))
    post(facilitator, session, "cancel")
    inbox = words(facilitator.get("/staff/inbox"))
    assert inbox.count("Ring them: their session is off or has moved.") == 2
    assert inbox.index("Rosa") < inbox.index("Mariam")


def test_whoever_has_been_rung_is_marked(facilitator, session):
    post(facilitator, session, "cancel")
    rosa = phone_of(next(one.person for one in session.invitations if one.state == "accepted"))
    facilitator.post(f"/staff/inbox/{rosa.id}/done")
    page = words(facilitator.get(f"/staff/sessions/{session.id}"))
    assert "Rosa Has a place. Knows of Thursday 3 December at 9am. Done" in page


def test_once_everybody_has_been_rung_it_says_so(facilitator, session):
    post(facilitator, session, "cancel")
    for one in session.invitations:
        facilitator.post(f"/staff/inbox/{phone_of(one.person).id}/done")
    page = words(facilitator.get(f"/staff/sessions/{session.id}"))
    assert "Everyone has been rung" in page
    assert "Ring these people" not in page


def test_who_may_see_numbers_is_led_to_them(as_staff, session):
    post(as_staff("facilitator"), session, "cancel")
    page = as_staff("facilitator", "contact").get(f"/staff/sessions/{session.id}")
    assert "Ring Rosa" in words(page)
    assert "+447700" not in page.get_data(as_text=True)


def test_before_it_moves_the_page_says_that_the_text_comes_too_late(facilitator, session):
    url = f"/staff/sessions/{session.id}/move"
    page = words(facilitator.post(url, data=TO_NEXT_WEEK))
    assert "too late to tell people by text before they would set out." in page


def test_moved_it_says_when_texts_go_and_who_to_ring(facilitator, session):
    page = post(facilitator, session, "move", **TO_NEXT_WEEK)
    assert (
        "The session has moved. 2 people are told by text. Texts go out again at 9am tomorrow. "
        "2 people hear of it too late by text."
    ) in page
    assert "Ring these people This session has moved" in page


def test_in_the_hours_for_texts_nobody_is_to_be_rung(as_staff, session, clock):
    clock.move_to("2026-12-02T15:00:00+00:00")
    page = post(as_staff("facilitator"), session, "cancel")
    assert "The session is off. 2 people are told by text." in page
    assert "Texts go out again" not in page
    assert "Ring" not in page


class TestAReminderNow:
    """“Send a reminder now”, when no text can go now."""

    def test_too_late_for_one_the_page_says_so_and_who_to_ring(self, facilitator, session):
        page = words(facilitator.get(f"/staff/sessions/{session.id}"))
        assert (
            "It is too late for a reminder by text: texts go out again at 9am tomorrow. "
            "To remind somebody, ring them. Rosa"
        ) in page
        assert "Send a reminder now" not in page

    def test_pressed_on_an_old_page_it_says_the_same(self, facilitator, session):
        page = post(facilitator, session, "remind")
        assert "It is too late for a text. Ring whoever needs a reminder." in page
        assert "on its way" not in page
        assert "Not sent" not in page

    def test_in_time_for_the_morning_it_says_when_it_goes_and_then_goes(
        self, facilitator, app, clock, drain
    ):
        session = a_session_at(NINE + 3 * HOUR)
        session.reminders = []
        db.session.commit()
        before = words(facilitator.get(f"/staff/sessions/{session.id}"))
        assert "Texts go out again at 9am tomorrow, so a reminder goes then." in before
        page = post(facilitator, session, "remind")
        assert "A reminder goes at 9am tomorrow to everyone who has a place." in page
        assert "Thursday 3 December, 9am To come" in page
        assert reminders.due(now=times.now()) == []
        clock.move_to("2026-12-03T09:00:05+00:00")
        for one in reminders.due(now=times.now()):
            reminders.send_one(one, now=times.now())
        drain()
        rosa = next(one.person for one in session.invitations if one.state == "accepted")
        assert [(one.kind, one.state) for one in texts_to(phone_of(rosa))][1:] == [
            ("reminder", "delivered")
        ]

    @pytest.mark.parametrize("times_pressed", [2, 3])
    def test_pressed_again_it_goes_once(self, facilitator, app, times_pressed):
        session = a_session_at(NINE + 3 * HOUR)
        session.reminders = []
        db.session.commit()
        for _ in range(times_pressed):
            page = post(facilitator, session, "remind")
        assert "A reminder went in the last 12 hours or is about to go" in page
        assert page.count("To come") == 1

    def test_a_planned_one_that_goes_in_the_morning_is_enough(self, facilitator, app):
        session = a_session_at(NINE + 2 * HOUR)
        page = post(facilitator, session, "remind")
        assert page.count("To come") == 1

    def test_when_it_is_about_to_start_it_is_too_late_by_day_too(self, facilitator, session, clock):
        clock.move_to("2026-12-03T08:50:00+00:00")
        page = post(facilitator, session, "remind")
        assert "It is too late for a text." in page
