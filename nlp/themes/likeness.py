"""Codes that were not learned: their weights made from what the codebook says of them.

What a code is about (its name and definition), what people may say and its phrases are each held
against a statement, less what the codes have in common, and each counts so much (`likeness.json`,
fitted by `likeness_fit` on codes of the shipped codebook as if they were new). All of it is linear,
so a code that was not learned has weights like any other: a sentence vector, words, hits, a bias.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from nlp import codebook as codebooks
from nlp.codebook import Code, Codebook
from nlp.coding import Embed
from nlp.themes.examples import FOLDER
from nlp.themes.features import Features
from nlp.themes.model import HITS, VECTOR, Array, Model

FITTED = FOLDER / "likeness.json"
DESCRIBED = "described"
PARTS = (DESCRIBED, "examples", "keywords")
_COMMON = 3.0
"""So many codes' worth the shipped codebook counts in what codes have in common: a codebook of one
or two says little of that."""


@dataclass(frozen=True)
class Weights:
    """How much each of `PARTS` counts, a hit of the codebook's words, and the bias."""

    parts: tuple[float, ...]
    hit: float
    bias: float


@dataclass(frozen=True)
class Likeness:
    """The weights by what a code has, with sentence vectors and without.

    `common` is for each part the middle of the sentence vectors of the shipped codes.
    """

    by_vectors: Mapping[str, Weights]
    by_words: Mapping[str, Weights]
    common: Mapping[str, Array]


@cache
def load(path: Path = FITTED) -> Likeness:
    """The likeness that ships, read once."""
    told = json.loads(path.read_text(encoding="utf-8"))

    def weights(name: str) -> dict[str, Weights]:
        return {
            has: Weights(tuple(one["parts"]), one["hit"], one["bias"])
            for has, one in told[name].items()
        }

    common = {part: np.array(row, np.float32) for part, row in told["common"].items()}
    return Likeness(weights("by_vectors"), weights("by_words"), common)


def described(name: str, definition: str) -> str:
    """A name and what it means as one text, as the sentence model was taught to read them."""
    return f"{name}: {definition}".strip(": ")


def has(code: Code) -> str:
    """What a code has beside its name and definition: "", "examples", "keywords" or both."""
    return " ".join(part for part in ("examples", "keywords") if getattr(code, part))


def filled(
    model: Model, book: Codebook, new: Sequence[tuple[int, int]], embed: Embed | None
) -> Model:
    """The model with weights for codes that were not learned.

    `new` pairs the place of such a code in the codebook with its column in the model.
    """
    if not new:
        return model
    codes = [book.codes[row] for row, _ in new]
    columns = [column for _, column in new]
    known = len(book.codes) - len(codes)
    words, hits, vector = model.words.copy(), model.hits.copy(), model.vector.copy()
    bias = model.bias.copy()
    likeness = load()
    words[:, columns] = hits[:, columns] = 0
    vector[:, columns] = 0
    hits[[row for row, _ in new]] = 0
    if embed and len(vector):
        fitted = [likeness.by_vectors[has(code)] for code in codes]
        rows = in_vectors(codes, embed, likeness.common, known)
        vector[:, columns] = _weighed(rows, fitted).T / VECTOR
    else:
        fitted = [likeness.by_words[has(code)] for code in codes]
        words[:, columns] = _weighed(in_words(codes, model.features, known), fitted).T
    for (row, column), one in zip(new, fitted, strict=True):
        hits[row, column], bias[column] = one.hit / HITS, one.bias
    return replace(model, words=words, hits=hits, vector=vector, bias=bias)


def _weighed(rows: Mapping[str, Array], fitted: Sequence[Weights]) -> Array:
    """The parts of each code added up, each by its weight: a row for each code."""
    weights = np.array([one.parts for one in fitted], np.float32)
    return np.asarray(sum(weights[:, [at]] * rows[part] for at, part in enumerate(PARTS)))


def in_vectors(
    codes: Sequence[Code], embed: Embed, common: Mapping[str, Array], known: int
) -> dict[str, Array]:
    """For each part a row for each code: its sentence vector less what codes have in common.

    `known` codes of the same codebook were learned, and count as the shipped ones do.
    """
    rows = middles(codes, embed)
    return {part: _apart(rows[part], common[part], known) for part in PARTS}


def middles(codes: Sequence[Code], embed: Embed) -> dict[str, Array]:
    """For each part a row for each code: the middle of the vectors of what it says, at length one.

    Noughts where a code does not have the part.
    """
    texts = [text for code in codes for part in PARTS for text in _said(code, part)]
    vectors = embed(texts)
    found = {part: np.zeros((len(codes), vectors.shape[1]), np.float32) for part in PARTS}
    every = iter(vectors)
    for at, code in enumerate(codes):
        for part in PARTS:
            own = [next(every) for _ in _said(code, part)]
            if own:
                found[part][at] = _unit(np.mean(own, axis=0))
    return found


def in_words(codes: Sequence[Code], features: Features, known: int) -> dict[str, Array]:
    """The same with the words and runs of letters that a model knows, in place of vectors."""
    shipped = codebooks.load().codes
    return {
        part: _apart(
            _counted(codes, part, features), _counted(shipped, part, features).mean(axis=0), known
        )
        for part in PARTS
    }


def _counted(codes: Sequence[Code], part: str, features: Features) -> Array:
    rows = np.zeros((len(codes), len(features)), np.float32)
    for row, code in zip(rows, codes, strict=True):
        for text in _said(code, part):
            seen = features.see(text)
            row[seen.at] += seen.weights
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


def _apart(rows: Array, common: Array, known: int) -> Array:
    """Rows less what all have in common; a code that does not have a part keeps zeros there."""
    there = np.flatnonzero(rows.any(axis=1))
    count = _COMMON + known
    apart = rows.copy()
    apart[there] -= (rows[there].sum(axis=0) + count * common) / (len(there) + count)
    return apart


def _said(code: Code, part: str) -> Sequence[str]:
    if part == DESCRIBED:
        return [described(code.name, code.definition)]
    return list(getattr(code, part))


def _unit(row: Array) -> Array:
    """A row at length one."""
    return np.asarray(row / (np.linalg.norm(row) + 1e-9), np.float32)
