"""Teaches the sentence model what replies have in common with the themes they belong to.

It reads a theme's name and description, and a reply, and their rows come to lie close together
where the reply belongs to the theme. It learns from made-up consultations (`consultations`), each
with themes of its own, so what it learns is no theme but how replies and descriptions go together.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import cos, pi
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from nlp.themes import likeness
from nlp.training import consultations, encoder
from nlp.training.consultations import Consultation
from nlp.training.encoder import Encoder, Slopes
from nlp.vectors import files, pieces, taught
from nlp.vectors.files import Tensor
from nlp.vectors.graph import WIDTH
from nlp.vectors.pieces import Pieces

SEED = 20260101
EPOCHS = 3
_FASTEST, _FASTEST_AT_THE_END, _WARM_UP = 0.002, 0.01, 0.1
_DECAY = 0.01
_LONGEST_STEP = 1.0
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8
_AT_ONCE = 10
"""So many replies are read at once, the longest first, so that little of it is blanks."""
_THREADS = 2

Numbers = NDArray[Any]


@dataclass
class Ending:
    """How two rows make a sum: over 0 is more likely than not that the reply belongs there.

    `common` is how much of what the themes have in common is left out.
    """

    scale: Numbers
    bias: Numbers
    common: Numbers
    by_theme: Numbers


def train(into: Path = taught.FILE.parent, *, tell: Callable[[str], None] = print) -> Path:
    """Teach the model and write what is added to it into a folder; the file written.

    The same consultations and seed give the same file on the same machine. Raises
    `files.NotUsable` where the sentence model is not there.
    """
    place = files.folder()
    files.check(place)
    held = {name: np.array(table) for name, table in files.tensors(place / files.WEIGHTS).items()}
    known = pieces.read(place / files.WORDS)
    added = learned(consultations.written(is_apart=False), held, known, tell=tell)
    written = into / taught.FILE.name
    taught.write(written, added)
    return written


def learned(
    told: Sequence[Consultation],
    held: encoder.Tables,
    known: Pieces,
    *,
    epochs: int = EPOCHS,
    tell: Callable[[str], None] = print,
) -> dict[str, Tensor]:
    """What is added to the model's tables after so many rounds through the consultations."""
    draw = np.random.default_rng(SEED)
    added = encoder.started(held, draw)
    scale, bias, common = (np.array(one, np.float32) for one in (2.5, -4, 0.3))
    ending = Ending(scale, bias, common, np.zeros(WIDTH))
    every = [_Lesson.of(one, known) for one in told]
    model = Encoder(held, added)
    of_tables = _Adam(added, _FASTEST)
    of_ending = _Adam(vars(ending), _FASTEST_AT_THE_END)
    steps = epochs * len(every)
    for epoch in range(epochs):
        began, lost = time.monotonic(), 0.0
        for number, at in enumerate(draw.permutation(len(every))):
            missed, slopes, at_the_end = _step(model, ending, every[at])
            rate = _rate((epoch * len(every) + number + 1) / steps)
            of_tables.step(slopes, rate)
            of_ending.step(at_the_end, rate)
            lost += missed / len(every)
        took = time.monotonic() - began
        tell(f"Round {epoch + 1} of {epochs}: {lost:.4f} lost a pair, {took:.0f} s")
    return added


@dataclass(frozen=True)
class _Lesson:
    """A consultation in pieces: its themes, its replies from long to short, and what goes where."""

    themes: list[list[int]]
    replies: list[list[int]]
    belongs: Tensor

    @classmethod
    def of(cls, one: Consultation, known: Pieces) -> "_Lesson":
        told = [likeness.described(theme.name, theme.definition) for theme in one.themes]
        themes = [known.closed(pieces) for pieces in known.of(told)]
        replies = [known.closed(pieces) for pieces in known.of(reply.text for reply in one.replies)]
        order = sorted(range(len(replies)), key=lambda at: -len(replies[at]))
        belongs = np.zeros((len(replies), len(themes)), np.float32)
        for row, at in enumerate(order):
            belongs[row, list(one.replies[at].themes)] = 1
        return cls(themes, [replies[at] for at in order], belongs)


def _step(model: Encoder, ending: Ending, lesson: _Lesson) -> tuple[float, Slopes, Slopes]:
    """How surprising the themes of the replies were, and the slopes of that."""
    starts = range(0, len(lesson.replies), _AT_ONCE)
    parts = [lesson.themes, *(lesson.replies[start : start + _AT_ONCE] for start in starts)]
    with ThreadPoolExecutor(_THREADS) as pool, threadpool_limits(1):
        (themes, _), *ahead = every = list(pool.map(model.forward, parts))
        replies = np.concatenate([rows for rows, _ in ahead])
        lost, of_replies, of_themes, at_the_end = ended(ending, replies, themes, lesson.belongs)
        slopes = [of_themes, *(of_replies[start : start + _AT_ONCE] for start in starts)]
        back = list(pool.map(lambda one, slope: one[1](slope), every, slopes))
    return lost, {name: sum(one[name] for one in back) for name in back[0]}, at_the_end


def ended(
    ending: Ending, replies: Numbers, themes: Numbers, belongs: Numbers
) -> tuple[float, Numbers, Numbers, Slopes]:
    """The log loss of each pair, the mean; its slopes by replies, by themes and by the ending."""
    scale = np.exp(ending.scale)
    mean = themes.mean(axis=0)
    apart = themes - ending.common * mean
    products = replies @ apart.T
    totals = scale * products + ending.bias + themes @ ending.by_theme
    lost = np.logaddexp(0, totals) - belongs * totals
    slope = (1 / (1 + np.exp(-totals)) - belongs) / totals.size
    of_apart = scale * slope.T @ replies
    by_theme = slope.sum(axis=0)
    of_themes = of_apart - ending.common * of_apart.mean(axis=0)
    of_themes = of_themes + by_theme[:, None] * ending.by_theme
    at_the_end = {
        "scale": scale * (slope * products).sum(),
        "bias": slope.sum(),
        "common": -(of_apart * mean).sum(),
        "by_theme": by_theme @ themes,
    }
    return float(lost.mean()), scale * slope @ apart, of_themes, at_the_end


class _Adam:
    """Adam with decay apart from it (Loshchilov and Hutter, 2019), and slopes held to a length."""

    def __init__(self, numbers: Slopes, fastest: float) -> None:
        self._numbers = numbers
        self._fastest = fastest
        self._means = {name: np.zeros_like(one) for name, one in numbers.items()}
        self._squares = {name: np.zeros_like(one) for name, one in numbers.items()}
        self._steps = 0

    def step(self, slopes: Slopes, rate: float) -> None:
        """Move each number against its slope, at this share of the fastest."""
        self._steps += 1
        length = np.sqrt(sum(float((one * one).sum()) for one in slopes.values()))
        held = min(1.0, _LONGEST_STEP / (length + _TINY))
        fast = self._fastest * rate
        for name, slope in slopes.items():
            mean, square = self._means[name], self._squares[name]
            mean += (1 - _FIRST) * (held * slope - mean)
            square += (1 - _SECOND) * ((held * slope) ** 2 - square)
            step = mean / (1 - _FIRST**self._steps)
            step = step / (np.sqrt(square / (1 - _SECOND**self._steps)) + _TINY)
            self._numbers[name] -= (fast * (step + _DECAY * self._numbers[name])).astype(np.float32)


def _rate(done: float) -> float:
    """Up in a straight line, then down along half a wave; `done` is the share of it all."""
    return min(1.0, done / _WARM_UP) * (1 + cos(pi * done)) / 2
