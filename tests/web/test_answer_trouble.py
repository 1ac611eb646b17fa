"""Answering a survey on the web when something is not as it should be."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from engage import answering, times
from engage.extensions import db
from engage.models import Survey
from tests.factories import a_survey
from tests.web.survey_pages import LONG, WORDS, S, answered, give, heading, page, race, responses


@pytest.mark.parametrize("question", ["area", "safe", "change"])
@pytest.mark.parametrize("typed", ["", "   ", "\x00", "\u200f\u202e"])
def test_an_empty_answer_is_explained(client, survey, question, typed):
    client.post(S)
    for earlier in ("area", "safe")[: ["area", "safe", "change"].index(question)]:
        give(client, earlier, None, skip="1")

    came = client.post(f"{S}/q/{question}", data={"answer": typed}, follow_redirects=True)
    html = came.get_data(as_text=True)

    assert came.status_code == 400
    assert "<title>Error: " in html
    assert '<a href="#answer-1">' in html
    assert "Skip this question" in html


@pytest.mark.parametrize("typed", ["banana", "😀", "99", "-1", LONG, "1 " * 20_000, "<script>"])
@pytest.mark.parametrize("question", ["area", "safe"])
@pytest.mark.timeout(10)
def test_a_choice_we_do_not_offer_is_explained(client, survey, question, typed):
    client.post(S)
    if question == "safe":
        give(client, "area", None, skip="1")

    came = client.post(f"{S}/q/{question}", data={"answer": typed}, follow_redirects=True)

    assert came.status_code == 400
    assert "Pick one answer" in came.get_data(as_text=True)
    assert question not in responses()[0].values


def test_an_explanation_opens_with_a_get_so_that_back_never_warns_of_sending_twice(client, survey):
    client.post(S)

    came = client.post(f"{S}/q/area?from=check", data={"answer": ""})

    assert came.status_code == 303
    assert came.location == f"{S}/q/area?from=check&missed=1"
    assert 'action="/s/test-survey/q/area?from=check"' in page(client, came.location)


def test_back_to_an_explanation_shows_the_answer_given_since(client, survey):
    client.post(S)
    explained = client.post(f"{S}/q/area", data={"answer": ""}).location
    give(client, "area", "wirral")

    html = page(client, explained)

    assert "Error: " not in html
    assert re.search(r'value="wirral" checked', html)


def test_words_rubbed_out_do_not_come_back_as_if_they_were_still_typed(client, survey):
    answered(client)

    came = client.post(f"{S}/q/change", data={"answer": ""})

    assert came.status_code == 400
    assert "Write something" in came.get_data(as_text=True)
    assert WORDS not in came.get_data(as_text=True)


def test_a_field_the_survey_does_not_have_is_left_alone(client, survey):
    client.post(S)

    give(client, "area", "wirral", borough="sefton", may_quote="no", person_id="1")

    assert responses()[0].borough == "wirral"
    assert responses()[0].person_id is None


def test_nine_hundred_words_are_welcome(client, survey):
    answered(client, "word " * 900)

    assert page(client, f"{S}/check").count("word") >= 900


def test_ten_thousand_words_are_too_many_and_none_is_lost(client, survey):
    client.post(S)
    for question in ("area", "safe"):
        give(client, question, None, skip="1")

    came = client.post(f"{S}/q/change", data={"answer": LONG})
    html = came.get_data(as_text=True)

    assert came.status_code == 400
    assert "about 8000 words more than we can take" in html
    assert html.count("word ") >= 10_000


def test_more_than_a_page_can_carry_gets_a_kind_page(client, survey):
    client.post(S)

    came = client.post(f"{S}/q/area", data={"answer": "x" * 300_000})

    assert came.status_code == 413
    assert heading(came.get_data(as_text=True)) == "That was too much to send at once"


@pytest.mark.parametrize("typed", [WORDS, "stop", "1", "<b>bold</b> & 'quotes'", "سلام", "a\x00b"])
def test_own_words_come_back_as_they_were_typed(client, survey, typed):
    answered(client, typed)

    kept = responses()[0].answer_to("change")
    assert kept is not None
    assert kept.words == typed.strip()
    assert client.get(f"{S}/q/change").status_code == 200
    assert client.get(f"{S}/check").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/s/nope", "/s/nope/q/area", "/s/%00", "/s/%F0%9F%98%80", "/s/nope/check", f"{S}/q/nope"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_there_gets_a_kind_page(client, survey, address, method):
    client.post(S)

    came = getattr(client, method)(address)

    assert came.status_code == 404
    assert heading(came.get_data(as_text=True)) == "We cannot find that page"


@pytest.mark.parametrize(
    "typed",
    [
        "/s/TEST-SURVEY",
        "/s/Test%20Survey",
        "/s/%20test-survey%20",
        "/s/TestSurvey",
        "/s/test_survey.",
        "/s/test%E2%80%93survey",
        "/s/Test%2520Survey",
        "/s/home",
        "/s/HO%20ME",
        "/s/Home.",
        "/s/home,",
    ],
)
def test_an_address_typed_from_a_poster_is_forgiven(client, typed):
    a_survey(text_word="HOME")
    db.session.commit()

    assert client.get(typed).location == S


@pytest.mark.parametrize(
    "typed", ["/S/TEST%20SURVEY", "/S/HOME/", "/S/HO%20ME", "/S/HOME.", "/S/HOME./", f"{S}/"]
)
def test_an_address_all_in_capitals_or_with_a_slash_too_many_leads_there_too(client, typed):
    a_survey(text_word="HOME")
    db.session.commit()

    came = client.get(typed, follow_redirects=True)

    assert (came.status_code, len(came.history)) == (200, typed.startswith("/S"))
    assert "Start now" in came.get_data(as_text=True)


@pytest.mark.parametrize("typed", ["/s/test-survey", "/s/TEST-SURVEY", "/s/testsurvey"])
def test_of_surveys_whose_addresses_look_alike_the_nearest_is_meant(client, survey, typed):
    a_survey("testsurvey", text_word="OTHER")
    a_survey("another", text_word="TESTSURVEY")
    db.session.commit()

    came = client.get(typed)

    meant = typed.removeprefix("/s/").casefold()
    assert (came.location or typed).removeprefix("/s/") == meant


@pytest.mark.parametrize("question", ["safe", "change"])
def test_a_question_out_of_turn_leads_to_the_one_in_turn(client, survey, question):
    client.post(S)

    assert client.get(f"{S}/q/{question}").location == f"{S}/q/area"


def test_an_answer_given_out_of_turn_is_kept_all_the_same(client, survey):
    client.post(S)
    give(client, "change", "A lock")

    assert list(responses()[0].values) == ["change"]
    assert client.get(f"{S}/check").location == f"{S}/q/area"
    assert client.post(f"{S}/check").location == f"{S}/q/area"


@pytest.mark.parametrize("address", ["q/area", "check", "thanks"])
def test_without_a_start_every_page_leads_to_the_start(client, survey, address):
    assert client.get(f"{S}/{address}").location == S


def test_sending_with_nothing_begun_leads_to_the_start(client, survey):
    assert heading(client.post(f"{S}/check", follow_redirects=True).get_data(as_text=True)) == (
        "Temporary accommodation"
    )
    assert responses() == []


def test_send_pressed_twice_counts_once(client, app, survey):
    answered(client)
    twin = app.test_client()
    with client.session_transaction() as mine, twin.session_transaction() as same:
        same.update(mine)

    assert client.post(f"{S}/check").location == f"{S}/thanks"
    assert twin.post(f"{S}/check").location == f"{S}/thanks"
    assert client.post(f"{S}/check").location == f"{S}/thanks"

    assert heading(page(twin, f"{S}/thanks")) == "Your answers are in"
    assert len(responses()) == 1


def test_the_same_answer_sent_twice_at_once_is_kept_once(client, survey, monkeypatch):
    client.post(S)
    race(monkeypatch, "area")

    assert give(client, "area", "wirral") == f"{S}/q/safe"
    assert responses()[0].values == {"area": "wirral"}


def test_back_after_sending_leads_to_a_kind_page_and_changes_nothing(client, survey):
    answered(client)
    client.post(f"{S}/check")

    html = page(client, f"{S}/q/area")
    give(client, "area", "sefton")

    assert heading(html) == "You have sent your answers"
    assert responses()[0].values["area"] == "wirral"


def test_someone_else_can_answer_on_a_shared_phone(client, survey):
    answered(client)
    client.post(f"{S}/check")

    assert client.post(S).location == f"{S}/q/area"
    assert " checked" not in page(client, f"{S}/q/area")
    assert len(responses()) == 2


def test_coming_back_asks_before_showing_anything(client, survey):
    client.post(S)
    give(client, "area", "wirral")

    html = page(client, S)

    assert heading(html) == "Carry on or start again?"
    assert "Wirral" not in html


def test_carrying_on_goes_to_the_first_question_not_answered(client, survey):
    client.post(S)
    give(client, "area", "wirral")

    assert client.post(S).location == f"{S}/q/safe"
    assert len(responses()) == 1


def test_starting_again_takes_away_what_was_there(client, survey):
    client.post(S)
    give(client, "area", "wirral")
    [first] = [response.id for response in responses()]

    assert client.post(S, data={"again": "1"}).location == f"{S}/q/area"

    [second] = responses()
    assert second.id != first
    assert second.values == {}


def test_pressing_start_twice_makes_one_response(client, survey):
    client.post(S)
    client.post(S)

    assert len(responses()) == 1


def test_an_answer_to_a_response_begun_again_elsewhere_is_told_so(client, app, survey):
    client.post(S)
    twin = app.test_client()
    with client.session_transaction() as mine, twin.session_transaction() as same:
        same.update(mine)
    twin.post(S, data={"again": "1"})

    assert give(client, "area", "wirral") == "We lost your place"


@pytest.mark.parametrize("kept", ["another", "not an id", "", None, 7])
def test_a_cookie_that_does_not_belong_here_is_not_believed(client, survey, kept):
    other = a_survey("other-survey")
    theirs = answering.start(other, "web", now=times.now())
    db.session.commit()
    with client.session_transaction() as cookie:
        value = str(theirs.id) if kept == "another" else kept
        cookie["answers"] = {str(survey.id): value}

    assert client.get(f"{S}/q/area").location == S
    assert heading(page(client, S)) == "Temporary accommodation"
    assert client.post(S).location == f"{S}/q/area"


def close(survey: Survey) -> None:
    survey.closes_at = times.now() - timedelta(minutes=1)
    db.session.commit()


@pytest.mark.parametrize("address", ["", "/q/area", "/check"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_closed_survey_says_so_kindly(client, survey, address, method):
    close(survey)

    came = getattr(client, method)(f"{S}{address}", follow_redirects=True)

    assert came.status_code == 200
    assert heading(came.get_data(as_text=True)) == "This survey has closed"
    assert responses() == []


def test_a_survey_that_closes_half_way_says_what_becomes_of_the_answers(client, survey):
    answered(client)
    close(survey)

    html = client.post(f"{S}/check", follow_redirects=True).get_data(as_text=True)

    assert "It closed before your answers were sent" in html
    assert responses()[0].sent_on is None


def test_a_survey_that_is_still_to_open_says_when(client, survey):
    survey.opens_at = times.now() + timedelta(days=2)
    db.session.commit()

    assert heading(page(client, S)) == "This survey is not open yet"
