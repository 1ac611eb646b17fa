"""Choosing whom to ask to a session: who fits, who is left out and why, and who comes first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from engage import choosing_people, session_invites, threads, times
from engage.choosing_people import Choice, Chosen
from engage.extensions import db
from engage.models import Person, Session
from engage.models.people import interest
from tests.conftest import settings_for
from tests.factories import a_group, a_person, a_phone, a_session, phone_of


@pytest.fixture
def settings(tmp_path):
    """Two texts a week at most that nobody asked for."""
    return settings_for(tmp_path, texts_a_week=2)


@pytest.fixture
def session(app) -> Session:
    return a_session()


def look(session: Session, **given: object) -> Chosen:
    return choosing_people.look([session], Choice(**given), now=times.now())  # type: ignore[arg-type]


def keen_on(person: Person, *topics: str) -> Person:
    rows = [{"person_id": person.id, "topic": one} for one in topics]
    db.session.execute(insert(interest), rows)
    return person


def test_only_those_who_fit_every_part_are_chosen(app, session):
    fits = keen_on(a_person("Fits", borough="sefton", language="pl"), "housing", "health")
    keen_on(a_person("Elsewhere", borough="wirral", language="pl"), "housing")
    keen_on(a_person("English", borough="sefton"), "housing")
    keen_on(a_person("Art", borough="sefton", language="pl"), "art")
    a_person("Nothing", borough="sefton", language="pl")
    chosen = look(
        session,
        boroughs=frozenset({"sefton", "halton"}),
        languages=frozenset({"pl"}),
        interests=frozenset({"housing", "work"}),
    )
    assert chosen.people == (fits.id,)
    assert chosen.languages == {"pl": 1}


def test_a_group_is_narrowed_by_the_rest(app, session):
    inside = a_person("In", borough="sefton")
    group = a_group(inside, a_person("Wirral"))
    a_person("Out", borough="sefton")
    assert look(session, group_id=group.id, boroughs=frozenset({"sefton"})).people == (inside.id,)


def test_whoever_cannot_be_asked_is_counted_by_reason(app, session):
    now = times.now()
    people = {
        name: a_person(name)
        for name in ("able", "asked", "stopped", "dead", "paused", "held", "enough", "fewer")
    }
    nobody = a_person("nobody")
    nobody.phones = []
    session_invites.invite(session, [phone_of(people["asked"])], now=now)
    phone_of(people["stopped"]).stopped_at = now
    phone_of(people["dead"]).unusable_since = now
    phone_of(people["paused"]).paused_until = now + timedelta(days=3)
    threads.hold(phone_of(people["held"]), None, now=now)
    phone_of(people["fewer"]).wants = "fewer"
    for name, times_asked in (("enough", 2), ("fewer", 1)):
        for _ in range(times_asked):
            session_invites.invite(a_session(), [phone_of(people[name])], now=now)
    db.session.flush()

    chosen = look(session, group_id=a_group(*people.values(), nobody).id)

    assert chosen.people == (people["able"].id,)
    assert chosen.left_out == {
        "asked": 1, "stopped": 1, "unusable": 1, "paused": 1, "held": 1, "enough": 2, "no phone": 1
    }  # fmt: skip
    assert chosen.no_number == ("dead", "nobody", "stopped")


def test_another_phone_of_theirs_will_do(app, session):
    person = a_person()
    phone_of(person).stopped_at = times.now()
    other = a_phone(person=person)
    group = a_group(person)
    choice = Choice(group_id=group.id)
    assert look(session, group_id=group.id).people == (person.id,)
    found = choosing_people.phones_for([session], choice, [person.id], now=times.now())
    assert found == [other]


def test_those_asked_least_lately_come_first_and_the_others_are_counted(app, session):
    lately, never, before = (a_person(name) for name in ("lately", "never", "before"))
    now = times.now()
    session_invites.invite(a_session(), [phone_of(lately)], now=now - timedelta(days=2))
    then = now - timedelta(days=60)
    session_invites.invite(a_session(now=then), [phone_of(before)], now=then)
    group = a_group(lately, never, before)

    chosen = look(session, group_id=group.id, most=2)

    assert chosen.people == (never.id, before.id)
    assert chosen.left_out == {"not now": 1}
    assert [(one.first_name, one.last) for one in chosen.not_now] == [
        ("lately", now - timedelta(days=2))
    ]
    assert chosen.spread == (0, 0, 1, 1)


def test_nobody_is_asked_who_was_not_shown(app, session):
    shown, new = a_person(), a_person()
    group = a_group(shown, new)
    found = choosing_people.phones_for(
        [session], Choice(group_id=group.id), [shown.id], now=times.now()
    )
    assert found == [phone_of(shown)]


def test_somebody_shown_who_stopped_meanwhile_is_not_asked(app, session):
    person = a_person()
    group = a_group(person)
    phone_of(person).stopped_at = times.now()
    db.session.flush()
    choice = Choice(group_id=group.id)
    assert choosing_people.phones_for([session], choice, [person.id], now=times.now()) == []


def test_of_several_sessions_whoever_was_asked_to_all_is_left_out(app, session):
    other = a_session(starts_in=timedelta(days=11))
    both, one = a_person(), a_person()
    now = times.now()
    for asked_to, who in ((session, (both, one)), (other, (both,))):
        session_invites.invite(asked_to, [phone_of(person) for person in who], now=now)
    db.session.flush()
    chosen = choosing_people.look([session, other], Choice(group_id=a_group(both, one).id), now=now)
    assert chosen.people == (one.id,)
    assert chosen.left_out == {"asked": 1}
