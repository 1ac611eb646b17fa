"""Our discovery of themes beside BERTopic: how far each agrees with people, how fast it is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np

from benchmarks import draws
from benchmarks.draws import Draw
from benchmarks.figures import Figure, Found, Limit, Peer
from benchmarks.peers import environment as peers
from benchmarks.peers.process import said
from benchmarks.service import Place
from nlp.discovery import agreement
from nlp.discovery.agreement import Agreement
from nlp.discovery.themes import discover

SIZES = (30, 100, 300, 1_000, 10_000)
QUICK_SIZES = (30, 300)
SEEDS, QUICK_SEEDS = 3, 1
STARTS, QUICK_STARTS = 3, 1
OURS, DEFAULT, SMALL = "ours", "BERTopic", "BERTopic for few"
COMMANDS: Mapping[str, tuple[str, ...]] = {
    OURS: ("benchmarks.peers.with_discovery",),
    DEFAULT: ("benchmarks.peers.with_bertopic",),
    SMALL: ("benchmarks.peers.with_bertopic", "--small"),
}

TENTH = Limit(at_most=0.1, of="ratio")
AHEAD = Limit(at_least=1, of="ratio")
DROPPED, HOLDS = 0.05, 0.8
"""What share of texts is left out to see whether themes hold, and how far they have to agree."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How one did on all draws of a size."""

    agreements: tuple[Agreement, ...]
    seconds: float
    with_start: float
    memory: float

    def mean_of(self, what: Callable[[Agreement], float]) -> float:
        """The mean of one measure over the draws."""
        return mean(map(what, self.agreements))


def measure(place: Place, *, is_quick: bool) -> Found:
    """Each in a process of its own, on the same texts with the same vectors."""
    sizes, seeds = (QUICK_SIZES, QUICK_SEEDS) if is_quick else (SIZES, SEEDS)
    starts = QUICK_STARTS if is_quick else STARTS
    drawn = {size: draws.make(place.folder, size, seeds) for size in sizes}
    theirs = peers.for_themes()
    figures: list[Figure] = []
    for size, some in drawn.items():
        cold: dict[str, list[Any]] = {name: [] for name in COMMANDS}
        for _ in range(starts):
            for name, told in cold.items():
                told.append(_asked(name, some[:1], theirs, place))
        seen = {name: _seen(name, some, cold[name], theirs, place) for name in COMMANDS}
        figures += _figures(size, seen, samples=len(some))
        figures.append(_holding(size, some))
    return Found(figures=tuple(figures), how=_how())


def _how() -> str:
    return (
        "Texts of the public sets banking38 and clinc75, the same vectors of our sentence model "
        "for all. Up to 1,000 texts, each set gives draws from all its texts, from 5, 10, 20 or "
        "all of its themes evenly, and from as many unevenly; 10,000 are one draw from each. The "
        "Rand index is adjusted and takes each unplaced text for a theme of its own. Seconds are "
        "of one core on one thread: warm, and of the first draw in a new process from its start, "
        "the middle of three starts in turn. "
        "Memory is the most that was held. BERTopic has a seed."
    )


def _seen(name: str, some: Sequence[Draw], cold: Sequence[Any], theirs: Path, place: Place) -> Seen:
    warm = _asked(name, some, theirs, place, "--warm")
    found = zip(some, warm["found"], strict=True)
    return Seen(
        agreements=tuple(agreement.measure(draw.labels, _none(themes)) for draw, themes in found),
        seconds=mean(warm["seconds"]),
        with_start=median(one["since_start"] for one in cold),
        memory=max(one["memory"] for one in cold),
    )


def _none(found: Sequence[int]) -> list[int | None]:
    return [None if theme < 0 else theme for theme in found]


def _asked(name: str, some: Sequence[Draw], theirs: Path, place: Place, *more: str) -> Any:
    """What one says of the draws."""
    module, *arguments = COMMANDS[name]
    return said(
        module,
        *arguments,
        *more,
        place=place,
        given="".join(f"{draw.path}\n" for draw in some).encode(),
        python=None if name == OURS else theirs,
    )


def _figures(size: int, seen: Mapping[str, Seen], *, samples: int) -> Iterator[Figure]:
    for peer in (DEFAULT, SMALL):
        for what, unit, of, limit in (
            ("Rand index", "", lambda one: one.mean_of(lambda scored: scored.rand), AHEAD),
            ("information", "", lambda one: one.mean_of(lambda scored: scored.information), None),
            ("placed", "%", lambda one: one.mean_of(lambda scored: scored.placed * 100), None),
            ("themes", "themes", lambda one: one.mean_of(lambda scored: scored.themes), None),
            ("seconds, warm", "s", lambda one: one.seconds, None),
            ("seconds with start-up", "s", lambda one: one.with_start, TENTH),
            ("memory", "MB", lambda one: one.memory, None),
        ):
            theirs = of(seen[peer])
            yield Figure(
                what=f"{size:,} texts: {what}",
                value=of(seen[OURS]),
                unit=unit,
                samples=samples,
                peer=Peer(name=peer, value=theirs) if theirs > 0 else None,
                limit=limit if theirs > 0 else None,
            )


def _holding(size: int, some: Sequence[Draw]) -> Figure:
    """How far themes agree with those found when some texts are left out."""
    return Figure(
        what=f"{size:,} texts: Rand index with 5% left out",
        value=mean(map(_held, some)),
        unit="",
        samples=len(some),
        limit=Limit(at_least=HOLDS) if size >= 100 else None,
    )


def _held(draw: Draw) -> float:
    texts, vectors = (
        json.loads(draw.path.read_text("utf-8")),
        np.load(draw.path.with_suffix(".npy")),
    )
    whole = [place.theme for place in discover(texts, vectors).places]
    kept = sorted(random.Random(1).sample(range(len(texts)), round(len(texts) * (1 - DROPPED))))
    part = discover([texts[at] for at in kept], vectors[kept]).places
    return agreement.measure([whole[at] for at in kept], [place.theme for place in part]).rand
