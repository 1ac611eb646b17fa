"""The form that plans a session: what was typed becomes a plan, or words about what to mend."""

from __future__ import annotations

import calendar
import re
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeVar

from flask_babel import gettext

from engage.planning import Plan

LENGTHS = {"title": 120, "place": 200, "getting_there": 400}
MOST_PLACES = 500
YEARS_AHEAD = 5
MONTHS = {
    name.casefold(): nth
    for names in (calendar.month_name, calendar.month_abbr)
    for nth, name in enumerate(names)
    if name
} | {"sept": 9}
CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(am|pm)?|([0-9]{2})([0-9]{2})")
MIDDAY = frozenset({"midday", "noon", "12noon", "12midday"})
FIRST_BOX = {"date": "date-day"}
EARLIEST_WITHOUT_AM = 8
Value = TypeVar("Value")


class NotClear(ValueError):
    """Something typed that we cannot read; the message says what to do."""


@dataclass
class Filled:
    """A form as it was filled in: the plan it makes, or an error for each field to mend."""

    plan: Plan | None = None
    errors: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, reader: Callable[[], Value]) -> Value | None:
        """One field read, or its error kept."""
        try:
            return reader()
        except NotClear as problem:
            self.errors[name] = str(problem)
            return None

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Each error with the id of the box to go to, for the list at the top of the page."""
        return [(FIRST_BOX.get(name, name), message) for name, message in self.errors.items()]


def read(form: Mapping[str, str], *, consultations: Collection[uuid.UUID], today: date) -> Filled:
    """Read the whole form, so that everything to mend is said at once."""
    typed = {name: _tidy(value) for name, value in form.items()}

    def get(name: str) -> str:
        return typed.get(name, "")

    filled = Filled()
    title = filled.take("title", lambda: _words("title", get("title")))
    day = filled.take(
        "date", lambda: read_date(get("date-day"), get("date-month"), get("date-year"), today=today)
    )
    starts = filled.take("starts", lambda: read_time(get("starts")))
    ends = filled.take("ends", lambda: read_time(get("ends")))
    place = filled.take("place", lambda: _words("place", get("place")))
    getting_there = filled.take(
        "getting_there", lambda: _not_too_long("getting_there", get("getting_there"))
    )
    capacity = filled.take("capacity", lambda: read_places(get("capacity")))
    if title and day and starts and ends and place and capacity and getting_there is not None:
        filled.plan = Plan(
            title=title,
            starts_local=datetime.combine(day, starts),
            ends_local=datetime.combine(day, ends),
            place=place,
            capacity=capacity,
            getting_there=getting_there,
            consultation_id=_one_of(consultations, get("consultation")),
        )
    return filled


def _tidy(typed: str) -> str:
    """On one line, without characters that cannot be seen."""
    seen = "".join(char if char.isprintable() else " " for char in typed)
    return " ".join(seen.split())


def _words(name: str, typed: str) -> str:
    if not typed:
        raise NotClear(
            {
                "title": gettext("Write what the session is called"),
                "place": gettext("Write where the session is"),
            }[name]
        )
    return _not_too_long(name, typed)


def _not_too_long(name: str, typed: str) -> str:
    if len(typed) > LENGTHS[name]:
        raise NotClear(
            gettext(
                "Make this shorter: %(limit)s letters or fewer. It has %(count)s now",
                limit=LENGTHS[name],
                count=len(typed),
            )
        )
    return typed


def _one_of(known: Collection[uuid.UUID], typed: str) -> uuid.UUID | None:
    return next((one for one in known if str(one) == typed), None)


def read_date(day: str, month: str, year: str, *, today: date) -> date:
    """A date from three boxes; a month may be a word and a year two digits. Raises NotClear."""
    if not (day or month or year):
        raise NotClear(gettext("Write the day of the session"))
    if not (day and month and year):
        raise NotClear(gettext("Write the day, the month and the year"))
    months = MONTHS.get(month.casefold()) or _number(month)
    days, years = _number(day), _number(year)
    if months is None or days is None or years is None:
        raise NotClear(gettext("Write the date in numbers, such as 27 3 %(year)s", year=today.year))
    if years < 100:
        years += 2000
    if not 1 <= months <= 12:
        raise NotClear(gettext("Months go from 1 to 12. Check the month"))
    if not today.year <= years <= today.year + YEARS_AHEAD:
        raise NotClear(
            gettext(
                "Check the year. It can be from %(first)s to %(last)s",
                first=today.year,
                last=today.year + YEARS_AHEAD,
            )
        )
    longest = calendar.monthrange(years, months)[1]
    if not 1 <= days <= longest:
        raise NotClear(
            gettext(
                "%(month)s %(year)s has %(days)s days. Check the day",
                month=calendar.month_name[months],
                year=years,
                days=longest,
            )
        )
    return date(years, months, days)


def read_time(typed: str) -> time:
    """A time as people write it: 2pm, 2.30pm, 14:30, 1430, midday. Raises NotClear."""
    said = typed.casefold().replace(" ", "").replace("a.m.", "am").replace("p.m.", "pm")
    if not said:
        raise NotClear(gettext("Write a time, such as 2pm or 14:30"))
    if said in MIDDAY:
        return time(12)
    found = CLOCK.fullmatch(said)
    if found is None:
        raise NotClear(gettext("We could not read that time. Write it like 2pm or 14:30"))
    hour = int(found[1] or found[4])
    minute = int(found[2] or found[5] or 0)
    if found[3]:
        return _twelve_hour(hour, minute, half=found[3])
    if hour > 23 or minute > 59:
        raise NotClear(gettext("There is no such time. Write it like 2pm or 14:30"))
    if hour < EARLIEST_WITHOUT_AM and not said.startswith("0"):
        raise NotClear(gettext("Is that morning or afternoon? Write am or pm, such as 2pm"))
    return time(hour, minute)


def _twelve_hour(hour: int, minute: int, *, half: str) -> time:
    if not (1 <= hour <= 12 and minute <= 59):
        raise NotClear(gettext("There is no such time. Write it like 2pm or 14:30"))
    return time(hour % 12 + (12 if half == "pm" else 0), minute)


def read_places(typed: str) -> int:
    """How many places there are, from 1. Raises NotClear."""
    if not typed:
        raise NotClear(gettext("Write how many places there are"))
    places = _number(typed)
    if places is None or not 1 <= places <= MOST_PLACES:
        raise NotClear(
            gettext("Write how many places as a number from 1 to %(most)s", most=MOST_PLACES)
        )
    return places


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 4 else None
