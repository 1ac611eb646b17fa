"""Answers that cannot be kept: a kind page says why and what to do, and no word is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engage import times
from engage.extensions import db
from engage.models import SurveyVersion
from tests.web.survey_pages import S, answered, give, heading, page, responses
from tests.web.test_answer_trouble import close

WORDS = "the stairs are dark <b> & سلام"
AGAIN = {"again": "1"}
SHOWN = "the stairs are dark &lt;b&gt; &amp; سلام</textarea>"


def at_the_words(client: FlaskClient) -> None:
    """A visitor who has come as far as the question in their own words."""
    client.post(S)
    give(client, "area", "wirral")
    give(client, "safe", "2")


def forget_cookie(client: FlaskClient) -> None:
    client.delete_cookie("engage")


def leave(client: FlaskClient) -> None:
    client.get("/leave")


def is_shown_back(came: TestResponse) -> bool:
    """Whether the words stand on the page, under their question, to be copied."""
    html = came.get_data(as_text=True)
    under = re.search(r'<label class="label" for="words-1">What should change\?</label>', html)
    return came.status_code == 409 and SHOWN in html and under is not None


@pytest.mark.parametrize("gone", [forget_cookie, leave])
def test_words_that_come_without_the_cookie_are_shown_back(client, survey, gone):
    at_the_words(client)
    gone(client)

    came = client.post(f"{S}/q/change", data={"answer": WORDS})

    assert is_shown_back(came)
    assert heading(came.get_data(as_text=True)) == "We lost your place"
    assert f'href="{S}">Start again' in came.get_data(as_text=True)
    assert "change" not in responses()[0].values


def test_a_choice_that_comes_without_the_cookie_is_told_so(client, survey):
    at_the_words(client)
    forget_cookie(client)

    came = client.post(f"{S}/q/safe", data={"answer": "3"})

    assert (came.status_code, heading(came.get_data(as_text=True))) == (409, "We lost your place")
    assert "What you wrote" not in came.get_data(as_text=True)


@pytest.mark.parametrize("checking", ["", "?from=check"])
def test_words_that_come_after_the_survey_closed_are_shown_back(client, survey, checking):
    at_the_words(client)
    close(survey)

    came = client.post(f"{S}/q/change{checking}", data={"answer": WORDS})

    assert is_shown_back(came)
    assert heading(came.get_data(as_text=True)) == "This survey has closed"
    assert "See other ways to take part" in came.get_data(as_text=True)
    assert "change" not in responses()[0].values


def test_words_that_come_after_sending_and_closing_leave_what_was_sent_counted(client, survey):
    answered(client, "first")
    client.post(f"{S}/check")
    close(survey)

    came = client.post(f"{S}/q/change", data={"answer": WORDS})

    assert is_shown_back(came)
    assert "not counted" not in came.get_data(as_text=True)


def test_sending_after_the_survey_closed_shows_every_word_back(client, survey):
    answered(client, WORDS)
    close(survey)

    came = client.post(f"{S}/check")

    assert is_shown_back(came)
    assert responses()[0].sent_on is None


def test_words_from_a_page_left_open_after_sending_are_shown_back(client, survey):
    answered(client, "first")
    client.post(f"{S}/check")

    came = client.post(f"{S}/q/change", data={"answer": WORDS})

    assert is_shown_back(came)
    assert heading(came.get_data(as_text=True)) == "You have sent your answers already"
    kept = responses()[0].answer_to("change")
    assert kept is not None
    assert kept.words == "first"


def test_words_to_a_response_begun_again_in_another_window_are_kept_in_the_new_one(client, survey):
    at_the_words(client)
    client.post(S, data={"again": "1"})

    give(client, "change", WORDS)

    assert [list(one.values) for one in responses()] == [["change"]]
    assert client.get(f"{S}/check").location == f"{S}/q/area"


def test_words_to_a_response_that_went_between_look_and_write_are_shown_back(client, app, survey):
    at_the_words(client)
    twin = app.test_client()
    with client.session_transaction() as mine, twin.session_transaction() as same:
        same.update(mine)
    client.post(S, data={"again": "1"})

    came = twin.post(f"{S}/q/change", data={"answer": WORDS})

    assert is_shown_back(came)


@pytest.fixture
def without_the_words(survey) -> Callable[[], None]:
    """Publish a version that no longer has the question in their own words."""

    def publish() -> None:
        before = survey.latest.definition
        questions = [one for one in before["questions"] if one["key"] != "change"]
        definition = {**before, "questions": questions}
        version = SurveyVersion(number=2, definition=definition, published_at=times.now())
        survey.versions.append(version)
        db.session.commit()

    return publish


@pytest.mark.parametrize("gone", [forget_cookie, lambda client: client.post(S, data=AGAIN)])
def test_words_to_a_question_that_is_asked_no_more_are_shown_back(client, without_the_words, gone):
    at_the_words(client)
    without_the_words()
    gone(client)

    came = client.post(f"{S}/q/change", data={"answer": WORDS})

    assert is_shown_back(came)
    assert heading(came.get_data(as_text=True)) == "We lost your place"


def test_a_change_to_a_question_that_is_asked_no_more_is_shown_back(client, without_the_words):
    without_the_words()

    came = client.post(f"{S}/q/change?from=mine", data={"answer": WORDS})

    assert is_shown_back(came)
    assert heading(came.get_data(as_text=True)) == "Your answer was not changed"


def test_words_to_a_question_that_never_was_are_shown_back_under_the_survey(client, survey):
    came = client.post(f"{S}/q/nope", data={"answer": WORDS})

    assert came.status_code == 409
    assert SHOWN in came.get_data(as_text=True)
    assert 'for="words-1">Temporary accommodation</label>' in came.get_data(as_text=True)


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """The app with its forms guarded, as it runs."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


