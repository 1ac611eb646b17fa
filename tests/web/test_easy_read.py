"""Easy Read on the web: turned on and off by a link, the same questions, the same answers kept."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engage.extensions import db
from engage.models import Survey
from tests.factories import a_survey
from tests.web.survey_pages import S, give, heading, page, responses

AREA: dict[str, Any] = {
    "key": "area",
    "kind": "pick_one",
    "wording": "Which area are you staying in at the moment?",
    "hint": "Pick the nearest one.",
    "easy": "Where are you staying?",
    "easy_hint": "Pick one.",
    "picture": "map",
    "options": [
        {"value": "wirral", "label": "Wirral", "picture": "house"},
        {"value": "sefton", "label": "Sefton"},
    ],
}
AGAIN: dict[str, Any] = {"key": "again", "kind": "yes_no", "wording": "Would you stay again?"}
CHANGE: dict[str, Any] = {
    "key": "change",
    "kind": "free_text",
    "wording": "What should change in ${area|your area}?",
    "easy": "What should change in ${area|your area}? Tell us.",
    "picture": "pen",
}
TURN_ON, TURN_OFF = ">Easy Read</a>", ">Turn off Easy Read</a>"


@pytest.fixture
def survey(app) -> Survey:
    made = a_survey(questions=[AREA, AGAIN, CHANGE], about_you=["age"])
    db.session.commit()
    return made


def drawn(html: str) -> int:
    """How many pictures stand in a page."""
    return html.count('<svg class="picture"')


def test_a_link_turns_it_on_and_it_stays_on_through_the_survey(client, survey):
    assert f'href="?easy=1"{TURN_ON}' in page(client, S)
    html = page(client, f"{S}?easy=1")
    assert f'href="?easy=0"{TURN_OFF}' in html
    client.post(S)

    for address in (f"{S}/q/area", S, "/w/no-such-link"):
        html = page(client, address)
        assert '<main id="main" tabindex="-1" class="easy">' in html
        assert f'href="?easy=0"{TURN_OFF}' in html


def test_it_is_off_until_it_is_turned_on_and_can_be_turned_off(client, survey):
    assert 'class="easy"' not in page(client, S)
    page(client, f"{S}?easy=1")

    assert 'class="easy"' not in page(client, f"{S}?easy=0")
    assert 'class="easy"' not in page(client, S)


@pytest.mark.parametrize("choice", ["", "2", "yes", "true", "-1", "\u202e", "1" * 5000])
def test_what_we_do_not_know_is_no_choice(client, survey, choice):
    page(client, f"{S}?easy=1")

    assert 'class="easy"' in client.get(S, query_string={"easy": choice}).get_data(as_text=True)


def test_the_rest_of_the_address_is_kept(client, survey):
    client.post(S)

    html = page(client, f"{S}/q/area?from=check&easy=1&missed=1")

    assert f'href="?from=check&amp;missed=1&amp;easy=0"{TURN_OFF}' in html


@pytest.mark.parametrize("address", ["/", "/privacy?easy=1", "/staff/sign-in?easy=1"])
def test_other_pages_do_not_offer_it(client, survey, address):
    page(client, f"{S}?easy=1")

    html = page(client, address)

    assert TURN_ON not in html
    assert 'class="easy"' not in html


def test_easy_words_and_pictures_stand_in_place_of_the_others(client, survey):
    client.post(S)

    html = page(client, f"{S}/q/area?easy=1")

    assert heading(html) == "Where are you staying?"
    assert "<title>Where are you staying? –" in html
    assert '<p class="hint" id="answer-hint">Pick one.</p>' in html
    assert "at the moment" not in html
    assert drawn(html) == 2
    assert re.search(r'<h1 class="pictured"><svg class="picture"', html)
    assert re.search(r"<span>Wirral</span><svg", html)


def test_without_it_no_picture_is_sent(client, survey):
    client.post(S)

    html = page(client, f"{S}/q/area")

    assert drawn(html) == 0
    assert heading(html) == "Which area are you staying in at the moment?"


def test_yes_and_no_have_their_pictures(client, survey):
    client.post(S)
    give(client, "area", "wirral")

    assert drawn(page(client, f"{S}/q/again?easy=1")) == 3


def test_a_question_to_write_to_keeps_its_label_beside_the_picture(client, survey):
    client.post(S)
    give(client, "area", "wirral")
    give(client, "again", "yes")

    html = page(client, f"{S}/q/change?easy=1")

    assert heading(html) == "What should change in Wirral? Tell us."
    assert '<label for="answer-1">What should change in Wirral? Tell us.</label>' in html


def test_the_same_answers_are_kept_and_shown_in_easy_words(client, survey):
    page(client, f"{S}?easy=1")
    client.post(S)
    assert give(client, "area", "wirral") == f"{S}/q/again"
    assert give(client, "again", "no") == f"{S}/q/change"
    assert give(client, "change", "Locks") == f"{S}/check"

    assert "<dt>Where are you staying?</dt>" in page(client, f"{S}/check")
    assert responses()[0].values["area"] == "wirral"
    assert client.post(f"{S}/check").location == f"{S}/about-you"
    assert 'class="easy"' in page(client, f"{S}/about-you")


def test_a_page_that_explains_offers_it_too(client, survey):
    client.post(S)
    give(client, "area", "wirral")
    give(client, "again", None, skip="1")

    html = client.post(f"{S}/q/change", data={"answer": "x " * 9000}).get_data(as_text=True)

    assert f'href="?easy=1"{TURN_ON}' in html
