"""The form of a text that is used for matching; what the person typed is always kept beside it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_QUOTES = {ord(mark): "'" for mark in "\u2018\u2019\u201a\u201b\u02bc\u00b4`\u2032\uff07"} | {
    ord(mark): '"' for mark in "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
}
_DASHES = {ord(mark): "-" for mark in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}
_OTHERS = {0x2044: "/", 0x00A0: " ", 0x066A: "%", 0x066B: "."}
_STRAIGHT = _QUOTES | _DASHES | _OTHERS
_EMOJI_MARKS = {0x20E3, *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)}
_KEPT_AT_THE_END = "%"
ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
"""What makes "2" the second, written after it: a token of its own."""
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|[^\s]")


@dataclass(frozen=True)
class Token:
    """One word, number or mark: its matching form, and where it stands in the text as typed."""

    form: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether this is written in digits."""
        return self.form[0].isdecimal()

    @property
    def is_word(self) -> bool:
        """Whether this is a word, not a number or a mark."""
        return self.form[0].isalpha()


@lru_cache(maxsize=4096)
def _plain_char(char: str) -> str:
    """One character in matching form: nothing at all for marks nobody sees, or that stand on a
    letter of their own accord (the short vowels of Arabic); "٢" is 2.
    """
    if ord(char) in _EMOJI_MARKS:
        return ""
    category = unicodedata.category(char)
    if category in {"Cf", "Cs", "Co", "Cn", "Mn"}:
        return ""
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return unicodedata.normalize("NFKC", char.translate(_STRAIGHT)).translate(_STRAIGHT).casefold()


def _formed(said: str) -> tuple[str, list[int]]:
    """The text in matching form, and for each of its characters the place it came from."""
    form: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(said):
        for plain in _plain_char(char):
            form.append(plain)
            origin.append(place)
    return "".join(form), origin


def as_typed(said: str) -> str:
    """What a person typed, with accents in one piece and the space around it gone.

    Browsers end a line in two characters and phones in one; here it is always one.
    """
    lines = said.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip()


def tokens(typed: str) -> tuple[Token, ...]:
    """The words, numbers and marks of a text that `as_typed` gave; offsets are into it."""
    form, origin = _formed(typed)
    found = _TOKEN.finditer(form)
    return tuple(
        Token(match[0].replace("'", "") or "'", origin[match.start()], origin[match.end() - 1] + 1)
        for match in found
    )


def matching_form(said: str) -> str:
    """The text for comparing: one case, plain quotes, single spaces, no marks around it."""
    form = " ".join(_formed(as_typed(said))[0].split())
    start, end = 0, len(form)
    while end > start and _is_outer_mark(form[end - 1]) and form[end - 1] not in _KEPT_AT_THE_END:
        end -= 1
    while start < end and _is_outer_mark(form[start]):
        if form[start] == "-" and form[start + 1 : start + 2].isdecimal():
            break
        start += 1
    return form[start:end].strip()


def _is_outer_mark(char: str) -> bool:
    return char.isspace() or unicodedata.category(char).startswith("P")


def spoken_words(said: str) -> tuple[str, ...]:
    """The words, numbers and pictures of a text in matching form, without its punctuation."""
    return tuple(
        token.form
        for token in tokens(as_typed(said))
        if token.form[0].isalnum() or unicodedata.category(token.form[0]) == "So"
    )
