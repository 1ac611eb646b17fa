"""The words of texts that a theme can be named with: no small words, one stem for all forms."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from spacy.lang.en.stop_words import STOP_WORDS

from nlp import lemmas
from nlp.phrases import folded
from nlp.wordlists import NAME, WORD, kind_of, listed, set_of

_SLOT = re.compile(r"\[[^\]]*\]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_BREAK = "."
_TOKEN = re.compile(rf"{_WORD.pattern}|[.!?;:,\n]")
_MOSTLY = 0.7
_ENDINGS = set_of("ment ments er ers al als ion ions able")


@dataclass(frozen=True)
class Word:
    """A word as it is written, and the stem it shares with its other forms."""

    written: str
    stem: str
    is_plain: bool
    """Whether it is listed as one of the ordinary words, which give nobody away."""


def of(text: str) -> tuple[Word | None, ...]:
    """The words of a text that can stand in a name; None where small words or signs part them.

    What stands in square brackets was taken out of the text and never comes back in a name.
    """
    found: list[Word | None] = []
    for token in _TOKEN.findall(_SLOT.sub(_BREAK, folded(text))):
        word = _word(token)
        if word or (found and found[-1]):
            found.append(word)
    return tuple(found)


@lru_cache(maxsize=50_000)
def _word(token: str) -> Word | None:
    written = token.removesuffix("'s")
    if not written[0].isalpha() or len(written) < 2 or "'" in written or _is_small(written):
        return None
    kind = kind_of(written)
    return None if kind == NAME else Word(written, lemmas.lemma(written), kind == WORD)


def forget() -> None:
    """Forget the words that were met: what stands in a cache was somebody's."""
    _word.cache_clear()
    kind_of.cache_clear()


def _is_small(word: str) -> bool:
    return word in STOP_WORDS or word in _small() or lemmas.lemma(word) in _small_stems()


@cache
def _small() -> frozenset[str]:
    joined = (word.replace("'", "") for word in STOP_WORDS)
    return listed("words_function") | frozenset(joined)


@cache
def _small_stems() -> frozenset[str]:
    return frozenset(map(lemmas.lemma, listed("words_function")))


def are_related(one: str, other: str) -> bool:
    """Whether two stems come from one word, as "pay" and "payment" or "verify" and "verificat"."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and (len(short) >= 4 or long[len(short) :] in _ENDINGS):
        return True
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(short, long, strict=False))
    shared = sum(1 for _ in alike)
    return shared >= 5 and shared >= _MOSTLY * len(short)
