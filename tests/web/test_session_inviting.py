"""Pages that invite people: choose them, see the cost and who is left out, then press again."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from engage import choosing_people, session_invites, times
from engage.extensions import db
from engage.models import Consultation, Invitation, OutboundText, Session
from engage.models.people import interest
from tests.factories import a_group, a_person, a_session, phone_of, texts_to

NOBODY = "00000000-0000-4000-8000-000000000000"


def words(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(html.unescape(text).split())


def preview(client: FlaskClient, session: Session, **chosen):
    return client.post(f"/staff/sessions/{session.id}/invite", data=chosen)


def press(client: FlaskClient, session: Session, page):
    """Press the button of the page that says who would be texted."""
    text = page.get_data(as_text=True)
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text)
    data: dict[str, list[str]] = {"sure": ["1"]}
    for name, what in found:
        data.setdefault(name, []).append(html.unescape(what))
    return client.post(f"/staff/sessions/{session.id}/invite", data=data)


@pytest.fixture
def session(app) -> Session:
    found = a_session()
    db.session.commit()
    return found


def test_first_it_says_how_many_and_then_each_is_asked_once(facilitator, session):
    people = [a_person("A"), a_person("B")]
    stopped = a_person("Cal")
    phone_of(stopped).stopped_at = times.now()
    group = a_group(*people, stopped)
    db.session.commit()

    page = preview(facilitator, session, group=group.id)
    said = words(page)
    assert "Text 2 people?" in said
    assert "That is 2 texts to pay for." in said
    assert "1 person has stopped our texts." in said
    assert "Ask these people another way" in said
    assert "Cal" in said
    assert db.session.scalars(select(OutboundText)).all() == []

    for _ in range(2):
        assert press(facilitator, session, page).status_code == 303
    assert [len(texts_to(phone_of(one))) for one in (*people, stopped)] == [1, 1, 0]


def test_some_of_many_asks_those_asked_least_lately_and_twice_pressed_no_others(
    facilitator, session
):
    people = [a_person(f"P{nth}") for nth in range(5)]
    group = a_group(*people)
    db.session.commit()
    page = preview(facilitator, session, group=group.id, most="2")
    said = words(page)
    assert "3 people are left out, as you ask 2 at most with one press." in said
    assert "Those we asked least lately come first." in said
    assert said.count(": not asked before") == 3
    for _ in range(3):
        press(facilitator, session, page)
    assert len(db.session.scalars(select(Invitation)).all()) == 2


def test_with_no_limit_written_those_over_what_one_press_asks_are_said_too(
    facilitator, session, monkeypatch
):
    monkeypatch.setattr(choosing_people, "MOST", 2)
    lately, *others = [a_person(f"P{nth}") for nth in range(3)]
    session_invites.invite(a_session(), [phone_of(lately)], now=times.now() - timedelta(days=1))
    group = a_group(lately, *others)
    db.session.commit()
    said = words(preview(facilitator, session, group=group.id))
    assert "1 person is left out, as you ask 2 at most with one press." in said
    assert "P0:" in said
    assert "P0: not asked before" not in said


def test_each_language_has_its_text_and_its_cost(facilitator, session):
    group = a_group(a_person(), a_person(language="pl"), a_person(language="pl"))
    db.session.commit()
    page = preview(facilitator, session, group=group.id)
    said = words(page)
    assert "English: 1 person" in said
    assert "Polish: 2 people" in said
    assert "Przyjdziesz?" in said
    press(facilitator, session, page)
    assert (
        sum("Przyjdziesz?" in (one.body or "") for one in db.session.scalars(select(OutboundText)))
        == 2
    )


def test_people_can_be_chosen_by_area_language_and_interest(facilitator, session):
    keen = a_person("Keen", borough="sefton")
    a_person("Other", borough="wirral")
    db.session.execute(insert(interest), [{"person_id": keen.id, "topic": "housing"}])
    db.session.commit()
    form = words(facilitator.get(f"/staff/sessions/{session.id}/choose"))
    assert "housing" in form
    page = preview(
        facilitator,
        session,
        **{"borough[]": "sefton", "interest[]": "housing", "language[]": "en"},
    )
    assert "Text 1 person?" in words(page)


@pytest.mark.parametrize("group", ["", "x", NOBODY])
def test_with_nothing_chosen_nobody_is_asked(facilitator, session, group):
    a_group(a_person())
    db.session.commit()
    answer = preview(facilitator, session, group=group, sure="1")
    assert answer.status_code == 400
    assert words(answer).count("Choose who to ask first: a group, or another way") == 2
    assert db.session.scalars(select(OutboundText)).all() == []


@pytest.mark.parametrize("most", ["0", "501", "many", "-1", "1.5"])
def test_a_number_that_is_none_is_asked_for_again(facilitator, session, most):
    group = a_group(a_person())
    db.session.commit()
    answer = preview(facilitator, session, group=group.id, most=most)
    assert answer.status_code == 400
    assert "Write how many people in digits, from 1 to 500" in words(answer)


def test_other_sessions_of_a_consultation_can_be_asked_about_in_the_same_text(
    facilitator, session, drain
):
    consultation = Consultation(
        title="Beds", purpose="p", can_change="c", involvement="i", decided_by="d"
    )
    other, elsewhere = a_session(starts_in=timedelta(days=12)), a_session()
    session.consultation = other.consultation = consultation
    group = a_group(a_person())
    db.session.commit()

    page = preview(facilitator, session, group=group.id, **{"beside[]": [other.id, elsewhere.id]})
    assert "Each person is asked about 2 sessions in one text." in words(page)
    press(facilitator, session, page)

    (text,) = db.session.scalars(select(OutboundText)).all()
    assert "can you come to any of these?" in (text.body or "")
    assert {one.session_id for one in db.session.scalars(select(Invitation))} == {
        session.id,
        other.id,
    }


def test_a_group_in_which_nobody_can_be_asked_says_so(facilitator, session):
    person = a_person()
    phone_of(person).stopped_at = times.now()
    group = a_group(person)
    db.session.commit()
    said = words(preview(facilitator, session, group=group.id))
    assert "Nobody to text" in said
    assert "Nobody you chose can be asked now." in said


def test_a_session_that_is_off_has_nobody_to_choose(facilitator, session):
    session.cancelled_at = times.now()
    db.session.commit()
    answer = facilitator.get(f"/staff/sessions/{session.id}/choose", follow_redirects=True)
    assert "This session is over or off, so nobody was texted." in words(answer)
