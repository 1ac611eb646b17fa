"""What words mean, as a row of numbers for each: words that mean much the same lie close together.

Made once from the sentence model (`python -m nlp train meanings`) and shipped, so that the network
that finds names knows something of words it never learned from: that "hostel" is much like "hotel"
and "mccartney" like "lennon".
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlp import wordlists

WIDTH = 64
"""Numbers for each word."""
FOLDER = wordlists.DATA / "names_model"
WORDS = FOLDER / "meanings.txt"
NUMBERS = FOLDER / "meanings.npy"
"""A row of eight-bit numbers for each word of the list, in its order."""
NOT_KNOWN = 0

_LENGTH = 0.5 * WIDTH**0.5
"""How long a row is, to weigh about as much as what the network learns of a word's spelling."""

Array = NDArray[np.float32]


def place_of(folded: str) -> int:
    """Where the row of a word stands, the word given as the lists spell it; 0 where none does."""
    return _places().get(folded, NOT_KNOWN)


def rows(places: NDArray[np.uint64]) -> Array:
    """The rows at these places; nothing but noughts for a word that is not known."""
    return _rows()[places.astype(np.intp)]


@cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(WORDS.read_text("utf-8").split(), start=1)}


@cache
def _rows() -> Array:
    held = np.load(NUMBERS).astype(np.float32)
    held *= _LENGTH / np.linalg.norm(held, axis=1, keepdims=True)
    return np.vstack([np.zeros((1, WIDTH), np.float32), held])
