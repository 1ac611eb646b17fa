"""Days told from the day a reply was sent: "tomorrow", "3 days ago", "last Tuesday"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from surveys.mentions import Said
from surveys.spelling import is_misspelt

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LAST_DAY = 31
_WEEK = 7
_MOST_BESIDE = 1
_BRIEF = 8
_SHORTEST_MISSPELT = 5
_LEADS = ("last", "next", "coming", "week_on")


@dataclass(frozen=True)
class Calendar:
    """What a reply's words are reckoned from: the day it was sent, and past, future or either."""

    today: date | None
    when: str = ""

    def allows(self, day: date) -> bool:
        """Whether a day is on the side asked about; today is on both."""
        if self.today is None or not self.when:
            return True
        return day <= self.today if self.when == "past" else day >= self.today


def reckoned(said: Said, calendar: Calendar) -> Iterator[tuple[int, int, date | None]]:
    """Where each such day is said, and which it is; None where that cannot be told."""
    place = 0
    while place < len(said.words):
        found = _from_today(said, place) or _from_weekday(said, place, calendar)
        if found is None:
            place += 1
            continue
        end, days = found
        if not _is_said_plainly(said, place, end):
            place = end
            continue
        yield place, end, _on(calendar, None if is_bounded(said, place) else days)
        place = end


def _is_said_plainly(said: Said, start: int, end: int) -> bool:
    """Whether a day is what the reply tells, and not only when something else happened."""
    first, last = said.part_around(start, end)
    beside = [*range(first, start), *range(end, last)]
    others = [p for p in beside if said.tokens[p].is_word and not said.is_in(p, "filler")]
    opens = all(said.breaks(p) or said.is_in(p, "filler") for p in range(first))
    return len(others) <= _MOST_BESIDE and (opens or said.is_brief(_BRIEF))


def _on(calendar: Calendar, days: int | None) -> date | None:
    if calendar.today is None or days is None:
        return None
    return calendar.today + timedelta(days=days)


def _from_today(said: Said, place: int) -> tuple[int, int] | None:
    """Where such words end, and how many days on from today they are."""
    rest, known = said.words[place:], said.known
    for name, days in (
        ("after_tomorrow", 2),
        ("before_yesterday", -2),
        ("week_tomorrow", 8),
        ("week_today", 7),
        ("tomorrow", 1),
        ("yesterday", -1),
        ("today", 0),
    ):
        if size := known.phrases[f"dates.{name}"].leading(rest):
            return place + size, days
    return _days_away(said, place)


def _days_away(said: Said, place: int) -> tuple[int, int] | None:
    """ "3 days ago" and "in 3 days"; a number of weeks is seldom meant to the day."""
    phrases = said.known.phrases
    ahead = phrases["dates.ahead"].leading(said.words[place:])
    count = _count(said, place + ahead)
    at = place + ahead + 1
    if count is None or not phrases["dates.days"].leading(said.words[at:]):
        return None
    if ahead:
        return at + 1, count
    ago = phrases["dates.ago"].leading(said.words[at + 1 :])
    return (at + 1 + ago, -count) if ago else None


def _count(said: Said, place: int) -> int | None:
    value = number_at(said, place)
    if value is None and place < len(said.words):
        value = said.known.numbers.get(said.words[place], -1)
    return value if value is not None and 0 <= value <= _LAST_DAY * 2 else None


def _from_weekday(said: Said, place: int, calendar: Calendar) -> tuple[int, int | None] | None:
    """A day of the week with what is said about it; no number of days where that leaves doubt."""
    phrases = said.known.phrases
    sizes = {name: phrases[f"dates.{name}"].leading(said.words[place:]) for name in _LEADS}
    lead = max(_LEADS, key=lambda name: sizes[name])
    weekday = weekday_at(said, place + sizes[lead])
    if weekday is None:
        return None
    end = place + sizes[lead] + 1
    lead = lead if sizes[lead] else ""
    for name in ("gone", "week_after"):
        if more := phrases[f"dates.{name}"].leading(said.words[end:]):
            end, lead = end + more, name
    if not lead and not _says_only(said, place, end):
        return None
    if calendar.today is None:
        return end, None
    return end, _days_to(weekday, lead, calendar.today, calendar.when)


def _days_to(weekday: int, lead: str, today: date, when: str) -> int | None:
    """How many days on; "next Friday" said on a Monday is this week's to some, so it is None."""
    ahead = (weekday - today.weekday()) % _WEEK or _WEEK
    if lead in {"last", "gone"} or (not lead and when == "past"):
        return ahead - _WEEK or -_WEEK
    if lead in {"week_on", "week_after"}:
        return ahead + _WEEK
    if lead == "next":
        return ahead if weekday <= today.weekday() else None
    return ahead if lead == "coming" or when == "future" else None


def _says_only(said: Said, start: int, end: int) -> bool:
    """Whether a bare "tuesday" or "sun" is all that its part of the reply says."""
    first, last = said.part_around(start, end)
    beside = [*range(first, start), *range(end, last)]
    return all(said.is_in(place, "filler") for place in beside)


def weekday_at(said: Said, place: int) -> int | None:
    """The day of the week at a place, Monday 0."""
    if not 0 <= place < len(said.words) or not said.tokens[place].is_word:
        return None
    nth = named(said, place, "slots", WEEKDAYS)
    return None if nth is None else nth - 1


def number_at(said: Said, place: int) -> int | None:
    """The whole number of up to four digits at a place."""
    if not 0 <= place < len(said.tokens):
        return None
    token = said.tokens[place]
    plain = token.is_number and token.form.isdecimal() and len(token.form) <= 4
    return int(token.form) if plain else None


def named(said: Said, place: int, table: str, names: Sequence[str]) -> int | None:
    """Which of these names the word at a place is, counted from 1; a long one may have a slip."""
    word = said.words[place]
    for nth, name in enumerate(names, 1):
        if (word,) in said.known.phrases[f"{table}.{name}"]:
            return nth
    if said.is_in(place, "not_misspellings") or said.is_in(place, "filler"):
        return None
    near = [n for n, name in enumerate(names, 1) if _is_slip(word, name)]
    return near[0] if len(near) == 1 else None


def _is_slip(word: str, name: str) -> bool:
    return len(name) >= _SHORTEST_MISSPELT and is_misspelt(word, name)


def is_bounded(said: Said, start: int) -> bool:
    """Whether a day is only a limit: "before Tuesday"."""
    bounds = said.known.phrases["dates.bounds"]
    return any(bounds.leading(said.words[p:start]) == start - p for p in range(start))
