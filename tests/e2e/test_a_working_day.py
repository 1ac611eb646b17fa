"""A working day in the browser: 300 replies in, coded, new themes, two who read blind, out."""

from __future__ import annotations

import csv
import io
import itertools
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Error, FilePayload, Page, Response
from sqlalchemy import select
from werkzeug.datastructures import Headers

from engage import staff, times
from engage.extensions import db
from engage.models import (
    BlindReading,
    CodebookVersion,
    Recoding,
    Statement,
)
from engage.models import Response as Reply
from nlp.themes import examples
from tests.factories import a_survey
from tests.pages import problems
from tests.peers.chromium import chromium
from tests.peers.needed import need
from tests.peers.twilio_stand_in import twilio_stand_in
from tests.service.running import Running, Service, a_service

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(900)]

KEY = "test-survey"
OLD, CORRECTED, BLIND, ACCEPTED = 230, 30, 40, 4
PATIENCE = 240
ENOUGH_LOOKED_AT = 50
"""So many pages at least are looked at of those that the day opens."""
NEW = {
    "Dogs": (
        ("my dog", "me dog", "the dog", "my old dog", "our dog"),
        ("was not allowed in the hostel", "had to go to a kennel", "is all i have left",
         "cant stay with me", "gets turned away everywhere"),
    ),
    "Wifi": (
        ("the wifi", "the internet", "wifi", "the wifi signal", "internet in here"),
        ("keeps dropping out", "is too slow to do forms", "never works in my room",
         "costs extra every week", "went off for three days"),
    ),
    "Bikes": (
        ("my bike", "me bike", "my pushbike", "the bike i got", "our bikes"),
        ("got nicked from the yard", "has nowhere to be locked up", "needs a shed",
         "was left out in the rain", "is how i get to work"),
    ),
    "Washing": (
        ("the washing machine", "the laundry", "the washer", "the dryer", "the laundry room"),
        ("is always broken", "costs four pound a go", "has a queue all weekend",
         "ruined my clothes", "is locked after five"),
    ),
}  # fmt: skip


@dataclass
class Day:
    """The service, the browser, and every page that was not as pages should be."""

    service: Service
    running: Running
    browser: Browser
    wrong: list[str] = field(default_factory=list)
    looked: int = 0

    def page_of(self, email: str) -> Page:
        """Somebody's own browser, signed in; each page it opens is looked at."""
        with self.service.inside():
            key = staff.new_link(staff.by_email(email), now=times.now())  # type: ignore[arg-type]
            db.session.commit()
        page = self.browser.new_context(base_url=self.address).new_page()
        page.on("response", self.look)
        page.goto(f"/staff/link/{key}")
        page.click("main button")
        return page

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.running.port}"

    def look(self, answer: Response) -> None:
        kind = answer.headers.get("content-type", "")
        if answer.status == 200 and kind.startswith("text/html"):
            try:
                text = answer.text()
            except Error as gone:  # on a busy machine the next page may be there already
                if "navigated away" not in str(gone):
                    raise
                return
            found = problems(text, Headers(answer.headers.items()))
            self.wrong += [f"{answer.url}: {one}" for one in found]
            self.looked += 1

    def until(self, done: Callable[[], bool], what: str) -> None:
        """Wait for a worker."""
        over = time.monotonic() + PATIENCE
        while time.monotonic() < over:
            with self.service.inside():
                if done():
                    return
            time.sleep(0.5)
        raise AssertionError(f"{what} was waited for in vain: {self.running.logged()[-2000:]}")


@pytest.fixture
def day(tmp_path, migrated) -> Iterator[Day]:
    need("browser")
    with (
        twilio_stand_in() as twilio,
        a_service(tmp_path, twilio, migrated=migrated) as service,
        chromium() as browser,
    ):
        with service.inside():
            staff.add("jo@example.org", "Jo", ("facilitator",))
            staff.add("mo@example.org", "Mo", ("peer",))
            staff.add("lou@example.org", "Lou", ("facilitator",))
            a_survey(KEY)
            db.session.commit()
        yield Day(service, service.together(), browser)


