"""A trained network asked, not taught: its numbers laid out so that many texts take little time.

What it says is what `network.predict` says. Texts stand one below the other with a blank row
between, so that each word and its neighbours are read without a look at where a text ends.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np

from nlp import network
from nlp.network import Array, Mixer, Network, Rows, Shares
from nlp.tokens import MOST_KEPT, NO_NUMBER, Read, Written

_TEXTS = 48
"""Texts looked at in one go: so much stays in a processor's own memory; more takes longer."""
_ROWS = 1_280
"""Words that a layer works out in one go, for the same reason: a text may be long."""
_TINY = 1e-8


class Asked:
    """What a trained network has learnt, ready to be asked.

    The numbers of everyday words, which are nobody's, are worked out once and kept.
    """

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
        self._kept = np.zeros((MOST_KEPT + 1, network.WIDTH), dtype="f")
        self._is_kept = np.zeros(MOST_KEPT + 1, dtype=bool)

    def __call__(self, texts: Sequence[Read]) -> Shares:
        """The share of each label for the words of all texts, one below the other."""
        mixed = self._mix(texts)
        lengths = [len(text) for text in texts]
        shares = []
        done = 0
        for at in range(0, len(texts), _TEXTS):
            few = lengths[at : at + _TEXTS]
            shares.append(self._in_context(mixed[done : done + sum(few)], few))
            done += sum(few)
        return np.concatenate(shares)

    def _mix(self, texts: Sequence[Read]) -> Array:
        """The numbers of each word by itself, worked out once for each different one."""
        numbers = np.array(list(chain.from_iterable([text.numbers for text in texts])))
        (new,) = np.nonzero(~self._is_kept[numbers])
        mixed: Array = self._kept[numbers]
        if len(new):
            written = list(chain.from_iterable([text.written for text in texts]))
            mixed[new] = self._mix_each([written[at] for at in new.tolist()])
            kept = new[numbers[new] != NO_NUMBER]
            self._kept[numbers[kept]] = mixed[kept]
            self._is_kept[numbers[kept]] = True
        return mixed

    def _mix_each(self, written: Sequence[Written]) -> Array:
        places: dict[Written, int] = {}
        which = [places.setdefault(row, len(places)) for row in written]
        rows = network.rows_of(list(places))
        return self._mixing(*self._numbers(rows))[which]

    def _numbers(self, rows: Rows) -> Iterator[Array]:
        """For each attribute the numbers of its hashes: many words share a shape or an ending."""
        for column, embedded in enumerate(self._embedded):
            _, first, which = np.unique(rows[:, column], return_index=True, return_inverse=True)
            yield embedded.predict(rows[first])[which]

    def _in_context(self, mixed: Array, lengths: Sequence[int]) -> Shares:
        blanks = np.cumsum([0, *(length + 1 for length in lengths)])
        is_word = np.ones(blanks[-1] + 1, dtype=bool)
        is_word[blanks] = False
        laid = np.zeros((len(is_word), network.WIDTH), dtype="f")
        laid[is_word] = mixed
        for best in self._looking:
            few = [laid[at : at + _ROWS + 2] for at in range(0, len(laid) - 2, _ROWS)]
            rows = [best(one[:-2], one[1:-1], one[2:]) for one in few]
            laid[1:-1] += rows[0] if len(rows) == 1 else np.concatenate(rows)
            laid[blanks] = 0
        return _shares(laid[is_word] @ self._said + self._bias)


class _Best:
    """The best of some products for each number, evened out: a maxout and a layernorm."""

    def __init__(self, layer: Mixer) -> None:
        parts: dict[str, Any] = {part.name: part for part in layer.walk()}
        weights, bias = (parts["maxout"].get_param(name) for name in ("W", "b"))
        width, pieces = bias.shape
        self._pieces: Sequence[Array] = [
            np.vstack((weights[:, piece].T, bias[:, piece])) for piece in range(pieces)
        ]
        self._scale: Array = parts["layernorm"].get_param("G")
        self._shift: Array = parts["layernorm"].get_param("b")
        self._evenly = np.full((width, 1), 1 / width, dtype="f")

    def __call__(self, *seen: Array) -> Array:
        """The best of what is seen side by side; its last column, of ones, is for the bias."""
        laid = np.hstack((*seen, np.ones((len(seen[0]), 1), dtype="f")))
        best, *others = (laid @ piece for piece in self._pieces)
        for other in others:
            np.maximum(best, other, out=best)
        best -= best @ self._evenly
        spread = np.einsum("ij,ij->i", best, best) / best.shape[1] + _TINY
        best *= (1 / np.sqrt(spread))[:, None]
        best *= self._scale
        best += self._shift
        return best


def _shares(said: Array) -> Shares:
    said -= said.max(axis=1, keepdims=True)
    np.exp(said, out=said)
    said /= said.sum(axis=1, keepdims=True)
    return said
