"""Asking a server many things: as fast as it answers, or so many a second, on kept connections."""

from __future__ import annotations

import http.client
import itertools
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field


class NotAnswered(Exception):
    """The server did not answer as it was expected to, so its speed would mean nothing."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One request, made ready beforehand so that making it costs the round nothing."""

    method: str = "GET"
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    expect: int = 200


@dataclass(frozen=True)
class Round:
    """How long a round took, and each of its answers, in seconds."""

    seconds: float
    waits: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds


def as_fast_as_it_answers(port: int, asks: Sequence[Ask], *, threads: int) -> Round:
    """Each thread asks the next thing as soon as it has its answer."""
    return _run(port, asks, threads, gap=0.0)


def at_a_rate(port: int, asks: Sequence[Ask], *, a_second: float, threads: int) -> Round:
    """Ask at set moments whatever the answers do.

    A wait counts from the moment it was to be asked, so that a slow answer is not hidden by
    asking the next one late.
    """
    return _run(port, asks, threads, gap=1 / a_second)


def _run(port: int, asks: Sequence[Ask], threads: int, *, gap: float) -> Round:
    turn, waits = itertools.count(), [0.0] * len(asks)
    connections = [_connected(port) for _ in range(threads)]
    began = time.perf_counter()

    def work(connection: http.client.HTTPConnection) -> None:
        while (number := next(turn)) < len(asks):
            due = began + number * gap if gap else time.perf_counter()
            time.sleep(max(0.0, due - time.perf_counter()))
            _ask(connection, asks[number])
            waits[number] = time.perf_counter() - due
        connection.close()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, connections))
    return Round(time.perf_counter() - began, tuple(waits))


def _connected(port: int) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    return connection


def _ask(connection: http.client.HTTPConnection, ask: Ask) -> None:
    connection.request(ask.method, ask.path, body=ask.body, headers=ask.headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != ask.expect:
        raise NotAnswered(f"{ask.method} {ask.path}: {answer.status}, not {ask.expect}")
