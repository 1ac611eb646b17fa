"""When people are reminded of a session: so long before, or at a time some days before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from engage.times import Hours

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FEW_HOURS = 4 * HOUR
TO_GET_THERE = HOUR
"""A reminder that waited for the morning is of use if it leaves this long until the start."""
EVENING = HOUR
"""How long before the last text of a day a reminder for the next morning goes."""


@dataclass(frozen=True)
class Before:
    """A reminder so long before the session, on the wall clock."""

    long: timedelta

    def due(self, starts_local: datetime) -> datetime:
        """When it is due."""
        return starts_local - self.long


@dataclass(frozen=True)
class OnDay:
    """A reminder at a time of its own, so many days before the session, or on the day."""

    days: int
    at: time

    def due(self, starts_local: datetime) -> datetime:
        """When it is due."""
        return datetime.combine(starts_local.date() - self.days * DAY, self.at)


When = Before | OnDay
USUAL: tuple[When, ...] = (Before(timedelta(days=2)), Before(timedelta(hours=2)))


def when_of(due: datetime, starts_local: datetime) -> When:
    """How a reminder due then reads best: in whole days, in a few hours, or at a time."""
    gap = starts_local - due
    is_days = gap >= DAY and not gap % DAY
    is_hours = HOUR <= gap <= FEW_HOURS and not gap % HOUR
    if is_days or is_hours:
        return Before(gap)
    return OnDay((starts_local.date() - due.date()).days, due.time())


def goes_at(due: datetime, starts: datetime, hours: Hours) -> datetime:
    """When a reminder due then goes: not in the night, and not too late to set out.

    In the night it waits for the morning; where that leaves no time to get there, it goes on
    the evening before.
    """
    opening = hours.next_opening(due)
    if opening == due or opening <= starts - TO_GET_THERE:
        return opening
    return hours.last_closing(due) - EVENING
