"""Our own anonymiser, measured as the others are; and how its time grows with a text's length."""

from __future__ import annotations

import json
import sys
import time

from benchmarks.peers import talk
from benchmarks.peers.talk import Finds, Spans
from nlp import anonymise

SHORT, LONG, TIMES = 10_000, 100_000, 5
KINDS = {
    "ordinary messages": "my worker dave from oak lodge rang on 07700 900123, said come monday. ",
    "names": "Dave Smith ",
    "digits": "0",
    "numbers": "07700 900123 12/03/1985 ",
    "one letter": "a",
    "words in no list": "zqxv brandlewick ",
    "signs": "@.-/:' ",
    "addresses": "a.b@c.d/e ",
    "line ends": "\n",
    "placeholders": "[name] [place] ",
    "another script": "سلام ",
}


def load() -> Finds:
    """Messages in batches, as a worker has them."""

    def find(texts: list[str]) -> list[Spans]:
        return [
            [(span.start, span.end, span.label) for span in done.spans]
            for done in anonymise.many(texts)
        ]

    return find


def lengths() -> dict[str, tuple[float, float]]:
    """Seconds of a core for a short and a long text of each kind, the best of `TIMES`."""
    anonymise.find("warm up")
    return {kind: (_best(words, SHORT), _best(words, LONG)) for kind, words in KINDS.items()}


def _best(words: str, length: int) -> float:
    text = (words * (length // len(words) + 1))[:length]
    seconds = []
    for _ in range(TIMES):
        began = time.process_time()
        anonymise.find(text)
        seconds.append(time.process_time() - began)
    return min(seconds)


if __name__ == "__main__":
    if sys.argv[1:] == ["--lengths"]:
        print(json.dumps(lengths()))
        sys.exit(0)
    sys.exit(talk.answer(load, sys.argv[1:]))
