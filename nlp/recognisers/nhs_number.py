"""NHS numbers: ten digits whose last is a check digit (modulus 11)."""

import re
from collections.abc import Iterator

from nlp.recognisers import digits
from nlp.recognisers.announced import Cue
from nlp.spans import Span

_TEN = re.compile(r"(?<![\w£+])(?<!\d[ -])\d(?:[ \t\-.]{0,2}\d){9}(?![ -]?\d)(?!\w)")
_LAYOUT = re.compile(
    r"(?<![\w£+/.-])\d{3}(?P<sign>[ ]?[ ._/*-][ ]?)\d{3}(?P=sign)\d{4}(?![\w/-]|\.\d)"
)
"""As it is printed: three digits, three, and four."""
_CUED = re.compile(r"\d(?:[ \t\-./,_]{0,3}\d){5,11}(?!\w)")


def check_digit_agrees(number: str) -> bool:
    """Whether ten digits pass the NHS data dictionary's modulus 11 check."""
    total = sum(
        int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False)
    )
    check = 11 - total % 11
    return len(number) == 10 and check != 10 and int(number[9]) == check % 11


def _value(text: str, at: int) -> int:
    """Beside the words the check digit is not asked for: people mistype, and cut a number short."""
    found = _CUED.match(text, at)
    if found:
        solid = re.sub(r"\D", "", found.group())
        return 0 if solid[0] == "0" or solid[:3] in ("111", "119") else found.end()
    run = digits.at(text, at)
    return run[-1][1] if run and 6 <= len(run[-1][2]) <= 12 and run[-1][2][0] != "0" else 0


CUES = (
    Cue(
        "nhs,n h s,nhs number,health service,health number,health card,nhs card,medical card,"
        "medical number,patient,patient number,nhs app",
        "NHS_NUMBER",
        "nhs number: cue",
        _value,
    ),
)


def find(text: str) -> Iterator[Span]:
    """Each ten digits whose check digit agrees; from 0 or 77 they are left to the telephone."""
    for found in _TEN.finditer(text):
        number = re.sub(r"\D", "", found.group())
        if check_digit_agrees(number) and not number.startswith(("0", "77", "44")):
            yield Span(found.start(), found.end(), "NHS_NUMBER", "nhs number: check digit")
    for found in _LAYOUT.finditer(text):
        if not found.group().startswith(("0", "77", "44")):
            yield Span(found.start(), found.end(), "NHS_NUMBER", "nhs number: layout")
