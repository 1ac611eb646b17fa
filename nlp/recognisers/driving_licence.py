"""Driving licence numbers: five letters of the surname, six digits, and five more."""

import re
from collections.abc import Iterator

from nlp.recognisers import values
from nlp.recognisers.announced import Cue
from nlp.spans import Span

_WHOLE = re.compile(
    r"(?<!\w)[A-Z9]{5}[ -]?\d{6}[ -]?[A-Z9]{2}[ ]?[A-Z0-9]{3}(?:[ ]?\d\d)?(?!\w)", re.IGNORECASE
)


_PARTED = re.compile(
    r"[A-Z9]{3,5}(?:[ -]?(?=[A-Z0-9]{0,5}\d)[A-Z0-9]{2,6}){2,4}(?:[ ](?-i:[A-Z]{2,3}))?(?!\w)",
    re.IGNORECASE,
)


def _value(text: str, at: int) -> int:
    found = _WHOLE.match(text, at) or _PARTED.match(text, at)
    return found.end() if found else values.code(6)(text, at)


CUES = (
    Cue(
        "driving licence,driving license,drivers licence,drivers license,driving lisence,"
        "driver licence,driver number,licence,license,provisional,dvla,provisional licence,"
        "drivin licence,driver license",
        "OTHER_ID",
        "driving licence",
        _value,
    ),
)


def find(text: str) -> Iterator[Span]:
    """Each number of the make that licences of Great Britain have."""
    for found in _WHOLE.finditer(text):
        if sum(map(str.isdigit, found.group())) >= 6:
            yield Span(found.start(), found.end(), "OTHER_ID", "driving licence")
