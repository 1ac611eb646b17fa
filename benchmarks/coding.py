"""Codes: how well they are given, whether their reasons are true, and 100,000 replies all in."""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.figures import Figure, Found, Limit, Peer
from benchmarks.service import Place, child
from engage.config import ROOT
from nlp.coding import ALIKE, ENOUGH, Coder, Embed
from nlp.discovery import themes as found_themes
from nlp.themes import examples, measuring, shipped, teaching
from nlp.themes.measuring import Gold
from nlp.themes.model import differing
from nlp.themes.teaching import Lesson
from nlp.vectors import adapter

GOLD = ROOT / "tests" / "nlp" / "gold_themes_unseen.jsonl"
MANY, QUICK = 100_000, 1_000
MINUTES, MEMORY = 8.0, 2_000.0
"""What is asked of so many replies coded and grouped, vectors and start-up in: at most."""
KEPT, SECONDS = 20_000, 10.0
"""So many statements stay read while people code; a lesson reaches them in so many seconds."""
MICRO, MACRO, CHECKED, FIRST_FIVE, TONE, TRUE = 0.74, 0.70, 0.82, 0.92, 0.05, 0.9
_SEED = 20260101
_LESSONS = 300
_PUT_RIGHT = {"rent": "benefits"}
"""What people here call a code of the shipped codebook."""


def measure(place: Place, *, is_quick: bool) -> Found:
    """Quality on the gold set, then many replies in a process of its own."""
    many = QUICK if is_quick else MANY
    instance = place.instance("coding")
    seen = child("benchmarks.coding", str(many), str(time.time()), instance=instance)
    coders = {"words": shipped.coder()}
    if embed := shipped.sentence_model():
        coders["words and vectors"] = shipped.coder(embed)
    return Found(
        figures=(
            *(figure for name, coder in coders.items() for figure in _quality(name, coder)),
            *_all_in(many, seen),
        ),
        how=(
            f"{GOLD.name}: made-up replies written and coded apart, set apart by hash; the tone "
            "beside the commonest tone of each question. The many replies are two of our examples "
            f"each, joined by chance, with vectors by {seen['name']}; one process, by the clock, "
            "with its start."
        ),
    )


def _quality(name: str, coder: Coder) -> Iterator[Figure]:
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    made = list(coder.many((row["text"], row["question"]) for row in rows))
    gold = [Gold(row["question"], row["codes"], row["sentiment"]) for row in rows]
    scored = measuring.measure(gold, made)
    gains = [right.value - commonest.value for right, commonest in scored.tone_by_question.values()]
    for what, value, least in (
        ("micro F1", scored.codes.micro, MICRO),
        ("macro F1", scored.codes.macro, MACRO),
        ("micro F1, 30% checked", scored.checked.micro, CHECKED),
        ("codes among the first five", scored.suggested.value, FIRST_FIVE),
        ("tone over the commonest, worst question", min(gains), TONE),
        ("reasons that are true", _true_reasons(coder, rows), TRUE),
    ):
        yield Figure(
            what=f"{name}: {what}",
            value=value,
            unit="",
            samples=len(rows),
            limit=Limit(at_least=least),
        )


def _true_reasons(coder: Coder, rows: Sequence[Mapping[str, Any]]) -> float:
    """The share of codes that words decided which go when those words are taken away."""
    left: list[tuple[str, str]] = []
    codes: list[str] = []
    for row in rows:
        for given in coder.code(row["text"], question=row["question"]).codings:
            if any(one.rule == ALIKE for one in given.evidence):
                continue
            text = row["text"]
            for one in reversed(given.evidence):
                text = text[: one.start] + " " + text[one.end :]
            left.append((text, row["question"]))
            codes.append(given.code)
    gone = [
        code not in {given.code for given in coded.codings}
        for code, coded in zip(codes, coder.many(left), strict=True)
    ]
    return float(np.mean(gone))


