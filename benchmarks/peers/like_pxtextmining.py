"""The recipe by which pxtextmining learns codes, written anew from its public source.

As its `create_and_train_svc_model` of version 0.5 does: words and pairs of words by TF-IDF, none
that stand in over 90% of texts, the kind of question as a column each, and for each code a support
vector classifier with a radial kernel, C = 15, balanced classes and 1,000 rounds at most. As its
`predict_multilabel_sklearn` does: punctuation and numbers go first, and a text that got no code
gets the likeliest. Its own rules that put right codes by name are left out, as is its language
model. It runs on scikit-learn in our environment.
"""

from __future__ import annotations

import re
import warnings

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import OneHotEncoder
from sklearn.svm import SVC

from benchmarks.public_sets import Part
from nlp.themes.examples import Example

_CLOSELY, _ROUNDS, _SEED = 15, 1_000, 0


def given(part: Part, *, always: bool) -> list[frozenset[str]]:
    """The codes it gives each reply; `always`: at least the likeliest."""
    words = TfidfVectorizer(max_df=0.9, min_df=1, ngram_range=(1, 2))
    kinds = OneHotEncoder(handle_unknown="ignore")
    words.fit(map(_plain, part.taught))
    kinds.fit([[one.question] for one in part.taught])
    taught, asked = (
        hstack(
            [kinds.transform([[one.question] for one in some]), words.transform(map(_plain, some))]
        ).tocsr()
        for some in (part.taught, part.asked)
    )
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
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # it asks for probabilities as then
                fit.fit(taught, told)
            is_given[:, place] = fit.predict(asked)
            likely[:, place] = fit.predict_proba(asked)[:, 1]
    if always:
        none = ~is_given.any(axis=1)
        is_given[none, likely[none].argmax(axis=1)] = True
    return [frozenset(np.array(codes)[row].tolist()) for row in is_given]


def _plain(one: Example) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]|\d", " ", one.text)).strip().lower()
