"""Texts a person has to read, and texts that did not go, on the page for facilitators."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import times
from engage.extensions import db
from engage.models import AuditEvent, InboundText, OutboundText
from tests.factories import a_phone, a_text
from tests.pages import words


@pytest.fixture
def facilitator(as_staff):
    return as_staff("facilitator")


def test_a_text_nobody_asked_for_is_there_to_read_without_its_number(app, facilitator, drain):
    phone = a_phone("+447700900777")
    db.session.commit()
    a_text(phone, "can you ring me about <my> flat")
    drain()

    answer = facilitator.get("/staff/texts")

    assert "1 text for a person to read" in words(answer)
    assert "can you ring me about &lt;my&gt; flat" in answer.get_data(as_text=True)
    assert "900777" not in answer.get_data(as_text=True)


def test_a_text_that_was_read_leaves_the_list(app, facilitator, drain):
    phone = a_phone()
    db.session.commit()
    a_text(phone, "can you ring me")
    drain()
    text_id = db.session.scalars(select(InboundText.id)).one()

    for _ in range(2):
        assert facilitator.post(f"/staff/texts/{text_id}/read").status_code == 302

    assert "0 texts for a person to read" in words(facilitator.get("/staff/texts"))
    assert "read a text" in db.session.scalars(select(AuditEvent.what)).all()


def test_a_text_set_aside_after_trouble_is_there_to_read(app, facilitator):
    phone = a_phone()
    a_text(phone, "hm")
    text = db.session.scalars(select(InboundText)).one()
    text.state, text.outcome = "set_aside", "other"
    db.session.commit()

    assert "We could not deal with it by machine." in words(facilitator.get("/staff/texts"))


def test_a_text_whose_words_are_gone_says_so(app, facilitator):
    a_text(a_phone(), "hm")
    text = db.session.scalars(select(InboundText)).one()
    text.state, text.outcome, text.body = "handled", "staff_review", None
    db.session.commit()

    assert "we do not keep them any more" in words(facilitator.get("/staff/texts"))


def a_text_out(**given):
    now = times.now()
    row = OutboundText(
        id=uuid.uuid4(),
        dedupe_key=str(uuid.uuid4()),
        phone_id=a_phone().id,
        kind="reply",
        segments=1,
        created_at=now,
        **{"not_before": now, "state": "queued", **given},
    )
    db.session.add(row)
    db.session.commit()


@pytest.mark.parametrize(
    "state, code, told",
    [
        ("parked", None, "We do not know if it got there."),
        ("refused", "21610", "The person has told the network to stop our texts."),
        ("undelivered", "30003", "The phone was off or out of reach."),
        ("undelivered", "39999", "Its code is 39999."),
        ("undelivered", None, "and did not say why."),
    ],
)
def test_texts_that_did_not_go_are_counted_with_why(app, facilitator, state, code, told):
    for _ in range(2):
        a_text_out(state=state, error_code=code)

    page = words(facilitator.get("/staff/texts"))

    assert re.search(re.escape(told) + r".*? 2 ", page)


def test_a_text_that_has_waited_too_long_is_pointed_out(app, facilitator):
    assert "No text is waiting to go." in words(facilitator.get("/staff/texts"))
    a_text_out(not_before=times.now() - timedelta(hours=2))

    assert "A text has waited 2 hours to go." in words(facilitator.get("/staff/texts"))


def test_a_text_for_later_or_too_late_is_not_waiting(app, facilitator):
    a_text_out(not_before=times.now() + timedelta(hours=2))
    a_text_out(
        not_before=times.now() - timedelta(hours=2), not_after=times.now() - timedelta(hours=1)
    )

    assert "No text is waiting to go." in words(facilitator.get("/staff/texts"))


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_number_no_text_can_have_is_kindly_not_found(app, facilitator, number):
    assert facilitator.post(f"/staff/texts/{number}/read").status_code == 404
