"""J2: Chelsea, 24, in a B&B, with an old phone and little data left; she reads slowly."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from engage.web.privacy import NEUTRAL_SITE
from tests.journeys.conftest import choose, heading, press, well

pytestmark = [pytest.mark.browser, pytest.mark.long]
WORDS = "Locks that work, and someone who rings back"
LONG = " ".join(f"word{n}" for n in range(900))
QUESTIONS = (
    "Where are you staying?",
    "How safe do you feel there?",
    "What have you got there?",
    "What should change?",
    "What is good about it?",
    "Is there anything else?",
)


def begin(page: Page, site) -> None:
    page.goto(site.start)
    press(page, "Start now")


def answer_four(page: Page) -> None:
    choose(page, "A hostel")
    press(page, "Continue")
    choose(page, "Mostly safe")
    press(page, "Continue")
    choose(page, "A kitchen", "A lock on my door")
    press(page, "Continue")
    page.get_by_role("textbox").fill(WORDS)
    press(page, "Continue")


def answer_all(page: Page) -> None:
    answer_four(page)
    for words in ("The staff", "No"):
        page.get_by_role("textbox").fill(words)
        press(page, "Continue")


@pytest.mark.parametrize("typed", ["/S/HO ME{}", "/s/HOME{}", "/S/home{}.", "/s/Ho%20Me%20{}"])
def test_1_the_address_from_a_poster_is_forgiven(site, visitor, typed):
    page = visitor(script=False)
    page.goto(site.at(typed.format(site.word.removeprefix("HOME"))))

    assert heading(page) == "Temporary accommodation: what should change?"


def test_1_every_page_is_well_and_says_kindly_what_is_missing(site, visitor):
    page = visitor()
    page.goto(site.start)
    well(page)
    press(page, "Start now")
    for question in QUESTIONS:
        assert question in page.title()
        press(page, "Continue")
        assert page.title().startswith("Error: ")
        well(page)
        press(page, "Skip this question")
    well(page)
    press(page, "Send my answers")
    well(page)


def test_2_the_whole_of_it_costs_little_data_without_script(site, visitor):
    page = visitor(script=False)
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    sizes: list[list[int]] = []
    client.on("Network.loadingFinished", lambda one: sizes[-1].append(one["encodedDataLength"]))
    sizes.append([])
    page.goto(site.start)
    first = list(sizes[0])
    for step in ("Start now", *["Skip this question"] * 6, "Send my answers"):
        sizes.append([])
        press(page, step)

    assert "/thanks" in page.url
    assert len(first) <= 3
    assert sum(first) <= 20_000
    assert max(sum(one) for one in sizes) < 60_000
    assert sum(sum(one) for one in sizes) < 150_000


def test_3_the_first_page_is_short_and_says_what_matters(site, visitor):
    page = visitor(script=False)
    page.goto(site.start)
    said = page.locator("main").inner_text()
    before_help = said.split("We do not ask your name")[0]

    assert len(before_help.split()) < 80
    assert "about 4 minutes" in said
    assert "We do not ask your name." in said
    assert "You can stop at any time." in said
    assert page.get_by_role("button", name="Start now").is_visible()


def test_4_easy_read_stays_on_with_the_same_questions_and_answers(site, visitor):
    page = visitor(script=False)
    page.goto(site.start)
    page.get_by_role("link", name="Easy Read").click()
    press(page, "Start now")
    assert heading(page) == "Where do you sleep now?"
    assert page.locator("fieldset svg.picture").count() == 5
    choose(page, "A hostel")
    press(page, "Continue")
    assert heading(page) == "Do you feel safe there?"
    well_shown = page.locator("main").get_attribute("class")
    choose(page, "Mostly safe")
    press(page, "Continue")
    choose(page, "A kitchen", "A lock on my door")
    press(page, "Continue")
    page.get_by_role("textbox").fill(WORDS)
    press(page, "Continue")
    page.get_by_role("link", name="Turn off Easy Read").click()
    plain = visitor(script=False)
    begin(plain, site)
    answer_four(plain)

    assert "easy" in (well_shown or "")
    assert heading(page) == "What is good about it?"
    easy, other = site.responses()
    assert easy["answers"] == other["answers"]


def test_5_every_question_can_be_skipped(site, visitor):
    page = visitor(script=False)
    begin(page, site)
    for question in QUESTIONS:
        assert heading(page) == question
        press(page, "Skip this question")
    press(page, "Send my answers")

    assert "/thanks" in page.url
    [kept] = site.responses()
    assert kept["sent"]
    assert {one[0] for one in kept["answers"].values()} == {"skip"}


def test_6_after_a_flat_battery_the_same_link_carries_on_and_shows_nothing_until_asked(
    site, visitor
):
    page = visitor()
    begin(page, site)
    answer_four(page)
    cookies = page.context.cookies()
    lasting = [one for one in cookies if one["expires"] > 0]
    next_day = visitor()
    next_day.context.add_cookies(lasting)
    next_day.goto(site.start)
    shown = next_day.content()

    assert heading(next_day) == "Carry on or start again?"
    assert "A hostel" not in shown
    assert WORDS not in shown
    press(next_day, "Carry on")
    assert heading(next_day) == "What is good about it?"
    [kept] = site.responses()
    assert list(kept["answers"]) == ["where", "safe", "got", "change"] or len(kept["answers"]) == 4


def test_7_back_shows_what_was_answered_by_link_and_by_the_browser(site, visitor):
    page = visitor()
    begin(page, site)
    answer_four(page)
    page.get_by_role("link", name="Back", exact=True).click()
    by_link = page.get_by_role("textbox").input_value()
    press(page, "Continue")
    page.go_back()

    assert by_link == WORDS
    assert page.get_by_role("textbox").input_value() == WORDS
    assert "resubmi" not in page.content().lower()


def test_8_sending_twice_is_one_response_and_the_old_link_is_kind(site, visitor):
    page = visitor(script=False)
    begin(page, site)
    answer_all(page)
    other = page.context.new_page()
    other.goto(page.url)
    press(page, "Send my answers")
    press(other, "Send my answers")
    page.goto(site.start)

    assert "/thanks" in other.url
    assert heading(page) == "You have sent your answers"
    assert page.get_by_role("button", name="Start for someone else").is_visible()
    assert len(site.responses()) == 1


def test_9_nine_hundred_words_with_no_full_stop_are_taken(site, visitor):
    page = visitor()
    begin(page, site)
    for _ in range(3):
        press(page, "Skip this question")
    page.get_by_role("textbox").fill(LONG)
    press(page, "Continue")

    assert heading(page) == "What is good about it?"
    assert site.responses()[0]["answers"]["change"][2] == LONG


def test_9_too_many_words_are_kept_on_the_page_and_counted_in_words(site, visitor):
    page = visitor()
    begin(page, site)
    for _ in range(3):
        press(page, "Skip this question")
    much = "word " * 2_500
    page.get_by_role("textbox").fill(much)
    press(page, "Continue")

    assert page.get_by_role("textbox").input_value().strip() == much.strip()
    assert re.search(r"\d[\d,]* (letters|words) more than we can take", page.content())


@pytest.mark.parametrize("script", [True, False])
def test_10_leaving_goes_somewhere_neutral_and_back_shows_nothing(site, visitor, script):
    page = visitor(script=script)
    page.context.route(f"{NEUTRAL_SITE}**", lambda route: route.fulfill(body="<h1>Weather</h1>"))
    begin(page, site)
    choose(page, "A hostel")
    press(page, "Continue")
    choose(page, "Mostly safe")
    press(page, "Continue")
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(f"{NEUTRAL_SITE}**")
    page.go_back()
    shown = page.content()

    assert heading(page) == "Temporary accommodation: what should change?"
    assert "checked" not in shown
    assert page.context.cookies() == [] or "Carry on" not in shown


def test_11_thanks_says_what_happens_next_and_gives_a_code_and_a_way_to_hear_back(site, visitor):
    page = visitor()
    begin(page, site)
    answer_all(page)
    press(page, "Send my answers")
    said = page.locator("main").inner_text()
    code = page.locator(".code").inner_text()

    assert "What happens next" in said
    assert "The survey is open until" in said
    assert re.fullmatch(r"[a-z]+ [a-z]+ \d{4}", " ".join(code.split()))
    assert WORDS not in said
    page.get_by_role("textbox").fill("07700 900123")
    assert page.get_by_role("textbox").count() == 1


def test_12_with_text_twice_as_large_nothing_is_cut(site, visitor):
    page = visitor()
    begin(page, site)
    for question in QUESTIONS:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate("document.documentElement.scrollWidth")
        button = page.get_by_role("button", name="Continue", exact=True)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()

        assert wide <= 360, question
        assert box
        assert 0 <= box["x"] <= 360 - box["width"]
        press(page, "Skip this question")
