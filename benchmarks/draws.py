"""Texts of known themes, drawn from public sets, with the vectors that all are handed."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.figures import NotMeasured
from engage.config import ROOT
from nlp.vectors import adapter

SETTING = "ENGAGE_THEMES_FOLDER"
USUAL = ROOT.parent / "shared" / "data" / "themes"
SETS = ("banking38", "clinc75")
THEMES: Mapping[int, int] = {30: 5, 100: 10, 300: 20}
"""How many of a set's themes so many texts are drawn from; more texts come from all of them."""
UNEVEN = 0.7
_BATCH = 256


@dataclass(frozen=True, kw_only=True)
class Draw:
    """Some texts, the theme that people gave each, and the file that has them and the vectors."""

    labels: tuple[str, ...]
    path: Path


def make(into: Path, size: int, seeds: int) -> list[Draw]:
    """Draws of a size from each set: from all texts, from some themes evenly, and unevenly.

    Raises NotMeasured where the sets or the sentence model are not there.
    """
    return [
        _written(into, f"{name}-{size}-{number}", name, rows)
        for name in SETS
        for number, rows in enumerate(_drawn(_labels(name), size, seeds))
    ]


def folder() -> Path:
    """Where the public sets are; they are not part of the project."""
    return Path(os.environ.get(SETTING) or USUAL)


def _rows(name: str) -> list[dict[str, str]]:
    path = folder() / f"{name}.jsonl"
    if not path.exists():
        raise NotMeasured(
            f'There is no {path.name}. It is lines of {{"id", "text", "label"}} from a public set: '
            "banking38 from Banking77, clinc75 from CLINC150. Put both in a folder and name the "
            f"folder in {SETTING}.\n"
        )
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _labels(name: str) -> list[str]:
    return [row["label"] for row in _rows(name)]


def _drawn(labels: Sequence[str], size: int, seeds: int) -> Iterator[list[int]]:
    """The places of the texts of each draw."""
    everyone = range(len(labels))
    if size >= 10_000:
        yield random.Random(0).sample(everyone, min(size, len(labels)))
        return
    for seed in range(seeds):
        draw = random.Random(seed)
        yield draw.sample(everyone, size)
        for steepness in (0.0, UNEVEN):
            names = sorted(set(labels))
            chosen = draw.sample(names, min(len(names), THEMES.get(size, len(names))))
            weights = [1 / rank**steepness for rank in range(1, len(chosen) + 1)]
            rows: list[int] = []
            for name, weight in zip(chosen, weights, strict=True):
                own = [at for at in everyone if labels[at] == name]
                wanted = max(1, round(size * weight / sum(weights)))
                rows += draw.sample(own, min(wanted, len(own)))
            yield draw.sample(rows, len(rows))


def _written(into: Path, key: str, name: str, rows: Sequence[int]) -> Draw:
    texts = _rows(name)
    path = into / f"{key}.json"
    path.write_text(json.dumps([texts[at]["text"] for at in rows]), "utf-8")
    np.save(path.with_suffix(".npy"), _vectors(into, name)[list(rows)])
    return Draw(labels=tuple(texts[at]["label"] for at in rows), path=path)


def _vectors(into: Path, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """The vectors of a whole set, made once."""
    path = into / f"{name}.npy"
    if not path.exists():
        vectors = adapter.load()
        if not vectors.is_model:
            raise NotMeasured(adapter.why_not() + "\n")
        texts = [row["text"] for row in _rows(name)]
        parts = [vectors(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
        np.save(path, np.concatenate(parts))
    loaded: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = np.load(path)
    return loaded
