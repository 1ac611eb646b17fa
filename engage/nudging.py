"""Nudges of a process that is in a hurry: gathered from a burst, and put on the queue together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

GAP = 0.02


@dataclass(frozen=True)
class Nudge:
    """A task to do for a row, at once or some seconds later."""

    task: str
    row_id: str
    after: float = 0


class Gathered:
    """Takes nudges at once, and has a thread of its own write them.

    The first of a burst is written as it comes and those behind it every 20 milliseconds, the
    same nudge once. So nobody who sends a text waits for the queue, and the queue is written a
    few dozen times a second at most. What is lost when the process dies, a sweep finds.
    """

    def __init__(self, write: Callable[[list[Nudge]], None]) -> None:
        self._write = write
        self._waiting: dict[Nudge, None] = {}
        self._there = threading.Condition()
        self._writer: threading.Thread | None = None

    def add(self, nudge: Nudge) -> None:
        """Have one written soon."""
        with self._there:
            self._waiting[nudge] = None
            if self._writer is None:
                self._writer = threading.Thread(target=self._run, name="nudges", daemon=True)
                self._writer.start()
            self._there.notify()

    def flush(self) -> None:
        """Write whatever waits, before the process ends."""
        with self._there:
            taken = self._take()
        if taken:
            self._write(taken)

    def _take(self) -> list[Nudge]:
        taken = list(self._waiting)
        self._waiting.clear()
        return taken

    def _run(self) -> None:
        while True:
            with self._there:
                self._there.wait_for(lambda: self._waiting)
                taken = self._take()
            self._write(taken)
            time.sleep(GAP)
