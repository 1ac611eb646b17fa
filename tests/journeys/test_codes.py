"""With a code and nothing else: stop, come back on another phone, and see, change and delete."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import choose, heading, press, well

pytestmark = [pytest.mark.browser, pytest.mark.long]


def open_with(page: Page, site, code: str) -> None:
    page.goto(site.at("/mine"))
    page.get_by_label("Your code").fill(code)
    press(page, "Continue")


def code_on(page: Page) -> str:
    return page.locator(".code").inner_text().strip()


@pytest.mark.parametrize("script", [True, False])
def test_a_code_leads_back_to_the_question_and_later_to_what_was_said(site, visitor, script):
    look = well if script else heading  # axe is itself a script
    first = visitor(script=script)
    first.goto(site.start)
    press(first, "Start now")
    choose(first, "A hostel")
    press(first, "Continue")
    first.get_by_text("Need to stop for now?").click()
    press(first, "Stop and get a code")
    code = code_on(first)
    assert heading(first) == "Your place is kept"
    look(first)
    press(first, "I have it")
    assert first.get_by_role("button", name="Start now").is_visible()

    page = visitor(script=script)
    open_with(page, site, code.upper().replace(" ", "-"))
    assert heading(page) == "How safe do you feel there?"
    while "/check" not in page.url:
        press(page, "Skip this question")
    press(page, "Send my answers")
    assert code_on(page) == code
    look(page)

    first.goto(site.at("/mine"))
    open_with(first, site, code)
    assert heading(first) == "What you said"
    assert "A hostel" in first.locator("dl").inner_text()
    look(first)
    first.get_by_role("link", name=re.compile(r"^Change ?: Where are you staying")).click()
    choose(first, "Outside")
    press(first, "Continue")
    assert "Outside" in first.locator("dl").inner_text()
    first.get_by_role("link", name="Delete everything I said").click()
    look(first)
    press(first, "Yes, delete everything")
    assert heading(first) == "What you said is deleted"
    assert site.responses() == []
    open_with(page, site, code)
    assert "We cannot find that code." in page.locator("main").inner_text()
    look(page)


def test_a_code_can_be_pasted(site, visitor):
    page = visitor()
    page.goto(site.at("/mine"))
    field = page.get_by_label("Your code")
    field.fill("lamp river 4827")
    field.press("ControlOrMeta+a")
    field.press("ControlOrMeta+x")
    field.press("ControlOrMeta+v")
    assert field.input_value() == "lamp river 4827"
    assert field.get_attribute("autocomplete") == "off"
