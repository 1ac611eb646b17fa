"""Training again from nothing gives what is shipped, near enough, in good time."""

import json
import shutil
import time
from pathlib import Path

import pytest

from benchmarks import described, public_names
from nlp import anonymise, evaluation, names
from nlp.themes import shipped
from nlp.training import train_names, train_readings
from nlp.vectors import adapter, files, taught
from tests.peers.needed import need

ROOT = Path(__file__).parents[2]
FOLDER = public_names.folder()
GOLD = ("gold_replies", "gold_languages")
MINUTES = 20


def scores() -> list[float]:
    return [score for name in GOLD for score in _scores(ROOT / "tests" / "nlp" / f"{name}.jsonl")]


def _scores(path: Path) -> list[float]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    gold = [evaluation.gold_of(row) for row in rows]
    scored = evaluation.score_spans(gold, [anonymise.find(text) for text, _ in gold])
    return [scored.recall["PERSON"].value, scored.precision["PERSON"].value, scored.leaks.value]


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_training_again_gives_the_same_scores(tmp_path, monkeypatch):
    if not FOLDER.is_dir():
        pytest.skip("The public sets are not here: set ENGAGE_TRAINING_FOLDER (NOTICE.md).")
    shipped = scores()
    began = time.monotonic()

    train_names.train(FOLDER, tmp_path)

    assert time.monotonic() - began < MINUTES * 60
    monkeypatch.setattr(names, "FOLDER", tmp_path)
    names.asked.cache_clear()
    try:
        again = scores()
    finally:
        monkeypatch.undo()
        names.asked.cache_clear()
    assert again == pytest.approx(shipped, abs=0.01)


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_teaching_the_sentence_model_again_gives_the_same_scores(tmp_path, monkeypatch):
    need("vectors")
    found = _of_consultations()
    began = time.monotonic()

    file = train_readings.train(tmp_path)

    assert time.monotonic() - began < MINUTES * 60
    monkeypatch.setattr(taught, "FILE", file)
    monkeypatch.setenv(files.SETTING, str(shutil.copytree(files.folder(), tmp_path / "vectors")))
    adapter.forget()
    try:
        again = _of_consultations()
    finally:
        monkeypatch.undo()
        adapter.forget()
    assert again == pytest.approx(found, abs=0.01)


def _of_consultations() -> list[float]:
    every = described.apart("vectors", shipped.sentence_model())
    return [figure.value for figure in every]
