"""The page of a session that anybody may open: what to know before coming, and nobody's name."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import insert

from engage import open_pages, session_changes, session_invites, times
from engage.extensions import db
from engage.models import Session
from tests.factories import a_person, a_session, phone_of
from tests.pages import words

NEEDED = ("id", "title", "starts_local", "ends_local", "place", "capacity")


@pytest.fixture
def session(app) -> Session:
    """A session with everything said about it."""
    made = a_session()
    made.address, made.nearest_bus = "4 Dock Road, Liverpool, L3 9ZZ", "Dock Road, bus 27"
    made.step_free, made.quiet_room = "yes", "no"
    made.getting_there = "The blue door."
    made.pay_pence, made.pay_note = 2050, "Cash on the day, and your fare."
    made.peer_lead, made.link = "Dot", "https://example.org/room"
    db.session.commit()
    return made


def path_of(session: Session) -> str:
    return f"/meet/{open_pages.key_of(session)}"


def test_the_page_says_what_to_know_before_coming(client, session):
    page = words(client.get(path_of(session)))

    starts = session.starts_local
    for said in (
        "Tea and talk",
        f"{starts:%A} {starts.day} {starts:%B} {starts.year}",
        f"{times.spoken_time(starts)} to {times.spoken_time(session.ends_local)}",
        "The Lantern Rooms, 4 Dock Road, Liverpool, L3 9ZZ",
        "Nearest bus Dock Road, bus 27",
        "Getting there The blue door.",
        "Can I get in without steps? Yes",
        "Is there a quiet room? No",
        "£20.50 for your time. Cash on the day, and your fare.",
        "Text us on ",
    ):
        assert said in page


def test_a_map_opens_only_for_whoever_follows_its_link(client, session):
    html = client.get(path_of(session)).get_data(as_text=True)

    link = "https://www.openstreetmap.org/search?query=4+Dock+Road%2C+Liverpool%2C+L3+9ZZ"
    assert f'<a href="{link}"' in html
    assert html.count("openstreetmap") == 1


def test_what_we_do_not_know_is_said(client, session):
    session.step_free = "not_known"
    db.session.commit()

    assert "without steps? We do not know yet. Ask us" in words(client.get(path_of(session)))


def test_nobody_is_named_and_nobody_is_counted(client, session):
    session.capacity = 397
    for _ in range(3):
        session_invites.invite(session, [phone_of(a_person("Philomena"))], now=times.now())
    db.session.commit()

    html = client.get(path_of(session)).get_data(as_text=True)

    assert [said in html for said in ("Philomena", "Dot", "397", "places")] == [False] * 4


def test_an_online_session_keeps_its_link_for_people_with_a_place(client, session):
    session.online, session.place, session.address = True, "Online", ""
    db.session.commit()

    page = client.get(path_of(session)).get_data(as_text=True)
    calendar = client.get(f"{path_of(session)}/session.ics").get_data(as_text=True)

    assert "We text you the link when you have a place." in page
    assert "example.org/room" not in page + calendar
    assert "openstreetmap" not in page


def test_a_session_that_is_off_says_so_kindly_and_asks_nobody_to_come(client, session):
    session_changes.cancel(session, now=times.now())
    db.session.commit()

    page = words(client.get(path_of(session)))

    assert "This session is off. We are sorry." in page
    assert "If you want to come" not in page


def test_a_session_that_is_over_says_so_kindly(client, session):
    session.starts_local -= timedelta(days=30)
    session.ends_local -= timedelta(days=30)
    db.session.commit()

    page = words(client.get(path_of(session)))

    assert "This session is over. Thank you to everyone who came." in page
    assert "If you want to come" not in page


def test_it_goes_in_a_calendar_with_the_address_of_the_page(client, session):
    answer = client.get(f"{path_of(session)}/session.ics")

    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert str(event["UID"]) == str(session.id)
    assert str(event["URL"]).endswith(path_of(session))


def test_an_address_in_capitals_opens_it_too(client, session):
    assert client.get(path_of(session).upper().replace("MEET", "meet")).status_code == 200


@pytest.mark.parametrize("key", ["x", "00000abcde", "0" * 32, "%00", "zzzzzzzzzz"])
def test_an_address_of_no_session_is_kindly_not_found(client, session, key):
    assert client.get(f"/meet/{key}").status_code == 404


def test_an_address_that_could_be_two_sessions_opens_neither(client, session):
    db.session.refresh(session)
    like = {**vars(session), "id": uuid.UUID(hex=session.id.hex[:10] + "0" * 22)}
    db.session.execute(insert(Session), [{name: like[name] for name in NEEDED}])
    db.session.commit()

    assert client.get(path_of(session)).status_code == 404
