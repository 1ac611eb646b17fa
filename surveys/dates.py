"""Which day a reply says: "3rd of March", "3/3", "tomorrow", "last Tuesday".

Numbers alone are read day before month, as in Britain. A day without a year is the one nearest
to the day the reply was sent, on the side the question asks about; without that day to go by,
it is in doubt.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from surveys.mentions import Mention, Said, denied
from surveys.normalise import ORDINAL_ENDS
from surveys.reckoning import Calendar, is_bounded, named, number_at, reckoned, weekday_at

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SEPARATORS = frozenset("/-.")
_LAST_DAY = 31
_CENTURY = 100


def from_iso(written: str) -> date | None:
    """The day of "2027-03-03"; None for anything else."""
    if len(written) != len("2027-03-03") or not written.isascii():
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


@dataclass(frozen=True)
class Found:
    """One day mentioned; `day` is None where it is no real day, or cannot be told."""

    mention: Mention
    day: date | None


@dataclass(frozen=True)
class _Day:
    """A day as it was said, before its year is settled."""

    start: int
    end: int
    day: int
    month: int
    year: int | None = None
    weekday: int | None = None
    years_on: int | None = None


def given(said: Said, calendar: Calendar) -> list[Found]:
    """The days a reply mentions, in the order they are said."""
    named = [_with_weekday(said, _with_year_in_words(said, one)) for one in _days(said)]
    found = [
        Found(Mention(None, one.start, one.end), _settled(said, one, calendar)) for one in named
    ]
    taken = {place for one in named for place in range(one.start, one.end)}
    for start, end, day in reckoned(said, calendar):
        if not taken & set(range(start, end)):
            found.append(Found(Mention(None, start, end), day))
            taken |= set(range(start, end))
    kept = [one for one in found if not denied(said, one.mention.start)]
    return sorted(kept, key=lambda one: one.mention.start)


def _days(said: Said) -> Iterator[_Day]:
    place = 0
    while place < len(said.tokens):
        one = _in_numbers(said, place) or _month_last(said, place) or _month_first(said, place)
        one = one or _by_name(said, place)
        if one:
            yield one
        place = one.end if one else place + 1


def _in_numbers(said: Said, place: int) -> _Day | None:
    """ "3/3", "03/03/2027", "3.3.27", "2027-03-03"."""
    if place and (said.touches(place) or said.is_in(place - 1, "negations")):
        return None
    parts, end = _number_parts(said, place)
    if len(parts) not in {2, 3} or (len(parts) == 2 and _is_a_time(said, place, end)):
        return None
    if len(parts) == 2 and _month(said, end) is not None:
        return None
    year: int | None
    if len(parts) == 3 and parts[0] > _LAST_DAY:
        year, month, day = parts
    else:
        day, month = parts[:2]
        year = parts[2] if len(parts) == 3 else None
    return _Day(place, end, day, month, _whole_year(year))


def _number_parts(said: Said, place: int) -> tuple[list[int], int]:
    """Numbers joined by / - or . and where they end; "3.3" is one token and two numbers."""
    parts: list[int] = []
    end = place
    while end < len(said.tokens) and said.tokens[end].is_number:
        parts += [int(part) for part in said.tokens[end].form[:10].split(".") if part.isdecimal()]
        end += 1
        joined = said.word(end) in _SEPARATORS
        if not joined or end + 1 >= len(said.tokens) or not said.tokens[end + 1].is_number:
            break
        end += 1
    return parts, end


def _is_a_time(said: Said, place: int, end: int) -> bool:
    """ "2.30", "2.30pm" and "3-5" are no days; "3/5" is."""
    marks = set(said.words[place + 1 : end : 2]) if end > place + 1 else {"."}
    clock = said.word(end) in {"am", "pm", "oclock"}
    return clock or (marks == {"-"} and not said.touches(place + 1))


def _whole_year(year: int | None) -> int | None:
    if year is None or year >= _CENTURY:
        return year
    return 2000 + year if year < 50 else 1900 + year


def _day_number(said: Said, place: int) -> tuple[int, int] | None:
    """A day of the month, "3", "3rd", "third" or "twenty first", and where it ends."""
    value = number_at(said, place)
    if value is not None:
        end = place + 1
        tail = said.word(end) in ORDINAL_ENDS
        return (value, end + int(tail)) if 1 <= value <= _LAST_DAY or tail else None
    word = said.word(place)
    numbers, ordinals = said.known.numbers, said.known.ordinals
    tens = numbers.get(word, 0)
    after = place + 1
    if said.word(after) == "-":
        after += 1
    units = ordinals.get(said.word(after), 0)
    if tens in {20, 30} and 1 <= units <= 9:
        return tens + units, after + 1
    value = ordinals.get(word, tens)
    spoken = word not in {"top", "bottom"} and 1 <= value <= _LAST_DAY
    return (value, place + 1) if spoken else None


def _month(said: Said, place: int) -> int | None:
    if not 0 <= place < len(said.words) or not said.tokens[place].is_word:
        return None
    return named(said, place, "months", MONTHS)


def _skip(said: Said, place: int, words: frozenset[str]) -> int:
    while said.word(place) in words:
        place += 1
    return place


def _month_last(said: Said, place: int) -> _Day | None:
    """ "3 March", "3rd of March 2027", "twenty first of march"."""
    read = _day_number(said, place)
    if read is None:
        return None
    day, end = read
    at = _skip(said, end, said.known.words["dates.of"])
    month = _month(said, at)
    if month is None:
        return None
    year, end = _year_at(said, at + 1)
    return _Day(place, end, day, month, year)


def _month_first(said: Said, place: int) -> _Day | None:
    """ "March 3", "March the 3rd, 2027"."""
    month = _month(said, place)
    if month is None:
        return None
    read = _day_number(said, _skip(said, place + 1, said.known.words["dates.of"]))
    if read is None:
        return None
    day, end = read
    year, end = _year_at(said, end)
    return _Day(place, end, day, month, year)


def _year_at(said: Said, place: int) -> tuple[int | None, int]:
    at = _skip(said, place, frozenset({",", "'", "-", "/"}))
    year = number_at(said, at)
    if year is None:
        return None, place
    written = len(said.tokens[at].form)
    plain = written == 4 and 1900 <= year <= 2100
    short = written == 2 and at + 1 >= len(said.tokens)
    return (_whole_year(year), at + 1) if plain or short else (None, place)


def _by_name(said: Said, place: int) -> _Day | None:
    """ "Christmas Day", "new years eve"."""
    for name, phrases in said.known.phrases.items():
        if name.startswith("named_days."):
            size = phrases.leading(said.words[place:])
            if size:
                month, day = (int(part) for part in name.removeprefix("named_days.").split("-"))
                year, end = _year_at(said, place + size)
                return _Day(place, end, day, month, year)
    return None


def _with_year_in_words(said: Said, one: _Day) -> _Day:
    """ "5 November last year"."""
    for name, years in (("last_year", -1), ("this_year", 0), ("next_year", 1)):
        size = said.known.phrases[f"dates.{name}"].leading(said.words[one.end :])
        if size and one.year is None:
            return replace(one, end=one.end + size, years_on=years)
    return one


def _with_weekday(said: Said, one: _Day) -> _Day:
    """ "Wednesday the 3rd of March": the day of the week belongs to the date."""
    before = one.start - 1
    while said.word(before) in {"the", ",", "on"}:
        before -= 1
    if (weekday := weekday_at(said, before)) is not None:
        return replace(one, start=before, weekday=weekday)
    after = _skip(said, one.end, frozenset({",", "(", "a"}))
    if (weekday := weekday_at(said, after)) is not None:
        return replace(one, end=after + 1, weekday=weekday)
    return one


def _settled(said: Said, one: _Day, calendar: Calendar) -> date | None:
    """The day itself; None if there is no such day, or the reply leaves open which one."""
    if _is_one_of_two(said, one) or is_bounded(said, one.start):
        return None
    year = one.year
    if year is None and one.years_on is not None and calendar.today is not None:
        year = calendar.today.year + one.years_on
    if year is not None:
        day = _real(year, one.month, one.day)
        return day if day and one.weekday in {None, day.weekday()} else None
    if calendar.today is None:
        return None
    years = range(calendar.today.year - 4, calendar.today.year + 5)
    real = [day for year in years if (day := _real(year, one.month, one.day))]
    near = sorted(
        (day for day in real if calendar.allows(day)), key=lambda day: _apart(day, calendar)
    )
    day = near[0] if near else None
    if day and one.weekday not in {None, day.weekday()}:
        return None
    return day


def _apart(day: date, calendar: Calendar) -> int:
    return abs((day - (calendar.today or day)).days)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_one_of_two(said: Said, one: _Day) -> bool:
    """ "3 or 4 March", "3-5 March": more than one day."""
    ties = said.known.words["amounts.ties"] - {","}
    after = _skip(said, one.end, ties | {"the"})
    if after > one.end and (_day_number(said, after) or _month(said, after)):
        return True
    before = one.start - 1
    while said.word(before) in ties:
        before -= 1
    if said.word(before) in ORDINAL_ENDS:
        before -= 1
    tied = before < one.start - 1 and number_at(said, before) is not None
    return tied and not (said.words[before + 1] == "," and said.is_in(before - 1, "units"))
