"""Whether a test's peer is here: skip and say so, or refuse to skip where it was asked for."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from nlp.vectors import files
from tests.peers.chromium import find_chromium
from tests.peers.postgresql import find_postgresql
from tests.peers.prism import find_prism
from tests.peers.zbar import find_zbar


def find_model() -> Path | None:
    """The folder of the sentence model, if its files are the right ones."""
    try:
        files.check(files.folder())
    except files.NotUsable:
        return None
    return files.folder()


FINDERS: Mapping[str, tuple[Callable[[], Path | None], str]] = {
    "browser": (find_chromium, "Chromium is not installed: apt-get install chromium"),
    "contract": (find_prism, "Prism is not installed: npm ci in tests/contract"),
    "zbar": (find_zbar, "zbarimg is not installed: apt-get install zbar-tools"),
    "vectors": (find_model, "The sentence model is not here: ./run setup"),
    "postgresql": (find_postgresql, "PostgreSQL is not installed: apt-get install postgresql"),
}


def need(component: str) -> None:
    """Skip the test that asks when its peer is missing; fail it when ENGAGE_REQUIRE names it."""
    find, advice = FINDERS[component]
    if find() is not None:
        return
    if component in os.environ.get("ENGAGE_REQUIRE", "").split(","):
        pytest.fail(f"ENGAGE_REQUIRE asks for {component}. {advice}", pytrace=False)
    pytest.skip(advice)
