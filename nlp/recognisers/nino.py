"""National Insurance numbers: two letters, six digits, a letter A to D."""

import re
from collections.abc import Iterator

from nlp.recognisers import context
from nlp.spans import Span

_CUE = context.words(r"ni|n\.i\.?|nino|n i|national insurance|nat ins|insurance (?:number|no)")
_GAP = r"[ \t\-./]{0,2}"
_SIX = _GAP.join([r"[\dO]{2}"] * 3)
_FULL = re.compile(
    rf"(?<!\w)[A-CEGHJ-PR-TW-Z]{_GAP}[A-CEGHJ-NPR-TW-Z]{_GAP}{_SIX}{_GAP}[A-D](?!\w)", re.IGNORECASE
)
_CUED = re.compile(rf"(?<!\w)[A-Z]{_GAP}[A-Z]{_GAP}{_SIX}(?:{_GAP}[A-Z])?(?!\w)", re.IGNORECASE)
_NOT_GIVEN_OUT = frozenset({"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"})


def find(text: str) -> Iterator[Span]:
    """Each number of the right make; beside "NI" or "nino" also one mistyped or cut short."""
    for found in _FULL.finditer(text):
        if re.sub(r"\W", "", found.group())[:2].upper() not in _NOT_GIVEN_OUT:
            yield Span(found.start(), found.end(), "NINO", "nino: pattern")
    for found in _CUED.finditer(text):
        if context.near(_CUE, text, found, before=40, after=25):
            yield Span(found.start(), found.end(), "NINO", "nino: cue")
