"""Replies to a session's invitation: what people need becomes a task, and late words are heard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engage import places, rsvp, session_invites, times
from engage.extensions import db
from engage.models import AccessNeed, Invitation, Phone, Thread
from tests.factories import a_person, a_session, phone_of


@pytest.fixture
def invitation(app, drain) -> Invitation:
    """Somebody's invitation to a session with one place."""
    session = a_session(capacity=1)
    session_invites.invite(session, [phone_of(a_person())], now=times.now())
    db.session.commit()
    drain()
    return session.invitations[0]


@pytest.fixture
def phone(invitation) -> Phone:
    return phone_of(invitation.person)


def needs() -> dict[str, str]:
    return dict(db.session.execute(select(AccessNeed.need, AccessNeed.state)).all())


def test_a_need_told_beside_yes_is_a_task_that_nobody_has_taken(say, phone, invitation):
    told = say(phone, "yes but I can't do stairs and can my mum come")
    assert needs() == {"step_free": "open", "companion": "open"}
    assert {one.owner for one in invitation.access_needs} == {None}
    assert invitation.state == "accepted"
    assert told[-1].endswith("A person will see to what you need.")


def test_a_later_text_adds_what_they_need_and_keeps_the_place(say, phone, invitation):
    say(phone, "yes")
    told = say(phone, "I need a lift tho")
    assert needs() == {"transport": "open"}
    assert invitation.state == "accepted"
    assert told == ["Thank you. We have written down what you need. A person will see to it."]


def test_the_same_need_twice_is_one_task(say, phone, invitation):
    say(phone, "yes but I need a lift")
    invitation.access_needs[0].state = "arranged"
    invitation.access_needs[0].closed_at = times.now()
    db.session.commit()
    say(phone, "I need a lift there")
    assert needs() == {"transport": "arranged"}


def test_a_no_lets_go_of_what_is_still_open(say, phone, invitation):
    say(phone, "yes but I need a lift")
    say(phone, "cant make it sorry")
    assert needs() == {"transport": "not_needed"}
    say(phone, "yes I can come after all, but I need a lift")
    assert needs() == {"transport": "open"}


def test_what_somebody_on_the_waiting_list_needs_is_kept(say, drain, phone, invitation):
    other = a_person("Other")
    session_invites.invite(invitation.session, [phone_of(other)], now=times.now())
    db.session.commit()
    drain()
    say(phone_of(other), "yes")
    told = say(phone, "yes but I need a lift")
    assert invitation.state == "waiting"
    assert told[-1].startswith("Thank you for saying yes. It is full just now")
    assert needs() == {"transport": "open"}


def test_a_yes_and_then_no_frees_the_place_for_who_waits_and_they_answer(say, phone, invitation):
    other = a_person("Other")
    session_invites.invite(invitation.session, [phone_of(other)], now=times.now())
    db.session.commit()
    say(phone, "yes")
    say(phone_of(other), "yes")
    say(phone, "no sorry")
    told = say(phone_of(other), "yes please")
    assert told[-1].startswith("Thank you, you have a place.")


def began(invitation: Invitation, ago: timedelta) -> None:
    """Let a session of two hours have begun so long ago."""
    starts = times.local(times.now() - ago).replace(tzinfo=None)
    invitation.session.starts_local = starts
    invitation.session.ends_local = starts + timedelta(hours=2)
    db.session.commit()


def has_moved(invitation: Invitation) -> None:
    """Let them hold a place that they have been asked about again."""
    places.hold_for(invitation, 1, invitation.session.starts_at, now=times.now())
    db.session.commit()


def test_a_reply_on_the_day_after_is_told_that_it_has_been(say, phone, invitation):
    began(invitation, timedelta(hours=6))
    assert say(phone, "yes") == [
        "Thank you for replying. That session has already been. We will ask you about the next one."
    ]


@pytest.mark.parametrize("ago", [timedelta(hours=1), timedelta(hours=6)])
def test_what_somebody_texts_once_it_has_begun_goes_to_a_person(say, phone, invitation, ago):
    has_moved(invitation)
    began(invitation, ago)
    told = say(phone, "the door is locked, where are you all")
    assert "already been" not in told[-1]
    assert db.session.scalars(select(Thread.why)).all() == ["staff_review"]
    assert invitation.state == "offered"


@pytest.mark.parametrize("said", ["yes", "no"])
def test_while_it_goes_on_nobody_is_told_that_it_has_been(say, phone, invitation, said):
    began(invitation, timedelta(hours=1))
    assert say(phone, said)[-1].startswith("Thanks. A person will read this.")
    assert db.session.scalars(select(Thread.why)).all() == ["staff_review"]


def test_a_moved_place_is_let_go_by_an_answer_after_the_end(say, phone, invitation):
    has_moved(invitation)
    began(invitation, timedelta(hours=6))
    assert "already been" in say(phone, "no")[-1]
    assert (invitation.state, invitation.place) == ("declined", None)


def test_a_race_with_the_sweep_is_read_again_under_the_turn(app, invitation):
    """Somebody else ended the offer between our reading it and our turn."""
    now = times.now()
    rsvp.answer_by_text(invitation, "yes", now=now)
    db.session.commit()
    assert invitation.place == 1
    with db.engine.begin() as elsewhere:
        elsewhere.execute(update(Invitation).values(state="lapsed", place=None))
    told = rsvp.answer_by_text(invitation, "yes", now=now).text
    db.session.commit()
    assert (invitation.state, invitation.place) == ("accepted", 1)
    assert told.startswith("Thank you, you have a place")
