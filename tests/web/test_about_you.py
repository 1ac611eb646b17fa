"""What is asked about the person on the web: after sending, with leave, and each to be skipped."""

from __future__ import annotations

from typing import Any

import pytest

from engage import times
from engage.extensions import db
from engage.models import Survey
from tests.factories import AREAS, a_survey
from tests.web.codes import enter, stopped
from tests.web.survey_pages import S, give, gone_meanwhile, heading, page, race, responses
from tests.web.test_answer_trouble import close

AREA: dict[str, Any] = {
    "key": "area",
    "kind": "pick_one",
    "wording": "Which area are you in?",
    "options": AREAS,
}
CARER: dict[str, Any] = {"key": "carer", "kind": "yes_no", "wording": "Do you care for somebody?"}
HOURS: dict[str, Any] = {
    "key": "hours",
    "kind": "number",
    "wording": "How many hours a week?",
    "high": 168,
    "show_when": {"question": "carer", "is": "yes"},
}
ABOUT = f"{S}/about-you"


@pytest.fixture
def survey(app) -> Survey:
    made = a_survey(questions=[AREA], about_you=["age", CARER, HOURS])
    db.session.commit()
    return made


def sent(client) -> str | None:
    """Answer and send; where that leads."""
    client.post(S)
    give(client, "area", "wirral")
    return client.post(f"{S}/check").location


def test_sending_counts_and_then_asks_whether_we_may_ask(client, survey):
    assert sent(client) == ABOUT

    assert responses()[0].sent_on == responses()[0].finished_on == times.today(times.now())
    html = page(client, ABOUT)
    assert heading(html) == "May we ask 3 short questions about you?"
    assert "never with a name" in html
    assert "immigration status" in html
    assert " checked" not in html


def test_before_sending_nothing_about_the_person_can_be_come_to(client, survey):
    client.post(S)
    give(client, "area", "wirral")

    assert client.get(ABOUT).location == S
    assert client.post(ABOUT, data={"answer": "yes"}).location == S
    assert client.get(f"{S}/q/age").location == S
    assert client.post(f"{S}/q/age", data={"answer": "25-34"}).status_code == 409
    assert set(responses()[0].values) == {"area"}


def test_no_thanks_is_the_end_and_is_kept(client, survey):
    sent(client)

    assert client.post(ABOUT, data={"answer": "no"}).location == f"{S}/thanks"
    assert responses()[0].values == {"area": "wirral", "about-you": "no"}


@pytest.mark.parametrize("answer, onward", [("yes", f"{S}/q/age"), ("no", f"{S}/thanks")])
def test_a_double_tap_on_the_yes_or_no_is_kept_once(client, survey, monkeypatch, answer, onward):
    sent(client)
    race(monkeypatch, "about-you")

    assert client.post(ABOUT, data={"answer": answer}).location == onward
    assert responses()[0].values["about-you"] == answer


def test_a_yes_to_what_was_deleted_meanwhile_leads_to_the_start(client, survey, monkeypatch):
    sent(client)
    gone_meanwhile(monkeypatch)

    assert client.post(ABOUT, data={"answer": "yes"}).location == S
    assert responses() == []


def test_yes_leads_through_them_one_a_page_to_the_thanks(client, survey):
    sent(client)

    assert client.post(ABOUT, data={"answer": "yes"}).location == f"{S}/q/age"
    html = page(client, f"{S}/q/age")
    assert "Question 1<" in html
    assert f'href="{ABOUT}">Back' in html
    assert give(client, "age", "25-34") == f"{S}/q/carer"
    assert give(client, "carer", "yes") == f"{S}/q/hours"
    assert "Question 3 of 3" in page(client, f"{S}/q/hours")
    assert give(client, "hours", "12") == f"{S}/thanks"

    assert responses()[0].values == {
        "area": "wirral",
        "about-you": "yes",
        "age": "25-34",
        "carer": "yes",
        "hours": 12,
    }
    assert heading(page(client, f"{S}/thanks")) == "Your answers are in"


def test_each_of_them_can_be_skipped(client, survey):
    sent(client)
    client.post(ABOUT, data={"answer": "yes"})

    assert give(client, "age", None, skip="1") == f"{S}/q/carer"
    assert give(client, "carer", None, skip="1") == f"{S}/thanks"


