"""Easy Read: pictures in the page, where a line starts, with larger words beside them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.look.test_look import STATIC, rendered

MARKS = '{% from "macros/marks.html" import picture %}'
CARD = (
    '{% from "macros/forms.html" import option %}{% from "macros/marks.html" import picture %}'
    '<main class="easy"><div class="in"><fieldset><legend><h1 class="pictured">{{ picture("bed") }}'
    "<span>{{ heading }}</span></h1></legend>"
    '{{ option("answer", "answer-1", "own", words, extra=picture("house")) }}'
    "</fieldset></div></main>"
)


def test_a_picture_stands_in_the_page_and_is_only_for_the_eye() -> None:
    drawn = rendered(MARKS + '{{ picture("house") }}')

    assert drawn.startswith('<svg class="picture" width="64" height="64" aria-hidden="true"')
    assert "currentColor" in drawn
    assert "http" not in drawn


@pytest.mark.parametrize("name", ["", "a-house-we-do-not-have", None])
def test_without_a_picture_there_is_nothing(name: str | None) -> None:
    assert rendered(MARKS + "{{ picture(name) }}", name=name) == ""


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Page:
    """The smallest phone there is, in Chromium."""
    return browser.new_page(viewport={"width": 320, "height": 640})


def show(page: Page, direction: str = "ltr", size: int = 100, words: str = "My own home") -> None:
    page.emulate_media(forced_colors="none", color_scheme="light")
    body = rendered(CARD, heading="Where do you sleep at night?", words=words)
    page.set_content(f'<html lang="en" dir="{direction}"><body>{body}</body></html>')
    page.add_style_tag(path=STATIC / "public.css")
    page.add_style_tag(content=f"html {{ font-size: {size}% }}")


def edges(page: Page, what: str) -> tuple[float, float, float, float]:
    """The left, top, right and bottom of the first of these on the page."""
    box = page.locator(what).first.bounding_box()
    assert box
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def is_under(page: Page, held_by: str) -> bool:
    """Whether the words stand under their picture, and not beside it."""
    return edges(page, f"{held_by} span")[1] >= edges(page, f"{held_by} .picture")[3]


@pytest.mark.browser
@pytest.mark.parametrize("held_by", ["h1", "label"])
def test_a_picture_stands_where_a_line_starts(phone: Page, held_by: str) -> None:
    show(phone)
    left_to_right = edges(phone, f"{held_by} .picture")[2] < edges(phone, f"{held_by} span")[0]
    show(phone, "rtl")
    right_to_left = edges(phone, f"{held_by} .picture")[0] > edges(phone, f"{held_by} span")[2]

    assert (left_to_right, right_to_left) == (True, True)


@pytest.mark.browser
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_words_twice_as_large_go_under_the_picture_and_stay_on_the_page(
    phone: Page, direction: str
) -> None:
    show(phone, direction, 200, "Temporary accommodation")

    assert is_under(phone, "h1")
    assert is_under(phone, "label")
    assert phone.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.browser
def test_a_word_too_long_to_stand_beside_the_picture_goes_under_it_whole(phone: Page) -> None:
    show(phone, words="Temporary accommodation")

    assert is_under(phone, "label")


@pytest.mark.browser
def test_words_to_answer_by_are_at_least_fourteen_points(phone: Page) -> None:
    show(phone)

    sizes = phone.locator("main span").evaluate_all(
        "spans => spans.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )

    assert min(sizes) >= 14 * 96 / 72


@pytest.mark.browser
def test_forced_colours_draw_the_lines_in_the_colour_of_the_words(phone: Page) -> None:
    show(phone)
    phone.emulate_media(forced_colors="active", color_scheme="dark")

    words = phone.locator("h1").evaluate("one => getComputedStyle(one).color")
    lines = phone.locator(".picture").evaluate_all(
        "all => all.map(one => getComputedStyle(one).stroke)"
    )

    assert lines == [words, words]
