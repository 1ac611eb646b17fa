"""Trains the network that finds names, and saves its weights.

`python -m nlp train names FOLDER` reads the public sets in FOLDER (see nlp/data/NOTICE.md), the
folder `themes` beside it, and our own messages, and writes `nlp/data/names_model`.
"""

import time
from collections.abc import Callable
from pathlib import Path

from nlp import names
from nlp.training import learning, messages, name_pool, templates

SEED = 6


def train(folder: Path, into: Path = names.FOLDER, *, tell: Callable[[str], None] = print) -> None:
    """Train the network; save its weights.

    Takes the public sets in `folder` and about six minutes on one core. The same files and seed
    give the same weights on the same machine. Raises OSError where a file is missing.
    """
    began = time.monotonic()
    network = learning.train(corpus(folder), names.build(), seed=SEED, tell=tell)
    into.mkdir(parents=True, exist_ok=True)
    (into / names.WEIGHTS).write_bytes(network.to_bytes())
    tell(f"Trained in {time.monotonic() - began:.0f} s.")


def corpus(folder: Path) -> learning.Corpus:
    """All there is to learn from."""
    return learning.Corpus(
        own=messages.own(),
        public=messages.public(folder, held_out=False),
        plain=messages.plain(folder.parent / "themes"),
        sentences=templates.read(folder),
        pool=name_pool.read(folder),
    )
