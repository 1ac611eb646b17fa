"""Sessions as calendars (RFC 5545): when and where, and nobody's name.

Events are written here: 500 of them take icalendar 300 ms, and a feed has 200. The rules of a
time zone, which are the hard part, are icalendar's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone

from engage.models import Session
from engage.venues import in_full

PRODUCT = "-//Engage//Sessions//EN"
YEAR = timedelta(days=366)
OCTETS = 75
"""How long a line may be before it is folded, its end left out."""
CALL_AGAIN = "PT1H"
SPECIAL = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def for_session(session: Session, *, url: str, now: datetime, has_link: bool = False) -> bytes:
    """A file of one session; with `has_link`, for those who may join it online.

    Times are wall clock times with their zone, so that a clock change moves nothing. The id
    stays the same whenever it is made, so a later file takes the place of an earlier one.
    """
    lines = [*_head(), *_zones([session]), *_event(session, url, has_link=has_link, now=now)]
    return _folded([*lines, "END:VCALENDAR"])


def for_staff(
    sessions: Iterable[Session], *, name: str, url: Callable[[Session], str], now: datetime
) -> bytes:
    """A feed of all these sessions, those that are off too, so that calendars take them out."""
    sessions = list(sessions)
    again = (f"REFRESH-INTERVAL;VALUE=DURATION:{CALL_AGAIN}", f"X-PUBLISHED-TTL:{CALL_AGAIN}")
    lines = [*_head(), f"X-WR-CALNAME:{_text(name)}", *again, *_zones(sessions)]
    for session in sessions:
        lines += _event(session, url(session), has_link=True, now=now)
    return _folded([*lines, "END:VCALENDAR"])


def _head() -> list[str]:
    return ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "METHOD:PUBLISH"]


def _zones(sessions: list[Session]) -> Iterator[str]:
    """The rules of each zone there is, for the years that are spoken of."""
    for zone in sorted({one.zone for one in sessions}):
        days = [one.starts_local.date() for one in sessions if one.zone == zone]
        first, last = min(days) - YEAR, max(days) + YEAR
        yield from _zone(zone, first.replace(month=1, day=1), last.replace(month=12, day=31))


@cache
def _zone(zone: str, first: date, last: date) -> tuple[str, ...]:
    made = Timezone.from_tzinfo(ZoneInfo(zone), first_date=first, last_date=last)
    return tuple(made.to_ical().decode().replace("\r\n ", "").splitlines())


def _event(session: Session, url: str, *, has_link: bool, now: datetime) -> list[str]:
    """One session; `revision` grows with each change that people are told of."""
    off = session.cancelled_at is not None
    link = session.link if has_link else ""
    notes = "\n".join(filter(None, (link, session.getting_there, session.nearest_bus)))
    return [
        "BEGIN:VEVENT",
        f"UID:{session.id}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={session.zone}:{session.starts_local:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={session.zone}:{session.ends_local:%Y%m%dT%H%M%S}",
        f"SEQUENCE:{session.revision + off}",
        f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}",
        f"SUMMARY:{_text(session.title)}",
        f"LOCATION:{_text(in_full(session))}",
        *([f"DESCRIPTION:{_text(notes)}"] if notes else []),
        f"URL:{url}",
        "END:VEVENT",
    ]


def _text(words: str) -> str:
    """Words with what has a meaning of its own in a calendar made plain."""
    return words.translate(SPECIAL)


def _folded(lines: list[str]) -> bytes:
    """Lines as they are sent, the long ones folded and no character cut in two."""
    return b"".join(part for line in lines for part in _fold(line.encode()))


def _fold(line: bytes) -> Iterator[bytes]:
    room = OCTETS
    while len(line) > room:
        cut = room
        while line[cut] & 0xC0 == 0x80:  # in the middle of a character
            cut -= 1
        yield line[:cut] + b"\r\n "
        line, room = line[cut:], OCTETS - 1
    yield line + b"\r\n"
