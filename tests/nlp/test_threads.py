"""Several workers read language at once and get what one alone would get."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from nlp import anonymise, coding
from nlp.themes import shipped

TEXTS = [
    f"my worker {name} rang 07700 900{at:03} about the damp and the rent, {at} weeks on"
    for at, name in enumerate(["Dave", "Priya", "Siobhan", "Ahmed", "Kasia", "Tom"] * 20)
]
THREADS = 4


def _read(coder: coding.Coder) -> list[Any]:
    found: list[Any] = []
    for text in TEXTS:
        safe = anonymise.anonymise(text)
        found.append((safe, coder.code(safe.text, question="What about the rent?").codings))
    return found


def test_threads_that_anonymise_and_code_at_once_agree_with_one_alone():
    coder = shipped.coder()
    alone = _read(coder)
    start = Barrier(THREADS)

    def together(_nth: int) -> list[Any]:
        start.wait(timeout=30)
        return _read(coder)

    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(together, range(THREADS)))

    assert all(one == alone for one in found)
    assert all("07700" not in safe.text for safe, _ in alone)
    assert any(codes for _, codes in alone)
