"""The times a session may be at, and which of them some words name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from surveys.lexicon import DEFAULT_LANGUAGE, Lexicon, lexicon
from surveys.normalise import ORDINAL_ENDS, Token, tokens
from surveys.reckoning import WEEKDAYS
from surveys.spelling import is_misspelt

PARTS_OF_A_DAY = {
    "morning": (0, 12 * 60),
    "midday": (12 * 60, 14 * 60),
    "afternoon": (12 * 60, 17 * 60),
    "evening": (17 * 60, 24 * 60),
    "teatime": (16 * 60, 20 * 60),
    "night": (17 * 60, 24 * 60),
    "before_noon": (0, 12 * 60),
    "after_noon": (12 * 60, 24 * 60),
}
_NUMBERED = re.compile(r"^\s*\d{1,2}\s*[:)]\s+")
_HALF_A_DAY = 12 * 60


@dataclass(frozen=True)
class Time:
    """A time of day in minutes; `either` when it may be in the morning or after noon."""

    minutes: int
    either: bool

    def is_at(self, minutes: int | None) -> bool:
        """Whether a time in minutes is this one."""
        if minutes is None:
            return False
        return minutes == self.minutes or (
            self.either and minutes % _HALF_A_DAY == self.minutes % _HALF_A_DAY
        )


@dataclass(frozen=True)
class Offered:
    """One time on offer, as its label tells it: day of the week (0 Monday), date, minutes."""

    day: int | None
    date: int | None
    minutes: int | None


def offered(label: str) -> Offered:
    """What a label such as "Tuesday 23 March, 5pm" says of when it is."""
    known = lexicon(DEFAULT_LANGUAGE)
    found = tokens(_NUMBERED.sub("", label))
    day = next((d for one in found if (d := day_named(one.form, known)) is not None), None)
    times = {place: (time, end) for place, time, end in _times(found, known)}
    taken = {p for place, (_, end) in times.items() for p in range(place, end)}
    dates = (int(t.form) for p, t in enumerate(found) if t.form.isdecimal() and p not in taken)
    clock = next((time.minutes for time, _ in times.values()), None)
    return Offered(day, next((date for date in dates if 1 <= date <= 31), None), clock)


def day_named(word: str, known: Lexicon) -> int | None:
    """The day of the week a word names, with a slip of the finger if need be."""
    word = known.fold(word)
    for place, name in enumerate(WEEKDAYS):
        if (word,) in known.phrases[f"slots.{name}"]:
            return place
    slips = [p for p, name in enumerate(WEEKDAYS) if len(word) > 5 and is_misspelt(word, name)]
    return slips[0] if len(slips) == 1 else None


def time_at(found: tuple[Token, ...], place: int, known: Lexicon) -> tuple[Time, int] | None:
    """The time that is told at a place among tokens, and where it ends: "half 5", "5.30pm"."""
    past = {"half": 30, "quarter": 15}.get(found[place].form)
    if past is not None and place + 1 < len(found):
        return _past_the_hour(found, place, past, known)
    hour = _hour(found[place], known)
    if hour is None:
        return None
    minutes, end = hour
    after = place + 1
    if not end and _form(found, after) == ":" and _form(found, after + 1).isdecimal():
        minutes, after, end = minutes + int(_form(found, after + 1)[:2]), after + 2, True
    told = _form(found, after)
    if told in {"am", "pm"}:
        half = minutes % _HALF_A_DAY + (_HALF_A_DAY if told == "pm" else 0)
        return Time(half, either=False), after + 1
    if told == "oclock":
        return Time(minutes, either=minutes < 13 * 60), after + 1
    if told == "o" and _form(found, after + 1) in {"clock", "'"}:
        return Time(minutes, either=minutes < 13 * 60), after + 2
    return (Time(minutes, either=minutes < 13 * 60), after) if end else None


def _past_the_hour(
    found: tuple[Token, ...], place: int, past: int, known: Lexicon
) -> tuple[Time, int] | None:
    after = place + 1
    towards = _form(found, after) == "to"
    if _form(found, after) in {"past", "to", "after"}:
        after += 1
    hour = _hour(found[after], known) if after < len(found) else None
    if hour is None:
        return None
    told = _form(found, after + 1)
    minutes = hour[0] + (-past if towards else past)
    if told in {"am", "pm"}:
        return Time(minutes % _HALF_A_DAY + (told == "pm") * _HALF_A_DAY, either=False), after + 2
    return Time(minutes, either=True), after + 1


def _hour(token: Token, known: Lexicon) -> tuple[int, bool] | None:
    """The minutes that a number of hours makes, and whether it tells minutes as well."""
    hours, point, minutes = token.form.partition(".")
    if hours.isdecimal() and len(hours) < 3 and int(hours) < 24:
        told = int(minutes[:2]) if point and len(minutes) == 2 else 0
        return int(hours) * 60 + told, bool(point)
    value = known.numbers.get(token.form, -1)
    return (value * 60, False) if 1 <= value <= 12 else None


def _times(found: tuple[Token, ...], known: Lexicon) -> Iterator[tuple[int, Time, int]]:
    place = 0
    while place < len(found):
        told = time_at(found, place, known)
        if told:
            yield place, told[0], told[1]
        place = told[1] if told else place + 1


def _form(found: tuple[Token, ...], place: int) -> str:
    return found[place].form if 0 <= place < len(found) else ""


def date_at(found: tuple[Token, ...], place: int) -> tuple[int, int] | None:
    """The day of the month told at a place, and where it ends: "14th"."""
    form = found[place].form
    if form.isdecimal() and len(form) < 3 and _form(found, place + 1) in ORDINAL_ENDS:
        return int(form), place + 2
    return None
