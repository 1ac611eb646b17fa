"""The shape of the small network that looks at each word of a text and those around it.

Hash embeddings of each word's spelling and kind, mixed once for each different word, then layers
that look one word further to each side (Honnibal's tok2vec, which spaCy builds in the same way).
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

from nlp.tokens import Read, Written

Array = NDArray[np.float32]
Shares = Array
Network = Model[list[Read], list[Shares]]
Mixer = Model[Any, Any]
Rows = NDArray[np.uint64]

WIDTH, DEPTH, PIECES = 64, 4, 2
"""The shape of the network: numbers a word, layers of context, and the best of so many."""

_ROWS = (6000, 3000, 3000, 500, 50, 200)
_SEED = 8
_MIX = np.random.default_rng(_SEED).integers(1, 2**63, size=len(_ROWS), dtype=np.uint64) | 1
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


def build(labels: int, width: int = WIDTH, depth: int = DEPTH, pieces: int = PIECES) -> Network:
    """The network, not trained: texts in, for each the share of each label for its words out."""
    embedded: list[Mixer] = [
        HashEmbed(width, rows, column=at, seed=_SEED + at, dropout=0.0)
        for at, rows in enumerate(_ROWS)
    ]
    mixed: Mixer = chain(concatenate(*embedded), _best(width, width * len(_ROWS), pieces))
    looking = (
        residual(chain(expand_window(1), with_array(_best(width, width * 3, pieces))))
        for _ in range(depth)
    )
    network: Network = chain(
        Model("written", _read),
        list2ragged(),
        with_array(_once_each(mixed)),
        *looking,
        with_array(Softmax_v2(labels, width)),
        ragged2list(),
    )
    for layer in network.walk():
        layer.ops = _OPS
    return network


def rows_of(written: Sequence[Written]) -> Rows:
    """Rows of hashes as the network reads them."""
    return np.array(written, dtype="uint64").reshape(len(written), len(_ROWS))


def _read(
    model: Mixer, texts: list[Read], is_train: bool
) -> tuple[list[Rows], Callable[[list[Rows]], list[Read]]]:
    return [rows_of(text.written) for text in texts], lambda _slopes: []


def _best(width: int, given: int, pieces: int) -> Mixer:
    return Maxout(width, given, nP=pieces, normalize=True, dropout=0.0)


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
