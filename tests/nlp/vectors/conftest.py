"""The model of made-up numbers, built once for all tests that look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.vectors import adapter, files, pieces, store
from nlp.vectors.graph import ROWS
from nlp.vectors.model import Model
from nlp.vectors.sessions import Session
from tests.nlp.vectors import made


@pytest.fixture(scope="session")
def written(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """A folder with the model of made-up numbers, and the hashes of its files."""
    folder = tmp_path_factory.mktemp("vectors")
    return folder, made.write(folder)


@pytest.fixture(scope="session")
def model(written) -> Model:
    """That model at work, in eight bits."""
    folder, _ = written
    return Model(pieces.read(folder / files.WORDS), Session(store.graph_for(folder), [ROWS]))


@pytest.fixture
def place(written, monkeypatch) -> Iterator[Path]:
    """That folder as the operator's own, its files taken for the right ones; forgotten after."""
    folder, hashes = written
    monkeypatch.setattr(files, "HASHES", hashes)
    monkeypatch.setenv(files.SETTING, str(folder))
    adapter.forget()
    yield folder
    adapter.forget()
