"""Makes the rows of `nlp.meanings` from the sentence model's own table of words, made shorter.

The words are those that the model knows whole. Of its numbers those along which words differ most
are kept (principal components).
"""

from pathlib import Path

import numpy as np

from nlp import meanings
from nlp.meanings import Array
from nlp.vectors import files, pieces

TABLE = "embeddings.word_embeddings.weight"
_LARGEST = 127


def train(into: Path) -> list[Path]:
    """Write the list of words and their rows into a folder; give the two files.

    The same model gives the same words, and the same numbers on the same machine. Raises
    `files.NotUsable` where the sentence model is not there.
    """
    place = files.folder()
    files.check(place)
    numbers = pieces.read(place / files.WORDS).numbers
    words = sorted(word for word in numbers if is_whole(word))
    table = files.tensors(place / files.WEIGHTS)[TABLE]
    held = _short(table[[numbers[word] for word in words]])
    into.mkdir(parents=True, exist_ok=True)
    listed, rows = into / meanings.WORDS.name, into / meanings.NUMBERS.name
    listed.write_text("\n".join(words) + "\n", encoding="utf-8")
    np.save(rows, np.rint(held / np.abs(held).max() * _LARGEST).astype(np.int8))
    return [listed, rows]


def is_whole(piece: str) -> bool:
    """Whether a piece of the model's is a word of two letters or more, and not a part of one."""
    return len(piece) > 1 and piece.isalpha() and piece.isascii()


def _short(rows: Array) -> Array:
    """Rows of unit length: where each stands along the directions in which all differ most."""
    rows = rows - rows.mean(axis=0)
    _, axes = np.linalg.eigh(rows.T @ rows)
    most = axes[:, ::-1][:, : meanings.WIDTH]
    most *= np.sign(most[np.abs(most).argmax(axis=0), np.arange(most.shape[1])])
    short: Array = rows @ most
    short /= np.linalg.norm(short, axis=1, keepdims=True)
    return short
