"""Trains the network that finds names, and saves its weights.

`python -m nlp train names FOLDER` reads the public sets in FOLDER (see nlp/data/NOTICE.md), the
folder `themes` beside it, and our own messages, and writes `nlp/data/names_model`.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from nlp import names
from nlp.network import Network
from nlp.training import learning, messages, name_pool, templates

TEACHERS = (6, 7)
"""A network of the same shape for each of these seeds; what they say, averaged, is taught."""
SEED = 8


def train(folder: Path, into: Path = names.FOLDER, *, tell: Callable[[str], None] = print) -> None:
    """Train the teachers and then the network that is used; save its weights.

    Takes the public sets in `folder` and about a quarter of an hour on two cores. The same files
    and seeds give the same weights on the same machine. Raises OSError where a file is missing.
    """
    began = time.monotonic()
    everything = corpus(folder)
    into.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(len(TEACHERS)) as side_by_side:
        taught = side_by_side.map(partial(_teacher, folder, tell), TEACHERS)
        # A copy, as a teacher that was not sent from a process is: it reckons as thinc does.
        teachers = [names.build().from_bytes(weights).copy() for weights in taught]
    tell(f"{len(teachers)} teachers are ready after {time.monotonic() - began:.0f} s.")
    network = _trained(everything, SEED, teachers, tell)
    (into / "weights-0.bin").write_bytes(network.to_bytes())
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


def _teacher(folder: Path, tell: Callable[[str], None], seed: int) -> bytes:
    """The weights of a teacher, trained in a process of its own, which tells how far it is."""
    return _trained(corpus(folder), seed, (), tell).to_bytes()


def _trained(
    everything: learning.Corpus,
    seed: int,
    teachers: Sequence[Network],
    tell: Callable[[str], None],
) -> Network:
    return learning.train(everything, names.build(), seed=seed, teachers=teachers, tell=tell)
