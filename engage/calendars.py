"""A session as a calendar file: when and where, and nobody's name."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from engage.models import Session

PRODUCT = "-//Engage//Sessions//EN"
YEAR = timedelta(days=366)


def for_session(session: Session, *, now: datetime) -> bytes:
    """An iCalendar file (RFC 5545) of one session.

    Times are wall clock times with their zone, so that a clock change moves nothing. The id
    stays the same whenever it is made, so a later file takes the place of an earlier one.
    """
    zone = ZoneInfo(session.zone)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(
        Timezone.from_tzinfo(
            zone,
            first_date=(session.starts_local - YEAR).date(),
            last_date=(session.ends_local + YEAR).date(),
        )
    )
    calendar.add_component(_event(session, zone, now=now))
    return bytes(calendar.to_ical())


def _event(session: Session, zone: ZoneInfo, *, now: datetime) -> Event:
    event = Event()
    event.add("uid", str(session.id))
    event.add("dtstamp", now)
    event.add("dtstart", session.starts_local.replace(tzinfo=zone))
    event.add("dtend", session.ends_local.replace(tzinfo=zone))
    event.add("summary", session.title)
    event.add("location", session.place)
    if session.getting_there:
        event.add("description", session.getting_there)
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    event.add("sequence", 1 if session.cancelled_at else 0)
    return event
