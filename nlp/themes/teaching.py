"""What people put right, learned in a moment: what is added to each weight of a model, and no more.

The weights learned from the examples written for the codebook stay as they are. What is added to
them is the least (a ridge) that brings the model nearer to what people decided, so that a lesson
reaches statements like those it was given on and leaves the others alone. Examples of every code
hold the model where it was: people look at what is doubtful, and so at few kinds of statement.
Only codes that somebody gave or took away where the model would not have are touched, and only
where that is of use to lessons that were left out.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nlp.themes.model import VECTOR, Given, Model

MOST = 600
"""The latest so many lessons are learned from: the time grows with their square."""
_RIDGES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""How little is added; which, and whether anything, is tried out on the lessons themselves."""
_FOLDS = 5
_MEANING = 4.0
"""How much sentence vectors weigh here, less what all lessons have in common."""
_EVERYWHERE = 0.1
"""How much a code may become likelier everywhere, whatever a statement says."""
_HELD = 1.0
"""How much a statement by which the model is held counts beside a lesson."""
_ROUNDS = 60

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Lesson:
    """A statement as the model sees it, and the codes that a person left on it."""

    given: Given
    codes: Collection[str]


def taught(
    model: Model, lessons: Sequence[Lesson], held: Sequence[Given] = (), *, least: float = 0.5
) -> Model:
    """The model with what the latest lessons teach; the same model where that is nothing.

    What it makes of the statements in `held` stays about as it is. A code is given where its share
    is `least` or more.
    """
    lessons = lessons[-MOST:]
    if not lessons:
        return model
    seen = [*(one.given for one in lessons), *held]
    totals = np.array([model.weigh(one)[: len(model.codes)] for one in seen], float)
    wanted = 1 / (1 + np.exp(-totals))
    decided = [[code in one.codes for code in model.codes] for one in lessons]
    wanted[: len(lessons)] = np.array(decided, float)
    edge = np.log(least / (1 - least))
    differs = (totals[: len(lessons)] >= edge) != np.array(decided)
    touched = np.flatnonzero(differs.any(axis=0))
    pull = _Taught(_alike(seen), totals[:, touched], wanted[:, touched], len(lessons)).pull()
    helped = pull.any(axis=0)
    return _added(model, seen, touched[helped], pull[:, helped])


def _alike(seen: Sequence[Given]) -> Numbers:
    """How much each two statements have in common: words, runs of letters, and meaning."""
    known = {int(place) for one in seen for place in one.seen.at}
    place_of = {place: at for at, place in enumerate(sorted(known))}
    rows = np.zeros((len(seen), len(known)), np.float32)
    for row, one in zip(rows, seen, strict=True):
        row[[place_of[int(place)] for place in one.seen.at]] = one.seen.weights
    meaning = _meaning(seen)
    return np.asarray((rows @ rows.T).astype(float) + meaning @ meaning.T + _EVERYWHERE)


def _meaning(seen: Sequence[Given]) -> Numbers:
    """Sentence vectors less what all have in common; no columns where there are none."""
    every = _vectors(seen)
    return np.asarray(_MEANING * (every - every.mean(axis=0)))


def _vectors(seen: Sequence[Given]) -> Numbers:
    vectors = [one.vector for one in seen]
    if any(vector is None for vector in vectors):
        return np.zeros((len(seen), 0))
    return np.array(vectors, float)


@dataclass(frozen=True)
class _Taught:
    """What is learned from: rows are statements, the lessons first; columns are codes."""

    alike: Numbers
    totals: Numbers
    wanted: Numbers
    lessons: int

    def pull(self) -> Numbers:
        """How each statement pulls at each code, with the ridge that helps lessons left out most.

        Where it helps them by less than the error of that measure (one standard error), nothing is
        learned: what was put right there says nothing of other statements.
        """
        every = np.arange(len(self.alike))
        gains = np.array([self._gain(ridge) for ridge in _RIDGES])
        best, helps = gains.argmax(axis=0), gains.max(axis=0) > 0
        found = np.zeros_like(self.totals)
        for place, ridge in enumerate(_RIDGES):
            own = helps & (best == place)
            if own.any():
                found[:, own] = self._fitted(every, ridge)[:, own]
        return found

    def _gain(self, ridge: float) -> Numbers:
        """How much less surprising lessons left out are, for each code, less its error."""
        fold = np.arange(len(self.alike)) % _FOLDS
        fold[self.lessons :] = _FOLDS
        told = self.totals.copy()
        for one in range(min(_FOLDS, self.lessons)):
            inside, outside = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
            pull = self._fitted(inside, ridge)
            told[outside] += self.alike[np.ix_(outside, inside)] @ pull
        own = slice(self.lessons)
        gain = _surprise(self.totals[own], self.wanted[own]) - _surprise(
            told[own], self.wanted[own]
        )
        return np.asarray(gain.mean(axis=0) - gain.std(axis=0) / np.sqrt(len(gain)))

    def _fitted(self, rows: Places, ridge: float) -> Numbers:
        """Logistic regression from where the model is, on some of the statements.

        By the fixed bound on its curvature of Böhning and Lindsay (1988): each round is a product.
        """
        alike = self.alike[np.ix_(rows, rows)]
        totals, wanted = self.totals[rows], self.wanted[rows]
        counts = np.where(rows < self.lessons, 1.0, _HELD)[:, None]
        pull = np.zeros_like(totals)
        step = np.linalg.inv(alike / 4 + ridge * np.eye(len(rows)))
        for _ in range(_ROUNDS):
            shares = 1 / (1 + np.exp(-(totals + alike @ pull)))
            pull += step @ (counts * (wanted - shares) - ridge * pull)
        return pull


def _surprise(totals: Numbers, wanted: Numbers) -> Numbers:
    """How surprised a model with these sums is by what people decided (log loss)."""
    return np.asarray(np.logaddexp(0, np.where(wanted > 0, -totals, totals)))


def _added(model: Model, seen: Sequence[Given], touched: Places, pull: Numbers) -> Model:
    words, vector, bias = model.words.copy(), model.vector.copy(), model.bias.copy()
    for one, own in zip(seen, pull, strict=True):
        at = np.ix_(one.seen.at, touched)
        words[at] += np.outer(one.seen.weights, own).astype(np.float32)
    bias[touched] += (_EVERYWHERE * pull.sum(axis=0)).astype(np.float32)
    meaning = _meaning(seen)
    if meaning.shape[1]:
        learned = _MEANING * (meaning.T @ pull)
        common = _vectors(seen).mean(axis=0)
        vector[:, touched] += (learned / VECTOR).astype(np.float32)
        bias[touched] -= (common @ learned).astype(np.float32)
    return replace(model, words=words, vector=vector, bias=bias)
