"""Numbers said in words: "oh seven double seven" and "nine hundred" as digits."""

import re
from collections.abc import Iterator

_UNITS = {
    "oh": "0", "o": "0", "zero": "0", "nought": "0", "naught": "0", "one": "1", "two": "2",
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60",
    "seventy": "70", "eighty": "80", "ninety": "90",
}  # fmt: skip
_TIMES = {"double": 2, "dubble": 2, "treble": 3, "triple": 3}
_SAID = "|".join(sorted([*_UNITS, *_TENS, *_TIMES, "hundred"], key=len, reverse=True))
_PIECE = rf"(?:{_SAID}|\d{{1,8}})"
_RUN = re.compile(
    rf"(?<!\w){_PIECE}(?:[\s,.\-]{{1,3}}(?:and\s)?{_PIECE}(?!\w)){{4,24}}(?!\w)", re.IGNORECASE
)
_EACH = re.compile(_PIECE, re.IGNORECASE)


def runs(text: str) -> Iterator[list[tuple[int, int, str]]]:
    """Each run of numbers said at least partly in words.

    A run is a list of (start, end, digits so far): cutting it after any piece gives the digits
    up to there, so that a caller can stop where a number is whole.
    """
    for found in _RUN.finditer(text):
        pieces = list(_EACH.finditer(text, found.start(), found.end()))
        if sum(not piece.group().isdigit() for piece in pieces) < 2:
            continue
        yield _digits_so_far(pieces)


def _digits_so_far(pieces: list[re.Match[str]]) -> list[tuple[int, int, str]]:
    digits = ""
    times = 1
    run: list[tuple[int, int, str]] = []
    for piece in pieces:
        word = piece.group().lower()
        if word in _TIMES:
            times = _TIMES[word]
        elif word == "hundred":
            digits += "00"
        elif _UNITS.get(word, "0") != "0" and digits[-1:] == "0" and _was_tens(run, pieces):
            digits = digits[:-1] + _UNITS[word]
        else:
            digits += _UNITS.get(word, _TENS.get(word, word)) * times
            times = 1
        run.append((pieces[0].start(), piece.end(), digits))
    return run


def _was_tens(run: list[tuple[int, int, str]], pieces: list[re.Match[str]]) -> bool:
    """Whether the piece before was "twenty" to "ninety", so that "twenty one" is 21."""
    before = pieces[len(run) - 1].group().lower() if run else ""
    return before.endswith("ty") and before in _TENS
