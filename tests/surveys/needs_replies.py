"""The replies that words of need are learned from, each with the needs it tells of."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAID = Path(__file__).parent / "data" / "needs_said.tsv"


@dataclass(frozen=True)
class Labelled:
    """A reply, its needs, and whether it is one of the golden tables' as they were then."""

    text: str
    needs: frozenset[str]
    is_golden: bool


def labelled() -> list[Labelled]:
    """Every reply of the file: those written for it, then, after a blank line, the golden ones."""
    ours, _, golden = SAID.read_text("utf-8").partition("\n\n")
    return [
        Labelled(text, frozenset(filter(None, needs.split(","))), part is golden)
        for part in (ours, golden)
        for needs, _, text in (line.partition("\t") for line in part.splitlines())
    ]


def mark(replies: Sequence[Labelled]) -> str:
    """A mark that is another one when any reply or need is."""
    said = "\n".join(f"{sorted(one.needs)} {one.text} {one.is_golden}" for one in replies)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
