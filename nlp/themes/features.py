"""What the model sees of a text: its words in plain form, pairs of them, and runs of letters.

Each word brings its features with it, so that what a model makes of a text can be told word by
word. Counts are damped and weighted by how rare a feature is (TF-IDF, Spärck Jones 1972), and each
kind has a length of its own, so that long texts weigh no more than short ones.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from nlp import lemmas, letters, wordlists

Array = NDArray[np.float32]
Places = NDArray[np.int32]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SIZES = range(2, 6)
_LONGEST_WORD = 30
_WORDS, _LETTERS, _ASKED = 0, 1, 2
"""Words and pairs of words of a text, runs of its letters, and words of the question."""
_LEAST_TEXTS = (1, 2, 2)
"""In how many texts a feature of each kind stands for it to be kept."""
_LENGTHS = (1.0, 1.0, 0.5)
"""How long the features of each kind are made together."""
_REMEMBERED = 50_000

Feature = tuple[int, str]


@dataclass(frozen=True)
class Seen:
    """The features of one text: their places in the model, in order, and their weights.

    `words` holds start and end of each word. `brought` pairs features with the words that bring
    them: (2, pairs), a place in `at` above the number of a word.
    """

    at: Places
    weights: Array
    words: tuple[tuple[int, int], ...]
    brought: Places


class Features:
    """The features that a model knows, in a fixed order: kind by kind, each by the alphabet."""

    def __init__(self, names: Sequence[Feature], rarity: Array) -> None:
        self.names = list(names)
        self.rarity = rarity
        self._place = {name: place for place, name in enumerate(self.names)}
        kinds = [kind for kind, _ in self.names]
        self._ends = np.searchsorted(kinds, [_LETTERS, _ASKED, _ASKED + 1])
        self._of_word = lru_cache(maxsize=_REMEMBERED)(self._look_up)
        self._of_question = lru_cache(maxsize=_REMEMBERED)(self._look_up_question)

    def __len__(self) -> int:
        return len(self.names)

    @classmethod
    def learned(cls, texts: Sequence[tuple[str, str]]) -> "Features":
        """Those of these texts and their questions."""
        stand_in: Counter[Feature] = Counter()
        for text, question in texts:
            stand_in.update(set(_all(text, question)))
        names = sorted(name for name, count in stand_in.items() if count >= _LEAST_TEXTS[name[0]])
        rarity = [1 + log((1 + len(texts)) / (1 + stand_in[name])) for name in names]
        return cls(names, np.array(rarity, dtype=np.float32))

    def knows(self, word: str) -> bool:
        """Whether a word, in any of its forms, stood in the texts that were learned from."""
        return (_WORDS, _plain(word)) in self._place

    def see(self, text: str, question: str = "", *, without: frozenset[int] = frozenset()) -> Seen:
        """The features of a text and its question, or of the text without some of its words."""
        spans = tuple(found.span() for found in _WORD.finditer(text))
        words = [
            "" if number in without else _plain(text[start:end])
            for number, (start, end) in enumerate(spans)
        ]
        places: list[int] = []
        numbers: list[int] = []
        for number, word in enumerate(words):
            own = self._of_word(word) if word else ()
            places += own
            numbers += [number] * len(own)
        places_of_pairs = [
            (place, number)
            for number, (one, other) in enumerate(pairwise(words))
            if one and other and (place := self._place.get((_WORDS, f"{one} {other}"))) is not None
        ]
        single = [*places, *(place for place, _ in places_of_pairs)]
        for place, number in places_of_pairs:
            places += [place, place]
            numbers += [number, number + 1]
        at, weights = self._weighed([*single, *self._of_question(question)])
        brought = np.array([np.searchsorted(at, places), numbers], dtype=np.int32)
        return Seen(at, weights, spans, brought.reshape(2, -1))

    def _weighed(self, places: list[int]) -> tuple[Places, Array]:
        at, counts = np.unique(np.array(places, dtype=np.int32), return_counts=True)
        weights = ((1 + np.log(counts)) * self.rarity[at]).astype(np.float32)
        start = 0
        for end, length in zip(np.searchsorted(at, self._ends), _LENGTHS, strict=True):
            own = weights[start:end]
            if len(own):
                own *= length / float(np.sqrt(np.dot(own, own)))
            start = end
        return at, weights

    def _look_up(self, word: str) -> tuple[int, ...]:
        found = [(_WORDS, word), *((_LETTERS, run) for run in _runs(word))]
        return tuple(self._place[one] for one in found if one in self._place)

    def _look_up_question(self, question: str) -> tuple[int, ...]:
        return tuple(self._place[one] for one in _asked(question) if one in self._place)

    def forget(self) -> None:
        """Forget the words that were met: what stands in a cache was somebody's."""
        self._of_word.cache_clear()
        self._of_question.cache_clear()
        _plain.cache_clear()


def _all(text: str, question: str) -> Iterator[Feature]:
    words = [_plain(found.group()) for found in _WORD.finditer(text)]
    for word in words:
        yield _WORDS, word
        for run in _runs(word):
            yield _LETTERS, run
    for one, other in pairwise(words):
        yield _WORDS, f"{one} {other}"
    yield from _asked(question)


def _asked(question: str) -> Iterator[Feature]:
    """The words of a question that do more than hold a sentence together."""
    plain = dict.fromkeys(_plain(found.group()) for found in _WORD.finditer(question))
    return ((_ASKED, one) for one in plain if wordlists.kind_of(one) != wordlists.FUNCTION)


@lru_cache(maxsize=_REMEMBERED)
def _plain(word: str) -> str:
    return lemmas.lemma(wordlists.fold(word).replace("’", "'"))[:_LONGEST_WORD]


def _runs(word: str) -> Iterator[str]:
    return letters.runs(f" {word} ", _SIZES)
