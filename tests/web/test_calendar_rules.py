"""Calendars keep to the rules of RFC 5545, whatever a session is called."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from engage import calendars
from engage.models import Session

NOW = datetime(2026, 11, 27, 9, 30, 15, tzinfo=UTC)
URL = "https://say.example.org/meet/0123456789"
ODD = "Te, te; \\n \\ “té” 👩🏽‍🤝‍👨🏻 مقابلة\nnext: line" * 3
DATED = {"DTSTART", "DTEND"}


def a_session(**given: Any) -> Session:
    """A session that is in no database."""
    whole = {
        "id": uuid.uuid4(),
        "title": "Tea and talk",
        "starts_local": datetime(2026, 12, 15, 14),
        "ends_local": datetime(2026, 12, 15, 16),
        "zone": "Europe/London",
        "place": "The Lantern Rooms",
        "address": "4 Dock Road, Liverpool, L3 9ZZ",
        "online": False,
        "link": "",
        "getting_there": "",
        "nearest_bus": "",
        "capacity": 12,
        "revision": 0,
    }
    return Session(**whole | given)


def feed(*sessions: Session) -> bytes:
    return calendars.for_staff(sessions, name="Sessions", url=lambda _one: URL, now=NOW)


def read(raw: bytes) -> Any:
    return Calendar.from_ical(raw)


def events(raw: bytes) -> list[Any]:
    return list(read(raw).walk("VEVENT"))


def lines(raw: bytes) -> Iterator[str]:
    """Each line, unfolded."""
    yield from raw.decode().replace("\r\n ", "").split("\r\n")[:-1]


def broken(raw: bytes) -> list[str]:
    """Which rules of RFC 5545 a calendar does not keep, in words."""
    found = []
    if not raw.endswith(b"\r\n") or b"\n" in raw.replace(b"\r\n", b""):
        found.append("3.1: a line ends with CRLF")
    if max(map(len, raw.split(b"\r\n"))) > 75:
        found.append("3.1: a line has 75 octets at most")
    calendar = read(raw)
    if calendar.errors or [one.errors for one in calendar.walk() if one.errors]:
        found.append("3.3: each value is of its kind")
    if [str(calendar.get(name)) for name in ("VERSION", "METHOD")] != ["2.0", "PUBLISH"]:
        found.append("3.7: the version, and why it is sent")
    if not calendar.get("PRODID"):
        found.append("3.7.3: what made it")
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    for event in calendar.walk("VEVENT"):
        if not all(name in event for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY")):
            found.append("3.6.1: an event has an id, a stamp, a start, an end and a name")
        if {event[name].params.get("TZID") for name in DATED} - zones:
            found.append("3.2.19: each zone that is named is described")
        if event["DTEND"].dt <= event["DTSTART"].dt:
            found.append("3.8.2.2: an event ends after it starts")
        if event["DTSTAMP"].dt.utcoffset() != timedelta(0):
            found.append("3.8.7.2: the stamp is in UTC")
    ids = [str(event.get("UID")) for event in calendar.walk("VEVENT")]
    if len(set(ids)) != len(ids):
        found.append("3.8.4.7: each id is its own")
    return found


def test_a_calendar_keeps_every_rule():
    sessions = [
        a_session(title=ODD[:120], getting_there=ODD, nearest_bus=ODD[:200]),
        a_session(cancelled_at=NOW, revision=3),
        a_session(online=True, address="", link="https://example.org/" + "a" * 200),
        a_session(starts_local=datetime(2030, 7, 1, 9), ends_local=datetime(2030, 7, 1, 9, 1)),
    ]
    assert broken(feed(*sessions)) == []
    assert broken(feed()) == []
    assert broken(calendars.for_session(sessions[0], url=URL, now=NOW)) == []


@pytest.mark.parametrize(
    "spoil, rule",
    [
        (lambda raw: raw.replace(b"\r\n", b"\n"), "3.1: a line ends with CRLF"),
        (lambda raw: raw.replace(b"\r\n ", b""), "3.1: a line has 75 octets at most"),
        (lambda raw: raw.replace(b"UID:", b"X-UID:"), "3.6.1: an event has an id, a stamp, a "),
        (lambda raw: raw.replace(b"TZID=Europe/London", b"TZID=X/Y"), "3.2.19: each zone"),
        (lambda raw: raw.replace(b"METHOD:PUBLISH\r\n", b""), "3.7: the version"),
    ],
    ids=["ends", "long", "id", "zone", "method"],
)
def test_a_calendar_that_breaks_a_rule_is_noticed(spoil, rule):
    whole = feed(a_session(getting_there="long " * 40))

    assert any(said.startswith(rule) for said in broken(spoil(whole)))


@given(words=st.text(min_size=1, max_size=400))
def test_words_come_back_as_they_were_written(words):
    written = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    raw = calendars.for_session(a_session(title=written), url=URL, now=NOW)

    assert broken(raw) == []
    assert str(events(raw)[0]["SUMMARY"]) == written


def test_lines_of_what_helps_people_get_there_stay_lines():
    raw = calendars.for_session(
        a_session(getting_there="Blue door; ring, twice", nearest_bus="Bus 27\\28"),
        url=URL,
        now=NOW,
    )

    assert str(events(raw)[0]["DESCRIPTION"]) == "Blue door; ring, twice\nBus 27\\28"


def test_an_event_says_where_with_the_address_and_where_to_read_more():
    (event,) = events(calendars.for_session(a_session(), url=URL, now=NOW))

    assert str(event["LOCATION"]) == "The Lantern Rooms, 4 Dock Road, Liverpool, L3 9ZZ"
    assert str(event["URL"]) == URL
    assert event["DTSTAMP"].dt == NOW
    assert not event.walk("VALARM")


def test_a_later_change_has_a_higher_number_than_every_one_before_it():
    steps = [a_session(), a_session(revision=1), a_session(revision=1, cancelled_at=NOW)]

    numbers = [int(event["SEQUENCE"]) for event in events(feed(*steps))]

    assert numbers == [0, 1, 2]


def test_only_those_who_may_join_are_given_the_link():
    online = a_session(online=True, place="Online", address="", link="https://example.org/room")

    shown = calendars.for_session(online, url=URL, now=NOW)
    theirs = calendars.for_session(online, url=URL, now=NOW, has_link=True)

    assert b"example.org/room" not in shown
    assert "https://example.org/room" in str(events(theirs)[0]["DESCRIPTION"])


def test_a_feed_asks_to_be_looked_at_again_and_tells_its_name():
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-WR-CALNAME:Sessions"} <= set(lines(feed()))
