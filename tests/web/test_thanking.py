"""The page before people are thanked: who gets what, and one press that sends it."""

from __future__ import annotations

import pytest

from engage import times
from engage.extensions import db
from engage.models import OutboundText, Session
from tests.factories import a_person, a_session, a_survey, phone_of
from tests.features.test_thanks import HOW, a_session_with, thanks_to
from tests.pages import words


def address(session: Session, more: str = "") -> str:
    return f"/staff/sessions/{session.id}/thanks{more}"


@pytest.fixture
def kev(app):
    """Somebody who came."""
    return a_person("Kev")


@pytest.fixture
def session(kev) -> Session:
    """A session to which Kev and Ania came, who reads Polish, and somebody without a phone."""
    without = a_person("Grace")
    found = a_session_with({kev: "came", a_person("Ania", language="pl"): "part", without: "came"})
    phone_of(without).stopped_at = times.now()
    db.session.commit()
    return found


def test_looking_says_how_many_and_what_and_sends_nothing(facilitator, session, kev):
    page = words(facilitator.get(address(session)))

    assert "Thank 2 people?" in page
    assert "English: 1 person Your Say: thank you for coming to Tea and talk." in page
    assert "Polish: 1 person" in page
    assert "1 person who came cannot be texted" in page
    assert thanks_to(kev) == []


def test_the_press_thanks_each_once_however_often(facilitator, session, kev):
    answers = [facilitator.post(address(session), follow_redirects=True) for _ in range(2)]

    assert "2 people are being thanked." in words(answers[0])
    assert "Nobody was left to thank" in words(answers[1])
    assert len(thanks_to(kev)) == 1
    assert "Thanks 2 people thanked by text." in words(answers[1])


def test_a_survey_is_chosen_first_and_goes_in_the_same_text(facilitator, session, kev):
    survey = a_survey("how-was-it", questions=HOW)
    db.session.commit()
    facilitator.post(address(session, "/survey"), data={"survey": str(survey.id)})

    page = words(facilitator.get(address(session)))
    facilitator.post(address(session))

    assert "2 of them are also asked the short survey, in the same text." in page
    assert [text.kind for text in thanks_to(kev)] == ["invitation"]


@pytest.mark.parametrize("chosen", ["x", "5c61154f-015d-4179-9363-373fef38c357"])
def test_a_survey_that_is_not_there_is_not_chosen(facilitator, session, chosen):
    answer = facilitator.post(
        address(session, "/survey"), data={"survey": chosen}, follow_redirects=True
    )

    assert "That survey takes no answers now." in words(answer)
    assert session.after_survey_id is None


def test_nobody_is_thanked_before_it_is_over(facilitator, app):
    session = a_session()
    db.session.commit()

    page = words(facilitator.get(address(session)))
    answer = facilitator.post(address(session), follow_redirects=True)

    assert "You can thank people once the session is over." in page
    assert "You can thank people once the session is over." in words(answer)
    assert db.session.query(OutboundText).count() == 0
