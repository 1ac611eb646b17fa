"""Codes that nobody taught, of a codebook with names and descriptions alone: how well they go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks import public_sets
from benchmarks.figures import Figure, Limit, Peer
from benchmarks.public_sets import Part
from nlp.coding import Coder, Embed, Read
from nlp.themes import adapting, measuring, shipped
from nlp.themes.measuring import Gold

MICRO = 0.85
"""Micro F1 asked for of a codebook that has names and descriptions alone."""
MODEL = Peer(name="a large language model, names and descriptions alone", value=0.774)
"""Micro F1 of a hosted language model that read the same 100 replies once, by hand as it were.

It gave codes from their names and descriptions, and saw neither the codes of the set nor ours: how
far those words alone lead. Its precision was 0.933 and its recall 0.661.
"""


def figures(name: str, embed: Embed | None) -> Iterator[Figure]:
    """What we make of the replies: codes given, suggestions, and how codes are ranked."""
    part = public_sets.described()
    coder = untaught(part, embed)
    reads = list(coder.read((one.text, one.question) for one in part.asked))
    gold = [Gold(one.question, one.codes) for one in part.asked]
    scored = measuring.measure(gold, [coder.made_of(read) for read in reads])
    yield Figure(
        what=f"Gambling, {name}: micro F1, names and descriptions alone",
        value=scored.codes.micro,
        unit="",
        samples=len(reads),
        interval=scored.codes.micro_interval,
        peer=MODEL,
        limit=Limit(at_least=MICRO) if embed else None,
    )
    yield Figure(
        what=f"Gambling, {name}: codes among the first {measuring.TOP} suggestions",
        value=scored.suggested.value,
        unit="",
        samples=scored.suggested.of,
        interval=scored.suggested.interval,
    )
    right = np.array([[code.id in one.codes for code in part.codebook.codes] for one in part.asked])
    yield Figure(
        what=f"Gambling, {name}: a right code ranked over a wrong one",
        value=over(shares(coder, reads), right),
        unit="",
        samples=len(reads),
    )


def untaught(part: Part, embed: Embed | None) -> Coder:
    """A coder as the service has it for codes that nothing was learned of."""
    model = shipped.model(shipped.BY_VECTORS if embed else shipped.BY_WORDS)
    return Coder(part.codebook, adapting.fitting(model, part.codebook, embed), embed)


def shares(coder: Coder, reads: Sequence[Read]) -> NDArray[np.float32]:
    """How likely each code is, a row for each reply; noughts where there was nothing to weigh."""
    model = coder.model
    rows = np.zeros((len(reads), len(model.codes)), np.float32)
    for row, read in zip(rows, reads, strict=True):
        if read.said:
            row[:] = model.shares(model.weigh(read.said.given))
    return rows


def over(scores: NDArray[np.float32], right: NDArray[np.bool_]) -> float:
    """The chance that a score that is right is over one that is not, half where they are equal.

    It is the area under the ROC curve, from the ranks of all scores together.
    """
    _, which, counts = np.unique(scores.ravel(), return_inverse=True, return_counts=True)
    ranks = (counts.cumsum() - (counts - 1) / 2)[which]
    hits = int(right.sum())
    beaten = ranks[right.ravel()].sum() - hits * (hits + 1) / 2
    return float(beaten / (hits * (right.size - hits)))
