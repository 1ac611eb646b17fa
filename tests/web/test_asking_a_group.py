"""Asking a group to answer a survey: first who and what it costs, and each of them once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import times
from engage.extensions import db
from engage.models import AuditEvent, Conversation, OutboundText
from tests.factories import a_group, a_person, a_phone, a_survey, phone_of, texts_to
from tests.pages import words
from tests.replied import a_response

NOBODY = "00000000-0000-4000-8000-000000000000"


def invite(client, group, **more):
    return client.post("/staff/surveys/test-survey/invite", data={"group": group.id, **more})


def test_inviting_first_says_how_many_and_what_it_costs_and_sends_nothing(survey, facilitator):
    group = a_group(a_person("A"), a_person("B"))
    db.session.commit()

    page = words(invite(facilitator, group))

    assert "Text 2 people?" in page
    assert "Each person gets a text that counts as" in page
    assert db.session.scalars(select(OutboundText)).all() == []


def test_those_who_cannot_be_asked_are_left_out_and_it_says_why(survey, facilitator):
    stopped, busy, asked, answered, able = (a_person(name) for name in "ABCDE")
    phone_of(stopped).stopped_at = times.now()
    other = a_survey("other")
    for person, about in ((busy, other), (asked, survey)):
        db.session.add(
            Conversation(
                id=uuid.uuid4(),
                phone_id=phone_of(person).id,
                survey_id=about.id,
                anonymous=False,
                version=1,
                state="declined" if about is survey else "invited",
                asked_at=times.now(),
            )
        )
    a_response(survey).person_id = answered.id
    without = a_person("F")
    db.session.delete(phone_of(without))
    group = a_group(stopped, busy, asked, answered, able, without)
    db.session.commit()

    page = words(invite(facilitator, group))

    assert "Text 1 person?" in page
    for told in (
        "2: asked already, or answered",
        "1: in the middle of another survey",
        "1: have told us to stop texts",
        "1: no phone number",
    ):
        assert told in page


def test_once_sure_each_person_is_asked_once_however_often_it_is_pressed(
    survey, facilitator, drain
):
    people = [a_person(name) for name in "AB"]
    group = a_group(*people)
    db.session.commit()

    first = invite(facilitator, group, sure="1")
    invite(facilitator, group, sure="1")
    drain()

    assert first.status_code == 302
    assert [len(texts_to(phone_of(person))) for person in people] == [1, 1]
    assert "2 people are being texted now." in words(facilitator.get("/staff/surveys/test-survey"))
    noted = db.session.scalars(select(AuditEvent.what)).all()
    assert "invited to a survey" in noted


def test_a_person_with_two_phones_is_asked_on_one(survey, facilitator, drain):
    kev = a_person()
    second = a_phone(person=kev)
    group = a_group(kev)
    db.session.commit()

    invite(facilitator, group, sure="1")
    invite(facilitator, group, sure="1")
    drain()

    assert len(texts_to(phone_of(kev))) + len(texts_to(second)) == 1


@pytest.mark.parametrize("group", ["", "x", NOBODY, "\x00"])
def test_without_a_group_nobody_is_asked_and_it_says_what_to_do(survey, facilitator, group):
    a_group(a_person())
    db.session.commit()
    answer = facilitator.post(
        "/staff/surveys/test-survey/invite",
        data={"group": group, "sure": "1"},
        follow_redirects=True,
    )

    assert answer.status_code == 400
    assert answer.get_data(as_text=True).count("Choose a group of people first") == 2


def test_nobody_is_asked_to_a_survey_that_has_closed(app, facilitator):
    a_survey(open_for=timedelta(hours=-1))
    kev = a_person()
    group = a_group(kev)
    db.session.commit()

    invite(facilitator, group, sure="1")

    assert texts_to(phone_of(kev)) == []
    assert "This survey is not open" in words(facilitator.get("/staff/surveys/test-survey"))
