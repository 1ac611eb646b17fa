"""Fits a model of a codebook to examples: one logistic regression a code, quick enough to watch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from nlp.themes.examples import POLARITIES, SENTIMENTS, Example
from nlp.themes.features import Features
from nlp.themes.model import HITS, VECTOR, Array, Model

CLOSELY, _CLOSELY_TO_POLARITY, _CLOSELY_TO_TONE = 20.0, 5.0, 2.0
"""How closely the examples are followed (inverse of the ridge); chosen on half of our gold, and for
the tone on the sample of 113 too."""
_EVENLY = 0.75
"""How much more an example of a rare code counts where codes are learned evenly: 0 as much as any
other, 1 so much that all examples of a code weigh as much as all without it. Chosen by
cross-validation on training parts of public sets."""
_ROUNDS = 400
_OF_CODE = 0.5


@dataclass(frozen=True)
class Lesson:
    """Examples with all that a model looks at in each, ready to be fitted."""

    examples: Sequence[Example]
    features: Features
    hits: Array
    vectors: Array | None
    rows: Any
    beside: float
    """How much a sentence vector weighs beside the words while they are fitted."""

    @property
    def width(self) -> int:
        """Numbers in a sentence vector; 0 where there are none."""
        return 0 if self.vectors is None else self.vectors.shape[1]


def prepared(
    examples: Sequence[Example],
    hits: Array,
    vectors: Array | None,
    features: Features | None = None,
    *,
    beside: float = VECTOR,
) -> Lesson:
    """The examples as rows of features; `hits` and `vectors` have one row for each of them."""
    features = features or Features.learned([(one.text, one.question) for one in examples])
    asked = [(one.text, one.question) for one in examples]
    parts = [counted(features, asked), csr_matrix(hits * HITS)]
    if vectors is not None:
        parts.append(csr_matrix(vectors * beside))
    return Lesson(examples, features, hits, vectors, hstack(parts).tocsr(), beside)


def counted(features: Features, texts: Sequence[tuple[str, str]]) -> Any:
    """The features of each text and its question, a row each; most are nought, and not held."""
    seen = [features.see(text, question) for text, question in texts]
    ends = np.cumsum([0, *(len(one.at) for one in seen)])
    at = np.concatenate([one.at for one in seen]) if seen else np.zeros(0, dtype=np.int32)
    weights = np.concatenate([one.weights for one in seen]) if seen else np.zeros(0)
    return csr_matrix((weights, at, ends), shape=(len(seen), len(features)))


def fitted(
    lesson: Lesson,
    codes: Sequence[str],
    *,
    evenly: bool = False,
    closely: float = CLOSELY,
    tones: Mapping[str, Sequence[int]] | None = None,
) -> Model:
    """A model of these codes, with the polarities and tones of the examples that tell them.

    `evenly` is for examples as people give them, few of some codes and many of others: those of
    rare codes count more. Without, all count alike, as where each code has hundreds. `tones` says
    for a question how often replies have each of `SENTIMENTS`, where the examples do not tell.
    """
    columns = [_code(lesson, code, evenly=evenly, closely=closely) for code in codes]
    polarity, of_code = _polarity(lesson, codes)
    columns += polarity + _sentiment(lesson, tones or {})
    return _made(lesson, tuple(codes), np.stack(columns, axis=1), of_code)


def _made(lesson: Lesson, codes: tuple[str, ...], columns: Array, of_code: Array) -> Model:
    ends = np.cumsum([len(lesson.features), lesson.hits.shape[1], lesson.width])
    words, hits, vector, bias = np.split(columns.astype(np.float32), ends)
    vector = np.asarray(vector * (lesson.beside / VECTOR), dtype=np.float32)
    return Model(codes, lesson.features, words, hits, vector, bias[0], of_code)


def _code(lesson: Lesson, code: str, *, evenly: bool, closely: float) -> Array:
    """The weights of one code, with its bias last; of a code nobody gave, that it is not there."""
    is_given = np.array([code in one.codes for one in lesson.examples], dtype=int)
    if not is_given.any() or is_given.all():
        column = np.zeros(lesson.rows.shape[1] + 1, dtype=np.float32)
        column[-1] = _NEVER if not is_given.any() else -_NEVER
        return column
    weights = np.array([one.weight for one in lesson.examples])
    if evenly:
        weights = _evened(weights, is_given)
    fit = LogisticRegression(C=closely, solver="liblinear", max_iter=_ROUNDS)
    fit.fit(lesson.rows, is_given, sample_weight=weights)
    return _column(fit.coef_[0], fit.intercept_[0])


def _evened(weights: NDArray[np.float64], is_given: NDArray[np.int_]) -> NDArray[np.float64]:
    """The weights with more for what is rare: examples of the code, mostly. Their sum stays."""
    rarity = (len(is_given) - is_given.sum()) / is_given.sum()
    raised = np.where(is_given, weights * rarity**_EVENLY, weights)
    return np.asarray(raised * (weights.sum() / raised.sum()))


_NEVER = -8.0


def _column(weights: NDArray[np.float64], bias: float) -> Array:
    return np.append(weights, bias).astype(np.float32)


def _polarity(lesson: Lesson, codes: Sequence[str]) -> tuple[list[Array], Array]:
    """The weights of each polarity, learned from every code an example carries."""
    place = {code: number for number, code in enumerate(codes)}
    pairs = [
        (row, place[code], POLARITIES.index(said))
        for row, one in enumerate(lesson.examples)
        for code, said in one.codes.items()
        if said and code in place
    ]
    rows = [row for row, _, _ in pairs]
    known = np.zeros((len(pairs), len(codes)))
    known[range(len(pairs)), [code for _, code, _ in pairs]] = _OF_CODE
    columns = _classes(
        hstack([lesson.rows[rows], csr_matrix(known)]).tocsr() if pairs else None,
        [said for _, _, said in pairs],
        len(POLARITIES),
        lesson.rows.shape[1] + len(codes),
        closely=_CLOSELY_TO_POLARITY,
    )
    whole = lesson.rows.shape[1]
    of_code = np.stack([column[whole:-1] for column in columns], axis=1) * _OF_CODE
    return [np.append(column[:whole], column[-1]) for column in columns], of_code


def _sentiment(lesson: Lesson, tones: Mapping[str, Sequence[int]]) -> list[Array]:
    """The weights of each tone."""
    rows = [row for row, one in enumerate(lesson.examples) if one.sentiment is not None]
    said = [SENTIMENTS.index(lesson.examples[row].sentiment or 0) for row in rows]
    questions = [lesson.examples[row].question for row in rows]
    return _classes(
        lesson.rows[rows] if rows else None,
        said,
        len(SENTIMENTS),
        lesson.rows.shape[1],
        closely=_CLOSELY_TO_TONE,
        weights=_as_often(np.array(said, int), questions, tones),
    )


def _as_often(
    said: NDArray[np.int_], questions: Sequence[str], tones: Mapping[str, Sequence[int]]
) -> NDArray[np.float64]:
    """A weight for each example, by which the tones of a question come as often as `tones` says.

    Those of a question weigh as much together as before; a tone that none has is not made up for.
    """
    weights = np.ones(len(said))
    for question, often in tones.items():
        asked = np.array([one == question for one in questions], bool)
        many = np.bincount(said[asked], minlength=len(SENTIMENTS))
        known = np.where(many, often, 0)
        for tone in np.flatnonzero(known):
            weights[asked & (said == tone)] = known[tone] / known.sum() * many.sum() / many[tone]
    return weights


def _classes(
    rows: Any,
    said: Sequence[int],
    many: int,
    width: int,
    *,
    closely: float,
    weights: NDArray[np.float64] | None = None,
) -> list[Array]:
    """The weights of each of so many classes; those nobody gave are never said."""
    columns = [np.append(np.zeros(width), _NEVER).astype(np.float32) for _ in range(many)]
    if len(set(said)) < 2:
        for one in set(said):
            columns[one][-1] = -_NEVER
        return columns
    fit = LogisticRegression(C=closely, max_iter=_ROUNDS)
    fit.fit(rows, said, sample_weight=weights)
    found, bias = fit.coef_, fit.intercept_
    if len(fit.classes_) == 2:
        found, bias = np.vstack([-found[0], found[0]]), np.array([-bias[0], bias[0]])
    for place, one in enumerate(fit.classes_):
        columns[one] = _column(found[place], bias[place])
    return columns
