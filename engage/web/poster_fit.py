"""How large the facts on the poster of a session can be said, so that they end above what is below.

Sizes are in a 21st of the paper's width, as in poster.css, whose `.what` has the same steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LABEL, GAPS = 19.2, 13.5, 1.2
"""Of the facts; of the column of what they are about and what stands between, in their letters."""
LINE, APART, RULE = 1.25, 0.55, 0.04
"""How high a line is and how far rows are apart, in their letters; and the line under each row."""
CAPITAL, LETTER = 0.72, 0.56
ROOM, MORE_ROOM = 5.6, 8.9
"""How high the facts may stand, and how high where what is above them is said smaller."""


@dataclass(frozen=True)
class Step:
    """One size of the facts: whether what is above them is said smaller to make room."""

    name: str
    size: float
    is_tight: bool


STEPS = (
    Step("s1", 0.58, is_tight=False),
    Step("s2", 0.52, is_tight=False),
    Step("s3", 0.44, is_tight=False),
    Step("s4", 0.44, is_tight=True),
    Step("s5", 0.38, is_tight=True),
    Step("s6", 0.33, is_tight=True),
    Step("s7", 0.29, is_tight=True),
)


def largest(facts: Sequence[tuple[str, str]]) -> Step:
    """The largest step in which these facts, each with what it is about, have room."""
    fits = (one for one in STEPS if _height(facts, one) <= (MORE_ROOM if one.is_tight else ROOM))
    return next(fits, STEPS[-1])


def _height(facts: Sequence[tuple[str, str]], step: Step) -> float:
    said = WIDTH / step.size - LABEL - GAPS
    lines = [max(_lines(about, LABEL), _lines(fact, said)) for about, fact in facts]
    return sum((one * LINE + APART) * step.size + RULE for one in lines)


def _lines(words: str, width: float) -> int:
    """How many lines words take, where none is broken that is no longer than a line."""
    lines, at = 1, 0.0
    for word in words.split():
        long = sum(CAPITAL if one.isupper() or one in "mwMW@—" else LETTER for one in word)
        if at and at + LETTER / 2 + long > width:
            lines, at = lines + 1, 0.0
        at += long + (LETTER / 2 if at else 0)
        while at > width:
            lines, at = lines + 1, at - width
    return lines
