"""Court numbers: claims, cases, fines and probation."""

import re
from collections.abc import Iterator

from nlp.recognisers import values
from nlp.recognisers.announced import Cue
from nlp.spans import Span

_PATTERN = re.compile(
    r"(?<![\w/])(?:[A-Z]\d{2}[A-Z]{2}\d{3}|T\d{8}|[A-Z]{2}\d{2}[A-Z]\d{5}|[A-Z]{2}/\d{3,6}/\d{4}"
    r"|\d{2}[A-Z]{2}\d{7,9})(?![\w/])",
    re.IGNORECASE,
)

CUES = (
    Cue(
        "court,court case,court claim,county court,crown court,magistrates,magistrates court,"
        "possession claim,possession order,court order,fine,fines,court fine,hearing,tribunal,"
        "appeal,urn,u r n,crn,c r n,cro,probation,delius,oasys,pds,ccj,warrant,injunction,"
        "solicitor,"
        "solicitors,legal aid,case reference",
        "OTHER_ID",
        "court",
        values.code(5),
    ),
)


def find(text: str) -> Iterator[Span]:
    """Each number of a make that courts and the police give to a case."""
    for found in _PATTERN.finditer(text):
        yield Span(found.start(), found.end(), "OTHER_ID", "court")
