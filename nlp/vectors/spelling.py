"""Rows for texts from their words and letters alone: what stands in where there is no model.

Counts of words, pairs of words and the letters in them, the common ones weighed down, brought
together into a hundred numbers (TF-IDF and latent semantic analysis). It knows no meaning: texts
lie close that say it in the same words, or in words spelled alike.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse

from nlp import letters
from nlp.vectors import pieces
from nlp.vectors.files import Tensor

WIDTH = 100
MOST_PARTS = 50_000
"""At most so many different words, and so many letters in a row, are counted."""
MOST_LEARNED_FROM = 20_000
LETTERS = (3, 4, 5)
_SPARE, _ROUNDS, _SEED = 10, 5, 7

Counted = Any
"""A sparse table: scipy ships no types of its own."""


class Spelling:
    """Puts texts near each other that are spelled alike, by what is common among these texts."""

    name = "words and letters"
    is_model = False

    def __call__(self, texts: Sequence[str]) -> Tensor:
        """A row for each text, zeros where there are no words.

        Rows of one call can be held against each other, and not against those of another.
        """
        said = [pieces.words(text) for text in texts]
        spelled: dict[str, list[str]] = {}
        both = (_counted(map(_phrases, said)), _counted(_letters(words, spelled) for words in said))
        counted = sparse.csr_array(sparse.hstack(both))
        if not counted.nnz:
            return np.zeros((len(texts), 1), np.float32)
        rows = counted @ _directions(counted)
        sizes = np.linalg.norm(rows, axis=1, keepdims=True)
        found: Tensor = np.divide(rows, sizes, out=np.zeros_like(rows), where=sizes > 0)
        return found.astype(np.float32)


def _phrases(words: Sequence[str]) -> list[str]:
    return [*words, *map(" ".join, pairwise(words))]


def _letters(words: Iterable[str], spelled: dict[str, list[str]]) -> Iterator[str]:
    for word in words:
        if word not in spelled:
            spelled[word] = list(letters.runs(f" {word} ", LETTERS))
        yield from spelled[word]


def _counted(texts: Iterable[Iterable[str]]) -> Counted:
    """What is in each text, as rows of unit length: what is rare among these texts weighs more."""
    numbers: dict[str, int] = {}
    starts, places = array("i", [0]), array("i")
    for text in texts:
        places.extend([numbers.setdefault(part, len(numbers)) for part in text])
        starts.append(len(places))
    shape = (len(starts) - 1, max(1, len(numbers)))
    ones = np.ones(len(places), np.float32)
    where = np.asarray(places, np.int32), np.asarray(starts, np.int32)
    counted = sparse.csr_array((ones, *where), shape=shape)
    counted.sum_duplicates()
    counted = _commonest(counted)
    within = np.bincount(counted.indices, minlength=counted.shape[1])
    weights = (np.log((1 + shape[0]) / (1 + within)) + 1).astype(np.float32)
    counted.data = (1 + np.log(counted.data)) * weights[counted.indices]
    sizes = np.sqrt(counted.multiply(counted).sum(axis=1))
    counted.data /= np.repeat(sizes, np.diff(counted.indptr))
    return counted


def _commonest(counted: Counted) -> Counted:
    """What is in two texts at least, where any is, and of that the commonest."""
    within = np.bincount(counted.indices, minlength=counted.shape[1])
    order = np.argsort(-within, kind="stable")[:MOST_PARTS]
    shared = order[within[order] > 1]
    return sparse.csr_array(counted[:, np.sort(shared if len(shared) else order)])


def _directions(counted: Counted) -> Tensor:
    """The directions in which these texts differ most (Halko et al., 2011), from a fixed start."""
    learned_from = counted[:: -(-counted.shape[0] // MOST_LEARNED_FROM)]
    most = min(WIDTH + _SPARE, *learned_from.shape)
    shape = (learned_from.shape[1], most)
    start = np.random.default_rng(_SEED).standard_normal(shape, dtype=np.float32)
    held, _ = np.linalg.qr(learned_from @ start)
    for _ in range(_ROUNDS):
        across, _ = np.linalg.qr(learned_from.T @ held)
        held, _ = np.linalg.qr(learned_from @ across)
    _, _, directions = np.linalg.svd((learned_from.T @ held).T, full_matrices=False)
    found = directions[:WIDTH].T
    largest = np.abs(found).argmax(axis=0)
    return np.asarray(found * np.sign(found[largest, np.arange(found.shape[1])]))
