"""The one way to rows for texts: the sentence model where it is, words and letters where not."""

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Protocol

from nlp.vectors import files, pieces, store
from nlp.vectors.files import NotUsable, Tensor
from nlp.vectors.graph import ROWS
from nlp.vectors.model import Model
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
    return _found()[0]


def why_not() -> str:
    """Why the sentence model is not in use, as a plain sentence; "" when it is."""
    return _found()[1]


def forget() -> None:
    """Look again at the next call: the setting, or the files, may be others now."""
    _looked_for.cache_clear()


def _found() -> tuple[Sentences, str]:
    with _one_at_a_time:
        return _looked_for()


@cache
def _looked_for() -> tuple[Sentences, str]:
    place = files.folder()
    try:
        files.check(place)
    except NotUsable as problem:
        return Spelling(), " ".join(problem.messages)
    known = pieces.read(place / files.WORDS)
    return Model(known, Session(store.graph_for(place), [ROWS])), ""
