"""The words that decided a code: take them away and the code goes too."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nlp.themes.hits import Hit, Hits
from nlp.themes.model import HITS, VECTOR, Given, Model


@dataclass(frozen=True)
class Decided:
    """The numbers of the words that decided a code; not `enough` where more than words did."""

    words: frozenset[int]
    is_enough: bool


@dataclass(frozen=True)
class Statement:
    """A statement as the model was given it, with the hits of the codebook in it."""

    text: str
    question: str
    given: Given
    hits: Sequence[Hit]

    @cached_property
    def hit_words(self) -> list[tuple[Hit, range]]:
        """Each hit with the numbers of the words it lies over."""
        starts = [start for start, _ in self.given.seen.words]
        ends = [end for _, end in self.given.seen.words]
        return [
            (hit, range(bisect_right(ends, hit.start), bisect_left(starts, hit.end)))
            for hit in self.hits
        ]

    @cached_property
    def strongest(self) -> dict[int, int]:
        """For each word over which hits lie, the place in `hits` of the one that weighs most."""
        found: dict[int, int] = {}
        for place, (hit, inside) in enumerate(self.hit_words):
            for word in inside:
                if word not in found or hit.weight > self.hits[found[word]].weight:
                    found[word] = place
        return found


def words_for(model: Model, finder: Hits, said: Statement, code: int, least: float) -> Decided:
    """The fewest words, the heaviest first, without which a code falls below `least`.

    The number of them is halved in on, so that a long text takes little longer than a short one.
    """
    reason = Reason(model, finder, said, code)
    weights = reason.by_word()
    heaviest = sorted(
        (number for number, weight in enumerate(weights) if weight > 0),
        key=lambda number: (-weights[number], number),
    )
    least_words, enough = 1, len(heaviest) + 1
    while least_words < enough:
        middle = (least_words + enough) // 2
        if middle <= len(heaviest) and reason.without(frozenset(heaviest[:middle])) >= least:
            least_words = middle + 1
        else:
            enough = middle
    return Decided(frozenset(heaviest[:enough]), is_enough=enough <= len(heaviest))


class Reason:
    """What the words of a statement add to one code."""

    def __init__(self, model: Model, finder: Hits, said: Statement, code: int) -> None:
        self._features, self._finder, self._said = model.features, finder, said
        self._words = model.words[said.given.seen.at, code]
        self._hits = HITS * model.hits[:, code]
        self._apart = float(model.bias[code])
        if len(model.vector) and said.given.vector is not None:
            self._apart += VECTOR * float(said.given.vector @ model.vector[:, code])

    def by_word(self) -> list[float]:
        """What each word adds: of a pair half each, of a run its share of all of them."""
        seen = self._said.given.seen
        features, firsts, lasts = seen.brought
        times = np.bincount(features, minlength=len(seen.at))
        each = (seen.weights * self._words / np.maximum(times, 1))[features] / 2
        many = len(seen.words)
        total = np.bincount(firsts, each, many) + np.bincount(lasts, each, many)
        by_word: list[float] = total.tolist()
        for hit, inside in self._said.hit_words:
            worth = float(self._finder.strengths([hit]) @ self._hits)
            for word in inside:
                by_word[word] += worth / len(inside)
        return by_word

    def without(self, gone: frozenset[int]) -> float:
        """The sum for the code once these words are gone."""
        left = [hit for hit, inside in self._said.hit_words if gone.isdisjoint(inside)]
        by_words = self._features.left(self._said.given.seen, gone) @ self._words
        by_hits = self._finder.strengths(left) @ self._hits
        return self._apart + float(by_words) + float(by_hits)
