"""A survey with conditions, consent and questions about the person, answered by text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engage import answering, silences, times
from engage.extensions import db
from engage.models import Conversation, Response, TookPart
from surveys.progress import Given
from surveys.reading import Outcome
from tests.factories import DEFINITION, a_survey, texts_to
from tests.surveys.branching import AGREEING, BRANCHED

QUESTIONS: dict[str, Any] = {
    "questions": BRANCHED["questions"],
    "about_you": BRANCHED["about_you"],
}
TO_THE_END = ("yes", "2", "2", "yes", "more locks", "no")


def response() -> Response | None:
    db.session.expire_all()
    return db.session.scalars(select(Response)).one_or_none()


def conversation() -> Conversation:
    db.session.expire_all()
    return db.session.scalars(select(Conversation)).one()


@pytest.mark.parametrize(
    "said, use", [("1", "themes"), ("2", "quote"), ("yes", "quote"), ("3", "quote_with_area")]
)
def test_what_may_be_done_with_words_is_kept_with_the_response(asked, said, use):
    asked(said=("yes", said), questions=[BRANCHED["questions"][1], *DEFINITION["questions"]])

    found = response()
    assert found is not None
    assert found.use_of_words == use


def test_words_are_only_themed_until_somebody_says_otherwise(asked):
    asked(said=("yes", "skip"), **QUESTIONS)

    found = response()
    assert found is not None
    assert found.use_of_words == "themes"


def test_it_is_finished_when_only_questions_about_the_person_are_left(asked):
    asked(said=TO_THE_END, **QUESTIONS)

    found = response()
    assert found is not None
    assert found.finished_on == times.today(times.now())
    assert (conversation().state, conversation().question) == ("asking", "about-you")


def test_what_the_person_says_of_themselves_is_kept_with_the_rest(asked):
    asked(said=(*TO_THE_END, "yes", "3"), **QUESTIONS)

    found = response()
    assert found is not None
    assert found.values["age"] == "25-34"
    assert conversation().state == "completed"


def test_nobody_is_asked_twice_about_themselves(asked):
    phone = asked(said=TO_THE_END, open_for=timedelta(days=60), **QUESTIONS)
    before = len(texts_to(phone))
    for days in (1, 3, 6, 8):
        now = times.now() + timedelta(days=days)
        for one in silences.due(now=now):
            silences.look(one, now=now)
        db.session.commit()

    assert len(texts_to(phone)) == before
    assert conversation().state == "completed"


def test_an_anonymous_response_is_let_go_when_nothing_more_is_said(asked):
    asked(said=TO_THE_END, anonymous=True, open_for=timedelta(days=60), **QUESTIONS)
    now = times.now() + timedelta(days=8)
    for one in silences.due(now=now):
        silences.look(one, now=now)

    assert conversation().response_id is None
    assert db.session.scalars(select(TookPart)).one() is not None


@pytest.mark.parametrize("said", ["no", "skip"])
def test_nothing_is_kept_of_who_does_not_agree(asked, said):
    phone = asked(said=("yes", said), questions=AGREEING.to_dict()["questions"])

    assert response() is None
    assert conversation().state == "declined"
    assert "We have kept nothing" in (texts_to(phone)[-1].body or "")


def test_who_changes_their_mind_is_asked_to_agree_again(asked, say):
    phone = asked(said=("yes", "no"), questions=AGREEING.to_dict()["questions"])

    assert "I want to take part" in say(phone, "yes")[0]
    say(phone, "yes")
    found = response()
    assert found is not None
    assert found.values == {"agree": "agree"}


def test_an_answer_no_longer_led_to_is_let_go(asked, say):
    phone = asked(said=("yes", "1", "1", "5"), **QUESTIONS)
    say(phone, "back")
    say(phone, "back")
    found = response()
    assert found is not None
    answering.record(found, Given("place", Outcome.ANSWER, "own"), now=times.now())

    assert set(found.values) == {"words", "place"}


def test_nothing_is_kept_before_consent(app):
    survey = a_survey(**QUESTIONS)
    found = answering.start(survey, "web", now=times.now())

    with pytest.raises(answering.NotYetAgreed):
        answering.record(found, Given("place", Outcome.ANSWER, "own"), now=times.now())
