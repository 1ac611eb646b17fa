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

_SHARE_CODE = r"[A-Z\d]{3}[ -][A-Z\d]{3}[ -][A-Z\d]{3}(?!\w)"
_THREE_BY_THREE = re.compile(rf"(?<!\w){_SHARE_CODE}")
_CALLED_SO = re.compile(rf"{_SHARE_CODE}|[A-Z\d]{{9}}(?!\w)", re.IGNORECASE)
_code = values.code(5)


def _share_code(text: str, at: int) -> int:
    """Three by three letters and digits, or any code."""
    found = _CALLED_SO.match(text, at)
    is_code = found and any(map(str.isdigit, found.group()))
    return found.end() if found and is_code else _code(text, at)


CUES = (
    Cue("share code,sharecode,share codes", "OTHER_ID", "home office: share code", _share_code),
    Cue(
        "home office,homeoffice,ho,h o,port,arc,arc card,brp,brp card,b r p,biometric,"
        "biometric card,biometric permit,biometric residence permit,residence permit,ukvi,gwf,uan,"
        "cas,nass,aspen,aspen card,evisa,e visa,visa,asylum,asylum claim,"
        "asylum case,asylum support,asylum application,immigration,immigration case,brc,"
        "unique application,residence card,citizen card,id card,identity card,travel document",
        "OTHER_ID",
        "home office",
        _code,
    ),
)


def find(text: str) -> Iterator[Span]:
    """Each number of a make that only the Home Office gives."""
    for found in _PATTERN.finditer(text):
        yield Span(found.start(), found.end(), "OTHER_ID", "home office")


def find_share_codes(text: str) -> Iterator[Span]:
    """Each share code in capitals."""
    for found in _THREE_BY_THREE.finditer(text):
        if all(map(_is_mixed, re.split("[ -]", found.group()))):
            yield Span(found.start(), found.end(), "OTHER_ID", "home office: share code")


def _is_mixed(part: str) -> bool:
    return any(map(str.isdigit, part)) and any(map(str.isalpha, part))
