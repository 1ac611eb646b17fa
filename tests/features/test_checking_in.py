"""Checking in: who is here, walk-ins with a place, and two tablets at once."""

from __future__ import annotations

import threading
import uuid

import pytest
from sqlalchemy import func, select

from engage import checking_in, times
from engage.checking_in import Added
from engage.extensions import db
from engage.models import Invitation, Person, Phone, Session
from engage.places import free_place
from tests.factories import a_person, a_session
from tests.features.databases import EITHER, an_app_on_either

NOW = times.now()


def coming(session: Session, *names: str | None, state: str = "accepted") -> list[Invitation]:
    """People of these names with a place each, or in another state with none."""
    found = []
    for name in names:
        holds = state in ("accepted", "offered")
        found.append(
            Invitation(
                id=uuid.uuid4(),
                session_id=session.id,
                person_id=a_person(name).id,
                state=state,
                place=free_place(session) if holds else None,
                invited_at=times.now(),
            )
        )
        db.session.add(found[-1])
        db.session.flush()
    return found


def added(session: Session, name: str = "", *, anyway: bool = False, form=None) -> Added:
    return checking_in.walk_in(session, form or uuid.uuid4(), name, anyway=anyway, now=NOW)


def test_one_tap_marks_here_and_a_second_undoes(app):
    session = a_session()
    (kev,) = coming(session, "Kev")
    assert checking_in.mark(session, kev.id, here=True)
    assert (kev.attended, checking_in.room(session).here) == ("came", 1)
    assert checking_in.mark(session, kev.id, here=False)
    assert (kev.attended, checking_in.room(session).expected) == (None, 1)


def test_the_same_tap_on_two_tablets_is_one(app):
    session = a_session()
    (kev,) = coming(session, "Kev")
    for _ in range(2):
        checking_in.mark(session, kev.id, here=True)
    assert checking_in.room(session).here == 1


def test_who_came_for_part_stays_so_when_tapped_as_here(app):
    session = a_session()
    (kev,) = coming(session, "Kev")
    kev.attended = "part"
    checking_in.mark(session, kev.id, here=True)
    assert kev.attended == "part"


def test_who_sent_apologies_keeps_them_until_they_are_here(app):
    session = a_session()
    (kev,) = coming(session, "Kev")
    kev.attended = "apologies"
    checking_in.mark(session, kev.id, here=False)
    assert kev.attended == "apologies"


def test_somebody_of_another_session_is_not_marked(app):
    (kev,) = coming(a_session(), "Kev")
    assert not checking_in.mark(a_session(), kev.id, here=True)
    assert not checking_in.mark_agreed(a_session(), kev.id, agreed=True)
    assert kev.attended is None


def test_who_waits_may_be_here_and_an_undo_leaves_them_waiting(app):
    session = a_session(capacity=1)
    coming(session, "Kev")
    (ann,) = coming(session, "Ann", state="waiting")
    checking_in.mark(session, ann.id, here=True)
    room = checking_in.room(session)
    assert (room.here, room.taken, len(room.waiting)) == (1, 2, 1)
    checking_in.mark(session, ann.id, here=False)
    assert (ann.state, ann.attended) == ("waiting", None)


@pytest.mark.parametrize("agreed", [True, False, None])
def test_each_person_says_whether_they_agree_to_notes(app, agreed):
    session = a_session()
    (kev,) = coming(session, "Kev")
    checking_in.mark_agreed(session, kev.id, agreed=agreed)
    assert checking_in.room(session).coming[0].agrees is agreed


def test_people_of_one_name_are_told_apart_and_so_are_those_without(app):
    session = a_session()
    coming(session, "Kev", "kev ", None, "Ann", None)
    rows = [(row.first_name, row.nth) for row in checking_in.room(session).coming]
    assert rows == [("Ann", 0), ("Kev", 1), ("kev ", 2), (None, 1), (None, 2)]


def test_a_walk_in_is_here_with_a_place_and_never_a_phone(app):
    session = a_session()
    phones = db.session.scalar(select(func.count()).select_from(Phone))
    assert added(session, "  Maureen \n ") is Added.ADDED
    invitation = db.session.scalars(select(Invitation)).one()
    assert (invitation.walk_in, invitation.state, invitation.place) == (True, "accepted", 1)
    assert (invitation.attended, invitation.person.first_name) == ("came", "Maureen")
    assert db.session.scalar(select(func.count()).select_from(Phone)) == phones


def test_a_walk_in_may_have_no_name(app):
    session = a_session()
    added(session, "   ")
    assert db.session.scalars(select(Person.first_name)).one() is None


def test_a_page_sent_twice_adds_one(app):
    session, form = a_session(), uuid.uuid4()
    assert added(session, "Kev", form=form) is Added.ADDED
    assert added(session, "Kev", form=form) is Added.THERE
    assert len(checking_in.room(session).coming) == 1


def test_a_full_room_asks_first_and_then_has_a_place_beyond_its_capacity(app):
    session = a_session(capacity=2)
    coming(session, "Kev", "Ann")
    assert added(session, "Mo") is Added.FULL
    assert checking_in.room(session).taken == 2
    assert added(session, "Mo", anyway=True) is Added.ADDED
    assert added(session, "Jo", anyway=True) is Added.ADDED
    places = db.session.scalars(select(Invitation.place).order_by(Invitation.place)).all()
    assert places == [1, 2, 3, 4]


def test_a_room_is_full_of_those_who_are_here_without_a_place_too(app):
    session = a_session(capacity=2)
    coming(session, "Kev")
    (ann,) = coming(session, "Ann", state="declined")
    checking_in.mark(session, ann.id, here=True)
    assert added(session, "Mo") is Added.FULL


def test_nobody_walks_in_to_a_session_that_is_off(app):
    session = a_session()
    session.cancelled_at = NOW
    db.session.flush()
    assert added(session, "Mo", anyway=True) is Added.OFF


def test_a_walk_in_added_by_mistake_is_gone_with_their_name(app):
    session, form = a_session(), uuid.uuid4()
    added(session, "Mo", form=form)
    assert not checking_in.take_off(session, form)
    checking_in.mark(session, form, here=False)
    assert checking_in.take_off(session, form)
    assert db.session.scalars(select(Person)).all() == []


def test_somebody_who_was_invited_cannot_be_taken_off(app):
    session = a_session()
    (kev,) = coming(session, "Kev")
    assert not checking_in.take_off(session, kev.id)


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated):
    """An app on each kind of database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def test_two_tablets_at_once_lose_no_tap_and_fill_no_place_twice(either):
    session = a_session(capacity=30)
    people = [one.id for one in coming(session, *("Kev" for _ in range(10)))]
    session_id = session.id
    db.session.commit()

    def tablet(mine: list[uuid.UUID]) -> None:
        with either.app_context():
            for who in mine:
                here = db.session.get_one(Session, session_id)
                checking_in.mark(here, who, here=True)
                db.session.commit()
                added(here, "Mo")
                db.session.commit()

    both = [threading.Thread(target=tablet, args=(mine,)) for mine in (people[::2], people[1::2])]
    for one in both:
        one.start()
    for one in both:
        one.join()

    db.session.expire_all()
    room = checking_in.room(db.session.get_one(Session, session_id))
    places = db.session.scalars(select(Invitation.place)).all()
    assert (room.here, set(places), len(places)) == (20, set(range(1, 21)), 20)
