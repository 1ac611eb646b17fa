"""A trained model of a codebook: how sure it is of each code, polarity and tone of a statement.

It is linear: each feature of the words, of the codebook's own phrases and of the sentence vector
adds to or takes from each outcome, so that the part of every word can be told.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from nlp.themes.examples import POLARITIES
from nlp.themes.features import Features, Seen

Array = NDArray[np.float32]

HITS, VECTOR = 0.5, 1.5
"""How much the hits of a codebook's phrases and a sentence vector weigh beside the words."""


@dataclass(frozen=True)
class Given:
    """All that is looked at in one statement: its words, phrases of the codebook, its vector."""

    seen: Seen
    hits: Array
    vector: Array | None = None


@dataclass(frozen=True, eq=False)
class Model:
    """The weights of each feature for each code, and then for each polarity and each tone.

    `words` is (features, codes + outcomes), `hits` (codes, codes + outcomes), `vector`
    (width, codes + outcomes) with no rows where there were no vectors, `bias` one for each,
    and `of_code` (codes, polarities) what a code says of the polarity by itself.
    """

    codes: tuple[str, ...]
    features: Features
    words: Array
    hits: Array
    vector: Array
    bias: Array
    of_code: Array

    def weigh(self, given: Given) -> Array:
        """The sum for each code, polarity and tone: over 0 is more likely than not."""
        total = self.bias + given.seen.weights @ self.words[given.seen.at]
        total = total + HITS * (given.hits @ self.hits)
        if len(self.vector) and given.vector is not None:
            total = total + VECTOR * (given.vector @ self.vector)
        return np.asarray(total, dtype=np.float32)

    def shares(self, total: Array) -> Array:
        """How likely each code is, 0 to 1."""
        return np.asarray(1 / (1 + np.exp(-total[: len(self.codes)])), dtype=np.float32)

    def polarity(self, total: Array, code: int) -> Array:
        """How likely each of `POLARITIES` is for a code that a statement carries."""
        first = len(self.codes)
        return _spread(total[first : first + len(POLARITIES)] + self.of_code[code])

    def sentiment(self, total: Array) -> Array:
        """How likely each of `SENTIMENTS` is for a statement."""
        return _spread(total[len(self.codes) + len(POLARITIES) :])


def differing(one: Model, other: Model) -> frozenset[int]:
    """The places of the codes whose weights are not the same in two models of the same codes."""
    parts = [
        getattr(one, name) != getattr(other, name) for name in ("words", "hits", "vector", "bias")
    ]
    apart = np.logical_or.reduce([part.reshape(-1, part.shape[-1]).any(axis=0) for part in parts])
    return frozenset(np.flatnonzero(apart[: len(one.codes)]).tolist())


def _spread(total: Array) -> Array:
    raised = np.exp(total - total.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


def save(model: Model, path: Path) -> None:
    """Write a model: numbers at half length, features as lines; the same model, the same bytes."""
    parts = {name: getattr(model, name) for name in ("words", "hits", "vector", "bias", "of_code")}
    parts["rarity"] = model.features.rarity
    with ZipFile(path, "w", ZIP_DEFLATED) as whole:
        names = [f"{kind}{name}" for kind, name in model.features.names]
        told = {"codes": model.codes, "features": names}
        _put(whole, "names.json", json.dumps(told, ensure_ascii=False).encode())
        for name, array in parts.items():
            held = BytesIO()
            np.save(held, np.asarray(array, dtype=np.float16))
            _put(whole, f"{name}.npy", held.getvalue())


def _put(whole: ZipFile, name: str, content: bytes) -> None:
    with whole.open(_dated(name), "w") as entry:
        entry.write(content)


def _dated(name: str) -> ZipInfo:
    found = ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    found.compress_type = ZIP_DEFLATED
    return found


def load(path: Path) -> Model:
    """The model that `save` wrote."""
    with ZipFile(path) as whole:
        told = json.loads(whole.read("names.json"))

        def part(name: str) -> Array:
            held = np.load(BytesIO(whole.read(f"{name}.npy")), allow_pickle=False)
            return np.asarray(held, dtype=np.float32)

        names: Sequence[str] = told["features"]
        features = Features([(int(name[0]), name[1:]) for name in names], part("rarity"))
        return Model(
            tuple(told["codes"]), features, part("words"), part("hits"), part("vector"),
            part("bias"), part("of_code"),
        )  # fmt: skip
