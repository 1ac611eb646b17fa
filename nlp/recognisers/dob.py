"""Dates of birth: a date beside a word like "born", or a full date too long ago for an event."""

import re
from collections.abc import Iterator

from nlp.recognisers import context
from nlp.spans import Span

LATEST_YEAR = 2012
"""A bare full date up to this year is taken for a birthday (14 years before 2026)."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_SIGN = r"[ \t]?[/.\-\\][ \t]?"
DATE = re.compile(
    rf"(?<![\w£./-])(?:"
    rf"(?:19|20)\d\d[/.-](?:1[0-2]|0?[1-9])[/.-]{_DAY}"
    rf"|{_DAY}{_SIGN}(?:1[0-2]|0?[1-9]){_SIGN}(?P<numeric>{_YEAR})"
    rf"|{_DAY}[ ](?:1[0-2]|0?[1-9])[ ](?P<spaced>{_YEAR})"
    rf"|{_DAY}(?:st|nd|rd|th)?[ \-/]{{0,2}}(?:of[ ])?{_MONTH}(?:[ ,\-/]{{0,2}}(?P<named>{_YEAR}))?"
    rf"|{_MONTH}[ ]{_DAY}(?:st|nd|rd|th)?(?:[ ,]{{1,2}}(?P<after>{_YEAR}))?"
    rf"|(?P<solid>(?:3[01]|[12]\d|0[1-9])(?:1[0-2]|0[1-9])(?:(?:19|20)\d\d|\d\d))"
    rf")(?![\w/-])",
    re.IGNORECASE,
)
"""Any date with a day, in any of the ways people write one."""
_CUE = context.words(
    r"d\.?o\.?b\.?|date of birth|birth ?dates?|born|birthdays?|b-?days?|d of b|date o birth"
)
_EVENT = re.compile(
    r"(?:since|from|until|till|til|by|after|before|in|on|around|dated|died|moved|left|started|"
    r"ended|evicted|released|arrived|opened|closed)\W{1,3}(?:the\W)?$",
    re.IGNORECASE,
)


def find(text: str, latest_year: int = LATEST_YEAR) -> Iterator[Span]:
    """Each date beside a birth word, and each bare full date no later than `latest_year`.

    A date after "since", "on" or "until" is an event's and is left alone without a birth word.
    """
    for found in DATE.finditer(text):
        if context.near(_CUE, text, found, before=30, after=22):
            yield Span(found.start(), found.end(), "DOB", "date of birth: cue")
        elif _old_enough(found, latest_year) and not _EVENT.search(
            text[max(0, found.start() - 20) : found.start()]
        ):
            yield Span(found.start(), found.end(), "DOB", "date of birth: long ago")


def _old_enough(found: re.Match[str], latest_year: int) -> bool:
    """A full year up to the latest, or a two-digit one that can only be of the last century."""
    groups = found.groupdict()
    if groups["solid"]:
        return False
    year = next((value for value in groups.values() if value), "")
    if not year and found.group()[:4].isdigit():
        year = found.group()[:4]
    if groups["spaced"] and len(year) < 4:
        return False
    if len(year) == 4:
        return int(year) <= latest_year
    return len(year) == 2 and int(year) > (latest_year + 18) % 100
