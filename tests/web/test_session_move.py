"""Moving a session: first it is said from where to where and who is told, then it moves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engage import rsvp, session_changes, session_invites, times
from engage.extensions import db
from engage.models import Session
from tests.factories import a_person, a_session, invitation_of, phone_of, texts_to
from tests.pages import words

LATER = times.today(times.now()) + timedelta(days=40)
NEW = {
    "date-day": str(LATER.day),
    "date-month": str(LATER.month),
    "date-year": str(LATER.year),
    "starts": "10am",
    "ends": "midday",
    "where": "venue",
    "place": "The Tin Chapel",
    "address": "8 Marram Way, Crosby, L23 9ZZ",
    "step_free": "no",
    "quiet_room": "not_known",
    "nearest_bus": "X40",
    "getting_there": "By the side door.",
}


@pytest.fixture
def session(app) -> Session:
    """A session to which one person is coming."""
    made = a_session()
    kev = a_person("Kev")
    session_invites.invite(made, [phone_of(kev)], now=times.now())
    rsvp.answer_by_text(invitation_of(kev, made), "yes", now=times.now())
    db.session.commit()
    return made


def move(facilitator, session, **given):
    return facilitator.post(f"/staff/sessions/{session.id}/move", data={**NEW, **given})


def now_at(session: Session) -> tuple[str, str]:
    kept = db.session.get_one(Session, session.id)
    return kept.place, f"{kept.starts_local:%d %H:%M}"


def test_the_form_begins_with_what_is_so_now(facilitator, session):
    html = facilitator.get(f"/staff/sessions/{session.id}/move").get_data(as_text=True)

    assert 'value="The Lantern Rooms"' in html
    assert f'value="{times.spoken_time(session.starts_local)}"' in html


def test_it_first_says_from_where_to_where_and_how_many_are_told(facilitator, session):
    before = now_at(session)

    page = words(move(facilitator, session))

    assert "Where, until now The Lantern Rooms Where, from now on The Tin Chapel" in page
    assert "10am to midday" in page
    assert "1 person is told by text." in page
    assert now_at(session) == before


def test_it_moves_and_whoever_has_a_place_is_told(facilitator, session):
    answer = move(facilitator, session, sure="1")

    assert answer.location == f"/staff/sessions/{session.id}"
    kept = db.session.get_one(Session, session.id)
    assert now_at(session) == ("The Tin Chapel", f"{LATER:%d} 10:00")
    assert (kept.address, kept.step_free, kept.quiet_room) == (NEW["address"], "no", "not_known")
    assert (kept.nearest_bus, kept.getting_there) == ("X40", "By the side door.")
    assert kept.revision == 1
    (invitation,) = kept.invitations
    assert "Tin Chapel" in (texts_to(phone_of(invitation.person))[-1].body or "")


@pytest.mark.parametrize(
    "given, box, told",
    [
        ({"address": ""}, "address", "Write the address"),
        ({"ends": "9am"}, "ends", "Choose a finish time that is after the start."),
        ({"where": "online", "link": ""}, "link", "Paste the link"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_moves(facilitator, session, given, box, told):
    before = now_at(session)

    answer = move(facilitator, session, sure="1", **given)

    html = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert html.count(told) == 2
    assert f'<a href="#{box}">' in html
    assert 'value="The Tin Chapel"' in html
    assert now_at(session) == before


def test_a_day_that_has_passed_is_said_and_nothing_moves(facilitator, session):
    passed = {"date-day": "1", "date-month": "1", "date-year": str(times.now().year)}
    told = "Choose a day and time that has not passed."
    test_what_does_not_fit_is_said_and_nothing_moves(facilitator, session, passed, "date-day", told)


def test_what_was_typed_comes_back_to_be_changed(facilitator, session):
    answer = move(facilitator, session, change="1")

    assert answer.status_code == 200
    assert 'value="The Tin Chapel"' in answer.get_data(as_text=True)


def test_it_may_move_online(facilitator, session):
    move(facilitator, session, where="online", link="meet.example.org/a", sure="1")

    kept = db.session.get_one(Session, session.id)
    assert (kept.online, kept.link) == (True, "https://meet.example.org/a")


def test_a_session_that_is_off_does_not_move(facilitator, session):
    session_changes.cancel(session, now=times.now())
    db.session.commit()

    answer = facilitator.get(f"/staff/sessions/{session.id}/move", follow_redirects=True)

    assert "it cannot move" in words(answer)
