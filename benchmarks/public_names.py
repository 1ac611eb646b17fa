"""Names in public texts by strangers: how many are taken out, and how many rightly.

Parts of each set that were never learned from, chosen by the hash of the text. What is asked is
what our trials of 2026 reached, on parts of the same sets that were not kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.figures import Figure, Found, Limit, NotMeasured
from benchmarks.service import Place
from engage.config import ROOT
from nlp import anonymise, pipeline, reading
from nlp.evaluation import Detection, Gold, score_spans
from nlp.reading import Reading
from nlp.spans import Span
from nlp.tokens import Read
from nlp.training import messages
from nlp.training.messages import Message

SETTING = "ENGAGE_TRAINING_FOLDER"
USUAL = ROOT.parent / "shared" / "data" / "names"
NAME = "PERSON"
SURE = 0.5
"""How sure the network has to be of each name besides, to see what stricter use would bring."""
TWEETS = "btc_"
SETS: Mapping[str, tuple[str, float, float]] = {
    "RESTAURANTS-8K": ("restaurants8k", 0.96, 0.83),
    "SLURP": ("slurp", 0.88, 0.70),
    "WNUT-17": ("wnut17", 0.47, 0.56),
    "Broad Twitter": (TWEETS, 0.75, 0.67),
}
"""How the names of files begin, and what is asked of names found and names taken out rightly."""


def folder() -> Path:
    """Where the public sets are that names are learned from."""
    return Path(os.environ.get(SETTING) or USUAL)


def measure(place: Place, *, is_quick: bool) -> Found:
    """What is found as messages are read in use, and with the network sure of each."""
    try:
        kept = messages.public(folder(), held_out=True)
    except FileNotFoundError as missing:
        raise NotMeasured(
            f"There is no {missing.filename}. The public sets of nlp/data/NOTICE.md are asked for: "
            f"put them in a folder and name the folder in {SETTING}.\n"
        ) from missing
    figures: list[Figure] = []
    for name, (beginning, *asked) in list(SETS.items())[: 1 if is_quick else None]:
        rows = [row for row in kept if row.source.startswith(beginning)]
        figures += _figures(name, rows, asked)
    sections = {row.source for row in kept if row.source.startswith(TWEETS)}
    for section in () if is_quick else sorted(sections):
        rows = [row for row in kept if row.source == section]
        figures += _figures(f"Broad Twitter, {section.removeprefix(TWEETS)}", rows, ())
    return Found(figures=tuple(figures), how=_how())


def _how() -> str:
    return (
        "Parts that were never learned from: a fifth of most sections of Broad Twitter and of "
        "RESTAURANTS-8K, a third of SLURP and of the tweets from other countries "
        "(h_first_half), half of WNUT-17's development part. They were looked at while least "
        "shares and rules were chosen, so take the figures as a little high. What is asked is what "
        "our trials reached on parts that were not kept. Sure: each name needs a share of "
        f"{SURE} from the network besides, which is not how it is used: what people write to us "
        "is kept safe first. Names are as each set marks them: many that SLURP and the tweets "
        "leave unmarked are people's names, and some that they mark are bands."
    )


def _figures(name: str, rows: Sequence[Message], asked: Sequence[float]) -> Iterator[Figure]:
    gold: list[Gold] = [(row.text, [mark for mark in row.marks if mark[2] == NAME]) for row in rows]
    texts = [row.text for row in rows]
    found = [[one for one in each.spans if one.label == NAME] for each in anonymise.many(texts)]
    yield from _both(name, score_spans(gold, found), asked)
    looks = list(map(reading.read, texts))
    reads = pipeline.read(look.text for look in looks)
    sure = [
        [one for one in spans if _is_sure(look, read, one)]
        for look, read, spans in zip(looks, reads, found, strict=True)
    ]
    yield from _both(f"{name}, sure", score_spans(gold, sure), ())


def _both(name: str, scored: Detection, asked: Sequence[float]) -> Iterator[Figure]:
    shares = (scored.recall[NAME], scored.precision[NAME])
    for what, share, least in zip(
        ("found", "taken out rightly"), shares, asked or (None, None), strict=True
    ):
        yield Figure(
            what=f"{name}: names {what}",
            value=share.value,
            unit="",
            samples=share.of,
            interval=share.interval,
            limit=None if least is None else Limit(at_least=least),
        )


def _is_sure(look: Reading, read: Read, span: Span) -> bool:
    """Whether the network is sure of any word that begins in a name."""
    return any(
        share >= SURE and span.start <= look.starts[start] < span.end
        for start, share in zip(read.starts(), read.people, strict=True)
    )
