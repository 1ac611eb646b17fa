"""One worker process: the consumer of the queue and the clock."""

from __future__ import annotations

import signal
import sys
import threading
import time
from typing import Any

from flask import Flask

from app import create_app
from engage import analysis, clock, hearing, restoring, times, work
from engage.config import SettingsProblem
from engage.queueing import gather_nudges
from engage.serving.loaded import stays_loaded

GLANCE = 0.2
COPY_PUT_BACK = """
This database is an older copy that was put back. No texts are sent, so that nobody
is texted twice and nobody who has stopped is texted at all.
Look at what went out since:   ./run flask sending reconcile
Then, when you are sure:       ./run flask sending resume
"""


class WorkerSide:
    """The consumer and the clock of a process."""

    def __init__(self, app: Flask) -> None:
        analysis.check_settings()
        work.install(app)
        gather_nudges(app)
        stays_loaded()
        self._app = app
        self._consumer = work.make_consumer(app)
        self._clock: Any = None
        self._warming = threading.Thread(target=self._warm_up, daemon=True)

    def start(self) -> None:
        """Begin; what reads words loads in a thread so that nobody waits for it."""
        self._warming.start()
        with self._app.app_context():
            if not restoring.check(now=times.now()):
                print(COPY_PUT_BACK, file=sys.stderr, flush=True)
        self._consumer.start()
        self._clock = clock.start(self._app)

    def stop(self) -> None:
        """Finish the work in hand, then stop.

        A process that ends while a library is being loaded ends in a crash.
        """
        self._app.extensions["engage.stopping"].set()
        self._clock.shutdown(wait=True)
        self._consumer.stop(graceful=True)
        self._warming.join()

    def _warm_up(self) -> None:
        hearing.warm_up()
        if not self._app.extensions["engage.stopping"].is_set():
            with self._app.app_context():
                analysis.warm_up()


def main() -> int:
    """Work until a signal says stop; the exit code."""
    told: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: told.append(number))
    try:
        side = WorkerSide(create_app())
    except SettingsProblem as problem:
        print(f"\n{problem}\n", file=sys.stderr)
        return 1
    side.start()
    print("Worker started. Stop it with Ctrl-C.", flush=True)
    # Not an Event: a signal that another thread takes does not wake one that waits for a lock.
    while not told:
        time.sleep(GLANCE)
    side.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
