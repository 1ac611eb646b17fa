"""A survey as a form on paper: what stands on it, in which languages, and when to answer what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from engage.extensions import db
from engage.models import Survey
from tests.factories import a_next_version, a_survey
from tests.pages import words
from tests.surveys.branching import BRANCHED
from tests.web.pretend_languages import Page, catalogue, english_on, survey_words, translations

PAPER = "/staff/surveys/test-survey/paper"
ASKED: dict[str, Any] = {
    "questions": BRANCHED["questions"],
    "about_you": BRANCHED["about_you"],
}


@pytest.fixture
def speak(app, tmp_path) -> Callable[..., None]:
    """Let the pages' own words be in these languages and no others."""

    def give(**catalogues: str) -> None:
        app.config["BABEL_TRANSLATION_DIRECTORIES"] = translations(tmp_path / "words", **catalogues)

    return give


def made(**given: Any) -> Survey:
    survey = a_survey(**{**ASKED, **given})
    db.session.commit()
    return survey


def sheet(client: FlaskClient, query: str = "") -> str:
    page = client.get(f"{PAPER}{query}").get_data(as_text=True)
    return page.split("<article", 1)[1].split("</article>", 1)[0]


def said(client: FlaskClient, query: str = "") -> str:
    """All that stands on the paper, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", sheet(client, query)).replace("&#39;", "'").split())


def test_it_says_who_asks_and_that_nothing_has_to_be_answered(facilitator):
    made()

    on_paper = said(facilitator)

    for line in (
        "Your Say Temporary accommodation We want to know what should change.",
        "Please do not write your name on this form.",
        "You can leave out any question, and stop at any time.",
        "Thank you. That helps. Give this form to the person you got it from, or hand it in here:",
    ):
        assert line in on_paper


def test_consent_comes_first_and_every_question_has_its_number(facilitator):
    made()

    on_paper = said(facilitator)

    for line in (
        "Before you start Hello. 1. May we quote you? (tick one) No, only count what I say",
        "2. Where do you stay? (tick one) A hostel My own home Outside I would rather not say",
        "3. How many nights in that place? (write a number) I would rather not say",
        "4. What do you need? (tick all that fit) A lock A hob None of these I would rather",
        "7. May we ask again? (tick one) Yes No Not sure I would rather not say",
    ):
        assert line in on_paper


def test_when_to_answer_is_said_with_the_number_of_the_question_it_turns_on(facilitator):
    made()

    on_paper = said(facilitator)

    for line in (
        "Only answer this if you ticked “A hostel” or “Outside” in question 2. 3. How many",
        "Only answer this if you wrote 3 or more in question 3. 4. What do you need?",
        "Only read this if you answered question 6. Nearly there",
    ):
        assert line in on_paper


@pytest.mark.parametrize(
    "condition, line",
    [
        ({"not": {"question": "a", "is": "yes"}}, "you did not tick “Yes” in question 1."),
        ({"question": "b", "at_most": 2}, "you ticked 2 or less in question 2."),
        ({"question": "b", "is": [1, 2, 5]}, "you ticked 1 or 2 or 5 in question 2."),
        (
            {"question": "c", "at_least": "2027-01-31"},
            "you wrote 31 January 2027 or later in question 3.",
        ),
        ({"question": "c", "at_most": "2027-01-31"}, "you wrote 31 January 2027 or earlier in"),
        (
            {"not": {"question": "c", "at_least": "2027-01-31"}},
            "you did not write 31 January 2027 or later in question 3.",
        ),
        ({"question": "c", "answered": False}, "you did not answer question 3."),
        (
            {"all": [{"question": "a", "is": "yes"}, {"question": "b", "is": 3}]},
            "all of these are so: you ticked “Yes” in question 1 you ticked 3 in question 2",
        ),
        (
            {"not": {"all": [{"question": "a", "is": "no"}, {"question": "b", "at_least": 3}]}},
            "one or more of these is so: you did not tick “No” in question 1 "
            "you did not tick 3 or more in question 2",
        ),
        (
            {"any": [{"question": "a", "is": "yes"}, {"all": [{"question": "b", "is": 3}]}]},
            "one or more of these is so: you ticked “Yes” in question 1 you ticked 3 in question 2",
        ),
    ],
)
def test_every_kind_of_condition_has_words(facilitator, condition, line):
    made(
        questions=[
            {"key": "a", "kind": "yes_no", "wording": "A?"},
            {"key": "b", "kind": "scale", "wording": "B?"},
            {"key": "c", "kind": "date", "wording": "C?"},
            {"key": "d", "kind": "yes_no", "wording": "D?", "show_when": condition},
        ]
    )

    assert f"Only answer this if {line}" in said(facilitator)


def test_who_does_not_agree_is_told_to_stop(facilitator):
    made(questions=[{"key": "agree", "kind": "consent", "wording": "I want to take part."}])

    on_paper = said(facilitator)

    assert "If you do not agree, please fill in no more. We will keep nothing." in on_paper
    assert "I would rather not say" not in on_paper.split("About you")[0]


def test_a_scale_has_its_numbers_its_words_and_its_faces(facilitator):
    labels = ["Bad", "So so", "Good"]
    scale = {"key": "b", "kind": "scale", "wording": "B?", "low": 1, "high": 3, "labels": labels}
    made(questions=[{**scale, "faces": True}], about_you=[])

    row = sheet(facilitator).split('<ul class="scale', 1)[1].split("</ul>")[0]

    assert re.findall(r"<b>(\d)</b><span>([^<]+)</span>", row) == [
        ("1", "Bad"),
        ("2", "So so"),
        ("3", "Good"),
    ]
    assert row.count("<svg") == row.count('class="tick"') == 3


def test_what_is_about_the_person_is_apart_and_says_why(facilitator):
    made()

    main, apart = sheet(facilitator).split('<div class="apart">')

    assert "How old are you?" not in main
    assert "It helps us see who we have not heard from yet" in apart
    assert "Leave this page empty if you like." in apart
    assert '<span class="nth">8.</span>' in apart


def test_without_questions_about_the_person_there_is_no_such_page(facilitator, survey):
    assert "About you" not in said(facilitator)


def test_a_code_at_the_foot_names_the_survey_its_version_and_the_language(facilitator):
    survey = made()
    a_next_version(survey, thanks="Thanks a lot.")
    db.session.commit()

    assert '<bdi dir="ltr">test-survey · 2 · en</bdi>' in sheet(facilitator)
    assert "Thanks a lot." in said(facilitator)


def test_easy_read_has_its_own_words_and_a_picture_beside_them(facilitator):
    question = {
        "key": "place",
        "kind": "yes_no",
        "wording": "Are you satisfied with your accommodation?",
        "easy": "Do you like where you stay?",
        "easy_hint": "Tick yes or no.",
        "picture": "bed",
    }
    made(questions=[question], about_you=[])

    plain, easy = sheet(facilitator), sheet(facilitator, "?easy=1")

    assert "Are you satisfied" in plain
    assert "<svg class=" not in plain
    assert "Do you like where you stay?" in easy
    assert "Tick yes or no." in easy
    assert easy.count('<svg class="picture"') == 4
    assert easy.startswith(' class="paper easy"')


def test_easy_read_is_offered_only_where_it_has_been_written(facilitator, survey):
    assert "Easy Read" not in words(facilitator.get(PAPER))


@pytest.mark.parametrize("code", ["ar", "fa"])
def test_a_form_in_another_language_is_in_it_from_end_to_end(speak, facilitator, code):
    speak(**{code: catalogue(code)})
    made(translations={code: survey_words({**BRANCHED, "about_you": []}, code)})

    on_paper = sheet(facilitator, f"?lang={code}")

    assert on_paper.startswith(f' class="paper" lang="{code}" dir="rtl">')
    page = Page(f'<html lang="{code}" dir="rtl"><article{on_paper}</article></html>')
    names = ("Your Say", f"test-survey · 1 · {code}", "that place")
    assert english_on(page, *names) == []
    assert "Paper form: Temporary accommodation" in facilitator.get(PAPER).get_data(as_text=True)


@pytest.mark.parametrize("left_out", ["(tick one)", ""])
def test_a_form_is_in_another_language_only_when_all_of_it_is(speak, facilitator, left_out):
    speak(pl=catalogue("pl", leave_out=left_out))
    written = survey_words({**BRANCHED, "about_you": []}, "pl")
    if not left_out:
        del written["questions"]["again"]
    made(translations={"pl": written})

    assert facilitator.get(f"{PAPER}?lang=pl").status_code == 404
    assert "Language of the form" not in facilitator.get(PAPER).get_data(as_text=True)


@pytest.mark.parametrize("checked", [True, False])
def test_staff_hear_when_nobody_who_speaks_a_language_has_read_it(speak, facilitator, checked):
    speak(pl=catalogue("pl", checked="Ania"))
    written = survey_words({**BRANCHED, "about_you": []}, "pl")
    made(translations={"pl": {**written, "checked": checked}})

    page = words(facilitator.get(f"{PAPER}?lang=pl"))

    assert ("No native speaker has checked these words yet." in page) is not checked


def test_a_survey_that_is_over_has_its_forms_taken_in(facilitator):
    made(open_for=timedelta(hours=-1))

    assert "Please hand out no more forms." in words(facilitator.get(PAPER))


def test_the_page_of_a_survey_leads_to_its_form_on_paper(facilitator, survey):
    page = facilitator.get("/staff/surveys/test-survey").get_data(as_text=True)

    assert f'href="{PAPER}"' in page