def _all_in(many: int, seen: Mapping[str, Any]) -> Iterator[Figure]:
    minutes = seen["since_start"] / 60
    yield Figure(
        what=f"{many:,} replies coded and grouped, all in",
        value=minutes,
        unit="min",
        samples=1,
        limit=Limit(at_most=MINUTES),
    )
    yield Figure(
        what="memory at most, all in",
        value=seen["memory"],
        unit="MB",
        samples=1,
        limit=Limit(at_most=MEMORY),
    )
    kept = min(many, KEPT)
    yield Figure(
        what=f"one code put right, learned, and {kept:,} coded again",
        value=seen["again"],
        unit="s",
        samples=1,
        limit=Limit(at_most=SECONDS),
    )
    for part in ("vectors", "codes", "groups"):
        yield Figure(
            what=f"of that, {part}",
            value=seen[part] / 60,
            unit="min",
            samples=1,
            peer=Peer(name="all in", value=minutes),
        )


def main(arguments: list[str]) -> int:
    """What one fresh process sees, printed as JSON: both kinds of vectors are made once.

    Codes go by the sentence model as it was taught for themes, groups by it as it came.

    Arguments are how many replies, and the moment when it was started.
    """
    pairs = _replies(int(arguments[0]))
    texts = [text for text, _ in pairs]
    sentences = adapter.load()
    spent: dict[str, Any] = {"name": sentences.name}
    began = time.perf_counter()
    vectors = sentences(texts)
    readings = adapter.taught()(texts)
    spent["vectors"] = time.perf_counter() - began
    began = time.perf_counter()
    coder = shipped.coder(_InOrder(readings)) if sentences.is_model else shipped.coder()
    spent["coded"] = sum(bool(coded.codings) for coded in coder.many(pairs))
    spent["codes"] = time.perf_counter() - began
    began = time.perf_counter()
    spent["themes"] = len(found_themes.discover(texts, vectors).themes)
    spent["groups"] = time.perf_counter() - began
    spent["since_start"] = time.time() - float(arguments[1])
    spent["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000
    spent["again"] = _again(pairs[:KEPT], _InOrder(readings) if sentences.is_model else None)
    print(json.dumps(spent))
    return 0


def _again(pairs: Sequence[tuple[str, str | None]], embed: Embed | None) -> float:
    """Seconds until what people put right of one code is learned, and has reached all of these."""
    coder = shipped.coder(embed)
    read = list(coder.read(pairs))
    made = [coder.made_of(one) for one in read]
    typical = shipped.coder(shipped.sentence_model()).read(
        (one.text, one.question) for one in examples.typical()
    )
    held = [one.said.given for one in typical if one.said]
    lessons = [
        Lesson(one.said.given, {_PUT_RIGHT.get(given.code, given.code) for given in was.codings})
        for one, was in zip(read[:_LESSONS], made, strict=False)
        if one.said
    ]
    began = time.perf_counter()
    model = teaching.taught(coder.model, lessons, held, least=ENOUGH)
    learned, others = coder.with_model(model), differing(coder.model, model)
    changed = [learned.again(one, was, others) != was for one, was in zip(read, made, strict=True)]
    seconds = time.perf_counter() - began
    if not any(changed):
        raise RuntimeError("Nothing was learned, so there is nothing to measure.")
    return seconds


class _InOrder:
    """Hands out rows that are there already, as a coder asks for them batch by batch."""

    def __init__(self, rows: np.ndarray[Any, np.dtype[np.float32]]) -> None:
        self._rows, self._at = rows, 0

    def __call__(self, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        self._at += len(texts)
        return self._rows[self._at - len(texts) : self._at]


def _replies(many: int) -> list[tuple[str, str | None]]:
    """Replies of two statements each, all of one question, different but for chance."""
    draw = random.Random(_SEED)
    written = examples.written()
    pairs: list[tuple[str, str | None]] = []
    for _ in range(many):
        one, other = draw.choice(written), draw.choice(written)
        pairs.append((f"{one.text}. {other.text}", one.question))
    return pairs


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
