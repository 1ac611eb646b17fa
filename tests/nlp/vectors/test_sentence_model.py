"""The real sentence model, where it is: true, quick to load, small, and it knows what is meant."""

import os
import subprocess
import sys

import numpy as np
import pytest

from benchmarks import minilm
from benchmarks.texts import free_words
from engage.config import ROOT
from nlp.vectors import adapter, files, pieces
from tests.nlp.vectors.made import EXPECTED
from tests.peers.needed import need

MEANT = [
    ("there is nowhere to wash my clothes", "no laundry in the building", "my clothes are blue"),
    ("my support worker really listens", "she hears what I say", "the bus is too dear"),
    ("my walls are mouldy", "there is mould in my room", "staff are kind"),
]


@pytest.fixture(scope="module")
def model():
    need("vectors")
    adapter.forget()
    return adapter.load()


@pytest.mark.parametrize("text, alike, unlike", MEANT)
def test_texts_that_mean_much_the_same_lie_close(model, text, alike, unlike):
    rows = model([text, alike, unlike])

    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_it_knows_the_pieces_that_texts_are_cut_into(model):
    known = pieces.read(files.folder() / files.WORDS)

    assert known.of(text for text, _ in EXPECTED["texts"]) == [ids for _, ids in EXPECTED["texts"]]


def test_eight_bits_keep_the_rows_and_who_is_nearest(model):
    texts = sorted(set(free_words()))[::4]
    held = files.tensors(files.folder() / files.WEIGHTS)
    plain = minilm.rows(held, [model.known.closed(one) for one in model.known.of(texts)])
    rows = model(texts)
    others = -2 * np.eye(len(texts))
    same = (rows @ rows.T + others).argmax(1) == (plain @ plain.T + others).argmax(1)

    assert (rows * plain).sum(axis=1).min() > 0.99
    assert same.mean() > 0.9


def test_loading_is_quick_and_takes_little_memory(model):
    script = (
        "import pathlib, re, time; began = time.perf_counter()\n"
        "from nlp.vectors import adapter\n"
        "adapter.load()(['my worker listens'])\n"
        "took = time.perf_counter() - began\n"
        "said = pathlib.Path('/proc/self/status').read_text()\n"
        "print(took, int(re.search(r'VmHWM:\\s+(\\d+)', said)[1]) / 1000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    took, peak = map(float, done.stdout.split())

    assert peak <= 300
    assert took <= 6  # on a busy machine; the benchmark holds it to a second and a half
