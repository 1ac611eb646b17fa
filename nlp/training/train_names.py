"""Trains the networks that find names, and saves their weights.

`python -m nlp train names FOLDER` reads the public sets in FOLDER (see nlp/data/NOTICE.md), the
folder `themes` beside it, and our own messages, and writes `nlp/data/names_model`.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import spacy

from nlp import names, tokens
from nlp.network import Network
from nlp.training import learning, messages, name_pool, templates

TEACHERS: tuple[int, ...] = ()
"""A larger network for each of these seeds; what they say, averaged, is what is taught."""
SEED = 7
TEACHER_SHAPE = (96, 4, 3)


def train(folder: Path, into: Path = names.FOLDER, *, tell: Callable[[str], None] = print) -> None:
    """Train the teachers, two at a time, and then the network that is used; save its weights.

    Takes the public sets in `folder` and about a quarter of an hour on two cores. The same files
    and seeds give the same weights on the same machine. Raises OSError for a file that is not
    there.
    """
    began = time.monotonic()
    corpus(folder)  # what is missing is said before anything starts
    into.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        taught = list(pool.map(partial(_teacher, folder), TEACHERS))
    teachers = [names.build(*TEACHER_SHAPE).from_bytes(weights) for weights in taught]
    network = _trained(folder, SEED, names.build(), teachers)
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


def _teacher(folder: Path, seed: int) -> bytes:
    return _trained(folder, seed, names.build(*TEACHER_SHAPE), ()).to_bytes()


def _trained(folder: Path, seed: int, network: Network, teachers: Sequence[Network]) -> Network:
    words = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": tokens.NAME}}})
    names.spell(words.vocab)
    return learning.train(
        corpus(folder),
        words.make_doc,
        network,
        seed=seed,
        teachers=teachers,
        tell=partial(print, flush=True),
    )
