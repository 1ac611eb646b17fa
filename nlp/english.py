"""Whether a text is English, told from the kinds of its words.

A text in another language is read otherwise: what the words around a name say in English tells
nothing there, and a word in no English list need be nobody's name.
"""

from collections.abc import Sequence
from operator import and_

from nlp import wordlists
from nlp.tokens import Read

NOTHING, SMALL, OTHER, STRANGE, ELSEWHERE = range(5)
"""What a word tells: no more than a sign does; that it is a small English one; that it is another
that English has; that English may not have it; that it is surely of another language."""

_FEWEST, _LONG = 3, 5
"""Words that tell a language together, and letters of one that tells it by itself: shorter ones are
what people are called as well."""
_STRANGE, _SMALL = 0.4, 0.25
"""The least share of strange words, and the greatest share of small English ones, in a text of
another language: 390 of 400 such messages are told by it, and 1 in 150 of all our English ones
is taken for one, most of them a number with a word or two."""
_JOINING = frozenset("@#/_")
"""Signs that handles, tags and links are put together with."""


def told_by(word: str, kind: str) -> int:
    """What one word tells, given as `wordlists.fold` spells it."""
    if len(word) < 2 or not word[0].isalpha():
        return NOTHING
    is_elsewhere = word in wordlists.listed("words_elsewhere")
    if kind == wordlists.FUNCTION:
        return OTHER if is_elsewhere else SMALL
    is_long = len(word) >= _LONG or not word.isascii()
    if is_elsewhere and is_long and kind == wordlists.UNKNOWN:
        return ELSEWHERE
    return STRANGE if is_elsewhere or kind == wordlists.UNKNOWN else OTHER


def is_english(read: Read, told: Sequence[int]) -> bool:
    """Whether enough of the words of a text are English, by what each of them tells.

    Where there are too few to tell, a text is English unless all it has are other languages'.
    Handles, tags, links and numbers are of no language, and say nothing against English.
    """
    return _is_english(told) or _is_english(_without_pieces(read, told))


def _without_pieces(read: Read, told: Sequence[int]) -> list[int]:
    """The same with what stands to a sign of a link, or to a digit, without a space as nothing."""
    joins = [word.isdecimal() or word in _JOINING for word in read.words]
    glued = [not space for space in read.spaces]
    before = [False, *map(and_, joins, glued)]
    after = [*map(and_, glued, joins[1:]), False]
    return [
        NOTHING if is_before or is_after else one
        for one, is_before, is_after in zip(told, before, after, strict=False)
    ]


def _is_english(told: Sequence[int]) -> bool:
    elsewhere = told.count(ELSEWHERE)
    strange = told.count(STRANGE) + elsewhere
    words = len(told) - told.count(NOTHING)
    if words < _FEWEST:
        return elsewhere == 0 or strange < words
    return strange < _STRANGE * words or told.count(SMALL) > _SMALL * words
