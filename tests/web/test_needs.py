"""What people need as tasks on pages: taken, closed with a note, and red when it is late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import rsvp, session_changes, session_invites, times
from engage.extensions import db
from engage.models import AccessNeed, Session
from tests.factories import a_person, a_session, phone_of
from tests.pages import words


def needed(said: str = "yes but I need a lift", **given) -> tuple[Session, AccessNeed]:
    """A session to which Rosa comes, if something is seen to."""
    session = a_session(**given)
    session_invites.invite(session, [phone_of(a_person("Rosa"))], now=times.now())
    db.session.flush()
    rsvp.answer_by_text(session.invitations[0], said, now=times.now())
    db.session.commit()
    return session, db.session.scalars(select(AccessNeed)).one()


def shown(client, session) -> str:
    return words(client.get(f"/staff/sessions/{session.id}"))


def test_a_need_stands_on_the_page_of_its_session_and_in_the_list_of_all(facilitator):
    session, _ = needed()
    for page in (shown(facilitator, session), words(facilitator.get("/staff/needs"))):
        assert "Help to get there: Rosa" in page
        assert "“yes but I need a lift”" in page
        assert "Nobody sees to this yet." in page
        assert "Still open" not in page


def test_whoever_takes_it_is_named_and_a_colleague_cannot(facilitator, as_staff):
    session, need = needed()
    facilitator.post(f"/staff/needs/{need.id}/take")
    assert "Sam sees to this." in shown(facilitator, session)
    owner = need.owner
    other = as_staff("facilitator", "policy")
    answer = other.post(f"/staff/needs/{need.id}/take", follow_redirects=True)
    assert "A colleague sees to this already." in words(answer)
    db.session.expire_all()
    assert need.owner == owner


@pytest.mark.parametrize(
    "state,said",
    [("arranged", "Arranged"), ("cannot", "Cannot be done"), ("not_needed", "Not needed")],
)
def test_closing_it_says_what_came_of_it_and_it_can_be_opened_again(facilitator, state, said):
    session, need = needed()
    path = f"/staff/needs/{need.id}/close"
    facilitator.post(path, data={"state": state, "note": "Taxi at 1pm"})
    page = shown(facilitator, session)
    assert said in page
    assert "Note: Taxi at 1pm" in page
    assert "Nothing is open." in words(facilitator.get("/staff/needs"))
    facilitator.post(path, data={"state": "open"})
    db.session.expire_all()
    assert (need.state, need.closed_at) == ("open", None)


def test_what_cannot_be_done_needs_a_reason(facilitator):
    _, need = needed()
    answer = facilitator.post(
        f"/staff/needs/{need.id}/close", data={"state": "cannot"}, follow_redirects=True
    )
    assert "Write in the note why it cannot be done" in words(answer)
    assert need.state == "open"


def test_what_is_open_three_days_before_is_said_to_be_late(facilitator):
    session, need = needed(starts_in=timedelta(days=2, hours=20))
    page = shown(facilitator, session)
    assert "1 need is still open and the session is near." in page
    assert "Still open, and the session is in less than 3 days." in page
    facilitator.post(f"/staff/needs/{need.id}/close", data={"state": "arranged"})
    assert "till open" not in shown(facilitator, session)


def test_somebody_who_is_not_coming_needs_nothing_any_more(facilitator):
    session, _ = needed()
    rsvp.answer_by_text(session.invitations[0], "no sorry", now=times.now())
    db.session.commit()
    assert "Help to get there" not in shown(facilitator, session)
    assert "Nothing is open." in words(facilitator.get("/staff/needs"))


def test_a_session_that_is_off_has_no_open_needs(facilitator):
    session, _ = needed()
    session_changes.cancel(session, now=times.now())
    db.session.commit()
    assert "Nothing is open." in words(facilitator.get("/staff/needs"))


@pytest.mark.parametrize("state", ["", "lost"])
def test_a_state_there_is_none_of_is_refused(facilitator, state):
    _, need = needed()
    answer = facilitator.post(f"/staff/needs/{need.id}/close", data={"state": state})
    assert answer.status_code == 400
