"""How a question looks while it is written: as a page, as a text, and with advice on its words."""

from __future__ import annotations

import re
from html import unescape

from engage import drafts
from engage.extensions import db
from tests.factories import DEFINITION
from tests.pages import words
from tests.web.writing_steps import W, a_draft, hidden, now, pressed

AREA, _, _ = DEFINITION["questions"]


def phone(html):
    """What the frame that shows the phone page holds."""
    found = re.search(r'srcdoc="([^"]*)"', html)
    assert found
    return unescape(found[1])


def test_how_it_looks_is_shown_as_a_phone_page_and_as_a_text_with_its_cost(app, facilitator):
    page = facilitator.get(f"{W}/{a_draft().id}/q/area")

    inside = phone(page.get_data(as_text=True))
    assert "<h1>Which area are you in?</h1>" in inside
    assert "Question 1 of 3" in inside
    assert "I would rather not say" in inside
    assert "Q1 of 3. Which area are you in? 1 Halton" in words(page)
    assert re.search(r"\d+ of 160 characters: 1 text. About 4p.", words(page))


def test_what_is_typed_shows_before_it_is_saved_with_no_script(app, facilitator):
    draft = a_draft()

    page = pressed(facilitator, draft, "area", "show", wording="Where now?", **{"label-0": "Here"})

    assert "<h1>Where now?</h1>" in phone(page.get_data(as_text=True))
    assert "Q1 of 3. Where now? 1 Here" in words(page)
    assert now(draft, "area")["wording"] == "Which area are you in?"


def test_what_is_typed_shows_to_the_script_as_a_part_of_the_page(app, facilitator):
    draft = a_draft()
    opened = hidden(facilitator.get(f"{W}/{draft.id}/q/change"))

    data = {**opened, "wording": "And <b>?", "easy": "Tell us."}
    answer = facilitator.post(
        f"{W}/{draft.id}/q/change/preview", data=data, headers={"X-Fragment": "1"}
    )

    html = answer.get_data(as_text=True)
    assert "And &lt;b&gt;?" in phone(html)
    assert html.count("<iframe") == 2
    assert now(draft, "change")["wording"] == "What should change?"


def test_a_question_that_waits_for_an_answer_claims_no_total(app, facilitator):
    draft = a_draft()
    drafts.change(draft, "change", {"show_when": {"question": "safe", "at_most": 2}})
    db.session.commit()

    page = facilitator.get(f"{W}/{draft.id}/q/change")

    assert "Q3. What should change?" in words(page)
    assert ">Question 3<" in phone(page.get_data(as_text=True))


def test_a_question_that_cannot_be_asked_yet_says_what_it_needs(app, facilitator):
    draft = a_draft({**AREA, "options": []})

    page = words(facilitator.get(f"{W}/{draft.id}/q/area"))

    assert "It shows here once this is done: Give people at least two answers" in page


def test_advice_on_the_words_stands_beside_them_and_stops_nothing(app, facilitator):
    draft = a_draft()

    typed = {"wording": "Do you utilise the facilities and how safe are they?"}
    page = words(pressed(facilitator, draft, "change", "show", **typed))
    saved = pressed(facilitator, draft, "change", "save", **typed)

    assert "Worth another look" in page
    assert saved.location.endswith("#q-change")


def test_advice_is_for_english_alone(app, facilitator):
    draft = a_draft()
    drafts.reword(draft, {"language": "pl"})
    db.session.commit()

    page = pressed(facilitator, draft, "change", "show", wording="Do you utilise the facilities?")

    assert "Worth another look" not in words(page)
