"""`python -m nlp train`: train again what is trained, from public text and messages of our own."""

from collections.abc import Iterable
from pathlib import Path

from nlp import lines
from nlp import names as network
from nlp.commands import FINE, SOME_LEFT_OUT
from nlp.themes import examples, likeness, likeness_fit, shipped
from nlp.themes import training as theming
from nlp.training import train_meanings, train_names, train_readings
from nlp.vectors import adapter, taught


def names(folder: Path | None, into: Path | None) -> int:
    """Train the network that finds names; the exit code."""
    if folder is None:
        lines.tell("To train names, say in which folder the public sets are.")
        return SOME_LEFT_OUT
    train_names.train(folder, into or network.FOLDER, tell=lines.tell)
    return FINE


def meanings(into: Path | None) -> int:
    """Make what words mean from the sentence model; the exit code."""
    _tell_of(train_meanings.train(into or network.FOLDER))
    return FINE


def readings(into: Path | None) -> int:
    """Teach the sentence model what replies have in common with themes; the exit code."""
    _tell_of([train_readings.train(into or taught.FILE.parent, tell=lines.tell)])
    return FINE


def themes(into: Path | None) -> int:
    """Train the models of the shipped codebook; the exit code."""
    embed = shipped.sentence_model()
    if embed is None:
        lines.tell(f"{adapter.why_not()} The model with sentence vectors stays as it is.")
    into = into or examples.FOLDER
    written = theming.ship(embed, into)
    if embed:
        written.append(likeness_fit.fit(embed, into / likeness.FITTED.name))
    _tell_of(written)
    return FINE


def _tell_of(written: Iterable[Path]) -> None:
    for path in written:
        lines.tell(f"Wrote {path.name}, {path.stat().st_size / 1e6:.1f} MB.")
