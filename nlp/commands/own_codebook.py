"""A coder for the codebook in a file: it is fitted first, which takes some seconds."""

from pathlib import Path

from nlp import codebook, lines
from nlp.coding import Coder
from nlp.themes import shipped, training


def coder(path: Path) -> Coder:
    """The coder; tells what would make the codebook a better one. Raises CodebookProblem."""
    own = codebook.load(path)
    for line in codebook.advice(own):
        lines.tell(line)
    return training.coder(own, shipped.sentence_model())
