"""`python -m nlp discover`: texts in, the theme found for each out; and how good the themes are."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp import lines, tables
from nlp.commands import FINE, SOME_LEFT_OUT
from nlp.discovery import agreement, themes
from nlp.discovery.themes import Found
from nlp.lines import Lines, Progress, Row
from nlp.vectors import adapter

ADDED = ("theme", "label", "confidence")
"""What is said of each text: the number of its theme, its name, and how sure that is."""


def discover(*, column: str | None = None) -> int:
    """Find the themes of all texts on standard input; the exit code.

    All of them are read before any is answered, as a theme is made of many.
    """
    if adapter.why_not():
        lines.tell(adapter.why_not())
    if column is not None:
        return _table(column)
    rows = Lines(sys.stdin.buffer, ("id", "text"), lines.tell)
    read = list(rows)
    for row, said in zip(read, _said([row["text"] for row in read]), strict=True):
        lines.write({"id": row["id"], **said})
    return SOME_LEFT_OUT if rows.problems else FINE


def _table(column: str) -> int:
    table = tables.read(sys.stdin.buffer.read(), column, adding=ADDED, tell=lines.tell)
    at = table.head.index(column)
    out = sys.stdout.buffer
    out.write(table.start())
    for row, said in zip(table.rows, _said([row[at] for row in table.rows]), strict=True):
        cells = ["" if said[key] is None else str(said[key]) for key in ADDED]
        out.write(table.line([*row, *cells]))
    out.flush()
    return SOME_LEFT_OUT if table.problems else FINE


def _said(texts: Sequence[str]) -> Iterator[Row]:
    vectors = _vectors(texts)
    found = themes.discover(texts, vectors, know_meaning=adapter.load().is_model)
    _tell(found)
    for place in found.places:
        label = None if place.theme is None else found.themes[place.theme].name
        yield {"theme": place.theme, "label": label, "confidence": place.confidence}


def _vectors(texts: Sequence[str]) -> NDArray[Any]:
    """A vector for each text, with a count of those done where they are made one by one."""
    vectors = adapter.load()
    if not texts or not vectors.is_model:
        return vectors(texts) if texts else np.zeros((0, 1), np.float32)
    progress = Progress(sys.stderr)
    made = []
    for batch in lines.batches(texts):
        made.append(vectors(batch))
        for _ in batch:
            progress.step()
    progress.close()
    return np.concatenate(made)


def _tell(found: Found) -> None:
    unplaced = sum(place.theme is None for place in found.places)
    if sys.stderr.isatty():
        lines.tell(
            f"{len(found.themes):,} themes in {len(found.places):,} texts; {unplaced:,} unplaced."
        )


def evaluate(gold: Path, found: Path) -> int:
    """Measure found themes against the labels that people gave, by id; the exit code."""
    true, problems = _by_id(gold, ("label", "theme"))
    said, more_problems = _by_id(found, ("theme", "label"))
    lacking = [key for key in true if key not in said]
    if lacking:
        count = "1 text is" if len(lacking) == 1 else f"{len(lacking):,} texts are"
        lines.tell(f"{count} in {gold.name} but not in {found.name}: counted as unplaced.")
    scored = agreement.measure(list(true.values()), [said.get(key) for key in true])
    print(f"adjusted Rand index     {scored.rand:.3f}  (n={len(true):,}, unplaced each alone)")
    print(f"mutual information      {scored.information:.3f}")
    print(f"share placed            {scored.placed:.3f}")
    print(f"themes                  {scored.themes}")
    is_whole = not (problems or more_problems or lacking)
    return FINE if is_whole else SOME_LEFT_OUT


def _by_id(path: Path, keys: Sequence[str]) -> tuple[dict[str, str | None], int]:
    """What each id was given under the first of the keys that its row has; and problems met."""
    with path.open("rb") as stream:
        rows = Lines(stream, ("id",), lines.tell)
        given = {json.dumps(row["id"]): _under(row, keys) for row in rows}
    return given, rows.problems


def _under(row: Row, keys: Sequence[str]) -> str | None:
    value = next((row[key] for key in keys if key in row), None)
    return None if value is None else json.dumps(value)
