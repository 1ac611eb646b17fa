"""Posters as they come out of a printer: Chromium prints them, and their codes are read back."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import segno
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from engage import times
from engage.extensions import db
from engage.models import SurveyVersion
from surveys.loading import from_dict
from tests.conftest import settings_for
from tests.factories import DEFINITION, a_survey
from tests.web.in_browser import PUBLIC, opened

pytestmark = [pytest.mark.browser, pytest.mark.long]

MM = 96 / 25.4
PAPERS = {"a4": (210, 297), "a5": (148, 210)}
LEAST_CODE = {"a4": 70, "a5": 35}
LANGUAGES = ("cy", "pl", "ar", "fa", "ro", "uk", "ckb", "ti", "ur", "so")
LONG = {
    "title": "What would have helped you most in the first weeks after you moved in, and "
    "what would you change about it now if you could choose how it is done the next time",
    "purpose": "The councils and the housing associations of the region want to hear from "
    "everybody who has lived in temporary accommodation in the last year, and from those who "
    "still do, about what it was like, what helped and what should be done before next winter.",
    "translations": {code: {} for code in LANGUAGES},
}


@pytest.fixture
def settings(tmp_path):
    """A service that people reach at an address of its own."""
    return settings_for(tmp_path, public_url=PUBLIC)


@pytest.fixture
def on_paper(facilitator: FlaskClient, browser: Browser) -> Callable[..., Page]:
    """A poster in the browser, as it is printed on paper of this size."""

    def open_poster(key: str, size: str, *, has_script: bool = True) -> Page:
        came = facilitator.get(f"/staff/surveys/{key}/poster?size={size}")
        wide, high = (round(side * MM) for side in PAPERS[size])
        return opened(
            browser,
            came,
            media="print",
            viewport={"width": wide, "height": high},
            java_script_enabled=has_script,
        )

    return open_poster


def squares(page: Page, version: segno.QRCode) -> list[list[int]]:
    """The code on the page as a camera sees it: whether the middle of each square is dark."""
    box = page.locator(".scan svg").bounding_box()
    assert box
    across = version.symbol_size(border=4)[0]
    picture = base64.b64encode(page.screenshot()).decode()
    return page.evaluate(
        """async ([picture, box, across]) => {
            const seen = new Image();
            seen.src = "data:image/png;base64," + picture;
            await seen.decode();
            const canvas = document.createElement("canvas");
            canvas.width = seen.width;
            canvas.height = seen.height;
            const ink = canvas.getContext("2d");
            ink.drawImage(seen, 0, 0);
            const side = box.width / across, middle = n => (n + 4.5) * side;
            const places = [...Array(across - 8).keys()];
            return places.map(y => places.map(x => {
                const [r, g, b] = ink.getImageData(box.x + middle(x), box.y + middle(y), 1, 1).data;
                return Number(r + g + b < 384);
            }));
        }""",
        [picture, box, across],
    )


def pages_of(pdf: bytes) -> tuple[int, list[int]]:
    """How many pages a document has, and the width and height of the first in millimetres."""
    [box] = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf))
    return len(re.findall(rb"/Type /Page\b", pdf)), [round(float(side) * 25.4 / 72) for side in box]


@pytest.mark.parametrize("size", PAPERS)
def test_a_poster_is_one_page_with_a_code_that_a_phone_reads(on_paper, size):
    a_survey(text_word="HOME")
    db.session.commit()
    page = on_paper("test-survey", size)
    meant = segno.make(f"{PUBLIC}/s/home", error="q", boost_error=False)

    count, sides = pages_of(page.pdf(prefer_css_page_size=True))
    drawn = page.locator(".scan svg").bounding_box()

    assert drawn
    assert (count, sides) == (1, list(PAPERS[size]))
    assert squares(page, meant) == [list(row) for row in meant.matrix]
    code = drawn["width"] / MM * len(meant.matrix) / (len(meant.matrix) + 8)
    assert LEAST_CODE[size] - 0.1 <= code < LEAST_CODE[size] * 1.5


@pytest.mark.parametrize("size", PAPERS)
def test_nothing_of_the_site_round_it_is_printed(on_paper, survey, size):
    page = on_paper("test-survey", size)

    round_it = page.locator("a, button, nav, header, footer, .note").all()
    sheet = page.locator(".sheet").bounding_box()

    assert [one for one in round_it if one.is_visible()] == []
    assert sheet
    assert [round(sheet["x"]), round(sheet["y"])] == [0, 0]
    assert [round(sheet["width"] / MM), round(sheet["height"] / MM)] == list(PAPERS[size])


@pytest.mark.parametrize("size", PAPERS)
def test_the_longest_words_still_fit_on_the_paper(on_paper, size):
    survey = a_survey("a-key-as-long-as-keys-can-be-which-is-sixty-letters-all-told")
    survey.text_word = "ACCOMMODATIONNOW"
    survey.closes_at = times.now() + timedelta(days=90)
    plain = from_dict({**DEFINITION, **LONG}).to_dict()
    survey.versions.append(SurveyVersion(number=2, definition=plain, published_at=times.now()))
    db.session.commit()
    page = on_paper(survey.key, size)

    cut = page.locator(".sheet, .sheet *:not(svg *)").evaluate_all(
        """all => {
            const paper = all[0].getBoundingClientRect();
            return all.filter(one => {
                const box = one.getBoundingClientRect();
                return box.bottom > paper.bottom + 1 || box.right > paper.right + 1;
            }).map(one => one.className || one.tagName);
        }"""
    )

    assert cut == []
    assert pages_of(page.pdf(prefer_css_page_size=True))[0] == 1


@pytest.mark.parametrize("has_script", [True, False])
def test_the_button_that_prints_is_there_only_when_it_works(on_paper, survey, has_script):
    page = on_paper("test-survey", "a4", has_script=has_script)
    page.emulate_media(media="screen")

    assert page.get_by_role("button", name="Print").is_visible() is has_script
