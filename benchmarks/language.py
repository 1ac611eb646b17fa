"""Anonymising and coding: how many texts a second on one thread, and what the tools hold."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from statistics import median
from typing import Any

from benchmarks.figures import Figure, Found, Limit, Peer
from benchmarks.service import Place, child, resident
from benchmarks.texts import replies
from engage import analysis
from nlp import anonymise, statements
from nlp.themes import shipped

TEXTS, ROUNDS = 3_000, 5
QUICK = (600, 2)
TRIAL = Peer(name="our trial of rules and lists", value=1_300)


def measure(place: Place, *, is_quick: bool) -> Found:
    """Measure in a fresh process, so that loading and memory are what a worker would see."""
    texts, rounds = QUICK if is_quick else (TEXTS, ROUNDS)
    instance = place.instance("language")
    settings = (str(time.time()), str(texts), str(rounds))
    seen = child("benchmarks.language", *settings, instance=instance)
    return Found(
        figures=(
            Figure(
                what="messages anonymised, one thread",
                value=median(seen["anonymise"]),
                unit="a second",
                samples=texts * rounds,
                peer=TRIAL,
                limit=Limit(at_least=1, of="ratio"),
            ),
            Figure(
                what="statements coded, one thread",
                value=median(seen["code"]),
                unit="a second",
                samples=seen["statements"] * rounds,
            ),
            Figure(
                what="from starting Python to language tools ready",
                value=seen["load"],
                unit="s",
                samples=1,
            ),
            Figure(what="memory with them loaded", value=seen["memory"], unit="MB", samples=1),
        ),
        how=(
            f"The {seen['different']} free replies of the example, repeated to {texts}, {rounds} "
            "times over when warm; the middle round counts. The trial ran on another day and is "
            "a floor, not a race."
        ),
    )


def main(arguments: list[str]) -> int:
    """What one fresh process sees, printed as JSON."""
    began, (texts, rounds) = arguments[0], map(int, arguments[1:])
    analysis.warm_up()
    load = time.time() - float(began)
    memory = resident("self")
    said = list(islice(cycle(replies()), texts))
    words = [one for one, _ in said]
    safe = [one.text for one in anonymise.many(words)]
    asked = [question for _, question in said]
    pairs = [
        (text[start:end], question)
        for text, question in zip(safe, asked, strict=True)
        for start, end in statements.split(text)
    ]
    coder = shipped.coder()
    found: dict[str, Any] = {
        "load": load,
        "memory": memory,
        "different": len(replies()),
        "statements": len(pairs),
        "anonymise": _rates(lambda: anonymise.many(words), rounds),
        "code": _rates(lambda: coder.many(pairs), rounds),
    }
    print(json.dumps(found))
    return 0


def _rates(work: Callable[[], Iterable[object]], rounds: int) -> list[float]:
    """How many a second, round by round."""
    rates = []
    for _ in range(rounds):
        began = time.perf_counter()
        done = sum(1 for _ in work())
        rates.append(done / (time.perf_counter() - began))
    return rates


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
