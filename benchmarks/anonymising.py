"""Our anonymiser beside Presidio and scrubadub: what each finds in the same messages, how fast."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from statistics import median

from benchmarks.figures import Figure, Found, Limit, Peer
from benchmarks.peers import environment as peers
from benchmarks.peers import labels
from benchmarks.peers.process import Beside, beside, said
from benchmarks.peers.with_engage import TIMES
from benchmarks.service import Place
from engage.config import ROOT
from nlp import wordlists
from nlp.evaluation import Detection, Gold, gold_of, score_spans
from nlp.themes import examples

GOLD = ROOT / "tests" / "nlp"
MESSAGES = "gold_unseen.jsonl"
ROUNDS, STARTS = 30, 4
QUICK = (2, 1)
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
    """How one anonymiser did on the messages: `seconds` for each round over all of them."""

    scored: Detection
    seconds: list[float]
    memory: float


def measure(place: Place, *, is_quick: bool) -> Found:
    """All at once, each in a process of its own, on the same messages, in turn at each round.

    What else the machine does slows all that take a round at about that time: what one of them
    needs is held against what another needs in the same round.
    """
    rounds, starts = QUICK if is_quick else (ROUNDS, STARTS)
    path = GOLD / MESSAGES
    gold = [gold_of(row) for row in map(json.loads, path.read_bytes().splitlines())]
    with ExitStack() as ending:
        every = {name: ending.enter_context(_beside(name, place)) for name in COMMANDS}
        seen = _seen(gold, every, rounds)
    loads = [_ready(gold[0][0], place) for _ in range(starts)]
    return Found(
        figures=(
            *_speeds(seen, len(gold)),
            *(figure for name, one in seen.items() for figure in _quality(name, one)),
            *_sizes(seen[OURS], loads),
            *_growths(place),
        ),
        how=(
            f"{path.name}: {len(gold)} marked messages, when warm {rounds} times over, in seconds "
            "of one core on one thread, in batches. All take each round in turn, in an order "
            "that is drawn; the middle round counts, and of ratios the middle one of all rounds. A "
            "detail is found when 80% of its letters and digits are taken out, whatever it is "
            "taken for. Presidio has a blank model, or our names in place of one, with its "
            "recognisers for the UK, and hands back the text without the details, as ours does; "
            "both peers take numbers and addresses that are only examples."
        ),
    )


def _beside(name: str, place: Place) -> AbstractContextManager[Beside]:
    module, *arguments = COMMANDS[name]
    python = None if name == OURS else peers.python()
    return beside(module, *arguments, str(time.time()), place=place, python=python)


def _ready(text: str, place: Place) -> float:
    """Seconds from starting our anonymiser until it can be asked."""
    with _beside(OURS, place) as ours:
        return float(ours.ask({"texts": [text]})["ready"])


def _seen(gold: Sequence[Gold], every: Mapping[str, Beside], rounds: int) -> dict[str, Seen]:
    texts = [text for text, _ in gold]
    found = {name: one.ask({"texts": texts})["found"] for name, one in every.items()}
    memory = {name: one.ask("memory")["memory"] for name, one in every.items()}
    seconds: dict[str, list[float]] = {name: [] for name in every}
    draw = random.Random(rounds)
    for _ in range(rounds):
        for name in draw.sample(list(every), len(every)):
            seconds[name].append(every[name].ask("round")["seconds"])
    return {
        name: Seen(
            scored=score_spans(gold, list(map(labels.ours, texts, found[name]))),
            seconds=seconds[name],
            memory=memory[name],
        )
        for name in every
    }


def _speeds(seen: Mapping[str, Seen], messages: int) -> Iterator[Figure]:
    ours = seen[OURS].seconds
    rate = messages / median(ours)
    yield Figure(
        what="messages, one core",
        value=rate,
        unit="a second",
        samples=messages * len(ours),
        limit=Limit(at_least=RATE),
    )
    for name in (WITH_OUR_NAMES, BARE, SCRUBADUB):
        times = median(theirs / mine for mine, theirs in zip(ours, seen[name].seconds, strict=True))
        yield Figure(
            what="messages, one core",
            value=rate,
            unit="a second",
            samples=messages * len(ours),
            peer=Peer(name=name, value=messages / median(seen[name].seconds)),
            paired_ratio=times,
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
    files = [
        path
        for path in wordlists.DATA.rglob("*")
        if path.is_file() and examples.FOLDER not in path.parents
    ]
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
            samples=TIMES,
            peer=Peer(name="10,000", value=short),
            limit=Limit(at_most=GROWTH, of="ratio"),
        )
