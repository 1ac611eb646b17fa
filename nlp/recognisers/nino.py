"""National Insurance numbers: two letters, six digits, a last letter.

Letters that are never given out count too: people mistype, and nothing else is made like it.
"""

import re
from collections.abc import Iterator

from nlp.recognisers import digits
from nlp.recognisers.announced import Cue
from nlp.spans import Span

_GAP = rf"(?:[ \t\n\-./,]{{0,3}}|[ ,]{{1,2}}{digits.HESITATION}[ ,]{{1,2}})"
_SIX = _GAP.join([r"[\dO]"] * 6)
_FULL = re.compile(rf"(?<!\w)[A-Z]{_GAP}[A-Z]{_GAP}{_SIX}{_GAP}[A-F](?!\w)(?! to )", re.IGNORECASE)
_SAID = re.compile(r"(?<!\w)[A-Z][ ]?[A-Z][ ,]{1,2}(?=[a-z\d])", re.IGNORECASE)
_LAST = re.compile(r"[ ,]{1,2}(?:then[ ])?[A-F](?!\w)", re.IGNORECASE)
_CUED = re.compile(
    rf"[A-Z]{_GAP}[A-Z]{_GAP}[\dO]{_GAP}(?:[\dO]{_GAP}){{4,6}}(?:[A-Z](?!\w))?(?!\w)", re.IGNORECASE
)
_TAIL = re.compile(r"[ \t\n\-./,]+$")
_DIGITS = 6


def _value(text: str, at: int) -> int:
    """Any number of nearly the right make: people mistype, and cut the last letter."""
    found = _CUED.match(text, at)
    if not found or sum(map(str.isdigit, found.group())) < 4:
        return 0
    tail = _TAIL.search(found.group())
    return found.end() - (len(tail.group()) if tail else 0)


CUES = (
    Cue(
        "ni,n i,nino,n i n o,national insurance,nat ins,national ins,nat insurance,insurance,"
        "nation insurance,national insurence,natinal insurance,nins,nino's,ni num",
        "NINO",
        "nino: cue",
        _value,
    ),
)


def find(text: str) -> Iterator[Span]:
    """Each number of the right make, in figures."""
    for found in _FULL.finditer(text):
        if any(map(str.isdigit, found.group())):
            yield Span(found.start(), found.end(), "NINO", "nino: pattern")


def find_in_words(text: str) -> Iterator[Span]:
    """Each that is read out, at least partly in words."""
    for found in _SAID.finditer(text):
        run = digits.at(text, found.end())
        last = _LAST.match(text, run[-1][1]) if run and len(run[-1][2]) == _DIGITS else None
        if last:
            yield Span(found.start(), last.end(), "NINO", "nino: in words")
