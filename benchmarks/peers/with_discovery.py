"""Our discovery of themes, measured as the others are."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.peers import grouping
from nlp.discovery import themes


def find(texts: Sequence[str], vectors: Any) -> list[int]:
    """The theme of each text, with names and all."""
    places = themes.discover(texts, vectors).places
    return [-1 if place.theme is None else place.theme for place in places]


if __name__ == "__main__":
    sys.exit(grouping.answer(find, sys.argv[1:]))
