"""What stands in for the sentence model: texts in the same words lie close."""

import os
import subprocess
import sys

import numpy as np
import pytest

from benchmarks.texts import free_words
from engage.config import ROOT
from nlp.vectors.spelling import WIDTH, Spelling

ROWS = Spelling()
TEXTS = [
    "the room is damp and cold",
    "my room is damp n cold",
    "damp in my room",
    "my worker rings me back",
    "my workers ring me bak",
    "worker never rings back",
    "the bus fare is too dear",
    "bus fares cost too much",
]
GROUPS = [0, 0, 0, 1, 1, 1, 2, 2]


def test_texts_in_the_same_or_misspelt_words_are_each_others_nearest():
    rows = ROWS(TEXTS)
    alike = rows @ rows.T - 2 * np.eye(len(TEXTS))

    assert [GROUPS[nearest] for nearest in alike.argmax(axis=1)] == GROUPS


def test_rows_are_of_unit_length_and_zeros_where_there_are_no_words():
    rows = ROWS([*TEXTS, "", " \n"])

    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), [1] * len(TEXTS) + [0, 0], atol=1e-6)


@pytest.mark.parametrize(
    "texts", [[], [""], ["ok"], ["ok", "ok"], ["", "ok"], ["a b", "c d"], ["住房很冷", "damp"]]
)
def test_few_texts_are_no_trouble(texts):
    rows = ROWS(texts)

    assert len(rows) == len(texts)
    assert np.isfinite(rows).all()


def test_there_are_never_more_dimensions_than_texts_or_than_a_hundred():
    assert ROWS(TEXTS).shape[1] <= len(TEXTS)
    assert ROWS(free_words()).shape[1] == WIDTH


def test_rows_are_the_same_to_the_byte_in_another_process():
    script = (
        "import hashlib; from benchmarks.texts import free_words\n"
        "from nlp.vectors.spelling import Spelling\n"
        "print(hashlib.sha256(Spelling()(free_words()).tobytes()).hexdigest())\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert len(said) == 1
