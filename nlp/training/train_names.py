"""Trains the networks that find names, and saves their weights.

`python -m nlp train names FOLDER` reads the public sets in FOLDER (see nlp/data/NOTICE.md), the
folder `themes` beside it, and our own messages, and writes `nlp/data/names_model`.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from nlp import names
from nlp.training import learning, messages, name_pool, templates

SEED = 6
UNKNOWN_ELSEWHERE = 0.4
"""How often the kind of a word is hidden where the lists know fewer words than they know of
English: those learned from are all in them."""


def train(folder: Path, into: Path = names.FOLDER, *, tell: Callable[[str], None] = print) -> None:
    """Train both networks; save their weights.

    Takes the public sets in `folder` and about twelve minutes on one core. The same files and seed
    give the same weights on the same machine. Raises OSError where a file is missing.
    """
    into.mkdir(parents=True, exist_ok=True)
    english = corpus(folder)
    for weights, learned_from in (
        (names.WEIGHTS, english),
        (names.WEIGHTS_ELSEWHERE, elsewhere(english)),
    ):
        began = time.monotonic()
        network = learning.train(learned_from, names.build(), seed=SEED, tell=tell)
        (into / weights).write_bytes(network.to_bytes())
        tell(f"Trained in {time.monotonic() - began:.0f} s.")


def corpus(folder: Path) -> learning.Corpus:
    """All there is to learn from for English."""
    return learning.Corpus(
        own=messages.own(),
        public=messages.public(folder, held_out=False),
        plain=messages.plain(folder.parent / "themes"),
        sentences=templates.read(folder),
        pool=name_pool.read(folder),
    )


def elsewhere(english: learning.Corpus) -> learning.Corpus:
    """The same for other languages; the English in it is for what is mixed with English.

    It is every third message: with more, names of other languages are found less.
    """
    return replace(
        english,
        own=messages.elsewhere(),
        public=english.own[::3],
        sentences=(),
        unknown=UNKNOWN_ELSEWHERE,
    )
