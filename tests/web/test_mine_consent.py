"""Changing with a code what somebody agreed to."""

from __future__ import annotations

from engage.extensions import db
from tests.factories import a_survey
from tests.web.codes import enter, send
from tests.web.survey_pages import S, give, heading, page, responses


def test_the_consent_is_changed_like_any_answer_and_governs_from_then_on(client):
    a_survey(
        questions=[
            {"key": "words", "kind": "consent", "about": "words", "wording": "May we quote you?"},
            {"key": "change", "kind": "free_text", "wording": "What should change?"},
        ]
    )
    db.session.commit()
    client.post(S)
    give(client, "words", "quote")
    give(client, "change", "the stairs")
    enter(client, send(client))
    client.post(f"{S}/q/words?from=mine", data={"answer": "themes"})
    assert responses()[0].use_of_words == "themes"


def test_no_longer_agreeing_to_take_part_asks_before_everything_goes(client):
    agree = {"key": "agree", "kind": "consent", "wording": "I want to take part"}
    a_survey(questions=[agree, {"key": "change", "kind": "free_text", "wording": "And?"}])
    db.session.commit()
    client.post(S)
    give(client, "agree", "agree")
    give(client, "change", "the stairs")
    code = send(client)
    client.post(S)
    enter(client, code)

    came = client.post(f"{S}/q/agree?from=mine", data={"answer": "disagree"})

    assert came.location == "/mine/delete"
    assert "the stairs" in page(client, "/mine")
    assert heading(page(client, f"{S}/q/agree")) == "I want to take part"
