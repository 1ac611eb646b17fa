"""The sentence model at work: texts in, a row of unit length for each out, the same ones always.

A run takes texts of one number of pieces, so none is padded and what a text gets does not hang on
who is beside it. Equal texts are worked out once. A text longer than the model reads gets the
mean of its statements' rows.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from nlp import statements
from nlp.vectors.files import Tensor
from nlp.vectors.graph import WIDTH
from nlp.vectors.pieces import MOST, Pieces
from nlp.vectors.sessions import Session

AT_ONCE = 512
"""How many pieces a run takes: many more are no quicker, and hold more memory."""
MOST_THREADS = 4

_ROOM = MOST - 2
_Part = tuple[int, ...]


@dataclass(frozen=True)
class Model:
    """The model with the pieces it knows. Several threads may call it at once."""

    known: Pieces
    session: Session
    threads: int = 0
    """How many threads share the texts; 0 for one for each core, up to `MOST_THREADS`."""
    at_once: int = AT_ONCE

    name = "sentence model (all-MiniLM-L6-v2)"
    is_model = True

    def __call__(self, texts: Sequence[str]) -> Tensor:
        """A row for each text; zeros where there is nothing that the model can read."""
        numbers: dict[_Part, int] = {}
        made_of = [
            [numbers.setdefault(part, len(numbers)) for part in self._parts(text, found)]
            for text, found in zip(texts, self.known.of(texts), strict=True)
        ]
        rows = self._rows(list(numbers))
        if all(len(parts) == 1 for parts in made_of):
            return rows[[parts[0] for parts in made_of]]
        each = np.zeros((len(made_of), WIDTH), np.float32)
        for row, parts in zip(each, made_of, strict=True):
            if parts:
                row[:] = rows[parts[0]] if len(parts) == 1 else _unit(rows[parts].mean(axis=0))
        return each

    def _parts(self, text: str, found: Sequence[int]) -> Iterator[_Part]:
        """What the model reads of a text: all of it at once, or statement by statement."""
        if len(found) <= _ROOM:
            said: Iterable[Sequence[int]] = [found]
        else:
            said = self.known.of(text[start:end] for start, end in statements.split(text))
        for statement in said:
            for start in range(0, len(statement), _ROOM):
                part = statement[start : start + _ROOM]
                if not self.known.says_nothing(part):
                    yield tuple(part)

    def _rows(self, parts: Sequence[_Part]) -> Tensor:
        rows = np.empty((len(parts), WIDTH), np.float32)
        runs = list(_runs(parts, self.at_once))

        def work_out(run: Sequence[int]) -> None:
            rows[run] = self._run([self.known.closed(parts[place]) for place in run])

        threads = min(self.threads or _cores(), len(runs))
        if threads > 1:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(work_out, runs))
        else:
            list(map(work_out, runs))
        return rows

    def _run(self, ids: Sequence[Sequence[int]]) -> Tensor:
        """Rows of texts of the same length: the mean over their pieces, text by text."""
        (seen,) = self.session.run(np.array(ids, np.int64))
        return _unit(seen.reshape(len(ids), -1, WIDTH).mean(axis=1))


def _runs(parts: Sequence[_Part], at_once: int) -> Iterator[list[int]]:
    """The places of texts of one length, so many at a time, the longest first."""
    by_length: dict[int, list[int]] = {}
    for place, part in enumerate(parts):
        by_length.setdefault(len(part) + 2, []).append(place)
    for length in sorted(by_length, reverse=True):
        places = by_length[length]
        step = max(1, at_once // length)
        yield from (places[start : start + step] for start in range(0, len(places), step))


def _unit(rows: Tensor) -> Tensor:
    found: Tensor = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return found


def _cores() -> int:
    """How many cores this process may use, up to as many as are worth it."""
    if hasattr(os, "sched_getaffinity"):
        return min(MOST_THREADS, len(os.sched_getaffinity(0)))
    return min(MOST_THREADS, os.cpu_count() or 1)
