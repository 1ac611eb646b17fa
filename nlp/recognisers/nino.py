"""National Insurance numbers: two letters, six digits, a letter A to D."""

import re
from collections.abc import Iterator

from nlp.recognisers.announced import Cue
from nlp.spans import Span

_GAP = r"[ \t\-./]{0,2}"
_SIX = _GAP.join([r"[\dO]"] * 6)
_FULL = re.compile(
    rf"(?<!\w)[A-CEGHJ-PR-TW-Z]{_GAP}[A-CEGHJ-NPR-TW-Z]{_GAP}{_SIX}{_GAP}[A-D](?!\w)", re.IGNORECASE
)
_CUED = re.compile(
    rf"[A-Z]{_GAP}[A-Z]{_GAP}[\dO]{_GAP}(?:[\dO]{_GAP}){{4,6}}(?:[A-Z](?!\w))?(?!\w)", re.IGNORECASE
)
_TAIL = re.compile(r"[ \t\-./]+$")
_NOT_GIVEN_OUT = frozenset({"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"})


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
    """Each number of the right make."""
    for found in _FULL.finditer(text):
        if re.sub(r"\W", "", found.group())[:2].upper() not in _NOT_GIVEN_OUT and any(
            map(str.isdigit, found.group())
        ):
            yield Span(found.start(), found.end(), "NINO", "nino: pattern")
