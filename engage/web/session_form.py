"""One box of the form of a session: what was typed is read, or it is said what to mend."""

from __future__ import annotations

import calendar
import re
from datetime import date, time, timedelta
from urllib.parse import urlsplit

from flask_babel import gettext

from engage.planning import ANSWER_HOURS
from engage.reminder_times import DAY, HOUR, Before, OnDay, When
from engage.times import spoken_time

MOST_PLACES = 500
MOST_HOURS = 336
MOST_REMINDERS = 5
LONGEST_BEFORE = 60 * DAY
YEARS_AHEAD = 5
MONTHS = {
    name.casefold(): nth
    for names in (calendar.month_name, calendar.month_abbr)
    for nth, name in enumerate(names)
    if name
} | {"sept": 9}
CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(am|pm)?|([0-9]{2})([0-9]{2})")
MIDDAY = frozenset({"midday", "noon", "12noon", "12midday"})
EARLIEST_WITHOUT_AM = 8
UNITS = {"minute": timedelta(minutes=1), "hour": HOUR, "day": DAY, "week": 7 * DAY}
FEW = {"a": 1, "an": 1, "the": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
AHEAD = re.compile(
    rf"(?:(?P<few>[0-9]{{1,3}}|{'|'.join(FEW)}) )?(?P<unit>{'|'.join(UNITS)}|evening|night)s?"
    r" before(?:,? at (?P<at>.+))?"
)
SHORT_HOURS = re.compile(r"([0-9]) ?(?:hrs?|h)\b")
THE_DAY = re.compile(r"(?:on the day|the same day|on the same day|that day),? at (?P<at>.+)")


class NotClear(ValueError):
    """Something typed that we cannot read; the message says what to do."""


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


def read_hours(typed: str) -> int:
    """For how many hours an offered place is kept; a day when nothing is said. Raises NotClear."""
    if not typed:
        return ANSWER_HOURS
    hours = _number(typed)
    if hours is None or not 1 <= hours <= MOST_HOURS:
        raise NotClear(gettext("Write the hours as a number from 1 to %(most)s", most=MOST_HOURS))
    return hours


def read_link(typed: str) -> str:
    """The address of an online session; https is put before one without it. Raises NotClear."""
    if not typed:
        raise NotClear(gettext("Paste the link that people join with"))
    whole = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(whole)
        is_link = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        is_link = False
    if not is_link or " " in whole:
        raise NotClear(gettext("We could not read that link. It starts with https://"))
    return whole


def read_reminders(typed: str) -> tuple[When, ...]:
    """Reminders, one a line: "2 days before", "the day before at 6pm". Raises NotClear."""
    lines = [line for line in map(str.strip, typed.splitlines()) if line]
    if len(lines) > MOST_REMINDERS:
        raise NotClear(gettext("Choose %(most)s reminders or fewer", most=MOST_REMINDERS))
    return tuple(_reminder(line) for line in lines)


def _reminder(line: str) -> When:
    spaced = SHORT_HOURS.sub(r"\1 hours", line.casefold())
    said = " ".join(spaced.split()).rstrip(".")
    if same := THE_DAY.fullmatch(said):
        return OnDay(0, read_time(same["at"]))
    found = AHEAD.fullmatch(said) or AHEAD.fullmatch(f"{said} before")
    if found is None:
        raise NotClear(
            gettext(
                "We could not read “%(line)s”. Write it like “2 days before”, or "
                "“1 day before at 6pm”",
                line=line[:40],
            )
        )
    return _ahead(found, line)


def _ahead(found: re.Match[str], line: str) -> When:
    """So long before; with a time of its own only where whole days are said."""
    few, unit = found["few"] or "1", UNITS.get(found["unit"], DAY)
    long = (FEW[few] if few in FEW else int(few)) * unit
    if not HOUR <= long <= LONGEST_BEFORE:
        raise NotClear(
            gettext(
                "A reminder goes from 1 hour to 60 days before. “%(line)s” is not in that",
                line=line[:40],
            )
        )
    if found["at"] is None and found["unit"] in UNITS:
        return Before(long)
    if long % DAY or found["at"] is None:
        raise NotClear(gettext("Say at what time, such as “1 day before at 6pm”"))
    return OnDay(long // DAY, read_time(found["at"]))


def said_when(when: When) -> str:
    """A reminder as it is written in the form."""
    if isinstance(when, OnDay):
        at = spoken_time(when.at)
        if when.days == 0:
            return f"on the day at {at}"
        return f"{when.days} day{'s' if when.days > 1 else ''} before at {at}"
    whole = "day" if when.long % DAY == timedelta(0) else "hour"
    number = when.long // UNITS[whole]
    return f"{number} {whole}{'s' if number > 1 else ''} before"
