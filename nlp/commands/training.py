"""`python -m nlp train`: train again what is trained, from public text and messages of our own."""

from pathlib import Path

from nlp import lines
from nlp.commands import FINE
from nlp.training import train_names


def names(folder: Path, into: Path) -> int:
    """Train the network that finds names; the exit code."""
    train_names.train(folder, into, tell=lines.tell)
    return FINE
