"""Sessions that repeat: which days they fall on, and which are skipped for a bank holiday."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal, get_args

import holidays

Every = Literal["week", "second_week", "month"]
EVERY: tuple[Every, ...] = get_args(Every)
WEEK = timedelta(days=7)
MOST = 60
"""More than a year of weeks is a slip in a date, not a plan."""


class NoDates(Exception):
    """A repeat that makes no session; `skipped` are the bank holidays that took them all."""

    def __init__(self, skipped: tuple[Skipped, ...] = ()) -> None:
        super().__init__("This repeat makes no session.")
        self.skipped = skipped


class TooMany(Exception):
    """A repeat that makes more sessions than anybody plans at once."""


@dataclass(frozen=True)
class Skipped:
    """A day that would have had a session, and the bank holiday it is."""

    day: date
    holiday: str


@dataclass(frozen=True)
class Series:
    """The days of sessions that repeat, and those left out."""

    days: tuple[date, ...]
    skipped: tuple[Skipped, ...]


def series(first: date, every: Every, *, until: date) -> Series:
    """The days from the first until the last, without England's bank holidays.

    Every month is the same weekday of the month: the second Tuesday; a fifth is the last one.
    Raises NoDates or TooMany.
    """
    days: list[date] = []
    skipped: list[Skipped] = []
    for day in _falls_on(first, every):
        if day > until:
            break
        if len(days) == MOST:
            raise TooMany
        holiday = bank_holiday(day)
        if holiday:
            skipped.append(Skipped(day, holiday))
        else:
            days.append(day)
    if not days:
        raise NoDates(tuple(skipped))
    return Series(tuple(days), tuple(skipped))


def _falls_on(first: date, every: Every) -> Iterator[date]:
    """Every day it would fall on, for ever."""
    if every == "month":
        yield from _months(first)
        return
    step, day = (WEEK if every == "week" else 2 * WEEK), first
    while True:
        yield day
        day += step


def _months(first: date) -> Iterator[date]:
    nth, year, month = nth_in_month(first), first.year, first.month
    while True:
        yield _weekday_of(year, month, weekday=first.weekday(), nth=nth)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def nth_in_month(day: date) -> int:
    """Which of its weekday in its month a day is, from 1; a fifth, which few have, is the last."""
    return (day.day - 1) // 7 + 1


def _weekday_of(year: int, month: int, *, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7) + (nth - 1) * WEEK
    return day if day.month == month else day - WEEK


def bank_holiday(day: date) -> str | None:
    """What bank holiday of England a day is; None when it is an ordinary day."""
    return _of_year(day.year).get(day)


@cache
def _of_year(year: int) -> dict[date, str]:
    """A year's bank holidays, with those that fall on a weekend and the day taken for them."""
    found = holidays.country_holidays("GB", subdiv="ENG", years=year, language="en_GB")
    return {day: name.replace("(observed)", "(substitute day)") for day, name in found.items()}
