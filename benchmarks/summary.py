"""The policy reader's live summary of a survey with very many responses."""

from __future__ import annotations

import time

from benchmarks.figures import Figure, Found, Limit, percentile
from benchmarks.load import NotAnswered
from benchmarks.prepare import MANY
from benchmarks.service import Place, child, running
from benchmarks.visitor import signed_in

RESPONSES = 10_000
TIMES, QUICK = 20, 8
SLOWEST = 1.0


def measure(place: Place, *, is_quick: bool) -> Found:
    """Open the page again and again, as a reader who is signed in."""
    times = QUICK if is_quick else TIMES
    instance = place.instance("summary", responses=RESPONSES)
    key = child("benchmarks.prepare", "--sign-in", instance=instance)["key"]
    with running("engage.serving.web", instance=instance) as web:
        session = signed_in(web.url, key)
        waits = []
        for _ in range(times):
            began = time.perf_counter()
            page = session.get(f"{web.url}/staff/summaries/{MANY}", timeout=60)
            waits.append(time.perf_counter() - began)
            if page.status_code != 200 or f"{RESPONSES:,}" not in page.text:
                raise NotAnswered("The summary does not count every response.")
    return Found(
        figures=tuple(
            Figure(
                what=f"summary page of {RESPONSES:,} responses, p{percent}",
                value=percentile(waits, percent),
                unit="s",
                samples=times,
                limit=Limit(at_most=SLOWEST),
            )
            for percent in (50, 95)
        ),
        how=(
            f"{RESPONSES:,} responses drawn by chance from the example's longest survey, with "
            "their statements and codes, read through a running web process by one reader."
        ),
    )
