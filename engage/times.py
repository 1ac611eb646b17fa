"""The clock and the calendar: aware UTC in storage, Europe/London for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present moment; the only place outside tests that reads the clock."""
    return datetime.now(UTC)


def today(moment: datetime) -> date:
    """The date in London at that moment."""
    return moment.astimezone(LONDON).date()


def local(moment: datetime) -> datetime:
    """That moment on a London clock."""
    return moment.astimezone(LONDON)


def from_local(wall: datetime, zone: str = "Europe/London") -> datetime:
    """The UTC moment of a time on a wall clock; of two, the first, and none is skipped.

    An appointment is kept as wall clock time so that a clock change cannot move it.
    """
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


@dataclass(frozen=True)
class Hours:
    """The part of each London day in which a text may be sent: from `opens` up to `closes`.

    `closes` at midnight means the end of the day.
    """

    opens: time
    closes: time

    def _closing(self, day: date) -> datetime:
        if self.closes == time(0):
            return datetime.combine(day + timedelta(days=1), time(0), LONDON)
        return datetime.combine(day, self.closes, LONDON)

    def allow(self, moment: datetime) -> bool:
        """True when a text may go out at that moment."""
        wall = local(moment)
        opening = datetime.combine(wall.date(), self.opens, LONDON)
        return opening <= wall < self._closing(wall.date())

    def next_opening(self, moment: datetime) -> datetime:
        """The first allowed moment at or after this one, in UTC."""
        if self.allow(moment):
            return moment
        wall = local(moment)
        opening = datetime.combine(wall.date(), self.opens, LONDON)
        if wall >= opening:
            opening = datetime.combine(wall.date() + timedelta(days=1), self.opens, LONDON)
        return opening.astimezone(UTC)


def spoken_date(day: date) -> str:
    """A date as people say it: Tuesday 3 March."""
    return f"{day:%A} {day.day} {day:%B}"


def spoken_time(wall: datetime | time) -> str:
    """A time as people say it: 2pm, 2:30pm, midday."""
    if (wall.hour, wall.minute) == (12, 0):
        return "midday"
    hour = wall.hour % 12 or 12
    minutes = f":{wall.minute:02d}" if wall.minute else ""
    return f"{hour}{minutes}{'am' if wall.hour < 12 else 'pm'}"
