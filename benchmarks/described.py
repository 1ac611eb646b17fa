"""Codes that nobody taught, of a codebook with names and descriptions alone: how well they go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from benchmarks import public_sets
from benchmarks.figures import Figure, Limit, Peer
from benchmarks.public_sets import Part
from nlp.codebook import Code, Codebook
from nlp.coding import Coded, Coder, Embed, Read
from nlp.themes import adapting, measuring
from nlp.themes.examples import Example
from nlp.themes.measuring import Gold
from nlp.training import consultations
from nlp.training.consultations import Consultation

MICRO = 0.85
"""Micro F1 asked for of a codebook that has names and descriptions alone."""
RANKED = 0.85
"""The same, asked of a right code ranked over a wrong one. It was not said which is meant: by this
measure plain likeness gives the 0.69 on the Gambling replies that our trials told, by F1 0.37."""
MODEL = Peer(name="a large language model, names and descriptions alone", value=0.774)
"""Micro F1 of a hosted language model that read the 100 Gambling replies once, by hand as it were.

It gave codes from their names and descriptions, and saw neither the codes of the set nor ours: how
far those words alone lead. Its precision was 0.933 and its recall 0.661.
"""
GAMBLING, APART = "Gambling", "Consultations set apart"


def figures(name: str, embed: Embed | None) -> Iterator[Figure]:
    """What we make of public replies, and of our own that nothing was learned from."""
    yield from _figures(f"{GAMBLING}, {name}", [public_sets.described()], embed, peer=MODEL)
    yield from apart(name, embed)


def apart(name: str, embed: Embed | None) -> Iterator[Figure]:
    """What we make of our own replies alone."""
    return _figures(f"{APART}, {name}", set_apart(), embed)


def set_apart() -> list[Part]:
    """Made-up consultations of ours from which the sentence model did not learn."""
    return [
        _part(str(number), one)
        for number, one in enumerate(consultations.written(is_apart=True), start=1)
    ]


def _part(number: str, one: Consultation) -> Part:
    ids = [f"{number}.{place}" for place in range(len(one.themes))]
    codes = [
        Code(code, theme.name, "", theme.definition, "", "", keywords=(), examples=())
        for code, theme in zip(ids, one.themes, strict=True)
    ]
    asked = [
        Example(reply.text, one.question, {ids[place]: "" for place in reply.themes})
        for reply in one.replies
    ]
    return Part(Codebook(1, tuple(codes)), (), tuple(asked))


def _figures(
    what: str, parts: Sequence[Part], embed: Embed | None, *, peer: Peer | None = None
) -> Iterator[Figure]:
    """Codes given, suggestions, and how codes are ranked, the last as a mean over codebooks."""
    gold: list[Gold] = []
    made: list[Coded] = []
    ranked = []
    for part in parts:
        coder = adapting.coder(part.codebook, embed)
        reads = list(coder.read((one.text, one.question) for one in part.asked))
        gold += [Gold(one.question, one.codes) for one in part.asked]
        made += [coder.made_of(read) for read in reads]
        ids = [code.id for code in part.codebook.codes]
        right = np.array([[code in one.codes for code in ids] for one in part.asked])
        ranked.append(over(shares(coder, reads), right))
    scored = measuring.measure(gold, made)
    yield Figure(
        what=f"{what}: micro F1, names and descriptions alone",
        value=scored.codes.micro,
        unit="",
        samples=len(gold),
        interval=scored.codes.micro_interval,
        peer=peer,
        limit=Limit(at_least=MICRO) if embed and peer else None,
    )
    yield Figure(
        what=f"{what}: codes among the first {measuring.TOP} suggestions",
        value=scored.suggested.value,
        unit="",
        samples=scored.suggested.of,
        interval=scored.suggested.interval,
    )
    yield Figure(
        what=f"{what}: a right code ranked over a wrong one",
        value=mean(ranked),
        unit="",
        samples=len(gold),
        limit=Limit(at_least=RANKED) if embed else None,
    )


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
