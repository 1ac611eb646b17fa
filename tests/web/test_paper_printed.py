"""Forms as they come out of a printer: Chromium prints them, and their pages are counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from engage.extensions import db
from tests.factories import AREAS, a_survey
from tests.web.in_browser import opened
from tests.web.pretend_languages import catalogue, survey_words, translations
from tests.web.test_poster_on_paper import MM, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.long]

PAPER = "/staff/surveys/test-survey/paper"
POINT = 96 / 72
SIX: list[dict[str, Any]] = [
    {"key": "words", "kind": "consent", "about": "words", "wording": "May we use your own words?"},
    {
        "key": "area",
        "kind": "pick_one",
        "wording": "Which area are you staying in?",
        "hint": "Pick the nearest one.",
        "options": AREAS,
        "picture": "map",
        "easy": "Which area are you staying in?",
    },
    {
        "key": "safe",
        "kind": "scale",
        "wording": "How safe do you feel where you are staying?",
        "labels": ["Not safe at all", "Not very safe", "In between", "Mostly safe", "Very safe"],
        "faces": True,
    },
    {"key": "nights", "kind": "number", "wording": "How many nights?", "unit": "nights"},
    {"key": "since", "kind": "date", "wording": "Since when?", "when": "past"},
    {
        "key": "change",
        "kind": "free_text",
        "wording": "What should change where you are staying?",
        "show_when": {"question": "safe", "at_most": 3},
    },
]
TITLE = "Temporary accommodation"
PURPOSE = "We want to know what should change."


@pytest.fixture
def printed(facilitator: FlaskClient, browser: Browser, app, tmp_path) -> Callable[..., Page]:
    """A form of six questions in the browser, as it is printed on A4."""
    words = {code: catalogue(code) for code in ("ar", "fa")}
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = translations(tmp_path / "words", **words)
    texts = {"title": TITLE, "purpose": PURPOSE, "thanks": "Thank you.", "questions": SIX}
    a_survey(questions=SIX, translations={code: survey_words(texts, code) for code in words})
    db.session.commit()

    def open_form(query: str = "") -> Page:
        came = facilitator.get(f"{PAPER}{query}")
        size = {"width": round(210 * MM), "height": round(297 * MM)}
        return opened(browser, came, media="print", viewport=size)

    return open_form


@pytest.mark.parametrize("query", ["", "?lang=ar", "?lang=fa"])
def test_six_questions_are_two_pages_of_a4_at_most(printed, query):
    count, sides = pages_of(printed(query).pdf(prefer_css_page_size=True))

    assert count <= 2
    assert sides == [210, 297]


def test_nothing_of_the_site_round_it_is_printed(printed):
    page = printed()

    round_it = page.locator("a, button, nav, .top, .foot, .note, .around").all()

    assert [one for one in round_it if one.is_visible()] == []


@pytest.mark.parametrize("query, least", [("", 12), ("?easy=1", 14)])
def test_every_word_for_the_person_is_large_enough(printed, query, least):
    sizes = (
        printed(query)
        .locator(".paper *:not(.code-of-form, .code-of-form *)")
        .evaluate_all(
            """all => all.filter(one => [...one.childNodes].some(
            part => part.nodeType === Node.TEXT_NODE && part.data.trim()
        )).map(one => parseFloat(getComputedStyle(one).fontSize))"""
        )
    )

    assert min(sizes) >= least * POINT - 0.01


def test_no_question_is_cut_in_two_by_the_end_of_a_page(printed):
    kept_whole = (
        printed()
        .locator(".q, .read, .end")
        .evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")
    )

    assert kept_whole == ["avoid"] * 7


def test_boxes_and_lines_are_drawn_without_a_background(printed):
    page = printed()

    drawn = page.locator(".tick, .ruled i, .amount i, .date i").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).borderBottomWidth))"
    )

    assert len(drawn) > 20
    assert min(drawn) >= 1


@pytest.mark.parametrize("query, side", [("", "left"), ("?lang=ar", "right")])
def test_boxes_stand_where_a_line_of_the_language_starts(printed, query, side):
    page = printed(query)
    tick = page.locator(".boxes .tick").first.bounding_box()
    label = page.locator(".boxes .tick + span").first.bounding_box()

    assert tick
    assert label
    assert ("left" if tick["x"] < label["x"] else "right") == side


def test_the_widest_scale_stays_on_the_paper(printed):
    page = printed()
    page.locator(".scale").evaluate(
        "one => { while (one.children.length < 11) one.append(one.children[0].cloneNode(true)) }"
    )

    edge = page.locator(".paper").bounding_box()
    ends = [one.bounding_box() for one in page.locator(".scale li").all()]

    assert edge
    assert max(box["x"] + box["width"] for box in ends if box) <= edge["x"] + edge["width"]
