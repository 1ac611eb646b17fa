"""Who came: what staff mark, what is only suggested, and that it never leaves anybody out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from engage import attending, choosing_people, inviting, session_invites, times
from engage.attending import Change
from engage.choosing_people import Choice
from engage.extensions import db
from engage.models import Invitation, OutboundText, Person, Session
from tests.factories import a_group, a_person, a_session, a_text, phone_of
from tests.features.databases import EITHER, an_app_on_either
from tests.features.test_inbox_races import AT_ONCE, at_once
from tests.features.test_thanks import over


def asked(session: Session, *people: Person) -> list[Invitation]:
    """Ask these people, and give their invitations in the same order."""
    session_invites.invite(session, [phone_of(one) for one in people], now=times.now())
    db.session.flush()
    by_person = {one.person_id: one for one in session.invitations}
    return [by_person[one.id] for one in people]


def coming(session: Session, *people: Person) -> list[Invitation]:
    """Ask these people; each has said yes."""
    found = asked(session, *people)
    for place, one in enumerate(found, 1):
        one.state, one.place = "accepted", place
    db.session.commit()
    return found


def mark(session: Session, invitation: Invitation, now: str | None, *, was: str | None = None):
    """Mark one person."""
    return attending.mark(session, {invitation.id: Change(was, now)})


@pytest.mark.parametrize("state", ["came", "part", "apologies", "missed"])
def test_each_state_can_be_marked_and_taken_back(app, state):
    session = a_session()
    (kev,) = coming(session, a_person())

    assert mark(session, kev, state).changed == 1
    assert kev.attended == state
    assert mark(session, kev, None, was=state).changed == 1
    assert kev.attended is None


def test_a_state_nobody_knows_changes_nothing(app):
    session = a_session()
    (kev,) = coming(session, a_person())

    assert mark(session, kev, "asleep").changed == 0


def test_the_database_refuses_a_state_nobody_knows(app):
    (kev,) = coming(a_session(), a_person())
    kev.attended = "asleep"
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_somebody_of_another_session_is_not_marked(app):
    (kev,) = coming(a_session(), a_person())

    assert mark(a_session(), kev, "came").changed == 0
    assert kev.attended is None


def test_what_a_colleague_marked_meanwhile_stays_and_is_named(app):
    session = a_session()
    kev, grace = coming(session, a_person("Kev"), a_person("Grace"))
    mark(session, kev, "came")

    marked = attending.mark(
        session, {kev.id: Change(None, "missed"), grace.id: Change(None, "came")}
    )

    assert (marked.changed, marked.left) == (1, 1)
    assert [kev.attended, grace.attended] == ["came", "came"]


def test_an_old_form_that_says_nothing_of_somebody_takes_no_mark_away(app):
    session = a_session()
    (kev,) = coming(session, a_person())
    mark(session, kev, "came")

    assert mark(session, kev, None).changed == 0
    assert kev.attended == "came"


def test_the_list_has_those_expected_apart_from_the_others(app):
    session = a_session()
    coming(session, a_person("Kev"))
    silent, walked_in, said_no = asked(session, *(a_person(name) for name in ("S", "W", "N")))
    walked_in.walk_in = True
    said_no.state, said_no.answered_at = "declined", times.now()
    db.session.flush()

    sheet = attending.sheet(session)

    assert [line.first_name for line in sheet.expected] == ["Kev", "W"]
    assert {line.first_name for line in sheet.others} == {"S", "N"}
    assert silent.attended is None


def test_no_before_the_start_is_suggested_as_apologies_and_never_decided(app, drain):
    session = a_session()
    (kev,) = coming(session, a_person("Kev"))
    a_text(phone_of(kev.person), "sorry cant make it")
    drain()
    db.session.expire_all()
    over(session)
    kev.answered_at = session.starts_at - timedelta(hours=1)

    (line,) = attending.sheet(session).others

    assert (line.said_no, line.attended) == (True, None)


def test_no_after_the_start_is_no_apology(app):
    session = a_session()
    (kev,) = asked(session, a_person())
    over(session)
    kev.state, kev.answered_at = "declined", session.starts_at + timedelta(minutes=5)

    assert [line.said_no for line in attending.sheet(session).others] == [False]


def test_somebody_who_missed_ten_sessions_is_invited_like_anyone(app):
    kev = a_person("Kev")
    for _ in range(10):
        before = a_session()
        (invitation,) = coming(before, kev)
        mark(before, invitation, "missed")
        over(before)
    session, group = a_session(), a_group(kev, a_person("Grace"))
    long_ago = times.now() - timedelta(days=100)
    db.session.execute(update(OutboundText).values(created_at=long_ago))

    chosen = choosing_people.look([session], Choice(group_id=group.id), now=times.now())

    assert kev.id in chosen.people
    assert len(chosen.people) == 2
    assert inviting.size(group) == 2


@pytest.mark.parametrize("hours,may", [(-1, True), (1, False)])
def test_a_session_is_marked_from_its_start(app, hours, may):
    session = a_session()
    now = session.starts_at - timedelta(hours=hours)

    assert attending.may_be_marked(session, now=now) is may


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def test_of_several_who_mark_one_person_at_once_one_does_and_the_rest_are_told(either):
    session = a_session()
    (kev,) = coming(session, a_person("Kev"))
    session_id, kev_id = session.id, kev.id
    states = ("came", "missed") * (AT_ONCE // 2)

    def press(number: int) -> attending.Marked:
        found = db.session.get_one(Session, session_id)
        return attending.mark(found, {kev_id: Change(None, states[number])})

    marked = [one for one in at_once(either, press) if isinstance(one, attending.Marked)]

    assert sum(one.changed for one in marked) == 1
    assert sum(one.left for one in marked) == AT_ONCE // 2
