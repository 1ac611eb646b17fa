"""What gives a person away only together with other things, and the words put in its place.

A place becomes its borough, a named service its kind, an age a band of ten years. How much is
made general depends on the level: see `rules.LEVELS`.
"""

import re
from dataclasses import dataclass

from nlp.rules import BOROUGHS, Level
from nlp.spans import Span

REGION = "Liverpool City Region"
SOMEWHERE = "somewhere in"
ABROAD = "another country"
KINDS: tuple[str, ...] = (
    "hostel", "charity", "housing association", "food bank", "hospital", "prison",
    "approved premises", "police station", "court", "shop", "cafe", "pub", "hotel", "school",
    "college", "university", "library", "theatre", "church", "mosque", "club", "company", "project",
    "health centre", "day centre", "care home", "refuge", "centre", "organisation", "nursery",
)  # fmt: skip
"""What a named service may be called in its place."""
STREET, PARK, STATION = "street", "park", "station"
UNDER, OVER = "under 18", "80 or over"
DETAIL, JOB = "detail", "job"
SEASONS = ("winter", "spring", "summer", "autumn")

_WORDS = "|".join(
    re.escape(words)
    for words in (
        *BOROUGHS, REGION, ABROAD, *KINDS, STREET, PARK, STATION, UNDER, OVER, DETAIL, JOB, *SEASONS
    )
)  # fmt: skip
FOUND = rf"\[(?:{_WORDS}|{SOMEWHERE} [a-z]+(?: [a-z]+){{0,3}}|age \d\d to \d\d|(?:19|20)\d\d)\]"
"""A pattern for any of these words already standing in a text, in small letters or capitals."""


@dataclass(frozen=True)
class Giveaway:
    """One such detail: where, what, why, and what stands in its place at two levels.

    "" means that it stays as it is at that level.
    """

    start: int
    end: int
    label: str
    rule: str
    usual: str
    careful: str


def generalised(found: Giveaway, level: Level) -> Span | None:
    """The span to take out at a level, with the words in its place; None where it stays."""
    words = {"light": "", "usual": found.usual, "careful": found.careful}[level]
    if not words:
        return None
    return Span(found.start, found.end, found.label, found.rule, f"[{words}]")


def band(age: int) -> str:
    """The years an age lies in: "age 20 to 29", "under 18", "80 or over"."""
    if age < 18:
        return UNDER
    if age >= 80:
        return OVER
    return f"age {max(18, age // 10 * 10)} to {age // 10 * 10 + 9}"


def season(month: int) -> str:
    """The season a month (1 to 12) lies in."""
    return SEASONS[month % 12 // 3]
