"""Dates of birth: a date beside a word like "born", or a full date too long ago for an event."""

import re
from collections.abc import Iterator

from nlp import wordlists
from nlp.recognisers import context, dates
from nlp.recognisers.announced import Cue
from nlp.spans import Span

_FAR = 80
"""Characters before a date in which a word for a birth may stand."""
LATEST_YEAR = 2012
"""A bare full date up to this year is taken for a birthday (14 years before 2026)."""


def _value(text: str, at: int) -> int:
    """A date; "the" before one without a year belongs to it."""
    if text[at : at + 4].lower() != "the ":
        return dates.longest(text, at)
    end = dates.longest(text, at + 4)
    return 0 if text[max(0, end - 2) : end].isdigit() else end


CUES = (
    Cue(
        "dob,d o b,dob's,d of b,date o birth,date of birth,date of brith,date birth,birth date,"
        "birthdate,birthdates,date birth,born,bron,borned,born on,born in,born the,birthday,"
        "birthdays,birthday's,birthday on,brithday,birfday,birthdy,bday,b day,bdays,bday's,"
        "born day,"
        "year of birth,birth",
        "DOB",
        "date of birth: cue",
        _value,
    ),
)
_CUE = context.words(
    r"d\.? ?o\.? ?b\.?s?|dates? of birth|birth ?dates?|birth cert(?:ificate)?s?|born|"
    r"birthdays?|b-?days?|d of b|date o birth"
)
_EVENT = re.compile(
    r"(?<!\w)(?:since|until|till|til|after|before|dated|died|dead|passed|"
    r"moved?|"
    r"left|leave|started?|ended?|evicted|eviction|released?|arrived|came|opened|closed|married|"
    r"wedding|joined|met|lost|split|hearing|court|review|appointment|appt|meeting|letter|sentenced|"
    r"tenancy|signed|expires?|expiry|issued|due|back|happened|funeral|section(?:ed)?|admitted|"
    r"discharged|attack(?:ed)?|stabbed|arrested|log|accident|fire|list|registered|applied)(?!\w)",
    re.IGNORECASE,
)
_IS_SAID = re.compile(
    r"(?<!\w)(?:it is|it's|its|i am|i'm|im|should be|meant to be):?[ ]$", re.IGNORECASE
)
"""Words before a date that say what it is, whatever happened before: "wrong before, it is"."""
_JUST_BEFORE = re.compile(r"(?<!\w)(?:from|by|in|on|around|for)[ ](?:the[ ])?$", re.IGNORECASE)
_NAME_AND_DATE = re.compile(
    r"(?<!\w)(?P<name>[^\W\d_]{2,15})[ ,:(-]{1,3}(?=\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\w))"
)
_NAMES = (wordlists.NAME, wordlists.RARE, wordlists.UNKNOWN)
_AFTERWARDS = re.compile(
    r"[ ,]{1,3}(?:was|is|thats|that's)[ ](?:when|the day|my (?:last|first)|his|her)"
    r"(?! (?:i was |we were |was )?born)",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"(?<!\w)(?:turn(?:s|ed|ing)?|be|was)[ ]\d{1,2}[ ]on[ ](?:the[ ])?$", re.IGNORECASE
)
_LISTED = re.compile(r"[ ,;&/]{1,3}(?:(?:and|n|then)[ ])?(?:[^\W\d_]{2,15}[ :,-]{1,3})?")
"""What stands between dates of birth side by side, with or without whose each is."""
_STOP = re.compile(r"[.!?;\n][ \n]")


def may_be_in(lowered: str) -> bool:
    """Whether `find` may find any in a text, given in small letters."""
    return dates.may_be_written(lowered) or dates.may_be_said(lowered)


def find(text: str, latest_year: int = LATEST_YEAR) -> Iterator[Span]:
    """Each date beside a birth word, and each bare full date no later than `latest_year`.

    A date after "since", "on" or "until" is an event's and is left alone without a birth word.
    """
    for found in dates.said(text):
        if not _is_event(text, found):
            yield Span(found.start(), found.end(), "DOB", "date of birth: said")
    written = dates.written(text)
    family = _of_a_family(text) if written else frozenset()
    after = -1
    for found in written:
        listed = after >= 0 and _LISTED.fullmatch(text, after, found.start())
        after = -1
        if listed or _is_called_birthday(text, found):
            after = found.end()
            start = found.start()
            if not found.group()[-2:].isdigit() and text[:start].lower().endswith("the "):
                start -= 4
            yield Span(start, found.end(), "DOB", "date of birth: cue")
        elif found.start() in family:
            yield Span(found.start(), found.end(), "DOB", "date of birth: of a family")
        elif _old_enough(found, latest_year) and not _is_event(text, found):
            yield Span(found.start(), found.end(), "DOB", "date of birth: long ago")


def _is_called_birthday(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - _FAR) : found.start()]
    if _TURNED.search(before):
        return True
    cues = list(_CUE.finditer(before))
    if cues:
        between = before[cues[-1].end() :]
        event = _EVENT.search(re.sub(r"(?<!\w)(?:on|in|by|from)(?!\w)", "", between))
        if not event and not _STOP.search(between):
            return True
    after = text[found.end() : found.end() + 25]
    cue = _CUE.search(after)
    return bool(cue and not _STOP.search(after[: cue.start()]))


def _of_a_family(text: str) -> frozenset[int]:
    """Where dates begin that each follow a name: "Amina 3/9/1998 Yusuf 22/1/2019"."""
    starts = [
        one.end()
        for one in _NAME_AND_DATE.finditer(text)
        if wordlists.kind_of(wordlists.fold(one["name"])) in _NAMES
    ]
    return frozenset(starts) if len(starts) > 1 else frozenset()


def _is_event(text: str, found: re.Match[str]) -> bool:
    before = _STOP.split(text[max(0, found.start() - 25) : found.start()])[-1]
    if _IS_SAID.search(before):
        return False
    told = _EVENT.search(before) or _JUST_BEFORE.search(before)
    return bool(told or _AFTERWARDS.match(text, found.end()))


def _old_enough(found: re.Match[str], latest_year: int) -> bool:
    """A full year up to the latest, or a two-digit one that can only be of the last century."""
    groups = found.groupdict()
    year = next((value for name, value in groups.items() if value and name != "solid"), "")
    if groups["solid"]:
        year = groups["solid"][4:]
    if not year and found.group()[:4].isdigit():
        year = found.group()[:4]
    year = year.lstrip("'")
    if len(year) == 4:
        return int(year) <= latest_year
    is_of_late = latest_year % 100 < int(year or 0) <= (latest_year + 18) % 100
    return len(year) == 2 and not is_of_late
