"""The nearest neighbours of each vector, and how alike they are, without comparing all at once.

Up to some thousands every pair is compared, some rows at a time. Beyond that the vectors are first
dealt into cells around middles, and each is compared with those of its own and the nearest cells.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nlp.discovery.exact import SQUARE, Floats, Numbers, Whole, members, middles, numbered

ALL_PAIRS = 12_000
"""Up to so many vectors, every pair is compared."""
_PAIRS_AT_ONCE = 8_000_000
_CELL = 400
_NEAR_CELLS = 12
_SAMPLE = 20_000
_ROUNDS = 4
_SEED = 20260101


@dataclass(frozen=True)
class Neighbours:
    """For each vector in a row: the numbers of its nearest, nearest first, and their likeness."""

    near: Numbers
    likeness: Floats


def find(vectors: Whole, count: int) -> Neighbours:
    """The `count` nearest others of each vector, or all the others where there are fewer."""
    count = min(count, len(vectors) - 1)
    near = np.zeros((len(vectors), count), dtype=np.int64)
    likeness = np.zeros((len(vectors), count), dtype=np.float32)
    for rows, others in _compared(vectors, count):
        step = max(1, _PAIRS_AT_ONCE // len(others))
        for begin in range(0, len(rows), step):
            some = rows[begin : begin + step]
            products = vectors[some] @ vectors[others].T
            products[some[:, None] == others[None, :]] = -np.inf
            best = _largest(products, count)
            near[some] = others[best]
            likeness[some] = np.take_along_axis(products, best, axis=1) / SQUARE
    return Neighbours(near, likeness)


def _largest(products: Floats, count: int) -> Numbers:
    """The places of the largest in each row, largest first, the first of equals first."""
    if products.shape[1] > 4 * count:
        edge = np.partition(products, -count, axis=1)[:, -count][:, None]
        keys = np.where(products >= edge, products, -np.inf)
        # Equals at the edge can make more than `count`: sorting what is left settles it.
        width = int((products >= edge).sum(axis=1).max())
        some = np.sort(np.argpartition(-keys, width - 1, axis=1)[:, :width], axis=1)
        order = np.argsort(-np.take_along_axis(keys, some, axis=1), axis=1, kind="stable")
        return np.take_along_axis(some, order[:, :count], axis=1)
    return np.argsort(-products, axis=1, kind="stable")[:, :count]


def _compared(vectors: Whole, count: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Rows, and the rows that each of them is compared with."""
    everyone = np.arange(len(vectors))
    if len(vectors) <= ALL_PAIRS:
        yield everyone, everyone
        return
    cells, centres = _cells(vectors)
    inside = members(cells)
    inside += [everyone[:0]] * (len(centres) - len(inside))
    by_nearness = np.argsort(-(centres @ centres.T), axis=1, kind="stable")
    for cell, rows in enumerate(inside):
        if len(rows):
            others, more = [rows], iter(by_nearness[cell][by_nearness[cell] != cell])
            while (one := next(more, None)) is not None and (
                len(others) < _NEAR_CELLS or sum(map(len, others)) <= count
            ):
                others.append(inside[one])
            yield rows, np.sort(np.concatenate(others))


def _cells(vectors: Whole) -> tuple[Numbers, Whole]:
    """The cell of each vector, and the middles of the cells, from a sample drawn with a seed."""
    draw = np.random.default_rng(_SEED)
    sample = vectors[np.sort(draw.choice(len(vectors), min(_SAMPLE, len(vectors)), replace=False))]
    count = max(2, len(vectors) // _CELL)
    centres = sample[np.sort(draw.choice(len(sample), min(count, len(sample)), replace=False))]
    for _ in range(_ROUNDS):
        centres = middles(sample, numbered(nearest(sample, centres)))
    return nearest(vectors, centres), centres


def nearest(vectors: Whole, centres: Whole) -> Numbers:
    """The number of the centre that each vector is most like, the first of equals."""
    step = max(1, _PAIRS_AT_ONCE // len(centres))
    parts = [
        (vectors[begin : begin + step] @ centres.T).argmax(axis=1)
        for begin in range(0, len(vectors), step)
    ]
    return np.concatenate(parts)
