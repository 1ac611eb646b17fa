"""Rows for texts: how many a second, how true, in what memory, beside the model in plain NumPy."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import minilm
from benchmarks.figures import Figure, Found, Limit, NotMeasured, Peer
from benchmarks.service import Place, child, resident
from benchmarks.texts import free_words
from nlp.vectors import files, pieces, store
from nlp.vectors.graph import ROWS
from nlp.vectors.model import Model
from nlp.vectors.sessions import Session
from nlp.vectors.spelling import Spelling

Rows = NDArray[np.float32]
Work = Callable[[Sequence[str]], Rows]

ROUNDS, TEXTS = 5, 1_000
QUICK = (1, 80)
OURS, IN_FULL, SHARED, STAND_IN, NUMPY = "ours", "in full", "two threads", "stand-in", "NumPy"
RATE, QUICKER, TRUE, SAME_NEAREST = 400, 3.0, 0.99, 0.9
"""What is asked of ours: texts a second on one thread, how many times what NumPy does, the lowest
cosine to its rows, and the share of texts that have the same nearest other text."""
READY, MEMORY = 1.5, 300.0
"""Seconds from starting Python to the first row, and MB with the model loaded and used."""


def measure(place: Place, *, is_quick: bool) -> Found:
    """Each in a process of its own, one after the other, on the same texts."""
    try:
        files.check(files.folder())
    except files.NotUsable as problem:
        raise NotMeasured(f"{problem}\n") from problem
    rounds, most = QUICK if is_quick else (ROUNDS, TEXTS)
    instance = place.instance("vectors")
    seen = {kind: _seen(kind, rounds, most, instance) for kind in _KINDS}
    rows = {kind: np.load(_kept(instance, kind)) for kind in (OURS, IN_FULL, NUMPY)}
    texts = seen[OURS]["different"]
    return Found(
        figures=(
            *_speeds(seen, texts * rounds),
            *_truth(OURS, rows, Limit(at_least=TRUE), Limit(at_least=SAME_NEAREST)),
            *_truth(IN_FULL, rows, Limit(at_least=1 - 1e-5), Limit(at_least=1)),
            *_sizes(seen),
        ),
        how=(
            f"The {texts} different free replies of the example, {rounds} times over when warm; "
            "the middle round counts, in seconds of one core, and in seconds by the clock for two "
            "threads. NumPy runs the same weights in full, 32 texts at a time, on one thread."
        ),
    )


def _seen(kind: str, rounds: int, most: int, instance: Path) -> Any:
    settings = (kind, str(rounds), str(most), str(files.folder()), str(_kept(instance, kind)))
    return child("benchmarks.vectors", str(time.time()), *settings, instance=instance)


def _kept(instance: Path, kind: str) -> Path:
    return instance / f"{kind}.npy"


def _speeds(seen: Mapping[str, Any], samples: int) -> Iterator[Figure]:
    rates = {kind: median(one["rates"]) for kind, one in seen.items()}
    numpy = Peer(name="NumPy", value=rates[NUMPY])
    alone = Peer(name="one thread, by the clock", value=median(seen[OURS]["by the clock"]))
    limits = {OURS: Limit(at_least=QUICKER, of="ratio")}
    yield Figure(
        what="texts, one thread",
        value=rates[OURS],
        unit="a second",
        samples=samples,
        limit=Limit(at_least=RATE),
    )
    for kind, peer in ((OURS, numpy), (IN_FULL, numpy), (SHARED, alone), (STAND_IN, None)):
        yield Figure(
            what=f"texts, {kind}",
            value=median(seen[SHARED]["by the clock"]) if kind == SHARED else rates[kind],
            unit="a second",
            samples=samples,
            peer=peer,
            limit=limits.get(kind),
        )


def _truth(kind: str, rows: Mapping[str, Rows], closest: Limit, nearest: Limit) -> Iterator[Figure]:
    ours, theirs = rows[kind], rows[NUMPY]
    others = -2 * np.eye(len(ours))
    same = (ours @ ours.T + others).argmax(axis=1) == (theirs @ theirs.T + others).argmax(axis=1)
    yield Figure(
        what=f"{kind}: lowest cosine to the rows of NumPy",
        value=float((ours * theirs).sum(axis=1).min()),
        unit="",
        samples=len(ours),
        limit=closest,
    )
    yield Figure(
        what=f"{kind}: texts with the same nearest text",
        value=float(same.mean()),
        unit="",
        samples=len(ours),
        limit=nearest,
    )


def _sizes(seen: Mapping[str, Any]) -> Iterator[Figure]:
    for what, key, unit, limit in (
        ("memory with it loaded and used", "memory", "MB", Limit(at_most=MEMORY)),
        ("from starting Python to the first row", "ready", "s", Limit(at_most=READY)),
    ):
        yield Figure(
            what=what,
            value=seen[OURS][key],
            unit=unit,
            samples=1,
            peer=Peer(name="NumPy", value=seen[NUMPY][key]),
            limit=limit,
        )


def main(arguments: list[str]) -> int:
    """What one fresh process sees, printed as JSON; its rows are left in a file."""
    began, kind, rounds, most, folder, kept = arguments
    files.check(Path(folder))
    work = _KINDS[kind](Path(folder))
    work(["ready?"])
    ready = time.time() - float(began)
    texts = sorted(set(free_words()))[: int(most)]
    np.save(kept, work(texts))
    spent = [_spent(work, texts) for _ in range(int(rounds))]
    found = {
        "different": len(texts),
        "ready": ready,
        "rates": [len(texts) / core for core, _ in spent],
        "by the clock": [len(texts) / clock for _, clock in spent],
        "memory": resident("self"),
    }
    print(json.dumps(found))
    return 0


def _spent(work: Work, texts: Sequence[str]) -> tuple[float, float]:
    """Seconds of a core, and seconds by the clock."""
    core, clock = time.process_time(), time.perf_counter()
    work(texts)
    return time.process_time() - core, time.perf_counter() - clock


def _model(folder: Path) -> Model:
    known = pieces.read(folder / files.WORDS)
    return Model(known, Session(store.graph_for(folder), [ROWS]), threads=1)


def _in_full(folder: Path) -> Model:
    return replace(_model(folder), session=Session(store.build_in_full(folder), [ROWS]))


def _shared(folder: Path) -> Model:
    return replace(_model(folder), threads=min(2, os.cpu_count() or 1))


def _stand_in(_folder: Path) -> Spelling:
    return Spelling()


def _numpy(folder: Path) -> Work:
    known = pieces.read(folder / files.WORDS)
    held = {name: np.array(table) for name, table in files.tensors(folder / files.WEIGHTS).items()}
    return partial(_plainly, known, held)


def _plainly(known: pieces.Pieces, held: minilm.Tables, texts: Sequence[str]) -> Rows:
    return minilm.rows(held, [known.closed(one) for one in known.of(texts)])


_KINDS: Mapping[str, Callable[[Path], Work]] = {
    OURS: _model,
    IN_FULL: _in_full,
    SHARED: _shared,
    STAND_IN: _stand_in,
    NUMPY: _numpy,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
