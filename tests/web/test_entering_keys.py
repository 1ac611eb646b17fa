"""Typing in a form by the keyboard alone, in Chromium, with script and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from engage.extensions import db
from tests.factories import a_survey
from tests.surveys.branching import BRANCHED
from tests.web.in_browser import PUBLIC, opened

pytestmark = [pytest.mark.browser, pytest.mark.long]

ASKED: dict[str, Any] = {
    "questions": BRANCHED["questions"],
    "about_you": BRANCHED["about_you"],
}
ENTER = "/staff/surveys/test-survey/enter"


@pytest.fixture
def form(facilitator: FlaskClient, browser: Browser) -> Callable[..., Page]:
    """The page on which a form is typed in."""
    a_survey(**ASKED)
    db.session.commit()

    def open_form(query: str = "", *, has_script: bool = True) -> Page:
        came = facilitator.get(f"{ENTER}{query}")

        return opened(browser, came, java_script_enabled=has_script)

    return open_form


def filled(page: Page) -> dict[str, Any]:
    """What the form would send now, but for what is hidden."""
    sent: dict[str, Any] = page.locator("#entry").evaluate(
        """form => {
            const sent = {};
            for (const [name, value] of new FormData(form))
                (sent[name.replace(/answer-|\\[]/g, "")] ||= []).push(value);
            return sent;
        }"""
    )
    return {name: sent[name] for name in sent if name not in ("csrf_token", "form")}


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_numbers_pick_answers_and_enter_goes_to_the_next_question(form):
    page = form()
    page.locator("#way-1").focus()

    press(page, "2", "Enter", "Enter", "2", "Enter", "1", "Enter")
    page.keyboard.type("12")
    press(page, "Enter", "1", "2", "Enter")

    assert filled(page) == {
        "way": ["phone"],
        "words": ["quote"],
        "place": ["hostel"],
        "nights": ["12"],
        "needs": ["lock", "hob"],
        "change": [""],
    }
    assert page.url == f"{PUBLIC}{ENTER}"


def test_nine_is_rather_not_say_and_nought_is_left_empty(form):
    page = form()
    page.locator("#q2-1").focus()
    press(page, "9")
    rather_not = filled(page)["place"]
    press(page, "0")

    assert (rather_not, filled(page)["place"]) == (["rather_not_say"], [""])


def test_a_second_press_takes_a_tick_away(form):
    page = form()
    page.locator("#q4-1").focus()

    press(page, "1", "2", "1")

    assert filled(page)["needs"] == ["hob"]


def test_a_number_in_words_of_their_own_is_only_a_number(form):
    page = form()
    page.locator("#q6-1").focus()

    page.keyboard.type("2 locks\n1 hob")

    assert filled(page)["change"] == ["2 locks\n1 hob"]
    assert "place" not in filled(page)


def test_the_next_form_begins_at_its_first_question(form):
    page = form("?way=paper")

    assert page.evaluate("document.activeElement.id") == "q1-1"


def test_without_script_tab_and_arrows_do_and_no_keys_are_promised(form):
    page = form(has_script=False)
    assert not page.locator("#keys").is_visible()
    assert not page.locator("kbd").first.is_visible()
    page.locator("#helped").focus()

    press(page, "Tab", "Space", "ArrowRight", "Tab", "Space", "Tab")
    page.keyboard.type("4")
    with page.expect_request(lambda one: one.method == "POST") as sent:
        press(page, "Enter")

    body = sent.value.post_data or ""
    assert "answer-words%5B%5D=quote" in body
    assert "answer-place%5B%5D=hostel" in body
    assert "answer-nights%5B%5D=4" in body
