"""How well found themes agree with the ones that people gave: two indices, and what was placed."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import comb, log

Given = Sequence[Hashable | None]
"""A theme for each text; None for one that is unplaced."""


@dataclass(frozen=True)
class Agreement:
    """Agreement of two ways to group the same texts, 1 where they are one and the same."""

    rand: float
    """The adjusted Rand index, about 0 for chance. Each unplaced text is a theme of its own."""
    information: float
    """The normalised mutual information, unplaced texts likewise."""
    placed: float
    themes: int


def measure(gold: Given, found: Given) -> Agreement:
    """How far found themes agree with gold, text by text."""
    true, said = _apart(gold), _apart(found)
    themes = {theme for theme in found if theme is not None}
    placed = sum(theme is not None for theme in found) / len(found) if found else 0.0
    return Agreement(rand(true, said), information(true, said), placed, len(themes))


def _apart(given: Given) -> list[Hashable]:
    """Every text with a theme: an unplaced one has its own."""
    return [("alone", at) if one is None else ("theme", one) for at, one in enumerate(given)]


def rand(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """The adjusted Rand index of two groupings (Hubert and Arabie 1985)."""
    together = sum(comb(count, 2) for count in Counter(zip(one, other, strict=True)).values())
    pairs_of_one = sum(comb(count, 2) for count in Counter(one).values())
    pairs_of_other = sum(comb(count, 2) for count in Counter(other).values())
    pairs = comb(len(one), 2)
    chance = pairs_of_one * pairs_of_other / pairs if pairs else 0.0
    most = (pairs_of_one + pairs_of_other) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)


def information(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """The mutual information of two groupings over the mean of what each holds."""
    total = len(one)
    mine, theirs = Counter(one), Counter(other)
    shared = sum(
        count / total * log(count * total / (mine[a] * theirs[b]))
        for (a, b), count in Counter(zip(one, other, strict=True)).items()
    )
    mean = (_spread(mine, total) + _spread(theirs, total)) / 2
    return shared / mean if mean else 1.0


def _spread(counts: Counter[Hashable], total: int) -> float:
    return -sum(count / total * log(count / total) for count in counts.values())
