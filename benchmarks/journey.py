"""A survey of six questions in a real browser: what it weighs, and what a slow line makes of it."""

from __future__ import annotations

import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.figures import Figure, Found, Limit, Peer
from benchmarks.service import Place, environment, running
from engage.config import ROOT
from tests.peers.chromium import chromium

SURVEY = ROOT / "tests" / "transcripts" / "home.yaml"
ANSWERS: tuple[tuple[str, ...], ...] = (("Hostel",), ("5: very safe",), ("A kitchen", "Wifi"))
WORDS = "A lock on every door, and somebody who rings back when they say they will."
IN_WORDS = 3
ROUNDS, QUICK = 5, 1
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 51_200, "uploadThroughput": 51_200}
"""400 kbit/s and 400 ms, as the slow connection of our page checker."""
SLOWER_PROCESSOR = 4
LARGEST_JOURNEY, LARGEST_PAGE, SLOWEST = 150.0, 60.0, 2.0
GOVUK_KB, GOVUK_SECONDS = 110.0, 3.6
"""A question page of GOV.UK Frontend 6.6.0, measured by us on the same connection."""


@dataclass
class Wire:
    """What came over the wire, a page at a time."""

    pages: list[int] = field(default_factory=lambda: [0])
    requests: int = 0

    def next_page(self) -> None:
        """What comes now belongs to another page."""
        self.pages.append(0)

    def came(self, event: dict[str, Any]) -> None:
        """One request is done."""
        self.pages[-1] += int(event["encodedDataLength"])
        self.requests += 1


def measure(place: Place, *, is_quick: bool) -> Found:
    """Answer all of it without script, then open its first two pages on a slow line."""
    rounds = QUICK if is_quick else ROUNDS
    instance = place.instance("journey")
    publish = [sys.executable, "-m", "flask", "--app", "app.py", "survey", "publish"]
    env = environment(instance)
    subprocess.run(
        [*publish, "--private", str(SURVEY)], cwd=ROOT, env=env, check=True, capture_output=True
    )
    with running("engage.serving.web", instance=instance) as web, chromium() as browser:
        wire = _walk(browser, web.url)
        slow = [_slowly(browser, web.url) for _ in range(rounds)]
    first, question = (statistics.median(times) for times in zip(*slow, strict=True))
    return Found(
        figures=(
            _size("six questions, start to thanks", sum(wire.pages), LARGEST_JOURNEY),
            _size("its largest page", max(wire.pages), LARGEST_PAGE, govuk=GOVUK_KB),
            Figure(what="its requests", value=wire.requests, unit="requests", samples=1),
            _wait("first page, slow line", first, rounds),
            _wait("question page, slow line", question, rounds, govuk=GOVUK_SECONDS),
        ),
        how=(
            "Chromium, an empty cache. The journey is without script, bytes as the browser counts "
            "them on the wire. The slow line has 400 kbit/s, a delay of 400 ms and a quarter of "
            "the processor, from asking for the page until it has loaded, script on."
        ),
    )


def _walk(browser: Browser, url: str) -> Wire:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 640}, locale="en-GB"
    )
    page, wire = context.new_page(), Wire()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.loadingFinished", wire.came)
    page.goto(f"{url}/s/home")
    _press(page, wire, "Start now")
    for labels in ANSWERS:
        for label in labels:
            page.get_by_label(label, exact=True).check(force=True)
        _press(page, wire, "Continue")
    for _ in range(IN_WORDS):
        page.get_by_role("textbox").fill(WORDS)
        _press(page, wire, "Continue")
    _press(page, wire, "Send my answers")
    if "/thanks" not in page.url:
        raise LookupError(f"The journey ended at {page.url}.")
    context.close()
    return wire


def _press(page: Page, wire: Wire, name: str) -> None:
    wire.next_page()
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state("load")


def _slowly(browser: Browser, url: str) -> tuple[float, float]:
    """Seconds until the first page and then the first question have loaded."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="en-GB")
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.emulateNetworkConditions", SLOW)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    page.goto(f"{url}/s/home", wait_until="load")
    first = _loaded_after(page)
    page.get_by_role("button", name="Start now").click()
    page.wait_for_url("**/q/**", wait_until="load")
    question = _loaded_after(page)
    context.close()
    return first, question


def _loaded_after(page: Page) -> float:
    timing = "performance.getEntriesByType('navigation')[0].loadEventEnd"
    page.wait_for_function(f"{timing} > 0")
    return float(page.evaluate(timing)) / 1_000


def _size(what: str, size: int, most: float, *, govuk: float | None = None) -> Figure:
    return Figure(
        what=what,
        value=size / 1_000,
        unit="KB",
        samples=1,
        peer=Peer(name="GOV.UK Frontend", value=govuk) if govuk else None,
        limit=Limit(at_most=most),
    )


def _wait(what: str, seconds: float, rounds: int, *, govuk: float | None = None) -> Figure:
    return Figure(
        what=what,
        value=seconds,
        unit="s",
        samples=rounds,
        peer=Peer(name="GOV.UK Frontend", value=govuk) if govuk else None,
        limit=Limit(at_most=SLOWEST),
    )
