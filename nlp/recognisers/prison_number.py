"""Prison numbers: a letter, four digits, two letters; older ones after the word."""

import re
from collections.abc import Iterator

from nlp.recognisers import context, values
from nlp.recognisers.announced import Cue
from nlp.spans import Span

_PATTERN = re.compile(r"(?<!\w)[A-Z][ ]?\d{4}[ ]?[A-Z]{2}(?!\w)", re.IGNORECASE)

_CUE = context.words(r"prison(?:er)?|nomis|noms|jail|inmate|hmp|inside|altcourse|walton")

CUES = (
    Cue(
        "prison,prisoner,prison num,noms,nomis,jail,inmate,hmp,prisoner num,custody,p nomis",
        "OTHER_ID",
        "prison number",
        values.code(5),
    ),
)


def find(text: str) -> Iterator[Span]:
    """Each number of the make; with spaces in it only in capitals or near a prison."""
    for found in _PATTERN.finditer(text):
        solid = " " not in found.group() or found.group().isupper()
        if solid or context.near(_CUE, text, found, before=40, after=30):
            yield Span(found.start(), found.end(), "OTHER_ID", "prison number")
