"""A coder for the codebook in a file: it is fitted first, which takes some seconds."""

from pathlib import Path

from nlp import codebook
from nlp.coding import Coder
from nlp.themes import shipped, training


def coder(path: Path) -> Coder:
    """The coder. Raises codebook.CodebookProblem."""
    return training.coder(codebook.load(path), shipped.sentence_model())
