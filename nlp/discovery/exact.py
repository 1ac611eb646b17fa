"""Vectors as whole numbers, so that sums of them are exact and no order of adding matters.

A float32 holds every whole number up to 2**24. Unit vectors times 2**11 and rounded have products
whose sums stay under 2**22 or so, so a product of two matrices of them is exact: the same bits
however many cores share the work and whatever batches it is done in.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Whole = NDArray[np.float32]
"""Whole numbers, kept as float32 because matrices of these are multiplied fastest."""
Numbers = NDArray[np.int64]

SCALE = 2048
ROWS = 4096
"""Vectors worked on at once, so that many take little memory."""
SQUARE = float(SCALE * SCALE)


def whole(vectors: NDArray[Any]) -> Whole:
    """Each vector at length one, in whole numbers; one without a length stays nothing."""
    made = np.empty(vectors.shape, np.float32)
    for begin in range(0, len(vectors), ROWS):
        some = slice(begin, begin + ROWS)
        made[some] = _whole(vectors[some].astype(np.float64))
    return made


def _whole(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.sqrt(np.square(vectors).sum(axis=1, keepdims=True))
    rounded: NDArray[np.float64] = np.rint(vectors / np.where(lengths > 0, lengths, 1) * SCALE)
    return rounded


def centred(vectors: Whole) -> Whole:
    """The vectors without what all of them share, which tells no theme from another."""
    if len(vectors) < 2:
        return vectors
    middle = vectors.sum(axis=0, dtype=np.float64) / len(vectors)
    return whole(vectors - middle.astype(np.float32))


def middles(vectors: Whole, groups: Numbers) -> Whole:
    """The middle of each group, numbered from 0, at length one; no group is empty."""
    return whole(sums(vectors, groups))


def members(groups: Numbers) -> list[Numbers]:
    """The places of the members of each group, numbered from 0."""
    order = np.argsort(groups, kind="stable")
    bounds = np.searchsorted(groups[order], np.arange(groups.max() + 2))
    return [order[begin:end] for begin, end in pairwise(bounds)]


def sums(vectors: Whole, groups: Numbers) -> NDArray[np.float64]:
    """The sum of the vectors of each group."""
    return np.stack([vectors[own].sum(axis=0, dtype=np.float64) for own in members(groups)])


def numbered(groups: NDArray[Any]) -> Numbers:
    """The same groups, numbered from 0 without gaps in the order of their first numbers."""
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)
