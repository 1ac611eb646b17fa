"""A running service with the survey of the journeys, and a browser to answer it in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from engage.extensions import db
from engage.models import Response, Survey
from tests.factories import a_survey
from tests.journeys.home import HOME
from tests.peers.needed import need
from tests.peers.twilio_stand_in import twilio_stand_in
from tests.service.running import Running, Service, a_service

PHONE = {"width": 360, "height": 640}


_numbers = itertools.count(1)


@dataclass(frozen=True)
class Site:
    """The running service, with a survey of its own for one test."""

    service: Service
    running: Running
    word: str

    @property
    def key(self) -> str:
        """The survey's own name in an address."""
        return f"{HOME['key']}-{self.word.removeprefix('HOME')}"

    @property
    def start(self) -> str:
        """The survey's short address."""
        return self.at(f"/s/{self.word.lower()}")

    def at(self, path: str) -> str:
        """The whole address of a path."""
        return f"http://127.0.0.1:{self.running.port}{path}"

    def responses(self) -> list[dict[str, Any]]:
        """What is stored of each response: when it was sent, and every answer."""
        with self.service.inside():
            return [
                {
                    "sent": found.sent_on is not None,
                    "answers": {
                        one.question: (one.outcome, one.value, one.words) for one in found.answers
                    },
                }
                for found in db.session.scalars(
                    select(Response)
                    .join(Survey, Survey.id == Response.survey_id)
                    .where(Survey.text_word == self.word)
                )
            ]


@pytest.fixture(scope="session")
def web(tmp_path_factory, migrated: Path) -> Iterator[tuple[Service, Running]]:
    """One web process for all the journeys."""
    need("browser")
    folder = tmp_path_factory.mktemp("journeys")
    with twilio_stand_in() as twilio, a_service(folder, twilio, migrated=migrated) as service:
        yield service, service.web()


@pytest.fixture
def site(web: tuple[Service, Running]) -> Site:
    """The service with the survey of the journeys open, for this test alone."""
    service, running = web
    number = next(_numbers)
    word = f"HOME{number}"
    with service.inside():
        definition = {name: HOME[name] for name in ("questions", "title")}
        a_survey(f"{HOME['key']}-{number}", text_word=word, **definition)
        db.session.commit()
    return Site(service, running, word)


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A new visitor: an empty cache, no cookies, an old phone."""
    opened: list[BrowserContext] = []

    def come(*, script: bool = True, **given: Any) -> Page:
        context = browser.new_context(
            java_script_enabled=script, locale="en-GB", **{"viewport": PHONE, **given}
        )
        context.set_default_timeout(8_000)
        opened.append(context)
        return context.new_page()

    yield come
    for context in opened:
        context.close()


def press(page: Page, name: str) -> None:
    """Press a button by the words on it."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state("load")


def choose(page: Page, *labels: str) -> None:
    """Pick answers by their words."""
    for label in labels:
        page.get_by_label(label, exact=True).check(force=True)


def heading(page: Page) -> str:
    """The one heading of the page."""
    return page.locator("h1").inner_text()


def well(page: Page) -> None:
    """Axe finds nothing to fail on the page (WCAG 2.2 A and AA)."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    broken = [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]
    assert broken == [], (page.url, broken)
