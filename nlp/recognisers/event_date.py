"""Dates of events, for the careful level: the year of a date, or its season where it has none."""

import re
from collections.abc import Iterator

from nlp.generalising import Giveaway, season
from nlp.recognisers import dates

_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
)  # fmt: skip
_NAMED = re.compile("|".join(_MONTHS), re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<=[/.\-' ])\d\d$")
_NUMERIC = re.compile(r"\d{1,2}[ ]?[/.\-\\ ][ ]?(\d{1,2})")
_MONTH_OF_YEAR = re.compile(
    r"(?<!\w)(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[ ]'?(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_LATEST_SHORT = 40


def find(text: str) -> Iterator[Giveaway]:
    """Each date with a day, and each month with its year, that is no date of birth."""
    for found in dates.WRITTEN.finditer(text):
        if found["solid"]:
            continue
        general = _year(found.group()) or _season(found.group())
        if general:
            yield _giveaway(found, general)
    for found in _MONTH_OF_YEAR.finditer(text):
        yield _giveaway(found, found["year"])


def _giveaway(found: re.Match[str], general: str) -> Giveaway:
    return Giveaway(found.start(), found.end(), "DATE", "date: of an event", "", general)


def _year(date: str) -> str:
    found = _YEAR.search(date)
    if not found:
        return ""
    year = found.group()
    if len(year) == 4:
        return year
    if _NAMED.search(date) or len(re.findall(r"\d+", date)) == 3:
        return f"{20 if int(year) < _LATEST_SHORT else 19}{year}"
    return ""


def _season(date: str) -> str:
    named = _NAMED.search(date)
    if named:
        return season(_MONTHS.index(named.group().lower()) + 1)
    numeric = _NUMERIC.search(date)
    return season(int(numeric[1])) if numeric and 1 <= int(numeric[1]) <= 12 else ""
