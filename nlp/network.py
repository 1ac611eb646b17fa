"""The shape of the small network that looks at each word of a text and those around it.

Hash embeddings of each word's spelling and kind beside what the word means, mixed once for each
different word, then layers that look one word further to each side (Honnibal's tok2vec, which spaCy
builds in the same way).
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    NumpyOps,
    Softmax_v2,
    chain,
    concatenate,
    expand_window,
    list2ragged,
    ragged2list,
    residual,
    with_array,
)

from nlp import meanings
from nlp.tokens import Read, Written

Array = NDArray[np.float32]
Shares = Array
Network = Model[list[Read], list[Shares]]
Mixer = Model[Any, Any]
Rows = NDArray[np.uint64]

WIDTH, DEPTH, PIECES = 64, 4, 2
"""The shape of the network: numbers a word, layers of context, and the best of so many."""

_ROWS = (6000, 3000, 3000, 500, 50, 200)
_COLUMNS = len(_ROWS) + 1
_SEED = 8
_MIX = np.random.default_rng(_SEED).integers(1, 2**63, size=_COLUMNS, dtype=np.uint64) | 1
"""An odd number for each attribute: times these and added up, two words differ if any does."""


class _QuickOps(NumpyOps):  # type: ignore[misc]
    """thinc's arithmetic with numpy's own product of matrices, which is twice as fast here."""

    def gemm(
        self,
        x: Array,
        y: Array,
        out: Array | None = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> Array:
        """The product of two matrices, either of them turned first."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


_OPS = _QuickOps()


def build(labels: int) -> Network:
    """The network, not trained: texts in, for each the share of each label for its words out."""
    embedded: list[Mixer] = [
        HashEmbed(WIDTH, rows, column=at, seed=_SEED + at, dropout=0.0)
        for at, rows in enumerate(_ROWS)
    ]
    known: Mixer = Model("meanings", _look_up)
    wide = WIDTH * len(_ROWS) + meanings.WIDTH
    mixed: Mixer = chain(concatenate(*embedded, known), _best(wide))
    looking = (
        residual(chain(expand_window(1), with_array(_best(WIDTH * 3)))) for _ in range(DEPTH)
    )
    network: Network = chain(
        Model("written", _read),
        list2ragged(),
        with_array(_once_each(mixed)),
        *looking,
        with_array(Softmax_v2(labels, WIDTH)),
        ragged2list(),
    )
    for layer in network.walk():
        layer.ops = _OPS
    return network


def rows_of(written: Sequence[Written]) -> Rows:
    """Rows of hashes as the network reads them, the place of each word's meaning last."""
    return np.array(written, dtype="uint64").reshape(len(written), _COLUMNS)


def _read(
    model: Mixer, texts: list[Read], is_train: bool
) -> tuple[list[Rows], Callable[[list[Rows]], list[Read]]]:
    return [rows_of(text.written) for text in texts], lambda _slopes: []


def _look_up(model: Mixer, rows: Rows, is_train: bool) -> tuple[Array, Callable[[Array], Rows]]:
    """What each word means, which is not learned here."""
    return meanings.rows(rows[:, -1]), lambda _slopes: np.zeros_like(rows)


def _best(given: int) -> Mixer:
    return Maxout(WIDTH, given, nP=PIECES, normalize=True, dropout=0.0)


def _once_each(layer: Mixer) -> Mixer:
    """The layer, asked once about rows that are the same: most words stand in many texts."""
    return Model("once_each", _ask_once_each, init=_begin, layers=[layer])


def _ask_once_each(
    model: Mixer, rows: Rows, is_train: bool
) -> tuple[Array, Callable[[Array], Rows]]:
    mixed = (rows * _MIX).sum(axis=1)
    _, first, which = np.unique(mixed, return_index=True, return_inverse=True)
    found, learn = model.layers[0](rows[first], is_train)

    def backprop(slopes: Array) -> Rows:
        in_order = np.argsort(which, kind="stable")
        begin = np.searchsorted(which[in_order], np.arange(len(first)))
        learn(np.add.reduceat(slopes[in_order], begin, axis=0))
        return np.zeros_like(rows)

    return found[which], backprop


def _begin(model: Mixer, X: Rows | None = None, Y: Array | None = None) -> None:
    model.layers[0].initialize(X=X, Y=Y)
