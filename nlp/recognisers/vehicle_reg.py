"""Number plates: the current make in capitals anywhere, any make beside a word like "car"."""

import re
from collections.abc import Iterator

from nlp.recognisers import context
from nlp.spans import Span

_CUE = context.words(
    r"car|van|reg|registration|plates?|motor|vehicle|parked|parking|clamped|bike|motorbike|"
    r"scooter|moped|camper|campervan|lorry|truck|towed|drives?|driving"
)
_CURRENT = re.compile(r"(?<!\w)[A-HJ-PR-Y]{2}\d{2}[ ]?[A-HJ-PR-Z]{3}(?!\w)", re.IGNORECASE)
_OLDER = re.compile(
    r"(?<!\w)(?:[A-Z]\d{1,3}[ ]?[A-Z]{3}|[A-Z]{3}[ ]?\d{1,3}[A-Z])(?!\w)", re.IGNORECASE
)


def find(text: str) -> Iterator[Span]:
    """Each plate; in small letters only where the words around speak of a vehicle."""
    for found in _CURRENT.finditer(text):
        if found.group().isupper() or context.near(_CUE, text, found, before=40, after=30):
            yield Span(found.start(), found.end(), "VEHICLE_REG", "number plate: current")
    for found in _OLDER.finditer(text):
        if context.near(_CUE, text, found, before=25, after=20):
            yield Span(found.start(), found.end(), "VEHICLE_REG", "number plate: older")
