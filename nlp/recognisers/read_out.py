"""Long numbers and codes read out piece by piece: digit by digit, letter by letter, in words."""

import re
from collections.abc import Iterator
from itertools import pairwise

from nlp.recognisers import digits
from nlp.spans import Span

_DIGITS = re.compile(r"(?<![\w£$€.,/:+-])\d(?:[ .,/_*-]{1,3}\d){6,20}(?![\w%]|[.,:/-]\d)")
_LETTERS = re.compile(r"(?<![\w'])[A-Z\d](?:[ .,-]{1,3}[A-Z\d]){4,20}(?![\w'])", re.IGNORECASE)
_ALONE = re.compile(r"\d(?<![^\W_]\d)(?![^\W_])")
"""A digit that stands alone, as in each of the two."""
_LEAST_PIECES, _LEAST_DIGITS = 4, 8
"""Of a number said in words, so that a year or a count is not taken for one."""


def find(text: str) -> Iterator[Span]:
    """Each row of single digits or of single letters and digits."""
    if not _ALONE.search(text):
        return
    for found in _DIGITS.finditer(text):
        if not _counts_up(re.findall(r"\d", found.group())):
            yield Span(found.start(), found.end(), "OTHER_ID", "digit by digit")
    for found in _LETTERS.finditer(text):
        solid = re.sub(r"[\W_]", "", found.group())
        if 2 <= sum(map(str.isdigit, solid)) < len(solid):
            yield Span(found.start(), found.end(), "OTHER_ID", "letter by letter")


def find_in_words(text: str) -> Iterator[Span]:
    """Each long number said in words."""
    for run in digits.runs(text):
        start, end, said = run[-1]
        if len(run) >= _LEAST_PIECES and len(said) >= _LEAST_DIGITS:
            yield Span(start, end, "OTHER_ID", "long number in words")


def _counts_up(said: list[str]) -> bool:
    """Whether digits are said in order, as the choices of a question are, or all the same."""
    return {int(after) - int(before) for before, after in pairwise(said)} in ({0}, {1})
