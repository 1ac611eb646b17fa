"""Our anonymiser beside Presidio and scrubadub: what each finds in the same messages, how fast."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figures import Figure, Found, Limit, Peer
from benchmarks.peers import environment as peers
from benchmarks.peers import labels
from benchmarks.peers.process import said
from benchmarks.service import Place
from engage.config import ROOT
from nlp import wordlists
from nlp.evaluation import Detection, Gold, gold_of, score_spans

GOLD = ROOT / "tests" / "nlp"
MESSAGES = "gold_unseen.jsonl"
TURNS, ROUNDS, STARTS = 4, 3, 4
QUICK = (1, 1, 1)
OURS, BARE, WITH_OUR_NAMES, SCRUBADUB = (
    "ours",
    "Presidio",
    "Presidio with our names",
    "scrubadub",
)
COMMANDS: Mapping[str, tuple[str, ...]] = {
    OURS: ("benchmarks.peers.with_engage",),
    WITH_OUR_NAMES: ("benchmarks.peers.with_presidio", "--our-names"),
    BARE: ("benchmarks.peers.with_presidio",),
    SCRUBADUB: ("benchmarks.peers.with_scrubadub",),
}

RATE, LARGEST, MEMORY, READY, GROWTH = 1_000, 15.0, 200.0, 3.0, 15.0
"""What is asked of ours: messages a second, MB on disk, MB of memory, seconds, and how much
longer ten times the text may take."""
QUALITY: Mapping[str, Limit] = {
    "direct details found": Limit(at_least=97),
    "details with a pattern found": Limit(at_least=99.5),
    "names found": Limit(at_least=97),
    "names taken out rightly": Limit(at_least=90),
    "messages that leak a detail": Limit(at_most=3),
    "letters taken out for nothing": Limit(at_most=6),
}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How one anonymiser did on the messages."""

    scored: Detection
    rates: list[float]
    memory: float


def measure(place: Place, *, is_quick: bool) -> Found:
    """Each in a process of its own, turn by turn, on the same messages.

    What else the machine does slows now one and now another: turns share that out.
    """
    turns, rounds, starts = QUICK if is_quick else (TURNS, ROUNDS, STARTS)
    path = GOLD / MESSAGES
    given = path.read_bytes()
    gold = _gold(given)
    theirs = peers.python()
    told: dict[str, list[Any]] = {name: [] for name in COMMANDS}
    for _ in range(turns):
        for name, every in told.items():
            every.append(_asked(name, theirs, place, given, rounds=rounds))
    seen = {name: _seen(gold, every) for name, every in told.items()}
    first_line = given[: given.index(b"\n")]
    loads = [_asked(OURS, theirs, place, first_line, rounds=0)["ready"] for _ in range(starts)]
    return Found(
        figures=(
            *_speeds(seen, samples=len(gold) * rounds * turns),
            *(figure for name, one in seen.items() for figure in _quality(name, one)),
            *_sizes(seen[OURS], loads),
            *_growths(place),
        ),
        how=(
            f"{path.name}: {len(gold)} marked messages, when warm {rounds} times over in "
            f"each of {turns} turns; the middle round counts, in seconds of one core on one "
            "thread, and each in batches. A detail is found when 80% of its letters and digits are "
            "taken out, whatever it is taken for. Presidio has a blank model, or our names in "
            "place of one, with its recognisers for the UK, and hands back the text without the "
            "details, as ours does; both peers take numbers and addresses that are only examples."
        ),
    )


def _gold(given: bytes) -> list[Gold]:
    return [gold_of(row) for row in map(json.loads, given.splitlines())]


def _asked(name: str, theirs: Path, place: Place, given: bytes, *, rounds: int) -> Any:
    """What an anonymiser says of the messages."""
    module, *arguments = COMMANDS[name]
    return said(
        module,
        *arguments,
        str(time.time()),
        str(rounds),
        place=place,
        given=given,
        python=None if name == OURS else theirs,
    )


def _seen(gold: list[Gold], told: list[Any]) -> Seen:
    spans_of = zip(gold, told[0]["found"], strict=True)
    found = [labels.ours(text, spans) for (text, _), spans in spans_of]
    return Seen(
        scored=score_spans(gold, found),
        rates=[len(gold) / seconds for turn in told for seconds in turn["seconds"]],
        memory=max(turn["memory"] for turn in told),
    )


def _speeds(seen: Mapping[str, Seen], *, samples: int) -> Iterator[Figure]:
    ours = median(seen[OURS].rates)
    yield Figure(
        what="messages, one core",
        value=ours,
        unit="a second",
        samples=samples,
        limit=Limit(at_least=RATE),
    )
    for name in (WITH_OUR_NAMES, BARE, SCRUBADUB):
        yield Figure(
            what="messages, one core",
            value=ours,
            unit="a second",
            samples=samples,
            peer=Peer(name=name, value=median(seen[name].rates)),
            limit=Limit(at_least=1, of="ratio") if name == WITH_OUR_NAMES else None,
        )


def _quality(name: str, seen: Seen) -> Iterator[Figure]:
    scored = seen.scored
    shares = {
        "direct details found": scored.direct_recall,
        "direct details taken out rightly": scored.direct_precision,
        "details with a pattern found": scored.structured_recall,
        "names found": scored.recall.get("PERSON"),
        "names taken out rightly": scored.precision.get("PERSON"),
        "messages that leak a detail": scored.leaks,
        "letters taken out for nothing": scored.over_redaction,
    }
    for what, share in shares.items():
        if share is not None:
            yield Figure(
                what=f"{name}: {what}",
                value=share.value * 100,
                unit="%",
                samples=share.of,
                limit=QUALITY.get(what) if name == OURS else None,
            )


def _sizes(ours: Seen, loads: list[float]) -> Iterator[Figure]:
    files = [path for path in wordlists.DATA.rglob("*") if path.is_file()]
    yield Figure(
        what="model and lists on disk",
        value=sum(path.stat().st_size for path in files) / 1_000_000,
        unit="MB",
        samples=len(files),
        limit=Limit(at_most=LARGEST),
    )
    yield Figure(
        what="memory with them, 2,000 messages done",
        value=ours.memory,
        unit="MB",
        samples=1,
        limit=Limit(at_most=MEMORY),
    )
    yield Figure(
        what="from starting Python to ready",
        value=median(loads),
        unit="s",
        samples=len(loads),
        limit=Limit(at_most=READY),
    )


def _growths(place: Place) -> Iterator[Figure]:
    lengths = said("benchmarks.peers.with_engage", "--lengths", place=place)
    for kind, (short, long) in lengths.items():
        yield Figure(
            what=f"100,000 characters: {kind}",
            value=long,
            unit="s",
            samples=3,
            peer=Peer(name="10,000", value=short),
            limit=Limit(at_most=GROWTH, of="ratio"),
        )