def test_going_back_asks_again_and_does_not_show_what_was_chosen(client, survey):
    sent(client)
    client.post(ABOUT, data={"answer": "yes"})
    give(client, "age", "25-34")

    assert " checked" not in page(client, f"{S}/q/age")
    assert f'href="{S}/q/age">Back' in page(client, f"{S}/q/carer")
    assert give(client, "age", "35-44") == f"{S}/q/carer"
    assert responses()[0].values["age"] == "35-44"


def test_there_are_twenty_minutes_for_each_of_them(client, survey, later):
    sent(client)
    later(minutes=15)
    client.post(ABOUT, data={"answer": "yes"})
    later(minutes=15)
    assert give(client, "age", "25-34") == f"{S}/q/carer"
    later(minutes=15)
    assert page(client, f"{S}/q/carer").count("Do you care for somebody?")


@pytest.mark.parametrize("address", [ABOUT, f"{S}/q/age", f"{S}/q/carer"])
def test_left_alone_for_twenty_minutes_nobody_can_go_on_with_them(client, survey, later, address):
    sent(client)
    client.post(ABOUT, data={"answer": "yes"})
    give(client, "age", "25-34")
    later(minutes=21)

    assert client.get(address).location == S
    with client.session_transaction() as cookie:
        assert str(responses()[0].id) not in str(dict(cookie))
    client.post(f"{S}/q/age", data={"answer": "35-44"})
    assert responses()[0].values["age"] == "25-34"
    assert heading(page(client, S)) == "You have sent your answers"


def test_what_was_sent_from_another_phone_is_not_gone_on_with_on_the_first(client, app, survey):
    client.post(S)
    code = stopped(client)
    other = app.test_client()
    enter(other, code)
    sent(other)

    assert client.get(ABOUT).location == S
    assert heading(page(client, S)) == "You have sent your answers"
    assert other.get(ABOUT).status_code == 200


def test_what_cannot_be_read_is_explained_here_too(client, survey):
    sent(client)
    client.post(ABOUT, data={"answer": "yes"})

    came = client.post(f"{S}/q/age", data={"answer": ""}, follow_redirects=True)

    assert came.status_code == 400
    assert "Pick one answer" in came.get_data(as_text=True)


def test_a_later_no_takes_away_what_was_said(client, survey):
    sent(client)
    client.post(ABOUT, data={"answer": "yes"})
    give(client, "age", "25-34")

    client.post(ABOUT, data={"answer": "no"})

    assert responses()[0].values == {"area": "wirral", "about-you": "no"}


@pytest.mark.parametrize("done", [0, 1])
def test_leaving_half_way_loses_nothing_and_shows_nothing_to_who_comes_next(client, survey, done):
    sent(client)
    client.post(ABOUT, data={"answer": "yes"})
    if done:
        give(client, "age", "25-34")

    html = page(client, S)

    assert heading(html) == "You have sent your answers"
    assert client.get(f"{S}/q/age").location == S
    assert len(responses()[0].values) == 2 + done


def test_once_it_is_over_the_cookie_no_longer_knows_the_response(client, survey):
    sent(client)
    client.post(ABOUT, data={"answer": "no"})

    with client.session_transaction() as cookie:
        assert str(responses()[0].id) not in str(dict(cookie))
    assert client.get(ABOUT).location == S


def test_send_pressed_twice_leads_to_the_same_question(client, survey):
    assert sent(client) == ABOUT
    assert client.post(f"{S}/check").location == ABOUT
    assert len(responses()) == 1


def test_after_the_survey_has_closed_no_more_is_asked(client, survey):
    sent(client)
    close(survey)

    assert client.get(ABOUT).location == S
    assert client.post(ABOUT, data={"answer": "yes"}).location == S
    html = page(client, S)
    assert "It closed before your answers were sent" not in html


def test_the_next_on_a_shared_phone_starts_with_a_clean_sheet(client, survey):
    sent(client)
    client.post(ABOUT, data={"answer": "yes"})
    give(client, "age", "25-34")

    assert client.post(S).location == f"{S}/q/area"
    assert client.get(f"{S}/q/age").location == S
    assert len(responses()) == 2
