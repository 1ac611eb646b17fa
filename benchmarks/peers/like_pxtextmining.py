"""The recipe by which pxtextmining learns codes, written anew from its public source.

As its `create_and_train_svc_model` of version 0.5 does where it is told nothing else: words by
TF-IDF, and for each code a support vector classifier with a radial kernel, C = 15, balanced classes
and 1,000 rounds at most. With pairs of words and the kind of question, as it can do too, it came
out lower here (micro F1 0.644, and not 0.658). As its `predict_multilabel_sklearn` does:
punctuation and numbers go first, and a text that got no code gets the likeliest. Its own rules that
put codes right by name are left out, as is its language model. It runs on scikit-learn in our
environment.
"""

from __future__ import annotations

import re
import warnings

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import SVC

from benchmarks.public_sets import Part
from nlp.evaluation import Codes
from nlp.themes.examples import Example

_CLOSELY, _ROUNDS, _SEED = 15, 1_000, 0


def given(part: Part) -> tuple[list[Codes], list[Codes]]:
    """The codes it gives each reply, and the same with the likeliest where it gives none."""
    words = TfidfVectorizer()
    taught = words.fit_transform(map(_plain, part.taught))
    asked = words.transform(map(_plain, part.asked))
    codes = [code.id for code in part.codebook.codes]
    is_given = np.zeros((len(part.asked), len(codes)), dtype=bool)
    likely = np.zeros(is_given.shape)
    for place, code in enumerate(codes):
        told = np.array([code in one.codes for one in part.taught], dtype=int)
        if told.any():
            fit = SVC(
                C=_CLOSELY,
                class_weight="balanced",
                max_iter=_ROUNDS,
                probability=True,
                random_state=_SEED,
            )
            with warnings.catch_warnings():  # its rounds are few, and it is of its time
                warnings.simplefilter("ignore")
                fit.fit(taught, told)
            is_given[:, place] = fit.predict(asked)
            likely[:, place] = fit.predict_proba(asked)[:, 1]
    always = is_given.copy()
    none = ~is_given.any(axis=1)
    always[none, likely[none].argmax(axis=1)] = True
    return _named(is_given, codes), _named(always, codes)


def _named(is_given: NDArray[np.bool_], codes: list[str]) -> list[Codes]:
    return [frozenset(np.array(codes)[row].tolist()) for row in is_given]


def _plain(one: Example) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]|\d", " ", one.text)).strip().lower()
