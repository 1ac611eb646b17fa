"""Helps codes with few examples beside others with many, once a codebook has many in all.

A regression makes little of a dozen examples of a code. So each code's sentence vectors are also
held against the middle of its examples, less what all examples have in common: linear discriminants
(Fisher 1936) with their covariance shrunk (Friedman 1989), which all the examples make together.
And a rare code is given for less, a frequent one for more, as F1 over codes asks for. All of it is
linear, and added to the weights that were learned. Numbers here were chosen by cross-validation on
the training part of a public set, and checked on those of others.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nlp.themes.learning import Lesson
from nlp.themes.model import VECTOR, Model

_MIDDLE = 0.3
"""How much the middle of a code's examples adds, when a statement is as near it as is usual."""
_SHRUNK = 0.3
"""How much the covariance of the sentence vectors is that of vectors which vary alike all round."""
_USUAL = 0.04
"""A code that so many of all examples have is given as readily as without this."""
_READIER, _HARDEST = 0.4, 0.5
"""How much readier a code is given the rarer it is, and how much harder at most if it is not."""

Numbers = NDArray[np.float64]


def helped(model: Model, lesson: Lesson) -> Model:
    """The model, which was learned from this lesson, with rare codes found more often."""
    told = [[code in one.codes for code in model.codes] for one in lesson.examples]
    weights = np.array([one.weight for one in lesson.examples])
    given = np.array(told, float) * weights[:, None]
    codes = slice(len(model.codes))
    bias, vector = model.bias.copy(), model.vector.copy()
    bias[codes] -= _harder(given.sum(axis=0), weights.sum())
    if lesson.vectors is not None:
        common, towards = _towards(lesson.vectors.astype(float), given, weights)
        vector[:, codes] += towards / VECTOR
        bias[codes] -= common @ towards
    return replace(model, bias=bias, vector=vector)


def _harder(many: Numbers, whole: float) -> Numbers:
    """How much harder each code is given; less than nought for those that are rare."""
    odds = np.log(np.maximum(many, 1) / np.maximum(whole - many, 1))
    return np.asarray(np.minimum(_READIER * (odds - np.log(_USUAL / (1 - _USUAL))), _HARDEST))


def _towards(vectors: Numbers, given: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """The middle of all sentence vectors, and for each code a column: the way to its own middle."""
    common = np.average(vectors, axis=0, weights=weights)
    apart = vectors - common
    spread = (apart.T * weights) @ apart / weights.sum()
    alike = np.eye(len(spread)) * np.trace(spread) / len(spread)
    middles = given.T @ apart / np.maximum(given.sum(axis=0), 1)[:, None]
    ways = np.linalg.solve((1 - _SHRUNK) * spread + _SHRUNK * alike, middles.T)
    return common, _MIDDLE * ways / np.maximum((apart @ ways).std(axis=0), 1e-9)
