"""A tablet in a hostel, in Chromium: taps on two at once, and notes while the connection drops."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Error, Page, Route, ViewportSize, expect
from sqlalchemy import select

from engage import staff, times
from engage.extensions import db
from engage.models import Answer, Invitation, Response, Session, Survey
from tests.factories import a_next_version, a_session, a_survey
from tests.features.test_checking_in import coming
from tests.peers.chromium import chromium
from tests.peers.needed import need
from tests.peers.twilio_stand_in import twilio_stand_in
from tests.service.running import Running, Service, a_service

pytestmark = pytest.mark.browser

TABLET: ViewportSize = {"width": 820, "height": 1180}
NOT_SAVED = "Not saved yet. Your words are still here."
SAID = "Dave never rings me back"
LEAST = 56


@dataclass
class Hostel:
    """The service with one session, and tablets signed in to it."""

    service: Service
    running: Running
    browser: Browser
    session: str

    def tablet(self, *, script: bool = True) -> Page:
        """A tablet of its own, signed in."""
        with self.service.inside():
            jo = staff.by_email("jo@example.org")
            assert jo is not None
            key = staff.new_link(jo, now=times.now())
            db.session.commit()
        context = self.browser.new_context(viewport=TABLET, java_script_enabled=script)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{self.running.port}/staff/link/{key}")
        page.click("main button")
        return page

    def open(self, page: Page, part: str) -> None:
        """Open a page of the session."""
        page.goto(f"http://127.0.0.1:{self.running.port}/staff/sessions/{self.session}/{part}")

    def kept(self) -> list[tuple[int, str | None]]:
        """The people and the words of each line that is saved."""
        with self.service.inside():
            rows = db.session.scalars(select(Response))
            return sorted((one.people, one.answers[0].words) for one in rows)


@pytest.fixture(scope="module")
def hostel(tmp_path_factory, migrated) -> Iterator[Hostel]:
    """One service and one browser for all of these."""
    need("browser")
    folder = tmp_path_factory.mktemp("hostel")
    with (
        twilio_stand_in() as twilio,
        a_service(folder, twilio, migrated=migrated) as service,
        chromium() as browser,
    ):
        with service.inside():
            staff.add("jo@example.org", "Jo", ("facilitator",))
            session = a_session()
            coming(session, *(f"Person {letter}" for letter in "ABCDEF"))
            db.session.commit()
            session_id = str(session.id)
        yield Hostel(service, service.together(), browser, session_id)


@pytest.fixture(autouse=True)
def nothing_kept(hostel) -> Iterator[None]:
    yield
    with hostel.service.inside():
        for one in db.session.scalars(select(Response)):
            db.session.delete(one)
        for person in db.session.scalars(select(Invitation)):
            person.attended = None
        db.session.commit()


def test_two_tablets_at_once_lose_no_tap_and_see_each_other(hostel):
    first, second, left_open = hostel.tablet(), hostel.tablet(), hostel.tablet(script=False)
    for page in (first, second, left_open):
        hostel.open(page, "check-in")
    for mine, theirs in ((0, 3), (1, 4), (2, 5)):
        first.locator(".door .who").nth(mine).click()
        second.locator(".door .who").nth(theirs).click()
    left_open.locator(".door .who").first.click()
    expect(first.locator("#tally")).to_contain_text("6 here", timeout=20_000)
    expect(second.locator("#tally")).to_contain_text("6 here", timeout=20_000)
    left_open.reload()
    expect(left_open.locator("#tally")).to_contain_text("6 here")


def test_everything_to_tap_at_the_door_is_big_and_in_reach(hostel):
    page = hostel.tablet()
    hostel.open(page, "check-in")
    page.locator(".door .who").first.click()
    expect(page.locator(".notes button").first).to_be_visible()
    sizes = page.locator("main .in button, main .in .button, main .in .walk-in input").evaluate_all(
        """all => all.filter(one => one.type !== "hidden").map(one => {
            const box = one.getBoundingClientRect(); return Math.min(box.width, box.height); })"""
    )
    assert min(sizes) >= LEAST
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_tap_that_does_not_get_through_says_so(hostel):
    page = hostel.tablet()
    hostel.open(page, "check-in")
    page.context.set_offline(True)
    page.locator(".door .who").first.click()
    expect(page.locator("#lost")).to_contain_text("That tap is not saved")
    page.context.set_offline(False)
    page.locator(".door .who").first.click()
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator("#tally")).to_contain_text("1 here")


def typed(page: Page) -> None:
    page.fill("#said-hard-1", SAID)
    page.fill("#people-hard-1", "3")
    page.fill("#said-good-2", "the tea")


def save(page: Page) -> None:
    page.locator(".go button", has_text="Save").click()


def in_the_tab(page: Page) -> int:
    found: int = page.evaluate("sessionStorage.length")
    return found


def test_words_stay_while_the_connection_is_gone_and_go_when_it_is_back(hostel):
    page = hostel.tablet()
    hostel.open(page, "notes")
    typed(page)
    page.context.set_offline(True)
    save(page)
    expect(page.locator("#kept")).to_contain_text(NOT_SAVED)
    assert (page.input_value("#said-hard-1"), hostel.kept()) == (SAID, [])
    assert in_the_tab(page) == 1

    page.context.set_offline(False)

    expect(page.locator("h1")).to_have_text("One line has a personal detail in it", timeout=20_000)
    assert in_the_tab(page) == 0
    page.context.set_offline(True)
    page.get_by_text("Save without these details").click()
    expect(page.locator("#kept")).to_contain_text(NOT_SAVED)
    page.context.set_offline(False)
    expect(page.locator("main")).to_contain_text("2 lines are saved", timeout=20_000)
    assert hostel.kept() == [(1, "the tea"), (3, "[name] never rings me back")]


def test_a_reload_in_the_tab_brings_them_back_with_their_place(hostel):
    page = hostel.tablet()
    hostel.open(page, "notes")
    page.locator("button[value=hard]").click()
    page.fill("#said-hard-3", SAID)
    page.fill("#people-hard-3", "9")
    page.context.set_offline(True)
    save(page)
    expect(page.locator("#kept")).to_contain_text(NOT_SAVED)
    page.context.set_offline(False)
    with contextlib.suppress(Error):  # it may be on its way to the next page already
        page.reload()
    if "/notes/" not in page.url:
        expect(page.locator("#kept")).to_contain_text("not saved yet")
        assert page.input_value("#said-hard-3") == SAID
        assert page.input_value("#people-hard-3") == "9"
        save(page)
    page.get_by_text("Save without these details").click()
    expect(page.locator("main")).to_contain_text("1 line is saved", timeout=20_000)
    assert hostel.kept() == [(9, "[name] never rings me back")]


def test_a_reload_before_any_save_brings_them_back_too(hostel):
    page = hostel.tablet()
    hostel.open(page, "notes")
    typed(page)
    page.reload()
    assert page.input_value("#said-hard-1") == SAID
    assert page.input_value("#people-hard-1") == "3"
    page.locator(".top form button").click()
    page.wait_for_load_state()
    assert in_the_tab(page) == 0


def test_words_kept_in_the_tab_stay_under_their_question_though_it_is_asked_no_more(hostel):
    asked = {"key": "hard", "kind": "free_text", "wording": "What is hard here?"}
    with hostel.service.inside():
        survey = a_survey(questions=[asked])
        db.session.get_one(Session, uuid.UUID(hostel.session)).survey_id = survey.id
        db.session.commit()
        survey_id = survey.id
    page = hostel.tablet()
    hostel.open(page, "notes")
    page.fill("#said-hard-1", SAID)
    page.fill("#people-hard-1", "3")
    with hostel.service.inside():
        asked = {"key": "change", "kind": "free_text", "wording": "What should change?"}
        a_next_version(db.session.get_one(Survey, survey_id), questions=[asked])
        db.session.commit()
    page.reload()
    expect(page.get_by_role("heading", name="What is hard here?")).to_be_visible()
    assert page.input_value("[id='said-was.hard-1']") == SAID
    assert page.input_value("#said-change-1") == ""
    save(page)
    page.get_by_label("Put these lines under").select_option("What should change?")
    save(page)
    page.get_by_text("Save without these details").click()
    expect(page.locator("main")).to_contain_text("1 line is saved", timeout=20_000)
    assert hostel.kept() == [(3, "[name] never rings me back")]
    with hostel.service.inside():
        assert db.session.scalars(select(Answer.question)).all() == ["change"]
        db.session.get_one(Session, uuid.UUID(hostel.session)).survey_id = None
        db.session.commit()


def test_without_script_back_still_has_them(hostel):
    page = hostel.tablet(script=False)
    hostel.open(page, "notes")
    typed(page)
    page.wait_for_timeout(2_000)  # Chromium notes what a form holds a second after the last key
    page.context.set_offline(True)
    save(page)
    page.wait_for_url("chrome-error://**")  # Back before the browser says so leads further back
    page.go_back(wait_until="commit")
    # The browser puts words back at the end of the form, a moment after it shows the first box.
    expect(page.locator("#said-hard-1")).to_have_value(SAID)
    expect(page.locator("#people-hard-1")).to_have_value("3")
    page.context.set_offline(False)
    save(page)
    page.get_by_text("Save without these details").click()
    expect(page.locator("main")).to_contain_text("2 lines are saved")
    assert len(hostel.kept()) == 2


def test_a_save_whose_answer_was_lost_keeps_each_line_once(hostel):
    page = hostel.tablet()
    hostel.open(page, "notes")
    page.fill("#said-good-1", "the door has a lock")
    asked: list[str] = []

    def lose_the_first(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/hand-in", lose_the_first)
    save(page)
    expect(page.locator("#kept")).to_contain_text(NOT_SAVED)
    save(page)
    expect(page.locator("main")).to_contain_text("Nothing is saved twice", timeout=20_000)
    assert hostel.kept() == [(1, "the door has a lock")]


def test_signed_out_meanwhile_the_words_come_back_after_signing_in(hostel):
    page = hostel.tablet()
    hostel.open(page, "notes")
    typed(page)
    page.context.clear_cookies()
    save(page)
    expect(page.locator("#kept")).to_contain_text("You may be signed out")
    assert page.input_value("#said-hard-1") == SAID
    page.get_by_role("link", name="Sign in again").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.context.add_cookies(hostel.tablet().context.cookies())
    hostel.open(page, "notes")
    assert page.input_value("#said-hard-1") == SAID


def test_a_concern_is_passed_on_and_nothing_typed_is_lost(hostel):
    page = hostel.tablet()
    hostel.open(page, "notes")
    typed(page)
    page.get_by_role("button", name="Concern passed on").click()
    expect(page.locator("#kept")).to_contain_text("Passed on")
    assert page.input_value("#said-hard-1") == SAID
    page.context.set_offline(True)
    page.get_by_role("button", name="Concern passed on").click()
    expect(page.locator("#kept")).to_contain_text("not passed on yet")
