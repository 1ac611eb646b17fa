"""BERTopic with the vectors handed to it: as it comes, or fitted to small numbers of texts.

UMAP has a seed, so that a run can be repeated. Where BERTopic cannot cope with so few texts, none
is placed.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from bertopic import BERTopic
from hdbscan import HDBSCAN
from umap import UMAP

from benchmarks.peers import grouping
from benchmarks.peers.grouping import Finds

SMALL = "--small"
SEED = 42


def as_it_comes(texts: Sequence[str], vectors: Any) -> list[int]:
    """With its own settings, apart from the seed."""
    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED)
    return _found(BERTopic(umap_model=reducer), texts, vectors)


def fitted_to_few(texts: Sequence[str], vectors: Any) -> list[int]:
    """With fewer neighbours and smaller groups where there are fewer texts."""
    count = len(texts)
    reducer = UMAP(
        n_neighbors=max(2, min(15, count // 6)),
        n_components=5,
        min_dist=0.0,
        metric="cosine",
        init="random" if count < 60 else "spectral",
        random_state=SEED,
    )
    clusterer = HDBSCAN(
        min_cluster_size=max(3, min(10, count // 40)),
        min_samples=1 if count <= 300 else 5,
        prediction_data=True,
    )
    return _found(BERTopic(umap_model=reducer, hdbscan_model=clusterer), texts, vectors)


def _found(model: BERTopic, texts: Sequence[str], vectors: Any) -> list[int]:
    try:
        topics, _ = model.fit_transform(list(texts), np.asarray(vectors))
    except (TypeError, ValueError):  # too few texts for one of its parts
        return [-1] * len(texts)
    return [int(topic) for topic in topics]


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    chosen: Finds = fitted_to_few if SMALL in sys.argv else as_it_comes
    sys.exit(grouping.answer(chosen, sys.argv[1:]))
