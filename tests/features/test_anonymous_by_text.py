"""An anonymous survey by text: after its end nothing kept or logged leads from a phone to words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from engage import conversations, retention, times, to_the_web
from engage.extensions import db
from engage.models import Alert, Answer, Conversation, InboundText, OutboundText, Phone, WebLink
from tests.factories import DEFINITION, a_person, a_survey, a_text, phone_of

WORDS_FIRST = [DEFINITION["questions"][2], *DEFINITION["questions"][:2]]


@pytest.fixture
def asked(app, drain):
    """A phone in an anonymous survey, and the texts it sent."""

    def ask(*said: str, **given: Any) -> Phone:
        phone = phone_of(a_person())
        conversations.invite(a_survey(anonymous=True, **given), phone, now=times.now())
        db.session.commit()
        drain()
        for body in said:
            a_text(phone, body)
            drain()
        db.session.expire_all()
        return phone

    return ask


def told() -> list[OutboundText]:
    return [
        row
        for row in db.session.scalars(select(OutboundText))
        if row.kind in ("question", "nudge", "reply", "what_you_said")
    ]


@pytest.mark.parametrize("end", ["my words", "STOP", "DELETE"])
def test_our_own_texts_do_not_tell_what_was_skipped_or_asked(asked, end):
    asked("yes", "banana", "SKIP", "WHAT DID I SAY", "2", end)
    rows = [row for row in told() if row.conversation_id is not None]
    asks = [row for row in rows if row.kind != "reply" or row.question]
    assert asks
    assert {(row.body, row.question) for row in asks} == {(None, None)}
    assert not any("no problem" in (row.body or "") for row in told())


def test_half_a_survey_cut_loose_after_a_month_keeps_no_words_either(asked):
    asked("yes", "banana", "SKIP", "2")
    retention.sweep(now=times.now() + timedelta(days=31))
    db.session.commit()
    conversation = db.session.scalars(select(Conversation)).one()
    assert (conversation.question, conversation.earlier) == (None, None)
    assert {row.question for row in told()} == {None}
    assert {text.body for text in db.session.scalars(select(InboundText))} == {None}


def test_words_of_danger_are_with_the_alert_and_not_beside_the_answers(asked):
    asked("yes", "no heating", questions=WORDS_FIRST)
    phone = asked("yes", "he hit me again last night", key="another", questions=WORDS_FIRST)
    assert db.session.scalars(select(Alert)).one().phone_id == phone.id
    assert {a.words for a in db.session.scalars(select(Answer))} == {"no heating", None}
    assert "he hit me again last night" in {t.body for t in db.session.scalars(select(InboundText))}


def test_what_was_said_before_danger_in_the_same_answer_stays(asked):
    asked("yes", "no heating", "he hit me again last night", questions=WORDS_FIRST[:1])
    assert db.session.scalars(select(Answer.words)).one() == "no heating"


def test_after_danger_the_question_it_answered_is_not_asked_again(asked):
    asked("yes", "he hit me again last night", "GO ON", questions=WORDS_FIRST)
    conversation = db.session.scalars(select(Conversation)).one()
    assert conversation.question == WORDS_FIRST[1]["key"]


def test_the_log_does_not_tell_a_skip_from_an_answer(asked):
    with capture_logs() as logged:
        asked("yes", "SKIP", "2", "my words")
    assert {line["outcome"] for line in logged if line["event"] == "text.in"} == {"turn"}


def test_a_link_to_the_web_dies_with_the_end_of_the_survey(asked, app):
    asked("yes", "WEB", "1", "2", "my words")
    link = db.session.scalars(select(WebLink)).one()
    conversation = db.session.get_one(Conversation, link.conversation_id)
    assert to_the_web.open_on_web(conversation, now=times.now()) is None
