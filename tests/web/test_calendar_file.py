"""The calendar file of a session: a calendar that is right, and names nobody."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from engage import calendars, session_changes, session_invites, times
from engage.extensions import db
from engage.models import Session
from tests.factories import a_person, a_session, phone_of

URL = "https://say.example.org/meet/0123456789"


def read(raw: bytes) -> Any:
    """The calendar in a file; its parts come in more types than a test cares to name."""
    return Calendar.from_ical(raw)


def test_the_calendar_file_is_a_calendar_and_names_nobody(facilitator):
    session = a_session()
    session_invites.invite(session, [phone_of(a_person("Philomena"))], now=times.now())
    db.session.commit()

    answer = facilitator.get(f"/staff/sessions/{session.id}/session.ics")
    calendar = read(answer.data)
    event = calendar.walk("VEVENT")[0]

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert str(calendar["PRODID"]) == "-//Engage//Sessions//EN"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert str(event["UID"]) == str(session.id)
    assert str(event["SUMMARY"]) == "Tea and talk"
    assert str(event["LOCATION"]) == "The Lantern Rooms"
    assert event["DTSTART"].dt.astimezone(UTC) == session.starts_at
    assert event["DTEND"].dt.astimezone(UTC) == session.ends_at
    assert "Philomena" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "starts, utc",
    [
        (datetime(2027, 3, 27, 14), datetime(2027, 3, 27, 14, tzinfo=UTC)),
        (datetime(2027, 3, 28, 14), datetime(2027, 3, 28, 13, tzinfo=UTC)),
        (datetime(2027, 10, 30, 14), datetime(2027, 10, 30, 13, tzinfo=UTC)),
        (datetime(2027, 10, 31, 14), datetime(2027, 10, 31, 14, tzinfo=UTC)),
    ],
)
def test_the_calendar_is_right_on_both_sides_of_both_clock_changes(app, starts, utc):
    session = Session(
        id=uuid.uuid4(),
        title="Tea",
        starts_local=starts,
        ends_local=starts + timedelta(hours=2),
        zone="Europe/London",
        place="Here",
        address="",
        link="",
        getting_there="",
        nearest_bus="",
        revision=0,
        capacity=3,
    )
    raw = calendars.for_session(session, url=URL, now=times.now())
    calendar = read(raw)
    event = calendar.walk("VEVENT")[0]
    zone = calendar.walk("VTIMEZONE")[0].to_tz()

    assert event["DTSTART"].dt.astimezone(UTC) == utc == session.starts_at
    assert f"DTSTART;TZID=Europe/London:{starts:%Y%m%dT%H%M%S}".encode() in raw
    assert starts.replace(tzinfo=zone).astimezone(UTC) == utc


def test_the_calendar_of_a_session_that_is_off_says_so_under_the_same_id(app):
    session = a_session()
    before = read(calendars.for_session(session, url=URL, now=times.now()))
    session_changes.cancel(session, now=times.now())
    after = read(calendars.for_session(session, url=URL, now=times.now()))

    first, second = (calendar.walk("VEVENT")[0] for calendar in (before, after))
    assert first["UID"] == second["UID"]
    assert (str(first["STATUS"]), str(second["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert second["SEQUENCE"] > first["SEQUENCE"]
