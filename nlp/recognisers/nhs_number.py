"""NHS numbers: ten digits whose last is a check digit (modulus 11)."""

import re
from collections.abc import Iterator

from nlp.recognisers import context
from nlp.spans import Span

_CUE = context.words(r"nhs|health (?:service )?(?:number|no)|patient (?:number|no|id)")
_TEN = re.compile(r"(?<![\w£+])(?<!\d[ -])\d(?:[ \t\-.]{0,2}\d){9}(?![ -]?\d)(?!\w)")


def check_digit_agrees(number: str) -> bool:
    """Whether ten digits pass the NHS data dictionary's modulus 11 check."""
    total = sum(
        int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False)
    )
    check = 11 - total % 11
    return len(number) == 10 and check != 10 and int(number[9]) == check % 11


def find(text: str) -> Iterator[Span]:
    """Each ten digits that the words around call an NHS number, or whose check digit agrees.

    Beside the words "NHS number" the check digit is not asked for: people mistype, and a
    number that is nearly right still points at a person. Without them the check digit must
    agree, and a number from 0 or 77 is left to the telephone rule.
    """
    for found in _TEN.finditer(text):
        number = re.sub(r"\D", "", found.group())
        if context.near(_CUE, text, found, before=35, after=20) and number[0] != "0":
            yield Span(found.start(), found.end(), "NHS_NUMBER", "nhs number: cue")
        elif check_digit_agrees(number) and not number.startswith(("0", "77", "44")):
            yield Span(found.start(), found.end(), "NHS_NUMBER", "nhs number: check digit")
