"""Themes found in texts: which text belongs to which, how sure that is, and each theme's name."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.coding import says_nothing
from nlp.discovery import exact, grouping, names, neighbours
from nlp.discovery.exact import Numbers, Whole

FEWEST = 2
"""Different texts in a theme, at least: one alone is unplaced."""

_MARGIN, _OWN, _BASE = 1.96, 5.21, -2.95
"""How sure a place is: fitted on public texts whose theme is known."""


@dataclass(frozen=True)
class Place:
    """The number of a text's theme, None where it is unplaced, and how sure that is (0 to 1)."""

    theme: int | None
    confidence: float


@dataclass(frozen=True)
class Theme:
    """A found theme: its name, how many texts are in it, and where its most typical text stands."""

    name: str
    size: int
    quote: int


@dataclass(frozen=True)
class Found:
    """The themes, largest first, and the place of every text in the order they were given."""

    themes: tuple[Theme, ...]
    places: tuple[Place, ...]


_NOWHERE = Place(None, 0.0)


def discover(texts: Sequence[str], vectors: NDArray[Any], *, know_meaning: bool = True) -> Found:
    """Find the themes of texts, given a vector for each, which may know spelling only.

    Equal texts have the same place, and the order of the texts changes nothing but the order of
    the answers. A text that says nothing, or is like no other, is unplaced.
    """
    different, which = _different(texts)
    if len(different) < FEWEST:
        return Found((), tuple(_NOWHERE for _ in texts))
    here = exact.centred(exact.whole(np.asarray(vectors)[different]))
    groups, sure = _placed(here, know_meaning=know_meaning)
    copies = np.bincount(which[which >= 0], minlength=len(different))
    numbers = _largest_first(groups, copies, which)
    confidence = [round(float(one), 3) for one in sure]
    places = tuple(
        Place(int(numbers[groups[at]]) if numbers[groups[at]] >= 0 else None, confidence[at])
        if at >= 0
        else _NOWHERE
        for at in which
    )
    own = [texts[at] for at in different]
    return Found(_themes(own, here, numbers[groups], different, copies), places)


def _different(texts: Sequence[str]) -> tuple[list[int], Numbers]:
    """The places of texts that differ, in the order of their words, and for each text which it is.

    Texts that say nothing are none of them: -1.
    """
    first: dict[str, int] = {}
    keys = [_key(text) for text in texts]
    for at, key in enumerate(keys):
        known = first.get(key)
        if key and (known is None or texts[at] < texts[known]):
            first[key] = at
    order = sorted(first)
    number = {key: place for place, key in enumerate(order)}
    return [first[key] for key in order], np.array([number.get(key, -1) for key in keys], int)


def _key(text: str) -> str:
    """What two equal texts share: their words, without regard to capitals and spaces."""
    if says_nothing(text):
        return ""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _placed(vectors: Whole, *, know_meaning: bool) -> tuple[Numbers, NDArray[np.float64]]:
    """The group of each vector, and how sure it belongs there."""
    known = neighbours.find(vectors, grouping.NEIGHBOURS)
    quiet = grouping.smoothed(vectors, known)
    groups = grouping.grouped(quiet, known, know_meaning=know_meaning)
    own, other = _likeness(quiet, groups)
    inside = _to_own(vectors, groups)
    doubt = np.exp(-(_MARGIN * (own - other) + _OWN * inside + _BASE))
    return groups, 1 / (1 + doubt)


def _likeness(vectors: Whole, groups: Numbers) -> tuple[NDArray[Any], NDArray[Any]]:
    """How alike each vector is to the middle of its own group, and to the nearest other."""
    centres = exact.middles(vectors, groups)
    own = np.zeros(len(vectors), np.float32)
    other = np.zeros(len(vectors), np.float32)
    for begin in range(0, len(vectors), 4096):
        some = slice(begin, begin + 4096)
        likeness = grouping.likeness_to(vectors[some], centres)
        rows = np.arange(len(likeness))
        own[some] = likeness[rows, groups[some]]
        likeness[rows, groups[some]] = -1
        other[some] = likeness.max(axis=1)
    return own, other


def _to_own(vectors: Whole, groups: Numbers) -> NDArray[np.float64]:
    centres = exact.middles(vectors, groups)
    products = np.einsum("ij,ij->i", vectors, centres[groups])
    return np.asarray(products / exact.SQUARE, np.float64)


def _largest_first(groups: Numbers, copies: Numbers, which: Numbers) -> Numbers:
    """For each group its number among the themes, the largest first; -1 for one too small."""
    different = np.bincount(groups)
    sizes = np.bincount(groups, weights=copies)
    kept = [group for group in range(len(sizes)) if different[group] >= FEWEST]
    numbers = np.full(len(sizes), -1)
    for number, group in enumerate(sorted(kept, key=lambda group: (-sizes[group], group))):
        numbers[group] = number
    return numbers


def _themes(
    texts: Sequence[str], vectors: Whole, groups: Numbers, at: Sequence[int], copies: Numbers
) -> tuple[Theme, ...]:
    placed = np.flatnonzero(groups >= 0)
    if not len(placed):
        return ()
    inside, here = groups[placed], vectors[placed]
    named = names.of([texts[place] for place in placed.tolist()], here, inside)
    typical = names.quotes(here, inside)
    sizes = np.bincount(inside, weights=copies[placed]).astype(int)
    return tuple(
        Theme(name or f"theme {number + 1}", int(size), at[int(placed[quote])])
        for number, (name, size, quote) in enumerate(zip(named, sizes, typical, strict=True))
    )
