"""Replies whose codes are known: written for the shipped codebook, or put right by people."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from nlp import wordlists

FOLDER = wordlists.DATA / "themes"
WRITTEN = FOLDER / "examples.jsonl"

WORKING, NOT_WORKING, WANTED, MIXED = POLARITIES = ("working", "not_working", "wanted", "mixed")
"""What a statement says of a theme: that it helps, that it does not, what should be, or both."""
PLEASED, NEUTRAL, DISPLEASED = 1, 0, -1
SENTIMENTS = (DISPLEASED, NEUTRAL, PLEASED)
TONES = {
    "What has helped you most in keeping your home?": (14, 15, 132),
    "What should change about temporary accommodation?": (122, 27, 5),
    "How should the council involve people like you?": (40, 116, 10),
}
"""How many replies to a question have each of `SENTIMENTS`, among 481 that others wrote and coded:
the half of our gold that may be seen (`gold_themes`), and a sample of 113.

The question sets the tone, and those who wrote our examples were to vary it: what is learned from
them would call too many replies neutral.
"""


@dataclass(frozen=True)
class Example:
    """A text, the question it answers, its codes each with its polarity, and its tone."""

    text: str
    question: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    sentiment: int | None = None
    weight: float = 1.0
    """How many times it counts: what a person put right counts more than once."""


@cache
def written() -> tuple[Example, ...]:
    """The replies written for the shipped codebook."""
    return tuple(read(WRITTEN))


@cache
def typical(each: int = 10) -> tuple[Example, ...]:
    """So many of the replies written for each code of the shipped codebook; each reply once."""
    taken: Counter[str] = Counter()
    found = []
    for one in written():
        if any(taken[code] < each for code in one.codes):
            taken.update(one.codes.keys())
            found.append(one)
    return tuple(found)


def read(path: Path) -> list[Example]:
    """The examples of a file of JSON lines {"text", "question", "codes", "sentiment"}."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Example(row["text"], row.get("question", ""), codes_of(row["codes"]), row.get("sentiment"))
        for row in rows
    ]


def codes_of(told: Any) -> dict[str, Any]:
    """Codes however a file tells them: each with its polarity, in a list, or one by itself."""
    if isinstance(told, Mapping):
        return dict(told)
    return dict.fromkeys(map(str, told if isinstance(told, list) else [told]), "")