def table() -> bytes:
    """300 replies: most of what the codebook holds, and four things that it does not."""
    draw = random.Random(7)
    old = [one.text for one in draw.sample(examples.written(), OLD)]
    new = [
        " ".join(parts)
        for whose, what in NEW.values()
        for parts in draw.sample(list(itertools.product(whose, what)), (300 - OLD) // len(NEW))
    ]
    said = [*old, *new, *old[: 300 - OLD - len(new)]]
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(["What should change?"])
    rows.writerows([words] for words in said)
    return file.getvalue().encode()


def test_from_300_replies_to_a_published_summary(day, tell):
    jo = day.page_of("jo@example.org")
    bring_in(day, jo)
    accepted = look_for_themes(day, jo)
    correct(day, jo)
    read_blind(day, jo)
    learn(day, jo, accepted)
    publish(day, jo, accepted)
    assert day.wrong == []
    assert day.looked > ENOUGH_LOOKED_AT
    assert "Traceback" not in day.running.logged()
    assert '"level": "error"' not in day.running.logged()


def bring_in(day: Day, jo: Page) -> None:
    jo.goto(f"/staff/surveys/{KEY}/bring")
    file: FilePayload = {"name": "replies.csv", "mimeType": "text/csv", "buffer": table()}
    jo.set_input_files("#file", file)
    jo.click("text=See what it would add")
    assert "300 replies would be added." in jo.inner_text("main")
    jo.click("text=Add these")
    assert "300 replies are in now." in jo.inner_text("body")
    unread = select(Statement.id).where(Statement.outcome.is_not(None))
    day.until(lambda: len(db.session.scalars(unread).all()) >= 300, "300 coded replies")
    with day.service.inside():
        assert len(db.session.scalars(select(Reply)).all()) == 300


def look_for_themes(day: Day, jo: Page) -> list[str]:
    """Four themes that were found are accepted, each under a name of Jo's; their names."""
    jo.goto(f"/staff/surveys/{KEY}/found")
    jo.get_by_label(re.compile("^All ")).check(force=True)
    jo.click("main button:has-text('Look for new themes')")
    over = time.monotonic() + PATIENCE
    while "themes to decide on" not in jo.inner_text("main") and time.monotonic() < over:
        time.sleep(1)
        jo.reload()
    accepted = []
    for name in NEW:
        jo.goto(f"/staff/surveys/{KEY}/found")
        found = jo.locator("section.card, ul.tasks li")
        about_it = found.filter(has_text=re.compile(WORD[name], re.IGNORECASE)).first
        about_it.get_by_role("link").first.click()
        if jo.locator("h1").inner_text() != "Make it a theme":  # a small one, on its own page
            jo.get_by_role("link", name="Make it a theme").click()
        jo.fill("#name", name)
        jo.click("main button:has-text('Make it a theme')")
        accepted.append(name)
    with day.service.inside():
        assert len(db.session.scalars(select(CodebookVersion)).all()) == ACCEPTED
    return accepted


WORD = {"Dogs": r"\bdog", "Wifi": r"wifi|internet", "Bikes": r"bike", "Washing": r"wash|laundry"}


def correct(day: Day, jo: Page) -> None:
    """Thirty statements are decided on from the keyboard, one taken back and decided again."""
    jo.goto(f"/staff/surveys/{KEY}/coding")
    for number in range(CORRECTED):
        sent(
            jo,
            "n"
            if number % 3 == 0 or not jo.locator("[name^='code-']:checked").count()
            else "Enter",
        )
    sent(jo, "u")
    sent(jo, "n")
    decided = select(Statement.id).where(Statement.coded_on.is_not(None))
    with day.service.inside():
        assert len(db.session.scalars(decided).all()) >= CORRECTED


def sent(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def read_blind(day: Day, jo: Page) -> None:
    """Jo and a peer coder read forty, and see how far they agree once both are done."""
    jo.goto(f"/staff/surveys/{KEY}/rounds/new")
    jo.fill("#size", str(BLIND))
    for name in ("Jo", "Mo"):
        jo.get_by_label(re.compile(f"^{name}")).check()
    jo.click("text=Make the round")
    at = jo.url.removeprefix(day.address)
    for page in (jo, day.page_of("mo@example.org")):
        page.goto(at)
        for number in range(BLIND):
            if number % 4:
                page.locator("[name^='code-']").nth(number % 5).check(force=True)
            sent(page, "Enter" if number % 4 else "n")
        page.click("button:has-text('I am done')")
    with day.service.inside():
        assert len(db.session.scalars(select(BlindReading)).all()) == 2 * BLIND
    jo.goto(f"{at}/agreement")
    assert "You and Mo" in jo.inner_text("main")


def learn(day: Day, jo: Page, accepted: list[str]) -> None:
    """What was decided is learned, the machine codes again, and says what moved."""
    jo.goto("/staff/themes-again")
    if jo.locator("main button").count():
        jo.click("main button")
    taught = select(Recoding.lessons).where(Recoding.state == "done", Recoding.codebook == ACCEPTED)
    day.until(lambda: any(n >= CORRECTED for n in db.session.scalars(taught)), "a re-run")
    jo.goto("/staff/themes-again")
    assert "It learned from" in jo.inner_text("main")


def publish(day: Day, jo: Page, accepted: list[str]) -> None:
    """Jo freezes the summary and asks, Lou publishes it: it counts the themes that were found."""
    jo.goto(f"/staff/summaries/{KEY}")
    jo.click("text=Ask for it to be published")
    at = jo.url.removeprefix(day.address)
    jo.fill("#title", "What people told us")
    jo.fill("#in_short", "Pets and the internet matter.\nSo do bikes and clean clothes.")
    jo.click("main button:has-text('Freeze it and look at it')")
    assert "Nothing that a machine can see." in jo.inner_text("main")
    jo.click("button:has-text('Ask for it to be published')")
    assert not jo.locator("button:has-text('Publish it')").count()
    lou = day.page_of("lou@example.org")
    lou.goto(at)
    assert all(name in lou.inner_text(".frozen") for name in accepted)
    lou.click("button:has-text('Publish it')")
    assert "It is published." in lou.inner_text("main")
    visitor = day.browser.new_context(base_url=day.address).new_page()
    visitor.on("response", day.look)
    visitor.goto(f"/told-us/{KEY}")
    told = visitor.inner_text("main")
    assert all(name in told for name in accepted)
    assert "version 4 of our themes" in told
    assert "Checked by: Two people. Version 1," in told
    assert "So do bikes and clean clothes." in told
