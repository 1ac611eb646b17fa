"""A shared tablet in a real browser, which keeps pages whole for Back: nobody sees who was here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from engage import staff, times
from engage.extensions import db
from tests.journeys.conftest import Site, choose, heading, press, well
from tests.peers.chromium import chromium
from tests.peers.needed import need

pytestmark = [pytest.mark.browser, pytest.mark.long]
SECRET = "Sandra on the second floor"
WORDS = "A lock on the door"
HALF = 10
"""How many pages there are from the first page of staff to the half of the survey, and some."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as people have it: pages are kept whole, which Playwright forbids by itself."""
    need("browser")
    with chromium(ignore_default_args=["--disable-back-forward-cache"]) as found:
        yield found


@pytest.fixture
def handed_over(site: Site, visitor: Callable[..., Page]) -> Callable[..., Page]:
    """A tablet that a facilitator has handed over, at the start."""

    def hand_over(*, script: bool = True) -> Page:
        with site.service.inside():
            ali = staff.add(f"{site.word}@example.org", "Ali", ("facilitator",))
            key = staff.new_link(ali, now=times.now())
            db.session.commit()
        page = visitor(script=script, viewport={"width": 820, "height": 1180})
        page.goto(site.at(f"/staff/link/{key}"))
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.goto(site.at(f"/staff/surveys/{site.key}"))
        page.get_by_role("link", name="Hand over a tablet").click()
        press(page, "Hand over this tablet")
        return page

    return hand_over


def answer_half(page: Page) -> None:
    """Four questions answered, and words to the fifth that are not sent with Continue."""
    press(page, "Start")
    for answer in ("A hostel", "Mostly safe", "A kitchen"):
        choose(page, answer)
        press(page, "Continue")
    page.get_by_role("textbox").fill(WORDS)
    press(page, "Continue")
    page.get_by_role("textbox").fill(SECRET)


def skip_half(page: Page) -> None:
    press(page, "Start")
    for _ in range(4):
        press(page, "Skip this question")


def walk(page: Page, steps: int) -> Iterator[str]:
    """Along the browser's own list of pages: all that each has on it, typed and chosen too."""
    for _ in range(abs(steps)):
        (page.go_forward if steps > 0 else page.go_back)(wait_until="commit")
        page.wait_for_load_state("load")
        page.locator("h1").wait_for()  # a page that was kept whole is hidden until it comes again
        yield everything_on(page)


def everything_on(page: Page) -> str:
    typed = page.locator("textarea, input[type=text]").evaluate_all("all => all.map(o => o.value)")
    chosen = page.locator("input:checked").evaluate_all("all => all.map(o => 'chose ' + o.value)")
    return f"{heading(page)}: {page.locator('main').inner_text()} {typed} {chosen}"


def of_them(said: str) -> bool:
    return any(one in said for one in (SECRET, WORDS, "chose ", "Change: ", "Replies", "Ali"))


@pytest.mark.parametrize("script", [True, False])
def test_whoever_comes_next_sees_nothing_of_the_person_before(site, handed_over, script):
    page = handed_over(script=script)
    answer_half(page)
    press(page, "Finish and clear")
    press(page, "Clear this tablet")
    assert heading(page) == "Have your say"

    seen = [*walk(page, -HALF), *walk(page, HALF)]
    page.reload()
    seen += [everything_on(page)]
    for path in ("q/where", "q/good", "check", "thanks", "clear"):
        page.goto(site.at(f"/s/{site.key}/{path}"))
        seen += [everything_on(page)]

    assert [said for said in seen if of_them(said)] == []
    assert {said.partition(":")[0] for said in seen} <= {"Have your say", "Sign in"}


@pytest.mark.parametrize("script", [True, False])
def test_nothing_typed_before_comes_back_in_the_boxes_of_the_next_person(site, handed_over, script):
    page = handed_over(script=script)
    answer_half(page)
    page.get_by_role("link", name="Leave this page").click()
    skip_half(page)

    seen = list(walk(page, -HALF))

    assert [said for said in seen if of_them(said)] == []
    assert any(said.startswith("What is good about it?") for said in seen[4:])


def test_left_alone_it_asks_and_one_press_goes_on_where_it_was(site, handed_over):
    page = handed_over()
    page.clock.install()
    answer_half(page)
    asks = page.get_by_role("alertdialog", name="Are you still there?")
    page.clock.fast_forward("02:55")
    expect(asks).to_be_hidden()

    page.clock.fast_forward("00:10")

    expect(asks).to_be_visible()
    expect(page.get_by_role("button", name="Yes, carry on")).to_be_focused()
    expect(page.get_by_role("textbox")).to_be_hidden()
    page.clock.fast_forward("00:50")
    press(page, "Yes, carry on")
    expect(asks).to_be_hidden()
    expect(page.get_by_role("textbox")).to_be_focused()
    expect(page.get_by_role("textbox")).to_have_value(SECRET)
    press(page, "Continue")
    assert heading(page) == "Is there anything else?"


def test_with_no_answer_it_clears_itself_and_nothing_is_sent(site, handed_over):
    page = handed_over()
    page.clock.install()
    answer_half(page)
    page.clock.fast_forward("03:05")
    expect(page.get_by_role("alertdialog")).to_be_visible()

    page.clock.fast_forward("01:05")

    expect(page.get_by_role("heading", name="Have your say")).to_be_visible()
    assert [one["sent"] for one in site.responses()] == [False]
    assert not of_them(next(walk(page, -1)))


def test_a_touch_in_time_keeps_it_from_asking(site, handed_over):
    page = handed_over()
    page.clock.install()
    answer_half(page)
    page.clock.fast_forward("02:50")
    page.get_by_role("textbox").press("End")

    page.clock.fast_forward("02:50")

    expect(page.get_by_role("alertdialog")).to_be_hidden()


def test_each_page_is_well(site, handed_over):
    page = handed_over()
    well(page)
    page.get_by_role("link", name="Is someone typing for you?").click()
    well(page)
    press(page, "Start typing for someone")
    well(page)
    choose(page, "A hostel")
    press(page, "Continue")
    press(page, "Finish and clear")
    well(page)
    page.goto(site.start)
    well(page)
    press(page, "Carry on")
    for _ in range(5):
        press(page, "Skip this question")
    press(page, "Send my answers")
    well(page)
    press(page, "Done: clear for the next person")
    page.get_by_role("link", name="Staff").click()
    assert heading(page) == "Sign in"


def test_the_question_whether_anybody_is_there_is_well(site, handed_over):
    page = handed_over()
    page.clock.install()
    press(page, "Start")
    page.clock.fast_forward("03:05")
    expect(page.get_by_role("alertdialog")).to_be_visible()

    well(page)
