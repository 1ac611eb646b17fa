"""The feed of a facilitator's calendar, with very many sessions in it."""

from __future__ import annotations

import time

import requests

from benchmarks.figures import Figure, Found, Limit, percentile
from benchmarks.load import NotAnswered
from benchmarks.service import Place, child, running

SESSIONS = 500
TIMES, QUICK = 50, 10
SLOWEST = 200.0


def measure(place: Place, *, is_quick: bool) -> Found:
    """Have a calendar ask for the feed again and again."""
    times = QUICK if is_quick else TIMES
    instance = place.instance("calendar", example=True)
    made = child("benchmarks.prepare", "--sessions", str(SESSIONS), instance=instance)
    with running("engage.serving.web", instance=instance) as web:
        requests.get(f"{web.url}{made['path']}", timeout=60)
        waits = []
        for _ in range(times):
            began = time.perf_counter()
            feed = requests.get(f"{web.url}{made['path']}", timeout=60)
            waits.append((time.perf_counter() - began) * 1_000)
            if feed.status_code != 200 or feed.text.count("BEGIN:VEVENT") != SESSIONS:
                raise NotAnswered("The feed does not have every session.")
    return Found(
        figures=tuple(
            Figure(
                what=f"calendar feed of {SESSIONS} sessions, p{percent}",
                value=percentile(waits, percent),
                unit="ms",
                samples=times,
                limit=Limit(at_most=SLOWEST),
            )
            for percent in (50, 95)
        ),
        how=(
            f"{SESSIONS} sessions of one facilitator, one a day, each with its address and how to "
            "get there, read through a running web process by one calendar, after "
            "once to warm up."
        ),
    )