@pytest.fixture
def pressing(client: FlaskClient) -> Callable[[str, dict[str, str]], TestResponse]:
    """Open a page and send its form as a browser does, token and all."""

    def press(address: str, form: dict[str, str]) -> TestResponse:
        html = page(client, address)
        token = re.search(r'name="csrf_token" value="([^"]+)"', html)
        assert token, html
        return client.post(address, data={**form, "csrf_token": token[1]})

    return press


def test_a_form_older_than_its_cookie_asks_for_one_more_press_with_the_words_in_it(
    guarded, client, survey, pressing
):
    pressing(S, {})
    for key, value in (("area", "wirral"), ("safe", "2")):
        pressing(f"{S}/q/{key}", {"answer": value})

    came = client.post(f"{S}/q/change", data={"answer": WORDS, "csrf_token": "old"})
    html = came.get_data(as_text=True)

    assert came.status_code == 400
    assert SHOWN in html
    assert "Please press “Continue” once more" in html
    token = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert token
    kept = client.post(f"{S}/q/change", data={"answer": WORDS, "csrf_token": token[1]})
    assert kept.location == f"{S}/check"


def test_a_choice_in_a_form_older_than_its_cookie_stays_chosen(guarded, client, survey, pressing):
    pressing(S, {})

    html = client.post(f"{S}/q/area", data={"answer": "sefton"}).get_data(as_text=True)

    assert re.findall(r'value="([\w-]+)" checked', html) == ["sefton"]
    assert responses()[0].answers == []


def test_a_form_whose_cookie_has_gone_shows_the_words_back(guarded, client, survey, pressing):
    pressing(S, {})
    forget_cookie(client)

    came = client.post(f"{S}/q/change", data={"answer": WORDS, "csrf_token": "old"})

    assert is_shown_back(came)


def test_sending_with_a_form_older_than_its_cookie_asks_for_one_more_press(
    guarded, client, survey, pressing
):
    pressing(S, {})
    for key in ("area", "safe", "change"):
        pressing(f"{S}/q/{key}", {"skip": "1"})

    came = client.post(f"{S}/check", data={"csrf_token": "old"}, follow_redirects=True)

    assert "Please press “Send my answers” once more" in came.get_data(as_text=True)
    assert responses()[0].sent_on is None
    assert pressing(f"{S}/check", {}).location == f"{S}/thanks"


def test_sending_with_the_cookie_gone_is_told_so(guarded, client, survey, pressing):
    pressing(S, {})
    forget_cookie(client)

    came = client.post(f"{S}/check", data={"csrf_token": "old"})

    assert (came.status_code, heading(came.get_data(as_text=True))) == (409, "We lost your place")


def test_a_start_with_no_cookie_at_all_gets_a_kind_page(guarded, client, survey):
    came = client.post(S, data={})

    assert came.status_code == 400
    assert "keep our cookie" in came.get_data(as_text=True)
    assert db.session.query(type(survey)).count() == 1
    assert responses() == []


@pytest.mark.parametrize("address", ["/s/nope/q/area", "/s/nope/q/nope", "/s/nope/check"])
def test_a_form_for_what_is_not_there_gets_a_kind_page_with_or_without_its_token(
    guarded, client, survey, address
):
    came = client.post(address, data={"answer": WORDS})

    assert came.status_code == 404
    assert heading(came.get_data(as_text=True)) == "We cannot find that page"
