"""A calendar of one's own sessions at a secret address: made, shown once, changed, ended."""

from __future__ import annotations

import re
import time
import uuid
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import insert, select

from engage import session_changes, session_invites, times
from engage.extensions import db
from engage.models import CalendarFeed, Session, Staff
from engage.models.consultations import session_staff
from tests.factories import a_person, a_session, phone_of

MANY, SLOWEST = 500, 0.2


@pytest.fixture
def me(facilitator) -> Staff:
    """Whoever is signed in."""
    return db.session.scalars(select(Staff)).one()


def made(facilitator) -> str:
    """Make an address; its path."""
    page = facilitator.post("/staff/calendar/make", follow_redirects=True).get_data(as_text=True)
    found = re.search(r"/calendar/[\w-]+\.ics", page)
    assert found
    return found[0]


def titles(answer) -> list[str]:
    calendar = Calendar.from_ical(answer.data)
    return [str(one["SUMMARY"]) for one in calendar.walk("VEVENT")]


def held(me: Staff, title: str) -> Session:
    session = a_session()
    session.title, session.facilitators = title, [me]
    db.session.commit()
    return session


def test_the_feed_has_the_sessions_of_whoever_made_it_and_no_others(facilitator, client, me):
    held(me, "Mine")
    a_session().title = "Somebody else’s"
    db.session.commit()

    answer = client.get(made(facilitator))

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert titles(answer) == ["Mine"]


def test_a_session_that_is_off_says_so_in_the_feed(facilitator, client, me):
    session = held(me, "Mine")
    session_changes.cancel(session, now=times.now())
    db.session.commit()

    assert "STATUS:CANCELLED" in client.get(made(facilitator)).get_data(as_text=True)


def test_there_is_nobody_in_it(facilitator, client, me):
    session = held(me, "Mine")
    session.peer_lead = "Dot"
    session_invites.invite(session, [phone_of(a_person("Philomena"))], now=times.now())
    db.session.commit()

    feed = client.get(made(facilitator)).get_data(as_text=True)

    assert [name in feed for name in ("Philomena", "Dot", me.name, me.email)] == [False] * 4


def test_an_address_is_shown_once_and_only_its_hash_is_kept(facilitator, me):
    key = made(facilitator).split("/")[2].removesuffix(".ics")

    page = facilitator.get("/staff/calendar").get_data(as_text=True)

    assert key not in page
    assert "We cannot show it again." in page
    assert key not in db.session.scalars(select(CalendarFeed.key_hash)).one()


def test_another_address_ends_the_one_before(facilitator, client, me):
    first, second = made(facilitator), made(facilitator)

    assert [client.get(path).status_code for path in (first, second)] == [404, 200]


def test_an_address_that_is_ended_opens_nothing(facilitator, client, me):
    path = made(facilitator)

    page = facilitator.post("/staff/calendar/end", follow_redirects=True)

    assert "The address is ended." in page.get_data(as_text=True)
    assert client.get(path).status_code == 404


def test_whoever_works_here_no_more_has_no_feed(facilitator, client, me):
    path = made(facilitator)
    me.active = False
    db.session.commit()

    assert client.get(path).status_code == 404


def test_whoever_holds_sessions_no_more_has_no_feed(facilitator, client, me):
    path = made(facilitator)
    me.roles = []
    db.session.commit()

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("key", ["x", "%00", "a" * 32, "é"])
def test_a_guess_opens_nothing(client, key):
    assert client.get(f"/calendar/{key}.ics").status_code == 404


def test_a_policy_reader_has_no_calendar(as_staff):
    assert as_staff("policy").get("/staff/calendar").status_code == 403


def test_five_hundred_sessions_come_at_once(facilitator, client, me):
    starts = datetime.combine(times.today(times.now()), datetime.min.time()).replace(hour=14)
    rows = [
        {
            "id": uuid.uuid4(),
            "title": f"Tea and talk, {nth}",
            "starts_local": starts + timedelta(days=nth - 250),
            "ends_local": starts + timedelta(days=nth - 250, hours=2),
            "place": "The Lantern Rooms",
            "address": "4 Dock Road, Liverpool, L3 9ZZ",
            "getting_there": "The blue door. A lift by it goes to the second floor, on the left.",
            "nearest_bus": "Dock Road, bus 27 and 204",
            "capacity": 12,
        }
        for nth in range(MANY)
    ]
    db.session.execute(insert(Session), rows)
    pairs = [{"session_id": row["id"], "staff_id": me.id} for row in rows]
    db.session.execute(insert(session_staff), pairs)
    db.session.commit()
    path = made(facilitator)

    waits = []
    for _ in range(5):
        db.session.expire_all()
        began = time.perf_counter()
        answer = client.get(path)
        waits.append(time.perf_counter() - began)

    assert len(titles(answer)) == MANY
    assert min(waits) < SLOWEST
