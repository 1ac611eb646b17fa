"""Numbers said in words: "oh seven double seven" and "nine hundred" as digits."""

import re
from collections.abc import Iterator

from nlp.recognisers import context

_UNITS = {
    "oh": "0", "o": "0", "zero": "0", "nought": "0", "naught": "0", "zer0": "0", "one": "1",
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "sevn": "7",
    "eight": "8", "eigth": "8", "ate": "8", "nine": "9", "niner": "9", "won": "1", "too": "2",
}  # fmt: skip
_TENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
    "twenty": "20", "thirty": "30", "forty": "40", "fourty": "40", "fifty": "50", "sixty": "60",
    "seventy": "70", "eighty": "80", "ninety": "90", "ninty": "90",
}  # fmt: skip
TIMES = {"double": 2, "dubble": 2, "doubel": 2, "treble": 3, "triple": 3}
IN_WORDS = "|".join(sorted([*_UNITS, *_TENS, *TIMES], key=len, reverse=True))
"""The words that say digits, for a pattern."""
_PIECE = rf"(?:{IN_WORDS}|hundred|\d{{1,8}})(?![^\W_])"
HESITATION = (
    r"(?:and then|and|then|n|erm|um|err?|uh|uhm|dash|hyphen|space|dot|point|slash|stroke|star|"
    r"pause|hang on|hold on|wait|hmm|sorry)"
)
"""What people say between two parts of a number that they read out."""
_BETWEEN = rf"[\s,.\-]{{1,3}}(?:{HESITATION}[\s,.\-]{{1,3}})?"
_RUN = re.compile(rf"(?<![^\W_]){_PIECE}(?:{_BETWEEN}{_PIECE}){{2,24}}", re.IGNORECASE)
_IN_SMALL_LETTERS = re.compile(rf"(?<![^\W_]){_PIECE}(?:{_BETWEEN}{_PIECE}){{2}}")
_EACH = re.compile(_PIECE, re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
WORDS = frozenset([*_UNITS, *_TENS, *TIMES, "hundred"]) - {"o", "ate", "won", "too"}
"""Words that say digits, without those that mostly mean something else."""

_LONG = 9
"""Digits in a number so long that one word among them is enough: "07700 9 double 0 531"."""

Run = list[tuple[int, int, str]]
"""(start, end, digits so far) for each piece: cutting it after any piece gives the digits there."""


def said_by(word: str) -> str:
    """The digits that one word says, in small letters: "60" for "sixty"; "" where it says none."""
    return _UNITS.get(word, "") or _TENS.get(word, "") if word in WORDS else ""


def runs(text: str) -> Iterator[Run]:
    """Each run of numbers said at least partly in words."""
    lowered = context.lowered(text)
    if WORDS.isdisjoint(_WORD.findall(lowered)) or not _IN_SMALL_LETTERS.search(lowered):
        return
    for found in _RUN.finditer(text):
        run = _read(text, found)
        if run:
            yield run


def at(text: str, place: int) -> Run:
    """The run that starts at a place, partly in words; empty where none does."""
    found = _RUN.match(text, place)
    return _read(text, found) if found else []


def _read(text: str, found: re.Match[str]) -> Run:
    pieces = list(_EACH.finditer(text, found.start(), found.end()))
    said = [piece.group().lower() for piece in pieces]
    in_words = sum(word in WORDS for word in said)
    run = _digits_so_far(pieces) if in_words else []
    return run if in_words >= 2 or (run and len(run[-1][2]) >= _LONG) else []


def _digits_so_far(pieces: list[re.Match[str]]) -> Run:
    digits = ""
    times = 1
    run: Run = []
    for piece in pieces:
        word = piece.group().lower()
        if word in TIMES:
            times = TIMES[word]
        elif word == "hundred":
            digits += "00"
        elif _UNITS.get(word, "0") != "0" and digits[-1:] == "0" and _follows_round(run, pieces):
            digits = digits[:-1] + _UNITS[word]
        else:
            digits += _UNITS.get(word, _TENS.get(word, word)) * times
            times = 1
        run.append((pieces[0].start(), piece.end(), digits))
    return run


def _follows_round(run: Run, pieces: list[re.Match[str]]) -> bool:
    """Whether a unit adds to the piece before it: "twenty one", "hundred and two"."""
    if not run:
        return False
    last, this = pieces[len(run) - 1], pieces[len(run)]
    before = last.group().lower()
    if before == "hundred":
        return "and" in this.string[last.end() : this.start()].lower()
    return before.endswith("ty") and before in _TENS
