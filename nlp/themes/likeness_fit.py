"""Fits `likeness`: how much each part of a code counts, where nothing was learned of the code.

The codes of the shipped codebook are taken for new: once with all they have, and without their
examples, their keywords, or both. Whether a statement carries a code is then foretold from the
parts alone, over all pairs of the two, so that the weights know no code by its name.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from nlp import codebook as codebooks
from nlp import reading
from nlp.codebook import Code, Codebook
from nlp.coding import Embed
from nlp.themes import examples, learning, likeness, shipped
from nlp.themes.examples import Example
from nlp.themes.hits import Hits
from nlp.themes.likeness import PARTS, Weights
from nlp.themes.model import Array

_RIDGE = 1e-6
_DIGITS = 4
_KEPT = ((), ("examples",), ("keywords",), ("examples", "keywords"))
"""What codes are left with beside their names and definitions."""

Numbers = NDArray[np.float64]


def fit(
    embed: Embed, path: Path = likeness.FITTED, *, told: Sequence[Example] | None = None
) -> Path:
    """Fit the weights to examples, all that are written where none are `told`; the file written.

    The same examples give the same file.
    """
    book = codebooks.load()
    own = {text for code in book.codes for text in code.examples}
    told = [one for one in told or examples.written() if one.text not in own]
    texts = [reading.read(one.text).text for one in told]
    carries = np.array([[code.id in one.codes for code in book.codes] for one in told], float)
    common = {
        part: np.asarray(rows.mean(axis=0), np.float32)
        for part, rows in likeness.middles(book.codes, embed).items()
    }
    vectors = embed(texts)
    features = shipped.model().features
    counted = learning.counted(features, [(text, "") for text in texts])
    by_vectors, by_words = {}, {}
    for kept in _KEPT:
        codes = [_with(code, kept) for code in book.codes]
        name = likeness.has(codes[0])
        hits = Hits(Codebook(book.version, tuple(codes))).table(texts)
        in_vectors = likeness.in_vectors(codes, embed, common, 0)
        by_vectors[name] = _fitted(vectors, in_vectors, hits, carries)
        by_words[name] = _fitted(counted, likeness.in_words(codes, features, 0), hits, carries)
    _write(path, by_vectors, by_words, common)
    return path


def _with(code: Code, kept: Sequence[str]) -> Code:
    gone: dict[str, Any] = {part: () for part in ("examples", "keywords") if part not in kept}
    return replace(code, include="", **gone)


def _fitted(said: Any, parts: Mapping[str, Array], hits: Array, carries: Numbers) -> Weights:
    """Logistic regression over all pairs, in which no part may speak against a code."""
    columns = [*((said @ parts[part].T).ravel() for part in PARTS), hits.ravel()]
    seen = np.stack([*columns, np.ones(carries.size)], axis=1).astype(float)
    wanted = carries.ravel()

    def lost(weights: Numbers) -> tuple[float, Numbers]:
        total = seen @ weights
        surprise = np.logaddexp(0, total) - wanted * total
        slope = seen.T @ (1 / (1 + np.exp(-total)) - wanted) / len(wanted)
        held = np.append(weights[:-1], 0)
        return float(surprise.mean() + _RIDGE * held @ held / 2), slope + _RIDGE * held

    bounds = [(0, None)] * (len(columns)) + [(None, None)]
    start = np.zeros(seen.shape[1])
    found = np.round(minimize(lost, start, jac=True, bounds=bounds).x, _DIGITS).tolist()
    return Weights(tuple(found[:-2]), found[-2], found[-1])


def _write(
    path: Path,
    by_vectors: Mapping[str, Weights],
    by_words: Mapping[str, Weights],
    common: Mapping[str, Array],
) -> None:
    def told(fitted: Mapping[str, Weights]) -> dict[str, Any]:
        return {
            has: {"parts": one.parts, "hit": one.hit, "bias": one.bias}
            for has, one in fitted.items()
        }

    whole = {
        "by_vectors": told(by_vectors),
        "by_words": told(by_words),
        "common": {
            part: [round(float(number), _DIGITS) for number in row] for part, row in common.items()
        },
    }
    path.write_text(json.dumps(whole, separators=(",", ":")) + "\n", encoding="utf-8")
