"""The clock and the calendar: aware UTC in storage, Europe/London for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5


def now() -> datetime:
    """The present moment; the only place outside tests that reads the clock."""
    return datetime.now(UTC)


def today(moment: datetime) -> date:
    """The date in London at that moment."""
    return moment.astimezone(LONDON).date()


def last_day(closes_at: datetime) -> date:
    """The last day of what closes at that moment: at midnight, that is the day before."""
    return today(closes_at - timedelta(seconds=1))


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

    `closes` at midnight means the end of the day. With `weekdays_only`, no Saturday or Sunday.
    """

    opens: time
    closes: time
    weekdays_only: bool = False

    def _closing(self, day: date) -> datetime:
        if self.closes == time(0):
            return datetime.combine(day + timedelta(days=1), time(0), LONDON)
        return datetime.combine(day, self.closes, LONDON)

    def allow(self, moment: datetime) -> bool:
        """True when a text may go out at that moment."""
        wall = local(moment)
        opening = datetime.combine(wall.date(), self.opens, LONDON)
        return self._is_open_on(wall.date()) and opening <= wall < self._closing(wall.date())

    def _is_open_on(self, day: date) -> bool:
        return not self.weekdays_only or day.weekday() < SATURDAY

    def closing(self, moment: datetime) -> datetime:
        """The end of the allowed hours of that moment's day, in UTC."""
        return self._closing(local(moment).date()).astimezone(UTC)

    def last_closing(self, moment: datetime) -> datetime:
        """The end of the last allowed hours that were over by this moment, in UTC."""
        day = local(moment).date()
        while not self._is_open_on(day) or self._closing(day) > moment:
            day -= timedelta(days=1)
        return self._closing(day).astimezone(UTC)

    def next_opening(self, moment: datetime) -> datetime:
        """The first allowed moment at or after this one, in UTC."""
        if self.allow(moment):
            return moment
        day = local(moment).date()
        opening = datetime.combine(day, self.opens, LONDON)
        while not self._is_open_on(day) or opening <= moment:
            day += timedelta(days=1)
            opening = datetime.combine(day, self.opens, LONDON)
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
