"""An earlier answer put into the words of a later question: `${area|where you are}`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_PIPE = re.compile(r"\$\{([a-z][a-z0-9_-]{0,63})(?:\|([^{}]*))?\}")


@dataclass(frozen=True)
class Pipe:
    """One place where an answer goes; `otherwise` stands there when there is none."""

    question: str
    otherwise: str


def pipes(text: str) -> Iterator[Pipe]:
    """Each place in a text where an answer goes."""
    for found in _PIPE.finditer(text):
        yield Pipe(found[1], found[2] or "")


def filled(text: str, answer: Callable[[str], str | None]) -> str:
    """The text with each answer in its place, or the words for when there is none."""
    return _PIPE.sub(lambda found: answer(found[1]) or found[2] or "", text)
