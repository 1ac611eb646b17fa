"""Leaving a number to hear what comes of a survey, on its thanks page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import hear_back, times
from engage.extensions import db
from engage.models import HearBack
from tests.pages import words
from tests.web.codes import code_on, sent
from tests.web.survey_pages import S, answered, heading, page

NUMBER = "07700 900321"
ADDRESS = f"{S}/hear-back"


def numbers() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(HearBack.number)))


def test_the_thanks_page_asks_and_says_how_long_it_is_kept(client, survey):
    sent(client)
    said = words(client.get(f"{S}/thanks"))
    assert "Would you like to hear what comes of it?" in said
    assert "delete it 365 days after this survey closes" in said
    assert "You do not have to." in said


def test_a_number_is_kept_apart_and_never_shown_again(client, survey):
    code = sent(client)
    came = client.post(ADDRESS, data={"number": NUMBER}, follow_redirects=True)
    assert came.request.path == f"{ADDRESS}/left"
    assert "It is one text." in words(came)
    assert numbers() == ["+447700900321"]
    thanks = page(client, f"{S}/thanks")
    assert code_on(thanks) == code
    for html in (came.get_data(as_text=True), thanks):
        assert "900321" not in html.replace(" ", "")
    with client.session_transaction() as kept:
        assert "900321" not in str(dict(kept))


def test_a_second_time_is_a_quiet_success(client, survey):
    sent(client)
    for _ in range(2):
        came = client.post(ADDRESS, data={"number": NUMBER})
        assert came.location == f"{ADDRESS}/left"
    assert len(numbers()) == 1


@pytest.mark.parametrize(
    "typed, explained",
    [
        ("0151 496 0123", "We can text UK mobile numbers only."),
        ("+33 6 12 34 56 78", "We can text UK mobile numbers only."),
        ("😀", "We can text UK mobile numbers only."),
        ("x" * 5000, "We can text UK mobile numbers only."),
        ("", "you do not have to give one"),
    ],
)
def test_what_is_no_uk_mobile_is_explained_and_stays_to_be_mended(client, survey, typed, explained):
    sent(client)
    came = client.post(ADDRESS, data={"number": typed})
    html = came.get_data(as_text=True)
    assert came.status_code == 400
    assert explained in html
    assert '<a href="#number">' in html
    assert f'value="{typed}"' in html or not typed
    assert numbers() == []


def test_only_who_has_sent_their_answers_is_asked(client, survey):
    assert client.get(ADDRESS).location == S
    assert client.post(ADDRESS, data={"number": NUMBER}).location == S
    answered(client)
    assert client.post(ADDRESS, data={"number": NUMBER}).location == S
    assert numbers() == []


def test_the_page_that_says_they_will_hear_opens_for_nobody_else(client, survey):
    sent(client)
    assert client.get(f"{ADDRESS}/left").location == ADDRESS


def test_a_number_can_still_be_left_when_the_survey_has_closed(client, survey):
    sent(client)
    survey.closes_at = times.now() - timedelta(hours=1)
    db.session.commit()
    assert client.post(ADDRESS, data={"number": NUMBER}).location == f"{ADDRESS}/left"


def test_many_from_one_place_have_to_wait(client, survey, one_moment):
    sent(client)
    came = [
        client.post(ADDRESS, data={"number": f"07700 900{number:03d}"}).status_code
        for number in range(62)
    ]
    assert came == [303] * 60 + [429] * 2
    assert len(numbers()) == 60


def test_facilitators_see_how_many_and_never_which(facilitator, survey):
    assert "0 people left a number" in page(facilitator, "/staff/surveys/test-survey")
    hear_back.leave(survey, NUMBER, language="en")
    db.session.commit()
    html = page(facilitator, "/staff/surveys/test-survey")
    assert "1 person left a number to hear what comes of it." in html
    assert "900321" not in html.replace(" ", "")


def test_the_privacy_page_says_until_when_it_is_kept(client):
    html = page(client, "/privacy")
    assert heading(html) == "How we use your answers"
    assert "It goes 365 days after the survey closes, or when you text us STOP." in html
