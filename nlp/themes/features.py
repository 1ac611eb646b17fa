"""What the model sees of a text: its words in plain form, pairs of them, and runs of letters.

Each word brings its features with it, so that what a model makes of a text can be told word by
word. Counts are damped and weighted by how rare a feature is (TF-IDF, Spärck Jones 1972), and each
kind has a length of its own, so that long texts weigh no more than short ones.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt

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
Known = tuple[str, tuple[int, ...]]
"""The plain form of a word, and the places of the features that it brings by itself."""


@dataclass(frozen=True)
class Seen:
    """The features of one text: their places in the model, in order, and their weights.

    `words` holds start and end of each word. `brought` tells which words bring a feature, each time
    that it stands there: (3, times), a place in `at` above the numbers of the first word and the
    last, which are one but for pairs of words.
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
        self._ends = np.searchsorted(kinds, [_LETTERS, _ASKED, _ASKED + 1])  # where each kind ends
        self._everyday: dict[str, Known] = {}
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

    def see(self, text: str, question: str = "") -> Seen:
        """The features of a text and its question."""
        spans = tuple(found.span() for found in _WORD.finditer(text))
        words = [text[start:end] for start, end in spans]
        known = [self._everyday.get(word) or self._of_word(word) for word in words]
        places: list[int] = []
        firsts: list[int] = []
        for number, (_, own) in enumerate(known):
            places += own
            firsts += [number] * len(own)
        lasts = firsts.copy()
        for number, ((one, _), (other, _)) in enumerate(pairwise(known)):
            place = self._place.get((_WORDS, f"{one} {other}"))
            if place is not None:
                places.append(place)
                firsts.append(number)
                lasts.append(number + 1)
        every = np.array([*places, *self._of_question(question)], dtype=np.int32)
        at, inside, counts = np.unique(every, return_inverse=True, return_counts=True)
        brought = np.array([inside[: len(places)], firsts, lasts], dtype=np.int32)
        return Seen(at, self._weighed(at, counts), spans, brought.reshape(3, -1))

    def left(self, seen: Seen, gone: Iterable[int]) -> Array:
        """The weights of the same features, in the same order, once some of the words are gone.

        A feature that no word brings any longer weighs nothing; what the question brings stays.
        """
        is_gone = np.zeros(len(seen.words), dtype=bool)
        is_gone[list(gone)] = True
        features, firsts, lasts = seen.brought
        counts = np.bincount(features[~(is_gone[firsts] | is_gone[lasts])], minlength=len(seen.at))
        counts[np.searchsorted(seen.at, self._ends[_LETTERS]) :] = 1
        return self._weighed(seen.at, counts)

    def _weighed(self, at: Places, counts: NDArray[np.int_]) -> Array:
        """What features weigh that stand in a text so often; their places are in order."""
        damped = np.log(np.maximum(counts, 1))
        damped += 1
        damped *= self.rarity[at]
        damped[counts == 0] = 0
        weights = damped.astype(np.float32)
        start = 0
        for end, length in zip(at.searchsorted(self._ends).tolist(), _LENGTHS, strict=True):
            own = weights[start:end]
            if square := float(own.dot(own)):
                own *= length / sqrt(square)
            start = end
        return weights

    def _look_up(self, word: str) -> Known:
        plain = _plain(word)
        found = [(_WORDS, plain), *((_LETTERS, run) for run in _runs(plain))]
        known = plain, tuple(self._place[one] for one in found if one in self._place)
        if wordlists.is_nobodys(word) and len(self._everyday) < _REMEMBERED:
            self._everyday[word] = known
        return known

    def _look_up_question(self, question: str) -> tuple[int, ...]:
        return tuple(self._place[one] for one in _asked(question) if one in self._place)

    def forget(self) -> None:
        """Forget the words that were met, but for those that are nobody's."""
        self._of_word.cache_clear()
        self._of_question.cache_clear()


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


def _plain(word: str) -> str:
    return lemmas.lemma(wordlists.fold(word).replace("’", "'"))[:_LONGEST_WORD]


def _runs(word: str) -> Iterator[str]:
    return letters.runs(f" {word} ", _SIZES)
