"""The sentence model: true to its weights, and the same for a text in any company."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import minilm
from engage.config import ROOT
from nlp.vectors import eight_bits, files, graph, store
from nlp.vectors.sessions import Session
from tests.nlp.vectors import made

TEXTS = made.texts(90)


@pytest.fixture(scope="module")
def rows(model):
    return model(TEXTS)


@pytest.fixture(scope="module")
def in_full(written, model):
    """The same model without rounding."""
    return replace(model, session=Session(store.build_in_full(written[0]), [graph.ROWS]))


def test_the_graph_does_in_full_what_the_weights_say(written, model, in_full):
    held = files.tensors(written[0] / files.WEIGHTS)
    plain = minilm.rows(held, [model.known.closed(one) for one in model.known.of(TEXTS)])

    assert (in_full(TEXTS) * plain).sum(axis=1).min() > 1 - 1e-6


def test_eight_bits_are_nearly_as_true(rows, in_full):
    assert (rows * in_full(TEXTS)).sum(axis=1).min() > 0.99


def test_machines_that_add_signed_numbers_badly_get_the_same_rows(written, model, rows):
    held = files.tensors(written[0] / files.WEIGHTS)
    shown = [model.known.closed(one) for one in model.known.of(store.SHOWN)]
    multiply = eight_bits.EightBits(eight_bits.reaches(held, shown), sums_are_exact=False)
    other = replace(
        model, session=Session(graph.build(held, multiply).SerializeToString(), [graph.ROWS])
    )

    assert np.abs(other(TEXTS) - rows).max() < 1e-5


@pytest.mark.parametrize("at_once", [1, 40, 512, 100_000])
@pytest.mark.parametrize("threads", [1, 2])
def test_rows_are_the_same_to_the_byte_however_texts_are_shared_out(model, rows, at_once, threads):
    other = replace(model, at_once=at_once, threads=threads)

    assert other(TEXTS).tobytes() == rows.tobytes()


def test_rows_are_the_same_to_the_byte_alone_in_any_order_and_several_times(model, rows):
    assert np.concatenate([model([text]) for text in TEXTS]).tobytes() == rows.tobytes()
    assert model([*reversed(TEXTS), *TEXTS]).tobytes() == (rows[::-1].tobytes() + rows.tobytes())


def test_rows_are_the_same_to_the_byte_for_callers_at_once(model, rows):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(model, [TEXTS] * 4))

    assert {one.tobytes() for one in found} == {rows.tobytes()}


def test_rows_are_the_same_to_the_byte_in_another_process(written, rows):
    script = (
        "import hashlib, sys; from pathlib import Path\n"
        "from nlp.vectors import files, pieces, store\n"
        "from nlp.vectors.model import Model; from nlp.vectors.sessions import Session\n"
        "from tests.nlp.vectors import made\n"
        "known = pieces.read(Path(sys.argv[1]) / files.WORDS)\n"
        "model = Model(known, Session(store.build(Path(sys.argv[1])), ['rows']))\n"
        "print(hashlib.sha256(model(made.texts(90)).tobytes()).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(written[0])],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.strip() == hashlib.sha256(rows.tobytes()).hexdigest()


def test_every_row_is_of_unit_length(rows):
    assert rows.dtype == np.float32
    assert np.abs(np.linalg.norm(rows, axis=1) - 1).max() < 1e-6


@pytest.mark.parametrize("text", ["", "  \n", "\N{HOUSE BUILDING}", "\0", "x" * 5000])
def test_a_text_with_nothing_that_can_be_read_gets_zeros(model, text):
    assert not model([text]).any()
    assert model([text, "support"])[1].any()


def test_no_texts_give_no_rows(model):
    assert model([]).shape == (0, 384)


def test_a_long_text_gets_the_mean_of_its_statements(model):
    short = ["my room is damp.", "worker listens to me!"]
    long = " ".join(short * 60)
    mean = model(short).mean(axis=0)

    assert np.allclose(model([long])[0], mean / np.linalg.norm(mean), atol=1e-6)


def test_a_statement_that_is_itself_too_long_is_read_to_its_end(model):
    long = "room " * 300

    assert not np.array_equal(model([long])[0], model([long + "worker " * 300])[0])
