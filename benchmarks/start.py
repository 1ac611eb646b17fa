"""Starting: how soon a web process and the whole service are ready, and what they hold."""

from __future__ import annotations

from statistics import median

import requests

from benchmarks.figures import Figure, Found, Limit
from benchmarks.question import SURVEY
from benchmarks.service import Place, running

STARTS, QUICK = 4, 1
PAGES = ("/", f"/s/{SURVEY}", "/told-us", "/did", "/healthz")
ASKED = 50
WEB_SECONDS, WEB_MEMORY, TOGETHER_SECONDS = 4.0, 170.0, 8.0


def measure(place: Place, *, is_quick: bool) -> Found:
    """Start, ask, stop. Making the database has compiled every file before the first start."""
    starts = QUICK if is_quick else STARTS
    instance = place.instance("start", example=True)
    web_seconds, memory = [], []
    for _ in range(starts):
        with running("engage.serving.web", instance=instance) as web:
            web_seconds.append(web.seconds)
            for number in range(ASKED):
                page = PAGES[number % len(PAGES)]
                requests.get(web.url + page, timeout=30).raise_for_status()
            memory.append(web.memory())
    together_seconds = []
    for _ in range(starts):
        with running("engage.serving.together", instance=instance) as whole:
            together_seconds.append(whole.seconds)
    return Found(
        figures=(
            _ready("web process ready after", web_seconds, WEB_SECONDS),
            Figure(
                what=f"its memory after {ASKED} requests",
                value=median(sizes[0] for sizes in memory),
                unit="MB",
                samples=starts,
                limit=Limit(at_most=WEB_MEMORY),
            ),
            Figure(
                what="with the process that minds it",
                value=median(sum(sizes) for sizes in memory),
                unit="MB",
                samples=starts,
            ),
            _ready("whole service, second start", together_seconds, TOGETHER_SECONDS),
        ),
        how=(
            "From starting Python until /readyz answers, with compiled files in place and the "
            "example loaded; the middle of the starts counts. Memory that two processes share "
            "is counted in both."
        ),
    )


def _ready(what: str, seconds: list[float], limit: float) -> Figure:
    return Figure(
        what=what,
        value=median(seconds),
        unit="s",
        samples=len(seconds),
        limit=Limit(at_most=limit),
    )
