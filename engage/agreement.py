"""How far people, and the machine, give the same codes to the same statements; and how sure.

F1 is micro F1: of all codes that two gave, the share that both gave. Kappa is Cohen's (1960) for
one code, and over all codes pooled as de Vries and others do it (Field Methods 20, 2008). Alpha is
Krippendorff's ("Computing Krippendorff's Alpha-Reliability", 2011), for whether one code was given
or not as nominal data, and for whole sets of codes with the distance MASI (Passonneau, LREC 2006).
Around each stands the middle 95% of what comes of drawing the statements again, with replacement
(Efron's percentile interval). Standard library only; nothing here knows what a code is.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TypeVar

Value = TypeVar("Value", bound=Hashable)
Codes = frozenset[str]
Pair = tuple[Codes, Codes]
"""What each of two gave to one statement."""
Places = Sequence[int]
Measure = Callable[[Places], float | None]
"""A figure for the statements in these places, each counted as often as it is named."""
DRAWS = 1000
FEWEST = 10
"""With fewer statements than this no figure is told."""
_NOTHING = 1e-9
_DEFINED = 0.9
"""An interval is told only if so many of the draws have a figure at all."""


@dataclass(frozen=True)
class Figure:
    """A figure with the ends of its interval, of so many statements; None where there is none."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def f1(units: Sequence[Sequence[Codes]]) -> Measure:
    """Micro F1: twice the codes that both of two gave, of the codes that each gave.

    Each unit holds what those who read it gave; of more than two, every two of them count.
    """
    both = [sum(2 * len(a & b) for a, b in combinations(unit, 2)) for unit in units]
    given = [sum(len(a) + len(b) for a, b in combinations(unit, 2)) for unit in units]

    def of(places: Places) -> float | None:
        every = sum(given[place] for place in places)
        return sum(both[place] for place in places) / every if every else None

    return of


def kappa(pairs: Sequence[Pair], codes: Iterable[str]) -> Measure:
    """Cohen's kappa of two for one code, or pooled over several.

    Pooling takes the mean of the agreement seen, and of that expected, over the codes. A code
    that nobody gave changes nothing. Without any doubt to begin with there is no kappa.
    """
    number = {code: at for at, code in enumerate(codes)}
    firsts = [[number[code] for code in one if code in number] for one, _ in pairs]
    seconds = [[number[code] for code in other if code in number] for _, other in pairs]
    boths = [[number[code] for code in one & other if code in number] for one, other in pairs]

    def of(places: Places) -> float | None:
        n = len(places)
        first = _count(firsts, places, len(number))
        second = _count(seconds, places, len(number))
        both = _count(boths, places, len(number))
        seen = expected = 0.0
        for a, b, c in zip(first, second, both, strict=True):
            seen += (n - a - b + 2 * c) / n
            expected += (a * b + (n - a) * (n - b)) / n**2
        room = len(number) - expected
        return (seen - expected) / room if n and room > _NOTHING else None

    return of


def _count(marks: Sequence[Sequence[int]], places: Places, how_many: int) -> list[int]:
    counts = [0] * how_many
    for place in places:
        for at in marks[place]:
            counts[at] += 1
    return counts


def nominal(one: Hashable, other: Hashable) -> float:
    """How far apart two names are: not at all, or wholly."""
    return float(one != other)


@lru_cache(maxsize=4096)
def masi(one: Codes, other: Codes) -> float:
    """How far apart two sets are: nearer the more they share, and where one holds the other."""
    if one == other:
        return 0.0
    shared = len(one & other)
    if not shared:
        return 1.0
    alike = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - alike * shared / len(one | other)


def alpha(units: Sequence[Sequence[Value]], distance: Callable[[Value, Value], float]) -> Measure:
    """Krippendorff's alpha of any number of coders; each unit holds what those who read it gave.

    Distances are from 0 to 1. A unit that fewer than two read counts for nothing. Where all values
    are alike there is no alpha.
    """
    fit = [unit if len(unit) > 1 else () for unit in units]
    values = list(dict.fromkeys(value for unit in fit for value in unit))
    number = {value: at for at, value in enumerate(values)}
    near = [
        (at, at + 1 + more, 1 - distance(one, other))
        for at, one in enumerate(values)
        for more, other in enumerate(values[at + 1 :])
        if distance(one, other) < 1
    ]
    marks = [[number[value] for value in unit] for unit in fit]
    within = [_within(unit, distance) for unit in fit]

    def of(places: Places) -> float | None:
        counts = _count(marks, places, len(values))
        n = sum(counts)
        across: float = n**2 - sum(count**2 for count in counts)
        across -= 2 * sum(counts[one] * counts[other] * alike for one, other, alike in near)
        if across <= _NOTHING:
            return None
        return 1 - (n - 1) * sum(within[place] for place in places) / across

    return of


def _within(unit: Sequence[Value], distance: Callable[[Value, Value], float]) -> float:
    """How far apart the values of one unit are, for each of its coders."""
    if len(unit) < 2:
        return 0.0
    return 2 * sum(distance(one, other) for one, other in combinations(unit, 2)) / (len(unit) - 1)


def less(one: Measure, others: Sequence[Measure]) -> Measure:
    """By how much one figure is above the mean of others, on the same statements."""

    def of(places: Places) -> float | None:
        first, rest = one(places), [other(places) for other in others]
        known = [value for value in rest if value is not None]
        return None if first is None or not known else first - sum(known) / len(known)

    return of


def figure(measure: Measure, n: int, *, seed: str, draws: int = DRAWS) -> Figure:
    """A figure of n statements with its interval; the same seed gives the same interval."""
    if n < FEWEST:
        return Figure(None, None, None, n)
    value = measure(range(n))
    ends = interval(measure, n, seed=seed, draws=draws) if value is not None else None
    low, high = ends or (None, None)
    return Figure(value, low, high, n)


def interval(
    measure: Measure, n: int, *, seed: str, draws: int = DRAWS
) -> tuple[float, float] | None:
    """The middle 95% of a figure over statements drawn again; None if too seldom defined."""
    found = [measure(places) for places in _drawn(n, seed, draws)]
    known = sorted(value for value in found if value is not None)
    if not known or len(known) < _DEFINED * draws:
        return None
    last = len(known) - 1
    return known[round(0.025 * last)], known[round(0.975 * last)]


@lru_cache(maxsize=16)
def _drawn(n: int, seed: str, draws: int) -> tuple[list[int], ...]:
    """The statements of each draw, the same for every figure that is told beside others."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    return tuple(chance.choices(range(n), k=n) for _ in range(draws))


def same(sets: Sequence[Sequence[Codes]]) -> int:
    """On how many statements all gave the very same codes."""
    return sum(1 for given in sets if len(set(given)) == 1)


def how_often(codes: Iterable[Sequence[Codes]]) -> Counter[str]:
    """How often each code was given by anybody."""
    return Counter(code for given in codes for code in frozenset().union(*given))
