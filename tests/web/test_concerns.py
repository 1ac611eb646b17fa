"""A concern in one tap on the pages of the day, shown on the session's and the alerts' page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.extensions import db, settings
from engage.models import AuditEvent, Concern, Session
from tests.factories import a_session
from tests.pages import words


@pytest.fixture
def session(app) -> Session:
    found = a_session()
    db.session.commit()
    return found


def tap(client: FlaskClient, session: Session, **data: str):
    return client.post(f"/staff/sessions/{session.id}/concern", data=data)


@pytest.mark.parametrize("page", ["check-in", "notes"])
def test_the_pages_of_the_day_have_the_button(facilitator, session, page):
    answer = facilitator.get(f"/staff/sessions/{session.id}/{page}", follow_redirects=True)
    assert "Concern passed on" in words(answer)


def test_one_tap_asks_for_nothing_and_comes_back(facilitator, session):
    answer = tap(facilitator, session, **{"from": "checking_in"})
    assert answer.location == f"/staff/sessions/{session.id}/check-in"
    assert "Nobody is on call" in words(facilitator.get(answer.location))
    assert db.session.scalars(select(Concern)).one().session_id == session.id
    assert "passed a concern on" in db.session.scalars(select(AuditEvent.what)).all()


def test_it_says_who_is_told_when_somebody_is_on_call(facilitator, session, monkeypatch):
    monkeypatch.setattr(settings(), "on_call_number", "07700 900555")
    said = words(tap(facilitator, session) and facilitator.get(f"/staff/sessions/{session.id}"))
    assert "Whoever is on call is told by text" in said


def test_it_is_shown_until_a_person_says_they_have_seen_it(facilitator, session):
    tap(facilitator, session)
    concern = db.session.scalars(select(Concern)).one()
    assert "A concern was passed on" in words(facilitator.get(f"/staff/sessions/{session.id}"))
    listed = words(facilitator.get("/staff/alerts"))
    assert "Concerns passed on at sessions" in listed
    assert "by Sam" in listed
    assert "1 alert waits" in words(facilitator.get("/staff/sessions"))

    facilitator.post(f"/staff/concerns/{concern.id}/seen")

    assert "A concern was passed on" not in words(facilitator.get(f"/staff/sessions/{session.id}"))
    assert "Concerns passed on" not in words(facilitator.get("/staff/alerts"))
    again = facilitator.post(f"/staff/concerns/{concern.id}/seen", follow_redirects=True)
    assert "Somebody had already seen this one" in words(again)


def test_a_session_that_is_off_still_shows_it(facilitator, session):
    tap(facilitator, session)
    facilitator.post(f"/staff/sessions/{session.id}/cancel")
    assert "A concern was passed on" in words(facilitator.get(f"/staff/sessions/{session.id}"))


def test_a_policy_reader_neither_passes_on_nor_sees(as_staff, session):
    assert tap(as_staff("policy"), session).status_code == 403
