"""A text made plain for the recognisers, with the way back to offsets in the original.

Digits of any script become 0 to 9, full-width and styled letters become plain ones, curly quotes
and dashes become straight, each one character for one. Two things change the length, and the
map back accounts for them: zero-width characters are left out, and each placeholder or span
already taken out becomes one mark. So a text reads the same whether its details stand in
brackets already or are only about to: that is why anonymising twice changes nothing more.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nlp import placeholders
from nlp.rules import NOTHING_LOCAL, Local
from nlp.spans import Span

MARK = "\ufffc"
_UNKNOWN = "\ufffd"
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069]+")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_QUOTES = "\u2018\u2019\u201b\u02bc\u00b4`"
_UNUSUAL = re.compile(r"[^\x00-\x7f]|`")


class _PlainLetters(dict[int, str]):
    """A translation table that works out each character the first time it is met."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        self[code] = plain
        return plain


def _plain(character: str) -> str:
    if character in _QUOTES:
        return "'"
    if character < "\x80":
        return character
    if character in _DASHES:
        return "-"
    if "\ud800" <= character <= "\udfff" or character == MARK:
        return _UNKNOWN
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if character.isspace():
        return "\n" if character in "\u2028\u2029\x85" else " "
    composed = unicodedata.normalize("NFKC", character)
    return composed if len(composed) == 1 else character


_PLAIN = _PlainLetters()


@dataclass(frozen=True)
class Reading:
    """What the recognisers read, and the parts of the original that it is made of, in order.

    A part read as one mark has `None` for its end.
    """

    text: str
    parts: Sequence[tuple[int, int | None]]

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where in the original each character stood."""
        starts: list[int] = []
        for start, end in self.parts:
            starts.extend([start] if end is None else range(start, end))
        return starts

    def original(self, span: Span) -> Span:
        """The same span in offsets of the original text."""
        end = self.starts[span.end - 1] + 1
        return Span(self.starts[span.start], end, span.label, span.rule, span.instead)


def read(text: str, taken: Sequence[Span] = (), local: Local = NOTHING_LOCAL) -> Reading:
    """The plain reading of a text in which some spans are already taken out (sorted, apart).

    What the local lists put in a detail's place counts as taken out too.
    """
    is_unusual = _UNUSUAL.search(text) is not None
    parts: list[tuple[int, int | None]] = []
    at = 0
    for begin, end, mark in _gaps(text, taken, local, is_unusual=is_unusual):
        if end > at:
            start = max(begin, at)
            parts.append((at, start))
            if mark:
                parts.append((start, None))
            at = end
    parts.append((at, len(text)))
    plain = text.translate(_PLAIN) if is_unusual else text
    return Reading(
        "".join([MARK if end is None else plain[start:end] for start, end in parts]), parts
    )


def _gaps(
    text: str, taken: Sequence[Span], local: Local, *, is_unusual: bool
) -> list[tuple[int, int, bool]]:
    marks = [(span.start, span.end) for span in taken]
    if "[" in text:
        marks += [found.span() for found in placeholders.FOUND.finditer(text)]
        marks += local.standing_in(text)
    gaps = [(start, end, True) for start, end in marks]
    if is_unusual:
        gaps += [(*found.span(), False) for found in _ZERO_WIDTH.finditer(text)]
    return sorted(gaps)
