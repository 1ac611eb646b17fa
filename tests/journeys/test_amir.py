"""J4: Amir, 41, blind, with a keyboard and a screen reader."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import choose, heading, press

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 800}


def begin(page: Page, site, skipping: int = 0) -> None:
    page.goto(site.start)
    press(page, "Start now")
    for _ in range(skipping):
        press(page, "Skip this question")


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def tab_to(page: Page, name: str, *, most: int = 40) -> list[str]:
    """Press Tab until something with this name has the focus; the names passed on the way."""
    passed: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(() => { const e = document.activeElement;"
            " const l = e.labels && e.labels[0];"
            " return ((l || e).innerText || '').trim() })()"
        )
        passed.append(here)
        if here == name:
            return passed
    raise AssertionError(f"Tab never came to {name!r}: {passed}")


def test_1_a_page_is_one_main_one_heading_and_a_group_that_has_the_question_for_its_name(
    site, visitor
):
    page = visitor(viewport=DESK)
    begin(page, site, skipping=1)
    tree = page.locator("main").aria_snapshot()

    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("heading", level=1).count() == 1
    group = page.get_by_role("group", name="How safe do you feel there?")
    expect(group).to_have_accessible_description("Pick one. There are no wrong answers.")
    for name in ("Not safe at all", "Very safe", "I would rather not say"):
        assert f'radio "{name}"' in tree


def test_2_the_whole_way_can_be_gone_by_keyboard(site, visitor):
    page = visitor(viewport=DESK)
    page.goto(site.start)
    page.keyboard.press("Tab")
    skip = focused(page)
    assert skip.inner_text().startswith("Skip to")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "Start now")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/where")
    tab_to(page, "A hostel")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("A B&B or hotel").is_checked()
    assert page.url.endswith("/q/where")
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/safe")
    assert heading(page) == "How safe do you feel there?"


def test_2_what_has_the_focus_comes_in_the_order_it_is_read(site, visitor):
    page = visitor(viewport=DESK)
    begin(page, site)
    passed = tab_to(page, "Skip this question")

    first, last = passed.index("A hostel"), passed.index("Continue")
    assert first < last
    assert passed[0].startswith("Skip to")


@pytest.mark.parametrize("script", [True, False])
def test_3_an_empty_answer_brings_focus_to_what_to_do_and_its_link_to_the_first_choice(
    site, visitor, script
):
    page = visitor(script=script, viewport=DESK)
    begin(page, site, skipping=1)
    press(page, "Continue")

    assert page.title().startswith("Error: ")
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_role("link", name=re.compile("Pick one answer")).click()
    first = page.get_by_label("Not safe at all")
    expect(first).to_be_focused()
    group = page.get_by_role("group", name="How safe do you feel there?")
    expect(group).to_have_accessible_description(re.compile("Pick one answer"))


def test_4_a_question_in_words_has_the_question_for_its_label_and_keeps_all_that_is_written(
    site, visitor
):
    page = visitor(viewport=DESK)
    begin(page, site, skipping=3)
    box = page.get_by_role("textbox", name="What should change?")
    box.fill("x" * 10_050)
    press(page, "Continue")

    expect(page.get_by_role("textbox", name="What should change?")).to_have_value("x" * 10_050)


def test_4_how_much_is_left_is_said_only_after_a_pause_near_the_end(site, visitor):
    page = visitor(viewport=DESK)
    begin(page, site, skipping=3)
    box = page.get_by_role("textbox", name="What should change?")
    said = page.locator("[aria-live=polite], [role=status]")
    box.fill("a few words")
    page.wait_for_timeout(1_500)
    assert "".join(said.all_inner_texts()).strip() == ""
    box.fill("x" * 9_950)
    box.press("End")
    box.type("y")
    assert "".join(said.all_inner_texts()).strip() == ""
    expect(said.filter(has_text=re.compile(r"\d"))).to_have_count(1)


def test_5_none_of_these_with_another_is_said_and_nothing_is_unticked(site, visitor):
    page = visitor(viewport=DESK)
    begin(page, site, skipping=2)
    choose(page, "A kitchen", "None of these")
    press(page, "Continue")

    assert page.title().startswith("Error: ")
    assert "You picked “None of these” and something else" in page.locator("#errors").inner_text()
    assert page.get_by_label("A kitchen").is_checked()
    assert page.get_by_label("None of these").is_checked()


def test_6_the_check_page_is_pairs_and_change_says_what_it_changes_and_comes_back(site, visitor):
    page = visitor(viewport=DESK)
    begin(page, site, skipping=6)
    terms = page.locator("dl dt").all_inner_texts()
    page.get_by_role("link", name=re.compile(r"^Change ?: How safe do you feel")).click()
    choose(page, "Very safe")
    press(page, "Continue")

    assert len(terms) == 6
    assert heading(page) == "Check your answers"
    assert "Very safe" in page.locator("dl").inner_text()


def test_7_thanks_is_heard_first_and_the_code_can_be_read_letter_by_letter(site, visitor):
    page = visitor(viewport=DESK)
    begin(page, site, skipping=6)
    press(page, "Send my answers")
    first = page.get_by_role("main").get_by_role("heading").first
    code = " ".join(page.locator(".code").inner_text().split())
    letters = page.get_by_text("letter by letter")
    letters.click()

    assert first.evaluate("e => e.tagName") == "H1"
    spelled = page.locator("details[open]").inner_text()
    assert " ".join(code.replace(" ", "")[:3]).upper() in spelled.upper()
    assert page.locator("main img").count() == 0


def test_10_three_hours_later_nothing_is_lost(site, visitor):
    page = visitor(viewport=DESK)
    begin(page, site, skipping=3)
    page.get_by_role("textbox").fill("Half of it")
    page.clock.install()
    page.clock.fast_forward("03:00:00")
    press(page, "Continue")

    assert heading(page) == "What is good about it?"
    assert site.responses()[0]["answers"]["change"][2] == "Half of it"
