"""A facilitator writes a survey: by keyboard alone with no script, and with the script."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engage import drafts, staff, times
from engage.extensions import db
from engage.models import SurveyDraft
from tests.factories import DEFINITION
from tests.journeys.conftest import well
from tests.service.running import Running, Service

pytestmark = [pytest.mark.browser, pytest.mark.long]

TABLET = {"width": 820, "height": 1180}
MOST_TABS = 120
_people = itertools.count(1)
NAME = """() => {
    const one = document.activeElement;
    const label = one.labels && one.labels.length ? one.labels[0] : one;
    return (label.textContent || "").replace(/\\s+/g, " ").trim();
}"""


@pytest.fixture
def facilitator(web: tuple[Service, Running], visitor: Callable[..., Page]) -> Callable[..., Page]:
    """A facilitator signed in on a tablet, on the page of all surveys."""
    service, running = web

    def come(*, script: bool) -> Page:
        with service.inside():
            email = f"writer-{next(_people)}@example.org"
            key = staff.new_link(staff.add(email, "Sam", ("facilitator",)), now=times.now())
            db.session.commit()
        page = visitor(script=script, viewport=TABLET)
        page.goto(f"http://127.0.0.1:{running.port}/staff/link/{key}")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/staff/surveys")
        return page

    return come


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if str(page.evaluate(NAME)).startswith(name):
            return
    raise AssertionError(f"Tab never came to {name!r} on {page.url}")


def press(page: Page, name: str) -> None:
    """Tab to a link or a button and press Enter."""
    tab_to(page, name)
    enter(page)


def enter(page: Page) -> None:
    """Press Enter where the focus is, and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, name: str, words: str) -> None:
    """Tab to a box and type."""
    tab_to(page, name)
    page.keyboard.type(words)


def a_question(page: Page, kind: str, wording: str, *answers: str, then: str) -> None:
    """Choose a kind, write the question and its answers, and save it."""
    press(page, f"Add: {kind}")
    assert page.evaluate(NAME) == "The question"
    page.keyboard.type(wording)
    for number, answer in enumerate(answers, 1):
        write(page, f"Answer {number}", answer)
    press(page, then)


def test_a_whole_survey_is_written_by_keyboard_alone_with_no_script(facilitator, web):
    page = facilitator(script=False)
    press(page, "Write a survey")
    write(page, "What is the survey about?", "Moving in")
    enter(page)

    following = "Save and add the next"
    press(page, "Add the first question")
    a_question(page, "Yes, no or not sure", "Is your home warm enough?", then=following)
    rooms = ("The kitchen", "The bedroom", "The bathroom")
    a_question(page, "Pick one answer", "Which room is coldest?", *rooms, then=following)
    a_question(page, "A scale", "How safe do you feel?", then=following)
    a_question(page, "Their own words", "What would help you feel safer?", then=following)
    a_question(page, "A number", "How many weeks have you been there?", then="Save")

    press(page, "Choose who is asked this: What would help")
    tab_to(page, "Ask it only after a certain answer to")
    page.keyboard.type("How safe")
    press(page, "Go on")
    for point in ("1", "2"):
        tab_to(page, point)
        page.keyboard.press("Space")
    press(page, "Save")
    assert "Asked only if “How safe do you feel” is 1 or 2." in page.locator("main").inner_text()

    press(page, "Back")
    press(page, "Up: How many weeks")
    assert page.evaluate(NAME) == "Up: How many weeks have you been there?"

    press(page, "Change these words")
    write(page, "Who asks, and why", "We plan homes. We want to know what helps.")
    write(page, "Thanks at the end", "Thank you. That helps.")
    press(page, "Save")

    main = page.locator("main").inner_text()
    assert "4 to 5 questions, about 3 minutes. Nothing stands in the way" in main
    service, _ = web
    with service.inside():
        draft = db.session.query(SurveyDraft).order_by(SurveyDraft.changed_at.desc()).first()
        assert draft is not None
        assert drafts.problems(draft) == []
        assert [one["key"] for one in drafts.questions(draft)] == [
            "home-warm-enough",
            "room-coldest",
            "safe-feel",
            "many-weeks",
            "help-feel-safer",
        ]


@pytest.fixture
def question(web: tuple[Service, Running]) -> str:
    """The address of a question of a draft."""
    service, running = web
    with service.inside():
        draft = drafts.of(DEFINITION, by=None, now=times.now())
        db.session.commit()
        return f"http://127.0.0.1:{running.port}/staff/write/{draft.id}/q/area"


def test_the_page_and_the_text_change_while_the_question_is_written(facilitator, question):
    page = facilitator(script=True)
    page.goto(question)
    phone = page.frame_locator("iframe[title='The question on a phone']")
    expect(phone.locator("h1")).to_have_text("Which area are you in?")

    wording = page.get_by_label("The question", exact=True)
    wording.fill("Where do you live now?")

    expect(phone.locator("h1")).to_have_text("Where do you live now?")
    expect(page.locator(".sent-words")).to_contain_text("Q1 of 3. Where do you live now?")
    expect(wording).to_be_focused()
    wording.fill("It’s where?")
    expect(page.locator("[data-rest]")).to_contain_text("This costs 2 texts, not 1")
    well(page)


def test_what_is_shown_while_it_is_written_leaves_the_way_back_as_it_was(facilitator, question):
    page = facilitator(script=True)
    page.goto(question.split("/q/")[0])
    page.goto(question)
    for words in ("One?", "Two?", "Three?"):
        page.get_by_label("The question", exact=True).fill(words)
        expect(page.locator(".sent-words")).to_contain_text(words)

    page.go_back()

    assert "/q/" not in page.url
