"""Thanking those who came: once each, in their language, with the short survey where it fits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage import conversations, session_changes, session_invites, thanking, times
from engage.extensions import db
from engage.models import Answer, Conversation, OutboundText, Person, Session
from surveys.progress import State
from tests.factories import a_person, a_phone, a_session, a_survey, a_text, phone_of, texts_to
from tests.features.databases import EITHER, an_app_on_either
from tests.features.test_inbox_races import AT_ONCE, at_once

HOW = [
    {
        "key": "how",
        "kind": "scale",
        "wording": "How was the session?",
        "low": 1,
        "high": 5,
        "low_label": "bad",
        "high_label": "good",
    }
]


def over(session: Session) -> Session:
    """The session as it is once it has ended, an hour ago."""
    wall = times.local(times.now()).replace(tzinfo=None, microsecond=0)
    session.starts_local, session.ends_local = (
        wall - timedelta(hours=3),
        wall - timedelta(hours=1),
    )
    return session


def a_session_with(marks: dict[Person, str | None]) -> Session:
    """A session that is over, to which these people were asked, and how they are marked."""
    session = a_session()
    session_invites.invite(session, [phone_of(one) for one in marks], now=times.now())
    db.session.flush()
    for invitation in session.invitations:
        invitation.attended = marks[invitation.person]
    over(session)
    db.session.commit()
    return session


def thanks_to(person: Person) -> list[OutboundText]:
    """What this person was sent but for the invitation to the session."""
    return [text for text in texts_to(phone_of(person)) if text.dedupe_key.startswith("thanks:")]


def test_those_who_came_for_all_or_part_are_thanked_and_nobody_else(app):
    marks = {a_person(): mark for mark in ("came", "part", "apologies", "missed", None)}
    session = a_session_with(marks)

    assert thanking.look(session, now=times.now()).people == 2
    assert thanking.thank(session, now=times.now()) == 2
    assert {mark: len(thanks_to(one)) for one, mark in marks.items()} == {
        "came": 1,
        "part": 1,
        "apologies": 0,
        "missed": 0,
        None: 0,
    }
    assert session.thanked_at is not None


def test_nobody_is_thanked_twice_and_somebody_marked_later_is_thanked_then(app):
    early, late = a_person(), a_person()
    session = a_session_with({early: "came", late: None})
    thanking.thank(session, now=times.now())
    for invitation in session.invitations:
        invitation.attended = "came"

    look = thanking.look(session, now=times.now())

    assert (look.people, look.thanked) == (1, 1)
    assert thanking.thank(session, now=times.now()) == 1
    assert thanking.thank(session, now=times.now()) == 0
    assert [len(thanks_to(early)), len(thanks_to(late))] == [1, 1]


def test_each_is_thanked_in_their_own_language(app):
    kev, ania = a_person(language="en"), a_person(language="pl")
    session = a_session_with({kev: "came", ania: "came"})

    thanking.thank(session, now=times.now())

    assert "thank you for coming to Tea and talk" in (thanks_to(kev)[0].body or "")
    assert "dziękujemy" in (thanks_to(ania)[0].body or "")


@pytest.mark.parametrize("column", ["stopped_at", "unusable_since"])
def test_somebody_who_can_not_be_texted_is_counted_and_left(app, column):
    kev = a_person()
    session = a_session_with({kev: "came"})
    setattr(phone_of(kev), column, times.now())

    look = thanking.look(session, now=times.now())

    assert (look.people, look.no_phone) == (0, 1)
    assert thanking.thank(session, now=times.now()) == 0
    assert session.thanked_at is None


def test_a_session_that_is_not_over_thanks_nobody(app):
    session = a_session_with({a_person(): "came"})
    session.ends_local += timedelta(hours=2)

    assert thanking.thank(session, now=times.now()) == 0


def test_a_session_that_was_called_off_thanks_nobody(app):
    session = a_session_with({a_person(): "came"})
    session_changes.cancel(session, now=times.now())

    assert thanking.thank(session, now=times.now()) == 0


class TestWithASurvey:
    """The survey's first question, whether to take part, comes in the same text as the thanks."""

    @pytest.fixture
    def survey(self, app):
        """A survey of one question for after a session."""
        return a_survey("how-was-it", questions=HOW)

    @pytest.fixture(autouse=True)
    def _drain(self, drain) -> None:
        """What was sent before has arrived by the time that people are thanked."""
        self.drain = drain

    def thanked(self, survey, *people: Person) -> Session:
        session = a_session_with(dict.fromkeys(people, "came"))
        self.drain()
        session.after_survey_id = survey.id
        thanking.thank(session, now=times.now())
        db.session.commit()
        return session

    def test_one_text_says_both_and_a_yes_begins_it(self, survey, drain):
        kev = a_person()
        self.thanked(survey, kev)
        (text,) = thanks_to(kev)

        assert text.kind == "invitation"
        assert "thanks for coming to Tea and talk. How was it? 1 question" in (text.body or "")

        drain()
        a_text(phone_of(kev), "yes")
        drain()
        assert "How was the session?" in (texts_to(phone_of(kev))[-1].body or "")

    def test_somebody_in_the_middle_of_another_survey_is_thanked_only(self, survey):
        kev = a_person()
        other = a_survey("another")
        conversations.invite(other, phone_of(kev), now=times.now())
        self.thanked(survey, kev)

        (text,) = thanks_to(kev)
        waiting = conversations.waiting_conversation(phone_of(kev))
        assert (text.kind, "How was it" in (text.body or "")) == ("thanks", False)
        assert waiting is not None
        assert waiting.survey_id == other.id

    def test_thanks_in_the_middle_of_a_survey_take_no_answer_from_it(self, survey, drain):
        kev = a_person()
        asked = [{"key": "warm", "kind": "yes_no", "wording": "Is it warm?"}]
        conversations.invite(a_survey("another", questions=asked), phone_of(kev), now=times.now())
        drain()
        a_text(phone_of(kev), "yes")
        drain()
        self.thanked(survey, kev)
        drain()

        a_text(phone_of(kev), "yes")
        drain()

        db.session.expire_all()
        (answer,) = db.session.scalars(select(Answer)).all()
        assert (answer.question, answer.value) == ("warm", "yes")
        assert [text.invitation_id for text in thanks_to(kev)] == [None]

    def test_somebody_who_was_asked_it_before_is_thanked_only(self, survey):
        kev = a_person()
        self.thanked(survey, kev)
        conversation = db.session.scalars(select(Conversation)).one()
        conversations.close(conversation, State.COMPLETED)
        self.thanked(survey, kev)

        assert [text.kind for text in thanks_to(kev)] == ["invitation", "thanks"]

    def test_somebody_who_wants_sessions_only_is_thanked_only(self, survey):
        kev = a_person()
        phone_of(kev).wants = "sessions"
        self.thanked(survey, kev)

        assert [text.kind for text in thanks_to(kev)] == ["thanks"]

    def test_a_survey_that_has_closed_is_not_put_to_anybody(self, survey):
        survey.closes_at = times.now() - timedelta(minutes=1)
        kev = a_person()
        self.thanked(survey, kev)

        assert [text.kind for text in thanks_to(kev)] == ["thanks"]

    def test_the_look_says_how_many_get_it_and_what_it_says(self, survey):
        kev, busy = a_person(), a_person()
        conversations.invite(a_survey("another"), phone_of(busy), now=times.now())
        session = a_session_with({kev: "came", busy: "came"})
        session.after_survey_id = survey.id

        look = thanking.look(session, now=times.now())

        assert (look.people, look.with_survey) == (2, 1)
        assert [(code, count) for code, count, _ in look.by_language] == [("en", 2)]
        assert "How was it?" in look.by_language[0][2]
        assert thanks_to(kev) == []

    def test_a_person_with_two_phones_gets_one_text_on_the_phone_that_may_be_asked(self, survey):
        kev = a_person()
        phone_of(kev).wants = "sessions"
        second = a_phone(person=kev)
        self.thanked(survey, kev)

        assert thanks_to(kev) == []
        assert [text.kind for text in texts_to(second)] == ["invitation"]


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def test_several_who_press_at_once_thank_each_person_once(either):
    people = [a_person() for _ in range(3)]
    session_id = a_session_with(dict.fromkeys(people, "came")).id

    def press(_number: int) -> int:
        return thanking.thank(db.session.get_one(Session, session_id), now=times.now())

    pressed = at_once(either, press)

    assert len(pressed) == AT_ONCE
    assert sum(found for found in pressed if isinstance(found, int)) == 3
    db.session.expire_all()
    assert [len(thanks_to(one)) for one in people] == [1, 1, 1]
