"""A code or a link taken up on a phone where somebody else has begun loses them nothing unasked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage import conversations, times
from engage.extensions import db
from engage.models import Survey
from tests.factories import a_person, phone_of
from tests.web.codes import enter, stopped
from tests.web.survey_pages import S, give, heading, page, responses
from tests.web.test_from_text import link_in

ASKS = "Keep the answers that are here?"
TakeUp = Callable[..., Any]


@pytest.fixture(params=["a code", "a link"])
def take_up(
    request: pytest.FixtureRequest,
    app: Flask,
    survey: Survey,
    say: Callable[..., list[str]],
    drain: Callable[[], None],
) -> TakeUp:
    """Go on, on a phone, with what was begun on another one, where the next question is "safe"."""
    if request.param == "a code":
        elsewhere = app.test_client()
        elsewhere.post(S)
        give(elsewhere, "area", "sefton")
        code = stopped(elsewhere)
        return lambda client, **form: client.post("/mine", data={"code": code, **form})
    phone = phone_of(a_person())
    assert conversations.invite(survey, phone, now=times.now())
    db.session.commit()
    drain()
    for said in ("yes", "sefton"):
        say(phone, said)
    link = link_in(say(phone, "WEB")[0])
    return lambda client, **form: client.post(link, data=form)


@pytest.fixture
def begun(client: FlaskClient, survey: Survey) -> FlaskClient:
    """A phone on which somebody has begun, and has no code."""
    client.post(S)
    give(client, "area", "wirral")
    return client


def test_who_would_lose_what_was_begun_here_is_asked_first(begun, take_up):
    came = take_up(begun)
    html = came.get_data(as_text=True)

    assert heading(html) == ASKS
    assert "Wirral" not in html
    assert "Sefton" not in html
    assert heading(page(begun, S)) == "Carry on or start again?"


def test_with_a_code_for_them_both_can_be_gone_on_with(begun, take_up, app):
    take_up(begun)
    code = stopped(begun)
    begun.post(f"{S}/have-it")

    assert take_up(begun).location == f"{S}/q/safe"
    assert 'value="sefton" checked' in page(begun, f"{S}/q/area")
    other = app.test_client()
    enter(other, code)
    assert 'value="wirral" checked' in page(other, f"{S}/q/area")


def test_going_on_without_takes_one_press(begun, take_up):
    assert take_up(begun, without="1").location == f"{S}/q/safe"
    assert 'value="sefton" checked' in page(begun, f"{S}/q/area")


def test_the_page_that_asks_sends_once_more_what_was_typed_or_pressed(begun, take_up):
    html = take_up(begun, helping="1").get_data(as_text=True)

    assert '<input type="hidden" name="helping" value="1">' in html
    assert 'name="without" value="1"' in html


@pytest.mark.parametrize("kept", ["nothing", "no answers", "a code", "sent"])
def test_where_nothing_would_be_lost_nothing_is_asked(client, survey, take_up, kept):
    if kept != "nothing":
        client.post(S)
    if kept == "a code":
        give(client, "area", "wirral")
        stopped(client)
    if kept == "sent":
        for question in ("area", "safe", "change"):
            give(client, question, None, skip="1")
        client.post(f"{S}/check")
        assert [one for one in responses() if one.sent_on]

    assert take_up(client).location == f"{S}/q/safe"
