"""Home Office numbers: references, biometric permits, asylum cards, applications, share codes."""

import re
from collections.abc import Iterator

from nlp.recognisers import values
from nlp.recognisers.announced import Cue
from nlp.spans import Span

_PATTERN = re.compile(
    r"(?<![\w/])(?:[A-Z]{3}/\d{6,8}|[A-Z]\d{7}/\d{1,2}|GWF ?\d{9}"
    r"|[A-Z]{2}\d{7}|[A-Z]{2}X\d{6})(?![\w/])",
    re.IGNORECASE,
)

CUES = (
    Cue(
        "home office,homeoffice,ho,h o,port,arc,arc card,brp,brp card,b r p,biometric,"
        "biometric card,biometric permit,biometric residence permit,residence permit,ukvi,gwf,uan,"
        "cas,nass,aspen,aspen card,share code,sharecode,evisa,e visa,visa,asylum,asylum claim,"
        "asylum case,asylum support,asylum application,immigration,immigration case,brc,"
        "unique application,residence card,citizen card,id card,identity card,travel document",
        "OTHER_ID",
        "home office",
        values.code(5),
    ),
)


def find(text: str) -> Iterator[Span]:
    """Each number of a make that only the Home Office gives."""
    for found in _PATTERN.finditer(text):
        yield Span(found.start(), found.end(), "OTHER_ID", "home office")
