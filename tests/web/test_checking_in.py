"""The check-in page: big buttons that name the state wanted, first names only, and walk-ins."""

from __future__ import annotations

import re
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage import session_changes, times
from engage.extensions import db
from engage.models import Invitation, OutboundText, Person, Session
from tests.factories import a_session
from tests.features.test_checking_in import coming
from tests.pages import words

NOBODY = "4d1adf82-2227-4665-93d9-07825fe0a8e5"
"""Somebody there is not."""


@pytest.fixture
def session(app) -> Session:
    found = a_session(capacity=2)
    db.session.commit()
    return found


def at(session: Session, part: str = "") -> str:
    return f"/staff/sessions/{session.id}/check-in{part}"


def shown(client: FlaskClient, session: Session) -> str:
    return words(client.get(at(session)))


def form_of(client: FlaskClient, session: Session) -> str:
    page = client.get(at(session)).get_data(as_text=True)
    found = re.search(r'name="form" value="([^"]+)"', page)
    assert found
    return found[1]


def walk_in(client: FlaskClient, session: Session, name: str = "", **more: str):
    data = {"form": form_of(client, session), "name": name, **more}
    return client.post(at(session, "/walk-in"), data=data)


def test_a_tap_marks_here_and_comes_back_to_the_same_place(facilitator, session):
    (kev,) = coming(session, "Kev")
    db.session.commit()
    answer = facilitator.post(at(session), data={"here": str(kev.id)})
    assert (answer.status_code, answer.location) == (303, f"{at(session)}#p-{kev.id}")
    said = shown(facilitator, session)
    assert "1 here" in said
    assert "0 still expected" in said


def test_the_button_of_somebody_here_asks_for_not_here(facilitator, session):
    (kev,) = coming(session, "Kev")
    db.session.commit()
    facilitator.post(at(session), data={"here": str(kev.id)})
    page = facilitator.get(at(session)).get_data(as_text=True)
    assert f'name="not-here" value="{kev.id}" aria-pressed="true"' in page
    facilitator.post(at(session), data={"not-here": str(kev.id)})
    assert "1 still expected" in shown(facilitator, session)


@pytest.mark.parametrize(
    "pressed,agrees", [("agrees", True), ("disagrees", False), ("not-asked", None)]
)
def test_whether_they_agree_to_notes_is_one_tap(facilitator, session, pressed, agrees):
    (kev,) = coming(session, "Kev")
    kev.attended, kev.notes_agreed = "came", not agrees
    db.session.commit()
    facilitator.post(at(session), data={pressed: str(kev.id)})
    db.session.refresh(kev)
    assert kev.notes_agreed is agrees


def test_no_name_stands_in_a_title_an_address_or_what_is_said_after(facilitator, session):
    (kev,) = coming(session, "Philomena")
    db.session.commit()
    pages = [facilitator.get(at(session)), walk_in(facilitator, session, "Maureen")]
    pages.append(walk_in(facilitator, session, "Terence"))
    for page in pages:
        assert page.headers["Cache-Control"] == "no-store"
        title = re.search(r"<title>(.*?)</title>", page.get_data(as_text=True))
        for name in ("Philomena", "Maureen", "Terence"):
            assert name not in (title[1] if title else "")
            assert name not in (page.location or "")
    facilitator.post(at(session), data={"here": str(kev.id)})
    assert not re.search(r'role="status">.*?Philomena', shown(facilitator, session))


def test_who_waits_and_who_did_not_say_yes_are_there_to_tap_too(facilitator, session):
    coming(session, "Ann", state="waiting")
    coming(session, "Bob", state="invited")
    db.session.commit()
    said = shown(facilitator, session)
    assert "Waiting for a place" in said
    assert "1 waits for a place" in said
    assert "1 person was asked and did not say yes" in said


def test_a_walk_in_needs_no_name_and_no_number(facilitator, session):
    walk_in(facilitator, session)
    said = shown(facilitator, session)
    assert "No name given (1)" in said
    assert "walked in" in said
    assert db.session.scalars(select(Person)).one().phones == []
    assert db.session.scalars(select(OutboundText)).all() == []


def test_a_full_room_says_so_and_asks(facilitator, session):
    coming(session, "Kev", "Ann")
    db.session.commit()
    form = form_of(facilitator, session)
    data = {"form": form, "name": "Mo"}
    asked = facilitator.post(at(session, "/walk-in"), data=data)
    assert "The room is full: 2 of 2" in words(asked)
    assert "Add Mo all the same?" in words(asked)
    assert len(db.session.scalars(select(Invitation)).all()) == 2
    for _ in range(2):
        facilitator.post(at(session, "/walk-in"), data={**data, "anyway": "1"})
    assert "3 of 2 places taken" in shown(facilitator, session)


def test_a_form_that_is_not_ours_adds_nobody(facilitator, session):
    facilitator.post(at(session, "/walk-in"), data={"form": "made up", "name": "Mo"})
    assert db.session.scalars(select(Invitation)).all() == []


def test_a_walk_in_added_by_mistake_can_be_taken_off(facilitator, session):
    walk_in(facilitator, session, "Mo")
    who = db.session.scalars(select(Invitation.id)).one()
    facilitator.post(at(session), data={"not-here": str(who)})
    assert "Take Mo off the list" in shown(facilitator, session)
    facilitator.post(at(session, "/take-off"), data={"who": str(who)})
    db.session.expire_all()
    assert db.session.scalars(select(Person)).all() == []


@pytest.mark.parametrize("data", [{}, {"here": "x"}, {"here": ""}, {"here": NOBODY}])
def test_a_tap_on_nobody_changes_nothing(facilitator, session, data):
    (kev,) = coming(session, "Kev")
    db.session.commit()
    assert facilitator.post(at(session), data=data).status_code == 303
    db.session.refresh(kev)
    assert kev.attended is None


def test_nobody_is_checked_in_to_a_session_that_is_off(facilitator, session):
    (kev,) = coming(session, "Kev")
    session_changes.cancel(session, now=times.now())
    db.session.commit()
    facilitator.post(at(session), data={"here": str(kev.id)})
    db.session.refresh(kev)
    assert kev.attended is None
    page = facilitator.get(at(session)).get_data(as_text=True)
    assert "This session is off" in page
    assert 'action="/staff/sessions/' in page
    assert "walk-in" not in page


def test_on_another_day_it_says_which_day_the_session_is(facilitator, session):
    assert "not today" in shown(facilitator, session)


@pytest.mark.parametrize("part", ["", "/walk-in", "/take-off"])
def test_only_those_who_run_sessions_check_people_in(as_staff, session, part):
    assert as_staff("policy").post(at(session, part)).status_code == 403


def test_a_session_that_is_not_there_is_not_found(facilitator):
    assert facilitator.get(f"/staff/sessions/{uuid.uuid4()}/check-in").status_code == 404
