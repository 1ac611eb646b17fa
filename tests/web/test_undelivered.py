"""Texts that did not go, and texts of which nobody knows, with what a person decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import times
from engage.extensions import db
from engage.models import AuditEvent, OutboundText
from tests.pages import words
from tests.web.threads_made import a_waiting_phone, went


def a_text_that(state, **given):
    row = went(a_waiting_phone(), "Hello there", state=state, **given)
    db.session.commit()
    return row


def state_of(row):
    return db.session.get_one(OutboundText, row.id, populate_existing=True).state


@pytest.mark.parametrize(
    "state, code, told",
    [
        ("refused", "21610", "stop"),
        ("undelivered", "30003", "off"),
        ("undelivered", "39999", "Its code is 39999."),
        ("undelivered", None, "and did not say why."),
    ],
)
def test_a_text_that_did_not_arrive_is_there_with_whose_it_was_and_why(
    app, facilitator, state, code, told
):
    a_text_that(state, error_code=code, kind="reminder")

    page = facilitator.get("/staff/undelivered")

    assert "Kev Reminder" in words(page)
    assert told in words(page)
    assert "Hello there" not in page.get_data(as_text=True)


def test_a_text_of_long_ago_is_no_longer_listed(app, facilitator):
    row = a_text_that("undelivered")
    row.created_at = times.now() - timedelta(days=31)
    db.session.commit()

    assert "Every text so far has gone." in words(facilitator.get("/staff/undelivered"))


def test_a_text_nobody_knows_of_may_be_left(app, facilitator):
    row = a_text_that("parked")

    answer = facilitator.post(f"/staff/undelivered/{row.id}/arrived", follow_redirects=True)

    assert "It counts as sent." in words(answer)
    assert state_of(row) == "sent"
    assert "said a text arrived" in db.session.scalars(select(AuditEvent.what)).all()


def test_a_text_nobody_knows_of_may_be_sent_again(app, facilitator, drain):
    row = a_text_that("parked")

    facilitator.post(f"/staff/undelivered/{row.id}/again")
    assert state_of(row) == "queued"
    assert "sent a text again" in db.session.scalars(select(AuditEvent.what)).all()

    drain()
    assert state_of(row) == "delivered"


@pytest.mark.parametrize("choice", ["arrived", "again"])
@pytest.mark.parametrize("state", ["queued", "sent", "delivered", "undelivered", "suppressed"])
def test_only_a_parked_text_can_be_decided_so_of_two_colleagues_one_does(
    app, facilitator, choice, state
):
    row = a_text_that(state)

    answer = facilitator.post(f"/staff/undelivered/{row.id}/{choice}", follow_redirects=True)

    assert "A colleague has dealt with that one." in words(answer)
    assert state_of(row) == state


@pytest.mark.parametrize(
    "given",
    [
        {"not_after": timedelta(hours=1)},
        {"created_at": timedelta(days=10)},
        {"created_at": timedelta(days=3), "answers_text_at": timedelta(days=3)},
    ],
    ids=["its use is over", "days ago", "an answer to a text of days ago"],
)
def test_a_text_that_is_too_late_to_be_of_use_is_not_offered_again(app, facilitator, given):
    a_text_that("parked", **{name: times.now() - ago for name, ago in given.items()})

    said = words(facilitator.get("/staff/undelivered"))

    assert "It is too late to be of use now." in said
    assert "Send again" not in said
