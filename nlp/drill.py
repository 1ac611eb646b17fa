"""A drill: the messages shipped for it, put through the anonymiser in use."""

import json
from dataclasses import dataclass
from pathlib import Path

from nlp import anonymise
from nlp.evaluation import Detection, gold_of, leaks, score_spans
from nlp.rules import Rules
from nlp.version import hash_of

MESSAGES = Path(__file__).parent / "data" / "drill_messages.jsonl"


@dataclass(frozen=True)
class Drilled:
    """What came of a drill: the figures, and which messages leak a direct detail, by their id."""

    messages: int
    of: str
    scored: Detection
    leaking: tuple[str, ...]


def run(rules: Rules, path: Path = MESSAGES) -> Drilled:
    """Put every message through the anonymiser; raises HeldBack if one cannot be."""
    written = path.read_text(encoding="utf-8")
    rows = [json.loads(line) for line in written.splitlines() if line.strip()]
    gold = [gold_of(row) for row in rows]
    found = [done.spans for done in anonymise.many((text for text, _ in gold), rules)]
    leaking = [
        str(row["id"])
        for row, marked, spans in zip(rows, gold, found, strict=True)
        if leaks(marked, spans)
    ]
    return Drilled(len(rows), hash_of([written]), score_spans(gold, found), tuple(leaking))
