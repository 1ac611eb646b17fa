"""The sentence model in plain NumPy: what ours is held against, for speed and for being true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

Tables = Mapping[str, NDArray[np.float32]]
Rows = NDArray[np.float32]

LAYERS, HEADS, AT_ONCE = 6, 12, 32
_FAR_BELOW = np.float32(-1e9)


def rows(held: Tables, texts: Sequence[Sequence[int]]) -> Rows:
    """A row of unit length for each text, given as numbers of pieces with both ends."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    found = np.zeros((len(texts), held["embeddings.LayerNorm.weight"].shape[0]), np.float32)
    for start in range(0, len(order), AT_ONCE):
        places = order[start : start + AT_ONCE]
        found[places] = _some(held, [texts[place] for place in places])
    return found


def _some(held: Tables, texts: Sequence[Sequence[int]]) -> Rows:
    longest = max(map(len, texts))
    ids = np.zeros((len(texts), longest), np.int64)
    there = np.zeros((len(texts), longest), np.float32)
    for place, text in enumerate(texts):
        ids[place, : len(text)] = text
        there[place, : len(text)] = 1
    hidden = held["embeddings.word_embeddings.weight"][ids]
    hidden = hidden + held["embeddings.position_embeddings.weight"][:longest]
    hidden = hidden + held["embeddings.token_type_embeddings.weight"][0]
    hidden = _level(held, "embeddings.LayerNorm", hidden)
    nothing = (1 - there)[:, None, None, :] * _FAR_BELOW
    for layer in range(LAYERS):
        hidden = _layer(held, f"encoder.layer.{layer}.", hidden, nothing)
    mean = (hidden * there[..., None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
    unit: Rows = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return unit


def _layer(held: Tables, at: str, hidden: Rows, nothing: Rows) -> Rows:
    heard = _linear(held, f"{at}attention.output.dense", _heard(held, at, hidden, nothing))
    hidden = _level(held, f"{at}attention.output.LayerNorm", heard + hidden)
    wide = _linear(held, f"{at}intermediate.dense", hidden)
    wide = (wide * (1 + erf(wide / np.float32(sqrt(2)))) / 2).astype(np.float32)
    return _level(held, f"{at}output.LayerNorm", _linear(held, f"{at}output.dense", wide) + hidden)


def _heard(held: Tables, at: str, hidden: Rows, nothing: Rows) -> Rows:
    texts, pieces, width = hidden.shape

    def heads(name: str) -> Rows:
        given = _linear(held, f"{at}attention.self.{name}", hidden)
        return given.reshape(texts, pieces, HEADS, -1).transpose(0, 2, 1, 3)

    asked, offered, said = map(heads, ("query", "key", "value"))
    weights = asked @ offered.swapaxes(2, 3) / np.float32(sqrt(width / HEADS)) + nothing
    weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    heard: Rows = (weights @ said).transpose(0, 2, 1, 3).reshape(texts, pieces, width)
    return heard


def _linear(held: Tables, name: str, given: Rows) -> Rows:
    product: Rows = given @ held[f"{name}.weight"].T + held[f"{name}.bias"]
    return product


def _level(held: Tables, name: str, given: Rows) -> Rows:
    given = given - given.mean(axis=-1, keepdims=True)
    given /= np.sqrt((given * given).mean(axis=-1, keepdims=True) + np.float32(1e-12))
    return given * held[f"{name}.weight"] + held[f"{name}.bias"]
