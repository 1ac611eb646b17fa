"""The coder of the codebook that ships, with what was learned for it: nothing is fitted here."""

from functools import cache
from pathlib import Path

from nlp import codebook
from nlp.coding import Coder, Embed
from nlp.themes import examples
from nlp.themes import model as models
from nlp.themes.model import Model
from nlp.vectors import adapter

BY_WORDS = examples.FOLDER / "by_words.zip"
BY_VECTORS = examples.FOLDER / "by_vectors.zip"
"""What was learned without sentence vectors, and with them."""


@cache
def model(path: Path = BY_WORDS) -> Model:
    """What was learned for the shipped codebook, read once."""
    return models.load(path)


def coder(embed: Embed | None = None) -> Coder:
    """A coder for the shipped codebook; by its words alone without `embed`."""
    return Coder(codebook.load(), model(BY_VECTORS if embed else BY_WORDS), embed)


def best_coder() -> Coder:
    """A coder with the sentence model where it is there, and without where not."""
    return coder(sentence_model())


def sentence_model() -> Embed | None:
    """The sentence model as it was taught for themes, or None where it is not on this machine."""
    sentences = adapter.taught()
    return sentences if sentences.is_model else None
