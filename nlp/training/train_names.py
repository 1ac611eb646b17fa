"""Trains the network that finds names, and saves its weights.

`python -m nlp train names FOLDER` reads the public sets in FOLDER (see nlp/data/NOTICE.md), the
folder `themes` beside it, and our own messages, and writes `nlp/data/names_model`.
"""

import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import spacy
from threadpoolctl import threadpool_limits

from nlp import lines, names, tokens
from nlp.network import Network
from nlp.training import learning, messages, name_pool, templates

TEACHERS = (6, 7)
"""A network of the same shape for each of these seeds, each trained in a process of its own; what
they say, averaged, is taught."""
SEED = 8


def train(folder: Path, into: Path = names.FOLDER) -> None:
    """Train the teachers and then the network that is used; save its weights.

    Takes the public sets in `folder` and about fifteen minutes on two cores, and tells how far it
    is. The same files and seeds give the same weights on the same machine. Raises OSError for a
    file that is not there.
    """
    began = time.monotonic()
    everything = corpus(folder)
    into.mkdir(parents=True, exist_ok=True)
    alone = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(TEACHERS), alone) as processes:
        teachers = list(processes.map(partial(_teacher, folder), TEACHERS))
    network = _trained(everything, SEED, [names.build().from_bytes(one) for one in teachers])
    (into / "weights-0.bin").write_bytes(network.to_bytes())
    lines.tell(f"Trained in {time.monotonic() - began:.0f} s.")


def corpus(folder: Path) -> learning.Corpus:
    """All there is to learn from."""
    return learning.Corpus(
        own=messages.own(),
        public=messages.public(folder, held_out=False),
        plain=messages.plain(folder.parent / "themes"),
        sentences=templates.read(folder),
        pool=name_pool.read(folder),
    )


def _teacher(folder: Path, seed: int) -> bytes:
    return _trained(corpus(folder), seed, ()).to_bytes()


def _trained(everything: learning.Corpus, seed: int, teachers: Sequence[Network]) -> Network:
    words = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": tokens.NAME}}})
    names.spell(words.vocab)
    with threadpool_limits(1):  # with more, sums in another order would give other weights
        return learning.train(
            everything, words.make_doc, names.build(), seed=seed, teachers=teachers, tell=lines.tell
        )
