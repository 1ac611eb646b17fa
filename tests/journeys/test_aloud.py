"""Reading a page aloud with the browser's own speech, and what else the small script helps with."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import press

pytestmark = [pytest.mark.browser, pytest.mark.long]
READ, STOP = "Read this page aloud", "Stop reading"
SPEECH = """
window.said = [];
const speech = {
  getVoices: () => [{lang: 'pl-PL', localService: true}, {lang: '%s', localService: %s}],
  speak: (one) => { said.push(one) },
  cancel: () => { said.length = 0 },
};
Object.defineProperty(window, 'speechSynthesis', {value: speech});
window.SpeechSynthesisUtterance = function (text) { this.text = text };
"""


def at_the_scale(site, page: Page, *, voice: str = "en-GB", local: str = "true") -> None:
    """A visitor at the second question, on a device with this voice beside a Polish one."""
    page.add_init_script(SPEECH % (voice, local))
    page.goto(site.start)
    press(page, "Start now")
    press(page, "Skip this question")


def said(page: Page) -> list[str]:
    found: list[str] = page.evaluate("said.map((one) => one.text)")
    return found


@pytest.mark.parametrize("voice", ["en-GB", "en_US"])
def test_the_question_its_hint_and_its_answers_are_read_in_order(site, visitor, voice):
    page = visitor()
    at_the_scale(site, page, voice=voice)
    assert said(page) == []
    page.get_by_role("button", name=READ).click()

    heard = said(page)
    assert heard[:4] == [
        "Question 2 of 6",
        "How safe do you feel there?",
        "Pick one. There are no wrong answers.",
        "Not safe at all",
    ]
    assert heard.index("Very safe") < heard.index("I would rather not say")
    assert heard.index("I would rather not say") < heard.index("Continue")
    assert len(heard) == len(set(heard))
    assert "Samaritans, free, day and night: 116 123" not in heard
    assert page.evaluate("said[0].voice.lang") == voice


def test_it_stops_when_it_is_told_to_and_at_the_end(site, visitor):
    page = visitor()
    at_the_scale(site, page)
    page.get_by_role("button", name=READ).click()
    page.get_by_role("button", name=STOP).click()
    assert said(page) == []

    page.get_by_role("button", name=READ).click()
    page.evaluate("said[said.length - 1].onend()")
    expect(page.get_by_role("button", name=READ)).to_be_visible()


@pytest.mark.parametrize(
    "voice, local",
    [("fa-IR", "true"), ("en-GB", "false")],
    ids=["of another language", "from elsewhere, where the words of the page would be sent"],
)
def test_without_a_voice_of_its_own_for_the_language_a_device_offers_nothing(
    site, visitor, voice, local
):
    page = visitor()
    at_the_scale(site, page, voice=voice, local=local)

    expect(page.get_by_role("button", name=READ)).to_have_count(0)


def test_a_voice_that_comes_later_is_offered_then(site, visitor):
    page = visitor()
    at_the_scale(site, page, voice="fa-IR")
    page.evaluate(
        "speechSynthesis.getVoices = () => [{lang: 'en-GB', localService: true}];"
        "speechSynthesis.onvoiceschanged(); speechSynthesis.onvoiceschanged()"
    )

    expect(page.get_by_role("button", name=READ)).to_have_count(1)


def test_it_can_be_started_from_the_keyboard(site, visitor):
    page = visitor()
    at_the_scale(site, page)
    page.get_by_role("link", name="Easy Read").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert "How safe do you feel there?" in said(page)
    expect(page.get_by_role("button", name=STOP)).to_be_focused()


def test_without_script_there_is_no_button(site, visitor):
    page = visitor(script=False)
    page.goto(site.start)

    expect(page.get_by_role("button", name=READ)).to_have_count(0)


def test_two_windows_at_different_questions_keep_both_answers(site, visitor):
    one = visitor()
    one.goto(site.start)
    press(one, "Start now")
    other = one.context.new_page()
    one.get_by_label("A hostel").check(force=True)
    press(one, "Continue")
    other.goto(one.url)
    one.get_by_label("Very safe", exact=True).check(force=True)
    press(one, "Continue")
    other.get_by_label("Not safe at all").check(force=True)
    press(other, "Continue")
    press(one, "Skip this question")

    [kept] = site.responses()
    assert kept["answers"] == {
        "where": ("answer", "hostel", None),
        "safe": ("answer", 1, None),
        "got": ("skip", None, None),
    }


def test_two_presses_on_a_slow_line_are_one_answer(site, visitor):
    page = visitor()
    page.goto(site.start)
    press(page, "Start now")
    page.get_by_label("A hostel").check(force=True)
    page.get_by_role("button", name="Continue", exact=True).dblclick()
    page.wait_for_url("**/q/safe")

    [kept] = site.responses()
    assert kept["answers"] == {"where": ("answer", "hostel", None)}
