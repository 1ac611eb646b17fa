"""The one way to rows for texts: the sentence model where it is, words and letters where not."""

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Protocol

from nlp.vectors import files, pieces, store
from nlp.vectors.files import NotUsable, Tensor
from nlp.vectors.graph import ROWS
from nlp.vectors.model import Model
from nlp.vectors.pieces import Pieces
from nlp.vectors.sessions import Session
from nlp.vectors.spelling import Spelling

_one_at_a_time = Lock()


class Sentences(Protocol):
    """Gives texts rows of unit length: the closer two texts in what they say, the closer those."""

    @property
    def name(self) -> str:
        """What people are told it is."""

    @property
    def is_model(self) -> bool:
        """Whether it knows meaning, and rows of different calls can be held against each other."""

    def __call__(self, texts: Sequence[str]) -> Tensor:
        """A row for each text; zeros where a text has nothing in it."""


def load() -> Sentences:
    """The sentence model when its files are there and are the right ones, or what stands in."""
    return _found(is_taught=False)


def taught() -> Sentences:
    """The same, but taught what replies have in common with themes: codes are given by it.

    Texts of one kind lie closer together by `load`, so that themes are found by that.
    """
    return _found(is_taught=True)


def why_not() -> str:
    """Why the sentence model is not in use, as a plain sentence; "" when it is."""
    with _one_at_a_time:
        return _looked_for()[1]


def forget() -> None:
    """Look again at the next call: the setting, or the files, may be others now."""
    _looked_for.cache_clear()
    _made.cache_clear()


def _found(*, is_taught: bool) -> Sentences:
    with _one_at_a_time:
        return _made(is_taught)


@cache
def _made(is_taught: bool) -> Sentences:
    known, _ = _looked_for()
    if known is None:
        return Spelling()
    return Model(known, Session(store.graph_for(files.folder(), is_taught=is_taught), [ROWS]))


@cache
def _looked_for() -> tuple[Pieces | None, str]:
    """The pieces that the model knows, or None and why it cannot be used."""
    place = files.folder()
    try:
        files.check(place)
    except NotUsable as problem:
        return None, " ".join(problem.messages)
    return pieces.read(place / files.WORDS), ""
