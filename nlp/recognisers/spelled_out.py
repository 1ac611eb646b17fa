"""Codes read out over the phone or to one: "C for Charlie R for Romeo seventeen", "kilo lima echo".

Letters said by a word, single letters, short groups of letters and numbers in words are put
together piece by piece. What makes a postcode, a National Insurance number or a number plate is
one; a longer code of letters said by words is some reference.
"""

import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from nlp import wordlists
from nlp.recognisers import digits, postcode, vehicle_reg
from nlp.spans import Span

_ALPHABET = (
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike "
    "november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu"
)
WORDS = wordlists.set_of(_ALPHABET)
"""Words that stand for their first letter, where others of the kind stand beside them."""
_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s,.\-:]{0,3}")
_AS = r"[ ,]{1,2}(?:for|as in|is for|like|like in|like a|as)[ ]"
_AS_IN = re.compile(rf"{_AS}(?P<word>[a-z]{{2,12}})(?!\w)", re.IGNORECASE)
_HESITATIONS = wordlists.set_of("then erm um er err uh dash space capital letter number")
_SAYING = frozenset(("for", "as", "like"))
_SINGLE = frozenset(string.ascii_lowercase)
_MAY_BE = re.compile(rf"(?<!\w)(?P<letter>[a-z]){_AS}(?P=letter)")
_LETTERS_ALONE = r"(?:[b-hj-z]|[b-df-hj-np-tv-xz]{2,3}|[a-z]{1,2}\d{1,2})"
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_ALONE = frozenset(
    [*"bcdefghjklmnopqrstuvwxyz", *map("".join, product(_CONSONANTS, repeat=2)),
     *map("".join, product(_CONSONANTS, repeat=3))]
)  # fmt: skip
_WITH_DIGITS = re.compile(r"(?<=[a-z])\d")
"""Each of the letters alone, and how the last kind of them is known."""
_BESIDE_A_NUMBER = re.compile(
    rf"(?<!\w)(?:{_LETTERS_ALONE}[ ,.\-]{{1,3}}(?:{digits.IN_WORDS})"
    rf"|(?:{digits.IN_WORDS})[ ,.\-]{{1,3}}{_LETTERS_ALONE})(?!\w)"
)
_MOST = 26
"""Pieces of one code at most."""
_NINO = re.compile(r"[A-Z]{2}\d{6}[A-F]")
_POSTCODE = re.compile(r"(?P<area>[A-Z]{1,2})\d[A-Z\d]?\d[A-Z]{2}")
_LEAST, _LEAST_DIGITS, _LEAST_SURE = 5, 2, 3
"""Letters and digits in a code that is no more than that, and how sure its letters make it one."""
_SAID_BY_WORD, _SAID_FOR = 1, 3
"""How sure "charlie" makes it that a code is read out, and how sure "C for Charlie" does."""


@dataclass(frozen=True)
class _Piece:
    """A piece of a code: where it stands, the letters and digits it says, and how it is said."""

    start: int
    end: int
    says: str
    sure: int = 0
    """How sure it makes it that a code is read out."""
    in_words: bool = False
    """A number said in words."""
    times: int = 0
    """How often the next one counts: "double" says no more than that."""


def may_be_in(lowered: str, words: frozenset[str], *, has_number: bool) -> bool:
    """Whether `find` may find any in a text, given in small letters with its words."""
    if len(WORDS & words) > 1:
        return True
    is_alone = has_number and (not words.isdisjoint(_ALONE) or _WITH_DIGITS.search(lowered))
    if is_alone and _BESIDE_A_NUMBER.search(lowered):
        return True
    if _SAYING.isdisjoint(words) or _SINGLE.isdisjoint(words):
        return False
    return _MAY_BE.search(lowered) is not None


def find(text: str) -> Iterator[Span]:
    """Each code that is read out, the longest from where it begins."""
    run: list[_Piece] = []
    for piece in _pieces(text):
        if run and (len(run) == _MOST or not _goes_on(text, run[-1], piece)):
            yield from _codes(run)
            run = []
        run.append(piece)
    yield from _codes(run)


def _pieces(text: str) -> Iterator[_Piece]:
    after = 0
    for token in _TOKEN.finditer(text):
        if token.start() < after:
            continue
        piece = _piece(text, token)
        if piece:
            after = piece.end
            yield piece


def _piece(text: str, token: re.Match[str]) -> _Piece | None:
    word = token.group().lower()
    start, end = token.span()
    if len(word) == 1 and word.isascii() and word.isalpha():
        said = _AS_IN.match(text, end)
        if said and said["word"][0].lower() == word:
            return _Piece(start, said.end(), word.upper(), sure=_SAID_FOR)
        return _Piece(start, end, word.upper())
    if word in WORDS:
        return _Piece(start, end, word[0].upper(), sure=_SAID_BY_WORD)
    if word in digits.TIMES:
        return _Piece(start, end, "", times=digits.TIMES[word])
    if number := digits.said_by(word):
        return _Piece(start, end, number, in_words=True)
    if not word.isascii() or len(word) > 8:
        return None
    if any(map(str.isdigit, word)) or _stands_for_letters(token.group()):
        return _Piece(start, end, word.upper())
    return None


def _stands_for_letters(word: str) -> bool:
    """Whether two or three letters are capitals or no word: "DW", "kbw"."""
    is_word = wordlists.kind_of(word.lower()) != wordlists.UNKNOWN
    return 1 < len(word) < 4 and (word.isupper() or not is_word)


def _goes_on(text: str, last: _Piece, piece: _Piece) -> bool:
    between = text[last.end : piece.start]
    if _GAP.fullmatch(between):
        return True
    said = re.fullmatch(r"[\s,.\-]{1,3}(\w+)[\s,.\-]{1,3}", between)
    return said is not None and said[1].lower() in _HESITATIONS


def _codes(run: Sequence[_Piece]) -> Iterator[Span]:
    """The codes in a row of pieces, left to right, none within another."""
    said = "".join(piece.says for piece in run)
    if said.isdigit() or said.isalpha():
        return
    first = 0
    while first < len(run):
        for last in range(len(run), first, -1):
            label = _kind(run[first:last])
            if label:
                end = run[last - 1].end
                yield Span(run[first].start, end, label, "read out by letters")
                first = last
                break
        else:
            first += 1


def _kind(pieces: Sequence[_Piece]) -> str:
    """What the pieces make together, or "" where that is no code that is read out."""
    sure = sum(piece.sure for piece in pieces)
    if not sure and not any(piece.in_words for piece in pieces):
        return ""
    solid = _together(pieces)
    if len(solid) < _LEAST:
        return ""
    found = _POSTCODE.fullmatch(solid)
    if found and found["area"] in postcode.AREAS:
        return "POSTCODE"
    if _NINO.fullmatch(solid):
        return "NINO"
    if vehicle_reg.CURRENT.fullmatch(solid):
        return "VEHICLE_REG"
    enough = sum(map(str.isdigit, solid)) >= _LEAST_DIGITS and sure >= _LEAST_SURE
    return "OTHER_ID" if enough else ""


def _together(pieces: Sequence[_Piece]) -> str:
    """Their letters and digits side by side; "thirty three" is 33 and not 303."""
    solid, times, is_tens = "", 1, False
    for piece in pieces:
        if is_tens and piece.in_words and len(piece.says) == 1 and piece.says != "0":
            solid = solid[:-1]
        solid += piece.says * times
        times = piece.times or 1
        is_tens = piece.in_words and piece.says[1:] == "0" and piece.says != "10"
    return solid
