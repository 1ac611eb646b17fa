"""Groups of vectors that are alike: many small ones first, then those together that belong.

Small groups come from the graph of who shares neighbours with whom (Louvain). They are joined while
their members are alike on average, which finds large and small themes beside each other. The more
texts there are, the more small groups, and the more and finer themes.
"""

import math

import numpy as np
from scipy import sparse
from sknetwork.clustering.louvain import Louvain

from nlp.discovery.exact import ROWS, SQUARE, Floats, Numbers, Whole, middles, numbered, sums, whole
from nlp.discovery.neighbours import Neighbours, nearest

NEIGHBOURS = 10
_SMOOTHED_BY = 5
_UNLIKE = 0.15
"""Neighbours less alike than this say nothing about a text."""
_SEED = 7
_ROUNDS = 5
_EDGES_AT_ONCE = 200_000
_LOG_SIZES, _ALIKE = (1.5, 2, 3, 4, 5), (0.45, 0.5, 0.52, 0.5, 0.42)
_ALIKE_IN_SPELLING = 0.2


def smoothed(vectors: Whole, known: Neighbours) -> Whole:
    """Each vector moved half way to its nearest neighbours, which quietens chance wording."""
    weights = np.maximum(known.likeness[:, :_SMOOTHED_BY] - _UNLIKE, 0).astype(np.float64)
    total = weights.sum(axis=1, keepdims=True)
    weights /= np.where(total > 0, total, 1)
    near = known.near[:, :_SMOOTHED_BY]
    made = np.empty_like(vectors)
    for begin in range(0, len(vectors), ROWS):
        some = slice(begin, begin + ROWS)
        moved = vectors[some].astype(np.float64)
        for place in range(near.shape[1]):
            moved += weights[some, place, None] * vectors[near[some, place]]
        made[some] = whole(moved)
    return made


def grouped(vectors: Whole, known: Neighbours, *, know_meaning: bool = True) -> Numbers:
    """The group of each smoothed vector, numbered from 0; a group may have one member.

    Vectors that know no meaning, only spelling, are less alike in a theme that is wide.
    """
    alike = _alike(len(vectors)) if know_meaning else _ALIKE_IN_SPELLING
    groups = _joined(vectors, _small_groups(known), alike)
    for _ in range(_ROUNDS):
        moved = numbered(nearest(vectors, middles(vectors, groups)))
        if np.array_equal(moved, groups):
            break
        groups = moved
    return groups


def _alike(count: int) -> float:
    """How alike groups have to be on average to be joined, for so many texts."""
    return float(np.interp(math.log10(count), _LOG_SIZES, _ALIKE))


def _fineness(count: int) -> float:
    """The resolution with which small groups are looked for, among so many texts."""
    return float(np.interp(math.log10(count), [3, 3.5], [5, 3]))


def _small_groups(known: Neighbours) -> Numbers:
    graph = _shared(known.near)
    # Not Leiden: scikit-network's draws chance numbers that no seed reaches, so that it answers
    # differently each time. What it would mend, groups that hang together badly, is mended after.
    louvain = Louvain(_fineness(len(known.near)), shuffle_nodes=False, random_state=_SEED)
    return numbered(louvain.fit_predict(graph))


def _shared(near: Numbers) -> sparse.csr_matrix:
    """Who is a neighbour of whom, weighed by the share of neighbours they have in common."""
    count, width = near.shape
    circles = np.sort(np.column_stack([near, np.arange(count)]), axis=1)
    left = np.repeat(np.arange(count), width)
    right = near.ravel()
    weights = np.zeros(len(left))
    for begin in range(0, len(left), _EDGES_AT_ONCE):
        some = slice(begin, begin + _EDGES_AT_ONCE)
        both = _in_common(circles[left[some]], circles[right[some]])
        weights[some] = both / (2 * (width + 1) - both)
    one_way = sparse.csr_matrix((weights, (left, right)), shape=(count, count))
    return one_way.maximum(one_way.T).tocsr()


def _in_common(one: Numbers, other: Numbers) -> Numbers:
    """How many numbers each row has in common with the other's row; none stands twice in a row."""
    both = np.sort(np.concatenate([one, other], axis=1), axis=1)
    equal: Numbers = (both[:, 1:] == both[:, :-1]).sum(axis=1)
    return equal


def _joined(vectors: Whole, groups: Numbers, alike: float) -> Numbers:
    """Groups joined, the most alike first, while members are on average as alike as asked."""
    totals = sums(vectors, groups) / math.sqrt(SQUARE)
    sizes = np.bincount(groups).astype(np.float64)
    likeness = (totals @ totals.T) / np.outer(sizes, sizes)
    np.fill_diagonal(likeness, -np.inf)
    joined_to = np.arange(len(sizes))
    is_there = np.ones(len(sizes), dtype=bool)
    while True:
        first, second = sorted(divmod(int(likeness.argmax()), len(sizes)))
        if likeness[first, second] < alike:
            return numbered(joined_to[groups])
        joined_to[joined_to == second] = first
        totals[first] += totals[second]
        sizes[first] += sizes[second]
        is_there[second] = False
        row = np.where(is_there, (totals @ totals[first]) / (sizes * sizes[first]), -np.inf)
        row[first] = -np.inf
        likeness[second, :] = likeness[:, second] = -np.inf
        likeness[first, :] = likeness[:, first] = row


def likeness_to(vectors: Whole, centres: Whole) -> Floats:
    """How alike each vector is to each centre."""
    return (vectors @ centres.T) / np.float32(SQUARE)
