"""Numbers the police give: crime references, logs, custody records, an officer's own number."""

import re
from collections.abc import Iterator

from nlp.recognisers import values
from nlp.recognisers.announced import Cue
from nlp.spans import Span

_LOG = re.compile(
    r"(?<!\w)(?:log|cad|incident|crime|police)[ ](?:(?:ref|reference|no|number|log|is|was)\.?[ ]"
    r"|[:#] ?){0,3}(?P<id>\d{1,6}[ ]?(?:of|/|-|on)[ ]?(?:the[ ])?"
    r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d\d){1,2})?|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,"
    r"9}(?: (?:20)?\d\d)?))"
    r"(?!\w)",
    re.IGNORECASE,
)
_OFFICER = re.compile(
    r"(?<!\w)(?:pc|pcso|sgt|collar|shoulder|badge|warrant)[ ](?:(?:no|num|number|is)\.?[ ]){0,2}"
    r"(?P<id>[A-Z]?\d{3,6})(?!\w)",
    re.IGNORECASE,
)

CUES = (
    Cue(
        "crime,crime report,police,police log,police incident,police report,police case,log,cad,"
        "incident,incident log,pnc,pnc id,niche,custody record,collar,collar number,merpol,"
        "merseyside police,bail,occurrence,rape case,assault case,stop and search",
        "OTHER_ID",
        "police",
        values.code(4),
    ),
)


WORDS = frozenset(
    ("log", "cad", "incident", "crime", "police", "pc", "pcso", "sgt", "collar", "shoulder",
     "badge", "warrant")
)  # fmt: skip
"""Words of which one stands before each number that is found by itself."""


def find(text: str) -> Iterator[Span]:
    """Each log number with its day, and each officer's number."""
    for pattern in (_LOG, _OFFICER):
        for found in pattern.finditer(text):
            yield Span(found.start("id"), found.end("id"), "OTHER_ID", "police")
