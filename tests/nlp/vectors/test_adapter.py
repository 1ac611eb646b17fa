"""The sentence model where it is and right, what stands in where not, and the reason in words."""

import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from nlp.training import encoder
from nlp.vectors import adapter, files, store, taught
from nlp.vectors.model import Model
from nlp.vectors.spelling import Spelling


@pytest.fixture
def copy(place, tmp_path, monkeypatch):
    """A folder of this test's own with the model in it, and its graph."""
    store.graph_for(place)
    folder = shutil.copytree(place, tmp_path / "copy")
    monkeypatch.setenv(files.SETTING, str(folder))
    return folder


def test_the_model_is_used_when_its_files_are_the_right_ones(place):
    assert isinstance(adapter.load(), Model)
    assert adapter.load().is_model
    assert "MiniLM" in adapter.load().name
    assert adapter.why_not() == ""


def test_it_is_loaded_once_whoever_asks(place):
    with ThreadPoolExecutor(4) as pool:
        assert len(set(map(id, pool.map(lambda _: adapter.load(), range(8))))) == 1


@pytest.mark.parametrize("name", files.HASHES)
def test_a_file_that_is_not_the_right_one_is_left_alone_and_that_is_said(copy, name):
    with (copy / name).open("ab") as file:
        file.write(b" ")

    assert isinstance(adapter.load(), Spelling)
    assert not adapter.load().is_model
    assert adapter.why_not().startswith(f"The file {name} of the sentence model is not the one")


def test_a_folder_without_the_model_is_told_of_by_the_setting(tmp_path, place, monkeypatch):
    monkeypatch.setenv(files.SETTING, str(tmp_path))

    assert isinstance(adapter.load(), Spelling)
    assert adapter.why_not() == (
        "ENGAGE_EMBEDDINGS names a folder in which model.safetensors cannot be read."
    )


def test_without_a_setting_it_is_looked_for_where_set_up_puts_it(tmp_path, place, monkeypatch):
    monkeypatch.delenv(files.SETTING)
    monkeypatch.setattr(files, "MADE", tmp_path)

    assert adapter.why_not() == (
        "The sentence model is not on this machine yet. ./run setup fetches it."
    )


def test_the_graph_is_built_once_and_kept_beside_the_weights(copy):
    (copy / store.GRAPH).unlink()
    built = store.graph_for(copy)
    before = (copy / store.GRAPH).stat()

    assert built == store.graph_for(copy) == copy / store.GRAPH
    assert (copy / store.GRAPH).stat().st_ino == before.st_ino
    assert sorted(path.name for path in copy.iterdir()) == sorted(
        [*files.HASHES, store.GRAPH, store.stamp_of(copy / store.GRAPH).name]
    )


def test_what_it_was_taught_is_a_graph_of_its_own(copy, tmp_path, monkeypatch):
    texts = ["my worker listens", "support"]
    plain, learned = adapter.load()(texts), adapter.taught()(texts)

    assert adapter.taught().is_model
    assert (copy / store.TAUGHT).exists()
    assert np.abs(plain - learned).max() > 0.01

    empty = tmp_path / "nothing.npz"
    taught.write(
        empty, encoder.started(files.tensors(copy / files.WEIGHTS), np.random.default_rng(1))
    )
    monkeypatch.setattr(taught, "FILE", empty)
    adapter.forget()

    assert adapter.taught()(texts).tobytes() == plain.tobytes()


@pytest.mark.parametrize("spoil", ["graph", "stamp", "origin"])
def test_a_graph_that_is_not_what_its_stamp_says_is_built_again(copy, spoil):
    right = (copy / store.GRAPH).read_bytes()
    if spoil == "graph":
        (copy / store.GRAPH).write_bytes(right[:-9])
    elif spoil == "stamp":
        store.stamp_of(copy / store.GRAPH).write_text("[]")
    else:
        stamp = json.loads(store.stamp_of(copy / store.GRAPH).read_text())
        store.stamp_of(copy / store.GRAPH).write_text(
            json.dumps({**stamp, "made from": "something else"})
        )
        (copy / store.GRAPH).write_bytes(b"old")
    store.graph_for(copy)

    assert (copy / store.GRAPH).read_bytes() == right


def test_where_nothing_may_be_written_the_graph_is_used_all_the_same(copy, monkeypatch):
    def refused(**_how):
        raise PermissionError

    store.stamp_of(copy / store.GRAPH).unlink()
    monkeypatch.setattr(tempfile, "mkstemp", refused)

    assert isinstance(store.graph_for(copy), bytes)
    assert adapter.load()(["support"]).any()
