"""How well statements are coded, beside the codes that people gave them."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.coding import ASK, Coded
from nlp.evaluation import Codes, Interval, Share

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]

_SEED = 20260101
_DRAWS = 1000
TOP = 5
"""So many suggestions are what a person can look over at a glance."""
CHECKED = 0.3
"""The share of replies that a person checks: those that the model doubts most."""


@dataclass(frozen=True)
class Agreement:
    """How two codings agree: F1 over all codes given (micro) and averaged over codes (macro)."""

    replies: int
    micro: float
    micro_interval: Interval
    macro: float
    macro_interval: Interval
    by_code: dict[str, float]


@dataclass(frozen=True)
class Gold:
    """What people made of a reply: its codes, each with its polarity or "", and its tone."""

    question: str
    codes: Mapping[str, str]
    sentiment: int | None = None


@dataclass(frozen=True)
class Scored:
    """How a coder did on replies that people coded."""

    codes: Agreement
    checked: Agreement
    """After a person has put right the replies that the coder doubts most (`CHECKED`)."""
    suggested: Share
    """Codes of the gold that are among the first `TOP` suggestions."""
    polarity: Share
    tone: Share
    tone_by_question: dict[str, tuple[Share, Share]]
    """For each question the tones told rightly, and those that the commonest tone gets right."""
    waiting: Share
    """Replies that wait for a person."""


def measure(gold: Sequence[Gold], found: Sequence[Coded]) -> Scored:
    """Compare what a coder made of replies with what people did."""
    wanted = [frozenset(one.codes) for one in gold]
    given = [frozenset(coding.code for coding in one.codings) for one in found]
    ranked = sorted(range(len(gold)), key=lambda at: (-found[at].doubt, at))
    looked_at = set(ranked[: round(CHECKED * len(gold))])
    put_right = [wanted[at] if at in looked_at else codes for at, codes in enumerate(given)]
    said = [
        (one.codes[coding.code], coding.polarity)
        for one, made in zip(gold, found, strict=True)
        for coding in made.codings
        if one.codes.get(coding.code)
    ]
    top = sum(len(one & set(made.ranked[:TOP])) for one, made in zip(wanted, found, strict=True))
    tones = [
        (one.question, one.sentiment, made.sentiment)
        for one, made in zip(gold, found, strict=True)
        if one.sentiment is not None
    ]
    return Scored(
        agree(wanted, given),
        agree(wanted, put_right),
        Share(sum(map(len, wanted)), top),
        _right(said),
        _right([(tone, told) for _, tone, told in tones]),
        {
            question: _beside_commonest([pair[1:] for pair in tones if pair[0] == question])
            for question in dict.fromkeys(question for question, _, _ in tones)
        },
        Share(len(found), sum(one.outcome == ASK for one in found)),
    )


def _right(pairs: Sequence[tuple[object, object]]) -> Share:
    return Share(len(pairs), sum(one == other for one, other in pairs))


def _beside_commonest(tones: Sequence[tuple[int, int]]) -> tuple[Share, Share]:
    commonest = Counter(tone for tone, _ in tones).most_common(1)[0][1]
    return _right(tones), Share(len(tones), commonest)


def agree(gold: Sequence[Codes], found: Sequence[Codes]) -> Agreement:
    """How two codings agree; intervals by seeded bootstrap."""
    pairs = list(zip(gold, found, strict=True))
    codes = sorted({code for one, other in pairs for code in one | other})
    both = _table(codes, [one & other for one, other in pairs])
    apart = _table(codes, [one ^ other for one, other in pairs])
    micro, macro, by_code = _f1(both.sum(axis=0, keepdims=True), apart.sum(axis=0, keepdims=True))
    drawn_micro, drawn_macro, _ = _f1(*_drawn(both, apart))
    return Agreement(
        len(pairs),
        float(micro[0]),
        _middle_95(drawn_micro.tolist() if pairs else []),
        float(macro[0]),
        _middle_95(drawn_macro.tolist() if pairs else []),
        dict(zip(codes, by_code[0].tolist(), strict=True)),
    )


def _table(codes: Sequence[str], carried: Sequence[Codes]) -> Counts:
    """Which of the codes each reply carries: a row for each."""
    place = {code: at for at, code in enumerate(codes)}
    table = np.zeros((len(carried), len(codes)), np.int64)
    for row, own in zip(table, carried, strict=True):
        row[[place[code] for code in own]] = 1
    return table


def _drawn(both: Counts, apart: Counts) -> tuple[Counts, Counts]:
    """How often each code is given by both and by one alone: a row for each draw of replies."""
    draw = random.Random(_SEED)  # noqa: S311 - a repeatable bootstrap, not a secret
    many = len(both)
    found = np.zeros((2, _DRAWS if many else 0, both.shape[1]), np.int64)
    for row in range(found.shape[1]):
        times = np.bincount(draw.choices(range(many), k=many), minlength=many)
        found[:, row] = times @ both, times @ apart
    return found[0], found[1]


def _f1(both: Counts, apart: Counts) -> tuple[Shares, Shares, Shares]:
    """F1 over all codes, averaged over those that anybody gave, and of each: rows as they come."""
    total = 2 * both + apart
    by_code = 2 * both / np.maximum(total, 1)
    micro = 2 * both.sum(axis=1) / np.maximum(total.sum(axis=1), 1)
    macro = by_code.sum(axis=1) / np.maximum((total > 0).sum(axis=1), 1)
    return micro, macro, by_code


def _middle_95(values: list[float]) -> Interval:
    if not values:
        return (0.0, 1.0)
    ordered = sorted(values)
    return ordered[int(0.025 * len(ordered))], ordered[int(0.975 * (len(ordered) - 1))]
