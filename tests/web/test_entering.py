"""Typing in a form on one page: what it asks, what it keeps, what it says, and taking it back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from engage import times
from engage.extensions import db
from engage.models import AuditEvent, Survey
from engage.web import entered
from tests.factories import a_next_version, a_survey
from tests.pages import words
from tests.surveys.branching import AGREEING, BRANCHED
from tests.web.survey_pages import responses

ENTER = "/staff/surveys/test-survey/enter"
SAVED = f"{ENTER}/saved"
LINES = "Locks on the doors.\r\nAnd heating."


def made(**given: Any) -> Survey:
    asked = {"questions": BRANCHED["questions"], "about_you": BRANCHED["about_you"]}
    survey = a_survey(**{**asked, **given})
    db.session.commit()
    return survey


def form_in(page: str) -> str:
    [found] = set(re.findall(r'name="form" value="([^"]+)"', page))
    return found


def typed(**answers: str | list[str]) -> dict[str, Any]:
    """The boxes of a form as its page sends them, on paper unless it says another way."""
    named = {f"answer-{key.replace('_', '-')}[]": value for key, value in answers.items()}
    return {"way": "paper", **named}


def send(client: FlaskClient, boxes: dict[str, Any], query: str = "") -> Any:
    form = form_in(client.get(ENTER + query).get_data(as_text=True))
    return client.post(ENTER + query, data={"form": form, **boxes})


def test_every_question_stands_on_one_page_with_its_number(facilitator):
    made()

    page = words(facilitator.get(ENTER))

    for line in (
        "1. May we quote you?",
        "2. Where do you stay? 1 A hostel 2 My own home 3 Outside 9 I would rather not say 0 Left",
        "3. How many nights in that place? The form says: only if you ticked “A hostel” or",
        "7. May we ask again?",
        "About you 8. How old are you?",
    ):
        assert line in page


def test_nothing_is_chosen_beforehand(facilitator):
    made()

    assert " checked" not in facilitator.get(ENTER).get_data(as_text=True)


def test_a_form_is_kept_and_the_page_says_so(facilitator):
    made()

    came = send(facilitator, typed(words="quote", place="own", happy="no", change=LINES))

    assert (came.status_code, came.location) == (303, SAVED)
    page = words(facilitator.get(SAVED))
    assert "Saved The form is kept, with nothing that says whose it is." in page
    assert "left out" not in page
    [kept] = responses()
    assert (kept.channel, kept.helped, kept.person_id) == ("paper", False, None)
    answer = kept.answer_to("change")
    assert answer is not None
    assert answer.words == LINES.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "way, ticked, channel, helped",
    [
        ("paper", {}, "paper", False),
        ("paper", {"helped": "1"}, "paper", True),
        ("phone", {}, "phone", True),
        ("face", {}, "paper", True),
    ],
)
def test_how_they_answered_is_kept(facilitator, way, ticked, channel, helped):
    made()

    send(facilitator, {**typed(place="own"), "way": way, **ticked})

    [kept] = responses()
    assert (kept.channel, kept.helped) == (channel, helped)


def test_all_that_is_to_be_mended_is_said_together_and_everything_stays(facilitator):
    made()
    boxes = typed(place="hostel", nights="lots", needs=["lock", "none_of_these"], change=LINES)
    del boxes["way"]

    came = send(facilitator, {**boxes, "helped": "1"})
    page = came.get_data(as_text=True)

    assert came.status_code == 400
    assert responses() == []
    for box, words_there in (
        ("way-1", "Say how they answered"),
        ("q3-1", "Question 3: type one number, or leave it empty"),
        ("q4-1", "Question 4: “None of these” is ticked with something else. Keep one of them"),
    ):
        assert f'<a href="#{box}">{words_there}</a>' in page
        assert page.count(words_there) == 2
    for kept in (
        'value="hostel" data-key="1" checked',
        'value="lots"',
        "And heating.",
        'value="1" checked',
    ):
        assert kept in page


def test_the_same_form_is_kept_once_after_it_has_been_mended(facilitator):
    made()
    first = send(facilitator, typed(place="hostel", nights="lots")).get_data(as_text=True)

    facilitator.post(ENTER, data={"form": form_in(first), **typed(place="hostel", nights="4")})

    [kept] = responses()
    assert kept.values["nights"] == 4


def test_what_was_not_theirs_to_answer_is_left_out_and_named(facilitator):
    made()

    send(facilitator, typed(place="own", nights="4"))

    page = words(facilitator.get(SAVED))
    assert (
        "Question 3 was left out. The form says to answer it only if you ticked “A hostel” or "
        "“Outside” in question 2." in page
    )
    assert "nights" not in responses()[0].values


@pytest.mark.parametrize("ticked", ["disagree", ""])
def test_nothing_is_kept_of_who_did_not_agree_and_the_page_says_so(facilitator, ticked):
    made(questions=AGREEING.to_dict()["questions"])

    came = send(facilitator, typed(agree=ticked, place="own"))

    assert "Nothing was kept" in words(facilitator.get(came.location))
    assert responses() == []


def test_a_form_that_does_not_say_whether_they_agreed_is_asked_about(facilitator):
    made(questions=AGREEING.to_dict()["questions"])

    page = send(facilitator, typed(place="own"))

    assert "Question 1: say what they ticked." in words(page)


def test_the_next_form_is_one_press_away_and_as_the_last(facilitator):
    made()
    send(facilitator, {**typed(place="own"), "way": "phone"})

    page = facilitator.get(SAVED).get_data(as_text=True)
    [again] = re.findall(r'class="button" href="([^"]+)"', page)

    following = facilitator.get(again.replace("&amp;", "&")).get_data(as_text=True)
    assert 'value="phone" data-key="2" checked' in following


def test_a_form_can_be_taken_back(facilitator):
    made()
    send(facilitator, typed(place="own", change=LINES))
    form = form_in(facilitator.get(SAVED).get_data(as_text=True))

    came = facilitator.post(f"{ENTER}/take-back", data={"form": form}, follow_redirects=True)

    assert "It is taken back. Nothing of it is kept." in words(came)
    assert responses() == []
    assert facilitator.get(SAVED).location == ENTER


def test_only_the_form_on_the_page_is_taken_back_and_only_for_an_hour(facilitator, monkeypatch):
    made()
    send(facilitator, typed(place="own"))
    first = form_in(facilitator.get(SAVED).get_data(as_text=True))
    send(facilitator, typed(place="out"))
    second = form_in(facilitator.get(SAVED).get_data(as_text=True))

    facilitator.post(f"{ENTER}/take-back", data={"form": first})
    later = times.now() + entered.LASTS + timedelta(seconds=1)
    monkeypatch.setattr(times, "now", lambda: later)
    came = facilitator.post(f"{ENTER}/take-back", data={"form": second}, follow_redirects=True)

    assert "It is too late to take that form back here." in words(came)
    assert len(responses()) == 2


def test_a_made_up_form_leads_to_no_response_but_a_fresh_form(facilitator):
    made()
    send(facilitator, typed(place="own"))

    came = facilitator.post(ENTER, data={"form": str(responses()[0].id), **typed(place="out")})

    assert came.status_code == 400
    assert "We lost our place." in words(came)
    assert 'value="out" data-key="3" checked' in came.get_data(as_text=True)
    assert [one.values["place"] for one in responses()] == ["own"]


def test_a_form_of_one_survey_is_not_one_of_another(facilitator):
    made()
    made(key="other")
    form = form_in(facilitator.get(ENTER).get_data(as_text=True))

    came = facilitator.post("/staff/surveys/other/enter", data={"form": form, **typed(place="own")})

    assert came.status_code == 400
    assert responses() == []


def test_a_box_the_survey_does_not_have_is_left_alone(facilitator):
    made()

    send(facilitator, typed(place="own", name="Kev", welcome="hello"))

    assert "name" not in responses()[0].values
    assert "welcome" not in responses()[0].values


def test_an_older_form_is_typed_in_as_it_was_printed(facilitator):
    survey = made()
    a_next_version(survey, questions=[{"key": "new", "kind": "yes_no", "wording": "New?"}])
    db.session.commit()

    assert "1. New?" in words(facilitator.get(ENTER))
    old = facilitator.get(f"{ENTER}?version=1").get_data(as_text=True)
    assert "test-survey · 1 · en" in old
    send(facilitator, typed(place="own"), "?version=1")

    [kept] = responses()
    assert (kept.version, kept.values["place"]) == (1, "own")
    assert "version=1" in facilitator.get(SAVED).get_data(as_text=True)


def test_a_form_in_another_language_keeps_its_language(facilitator):
    again = {"wording": "Czy możemy zapytać znowu?"}
    polish = {
        "title": "Gdzie",
        "purpose": "Pytamy.",
        "thanks": "Tak.",
        "questions": {"again": again},
    }
    made(translations={"pl": polish})

    page = facilitator.get(f"{ENTER}?lang=pl").get_data(as_text=True)
    send(facilitator, typed(place="own", again="yes"), "?lang=pl")

    assert '7. <span lang="pl" dir="ltr">Czy możemy zapytać znowu?</span>' in page
    assert "<span>Where do you stay?</span>" in page
    languages = {one.question: one.language for one in responses()[0].answers}
    assert (languages["again"], languages["place"]) == ("pl", "en")


@pytest.mark.parametrize(
    "query", ["version=2", "version=0", f"version={10**20}", "lang=zz", "lang=pl"]
)
def test_a_form_there_is_none_of_is_not_found(facilitator, survey, query):
    assert facilitator.get(f"{ENTER}?{query}").status_code == 404


def test_a_survey_long_over_takes_no_forms_and_nothing_typed_is_lost(facilitator):
    survey = made()
    form = form_in(facilitator.get(ENTER).get_data(as_text=True))
    survey.opens_at, survey.closes_at = (times.now() - timedelta(days=d) for d in (60, 20))
    db.session.commit()

    came = facilitator.post(ENTER, data={"form": form, **typed(place="own", change=LINES)})

    assert came.status_code == 409
    assert "This survey takes no forms now." in words(came)
    assert "And heating." in came.get_data(as_text=True)
    assert responses() == []


def test_what_is_noted_of_a_form_does_not_lead_to_its_answers(facilitator):
    survey = made(anonymous=True)
    send(facilitator, typed(place="own"))

    noted = db.session.query(AuditEvent).filter_by(what="typed in a form").one()

    assert noted.subject == str(survey.id)


def test_the_page_of_a_survey_leads_to_typing_in_a_form(facilitator, survey):
    page = facilitator.get("/staff/surveys/test-survey").get_data(as_text=True)

    assert f'href="{ENTER}"' in page


@pytest.mark.parametrize("role", ["policy", "contact"])
def test_others_may_not_type_in_forms(as_staff, survey, role):
    assert as_staff(role).get(ENTER).status_code == 403
