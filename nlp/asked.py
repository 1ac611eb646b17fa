"""A trained network asked, not taught: its numbers laid out so that many texts take little time.

What it says is what `network.predict` says. Texts stand one below the other with a blank row
between, so that each word and its neighbours are read without a look at where a text ends.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nlp import network
from nlp.network import Array, Mixer, Network, Rows, Shares
from nlp.tokens import Read, Written

_SEEN = 3
"""Words that a layer looks at together: one to each side of its own."""
_TEXTS = 64
"""Texts looked at in one go: so much stays in a processor's own memory; more takes longer."""
_ROWS = 1_024
"""Words that a layer works out in one go, for the same reason: a text may be long."""
_TINY = 1e-8


class Asked:
    """What a trained network has learnt, ready to be asked."""

    def __init__(self, trained: Network) -> None:
        _, _, mixed, *looking, said, _ = trained.layers
        once_each: Any = mixed.layers[0]
        embedded, mixing = once_each.layers[0].layers
        self._embedded: Sequence[Mixer] = embedded.layers
        self._mixing = _Best(mixing)
        self._looking = [_Best(layer) for layer in looking]
        softmax: Any = said.layers[0]
        self._said: Array = softmax.get_param("W").T.copy()
        self._bias: Array = softmax.get_param("b")

    def __call__(self, texts: Sequence[Read]) -> Shares:
        """The share of each label for the words of all texts, one below the other."""
        mixed = self._mix([row for text in texts for row in text.written])
        lengths = [len(text) for text in texts]
        shares = []
        done = 0
        for at in range(0, len(texts), _TEXTS):
            few = lengths[at : at + _TEXTS]
            shares.append(self._in_context(mixed[done : done + sum(few)], few))
            done += sum(few)
        return np.concatenate(shares)

    def _mix(self, written: Sequence[Written]) -> Array:
        """The numbers of each word by itself, worked out once for each different one."""
        places: dict[Written, int] = {}
        which = [places.setdefault(row, len(places)) for row in written]
        rows = network.rows_of(list(places))
        return self._mixing(np.hstack(list(self._numbers(rows))))[which]

    def _numbers(self, rows: Rows) -> Iterator[Array]:
        """For each attribute the numbers of its hashes: many words share a shape or an ending."""
        for column, embedded in enumerate(self._embedded):
            _, first, which = np.unique(rows[:, column], return_index=True, return_inverse=True)
            yield embedded.predict(rows[first])[which]

    def _in_context(self, mixed: Array, lengths: Sequence[int]) -> Shares:
        places = np.arange(len(mixed)) + np.repeat(np.arange(1, len(lengths) + 1), lengths)
        width = mixed.shape[1]
        laid = np.zeros((len(mixed) + len(lengths) + 1, width), dtype="f")
        laid[places] = mixed
        blanks = np.delete(np.arange(len(laid)), places)
        seen = sliding_window_view(laid, (_SEEN, width))[:, 0]
        for best in self._looking:
            rows = [best(seen[at : at + _ROWS]) for at in range(0, len(seen), _ROWS)]
            laid[1:-1] += np.concatenate(rows)
            laid[blanks] = 0
        return _shares(laid[places] @ self._said + self._bias)


class _Best:
    """The best of some products for each number, evened out: a maxout and a layernorm."""

    def __init__(self, layer: Mixer) -> None:
        parts: dict[str, Any] = {part.name: part for part in layer.walk()}
        weights, bias = (parts["maxout"].get_param(name) for name in ("W", "b"))
        width, self._pieces = bias.shape
        self._weights: Array = weights.transpose(2, 1, 0).reshape(-1, width * self._pieces).copy()
        self._bias: Array = bias.T.ravel().copy()
        self._scale: Array = parts["layernorm"].get_param("G")
        self._shift: Array = parts["layernorm"].get_param("b")

    def __call__(self, seen: Array) -> Array:
        product: Array = seen.reshape(len(seen), -1) @ self._weights
        product += self._bias
        best, *others = np.split(product, self._pieces, axis=1)
        for other in others:
            best = np.maximum(best, other)
        width = best.shape[1]
        best -= best @ np.full((width, 1), 1 / width, dtype="f")
        spread = np.einsum("ij,ij->i", best, best) / width + _TINY
        best *= (1 / np.sqrt(spread))[:, None]
        best *= self._scale
        best += self._shift
        return best


def _shares(said: Array) -> Shares:
    said -= said.max(axis=1, keepdims=True)
    np.exp(said, out=said)
    said /= said.sum(axis=1, keepdims=True)
    return said
