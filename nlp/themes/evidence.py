"""The words that decided a code: take them away and the code goes too."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from nlp.themes.hits import Hit, Hits
from nlp.themes.model import HITS, Given, Model


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
    weights = _by_word(model, finder, said, code)
    heaviest = sorted(
        (number for number, weight in enumerate(weights) if weight > 0),
        key=lambda number: (-weights[number], number),
    )
    least_words, enough = 1, len(heaviest) + 1
    while least_words < enough:
        middle = (least_words + enough) // 2
        if middle <= len(heaviest) and not _falls(
            model, finder, said, frozenset(heaviest[:middle]), code=code, least=least
        ):
            least_words = middle + 1
        else:
            enough = middle
    return Decided(frozenset(heaviest[:enough]), is_enough=enough <= len(heaviest))


def _by_word(model: Model, finder: Hits, said: Statement, code: int) -> list[float]:
    """What each word adds to a code: of a pair half each, of a run its share of all of them."""
    seen = said.given.seen
    features, words = seen.brought
    times = np.bincount(features, minlength=len(seen.at))
    worth = seen.weights * model.words[seen.at, code] / np.maximum(times, 1)
    total = np.bincount(words, weights=worth[features], minlength=len(seen.words)).tolist()
    for hit, inside in said.hit_words:
        worth_of_hit = HITS * float(finder.strengths([hit]) @ model.hits[:, code])
        for word in inside:
            total[word] += worth_of_hit / len(inside)
    return list(total)


def _falls(
    model: Model,
    finder: Hits,
    said: Statement,
    gone: frozenset[int],
    *,
    code: int,
    least: float,
) -> bool:
    """Whether the code is given no longer once these words are gone."""
    seen = model.features.see(said.text, said.question, without=gone)
    left = [hit for hit, inside in said.hit_words if gone.isdisjoint(inside)]
    total = model.weigh(replace(said.given, seen=seen, hits=finder.strengths(left)))
    return bool(total[code] < least)
