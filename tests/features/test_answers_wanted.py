"""Somebody holds an offered place and says nothing: they are reminded once that we wait."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from engage import (
    answers_wanted,
    conversations,
    delivery,
    places,
    reminders,
    sending,
    session_changes,
    times,
    work,
)
from engage.extensions import db
from engage.models import Invitation, OutboundText, Session
from engage.session_changes import Move
from tests.conftest import settings_for
from tests.factories import a_person, a_session, a_survey, phone_of
from tests.features.databases import EITHER, an_app_on_either
from tests.features.networks import Network
from tests.texted import conversation

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
"""A Monday, at 11 in Liverpool."""
HOUR = timedelta(hours=1)


@pytest.fixture
def settings(tmp_path):
    """Texts go out from 9am to 8pm."""
    return settings_for(tmp_path, text_from=time(9), text_until=time(20))


def offered(session: Session, **given) -> Invitation:
    """Somebody who waits, and is offered the one place there is."""
    invitation = Invitation(
        id=uuid.uuid4(),
        person=a_person(**given),
        state="waiting",
        invited_at=NOW - timedelta(days=1),
        answered_at=NOW - timedelta(days=1),
    )
    session.invitations.append(invitation)
    db.session.flush()
    places.take_turn(session)
    assert places.offer_free_places(session, now=NOW) == 1
    db.session.commit()
    return invitation


def moved(session: Session, **given) -> Invitation:
    """Somebody who comes to a session that moves to three weeks from now."""
    invitation = Invitation(
        id=uuid.uuid4(),
        person=a_person(**given),
        state="accepted",
        place=1,
        invited_at=NOW - timedelta(days=1),
    )
    session.invitations.append(invitation)
    db.session.flush()
    later = times.local(NOW).replace(tzinfo=None, minute=0) + timedelta(days=21)
    session_changes.move(session, Move(later, later + 2 * HOUR, "Quay Street"), now=NOW)
    db.session.commit()
    return invitation


def one_place(**given) -> Session:
    session = a_session(capacity=1, now=NOW)
    for name, value in given.items():
        setattr(session, name, value)
    return session


def run(last: datetime, *, every: timedelta = HOUR / 2) -> None:
    """Sweep from now until then, and send."""
    moment = NOW
    while moment <= last:
        for session_id in places.due(now=moment):
            places.settle(session_id, now=moment)
        for one in reminders.due(now=moment):
            reminders.send_one(one, now=moment)
        for one in answers_wanted.due(now=moment):
            answers_wanted.send_one(one, now=moment)
        queued = select(OutboundText.id).where(OutboundText.state == "queued")
        for row in db.session.scalars(queued).all():
            sending.send_one(row, work.provider(), now=moment)
        moment += every
    db.session.expire_all()


def went(kind: str = answers_wanted.KIND) -> list[tuple[datetime, str]]:
    rows = db.session.scalars(
        select(OutboundText).where(OutboundText.kind == kind, OutboundText.sent_at.is_not(None))
    )
    return [
        (times.local(one.sent_at).replace(tzinfo=None), one.body or "")
        for one in rows
        if one.sent_at
    ]


def test_halfway_through_a_longer_offer_they_are_reminded_once(app):
    offered(one_place(answer_hours=72))
    run(NOW + timedelta(days=4))
    [(at, body)] = went()
    assert at == datetime(2026, 6, 2, 23, 0) + 10 * HOUR
    assert body.startswith("A place is kept for you: Tea and talk, Wednesday 10 June at 11am")
    assert body.endswith("Reply YES or NO by Thursday 11am.")


def test_an_offer_of_a_day_is_not_reminded_of(app):
    offered(one_place(answer_hours=24))
    run(NOW + timedelta(days=3))
    assert went() == []


def test_whoever_is_asked_again_since_it_moved_is_reminded_once_and_not_as_if_they_came(app):
    one = moved(one_place())
    run(NOW + timedelta(days=21))
    [(at, body)] = went()
    assert at == datetime(2026, 6, 11, 23, 0) + 10 * HOUR
    assert body == (
        "Your place is kept: Tea and talk, Monday 22 June at 11am, Quay Street. "
        "Can you still come? Reply YES or NO."
    )
    assert went("reminder") == []
    assert one.state == "offered"


@pytest.mark.parametrize("language", ["cy", "pl", "ro", "uk", "ar", "fa"])
@pytest.mark.parametrize("begin", [offered, moved])
def test_it_is_said_in_their_language(app, begin, language):
    begin(one_place(answer_hours=72), language=language)
    run(NOW + timedelta(days=12), every=6 * HOUR)
    [(_, body)] = went()
    assert "Tea and talk" in body
    assert "kept" not in body


@pytest.mark.parametrize("state", ["accepted", "declined"])
def test_whoever_has_answered_is_not(app, state):
    one = moved(one_place())
    one.state, one.offered_until = state, None
    one.place = 1 if state == "accepted" else None
    db.session.commit()
    run(NOW + timedelta(days=18))
    assert went() == []


@pytest.mark.parametrize("what", ["answered", "off", "stopped", "asked again"])
def test_it_is_looked_at_again_when_it_is_sent(app, what):
    one = moved(one_place())
    half = NOW + timedelta(days=11)
    assert answers_wanted.due(now=half) == [one.id]
    assert answers_wanted.send_one(one.id, now=half)
    if what == "answered":
        one.state, one.offered_until = "accepted", None
    elif what == "off":
        one.session.cancelled_at = half
    elif what == "stopped":
        phone_of(one.person).stopped_at = half
    else:
        one.round += 1
    db.session.commit()
    row = db.session.scalars(select(OutboundText).where(OutboundText.kind == "answer_wanted")).one()
    assert sending.send_one(row.id, work.provider(), now=half) == "suppressed"


@pytest.mark.parametrize("kind,begin", [("offer", offered), ("moved", moved)])
def test_what_asks_again_and_did_not_arrive_is_tried_again(app, kind, begin):
    begin(one_place())
    text = db.session.scalars(select(OutboundText).where(OutboundText.kind == kind)).one()
    assert sending.send_one(text.id, Network(), now=NOW) == "accepted"
    delivery.report(str(text.id), text.sid or "", "undelivered", "30003", now=NOW)
    db.session.commit()
    again = db.session.scalars(select(OutboundText).where(OutboundText.id != text.id)).one()
    assert sending.send_one(again.id, Network(), now=again.not_before) == "accepted"


@pytest.fixture
def in_a_survey(app, drain, say, monkeypatch):
    """Somebody who holds a place offered, is in the middle of a survey, and is reminded."""
    one = moved(one_place())
    monkeypatch.setattr(times, "now", lambda: NOW + timedelta(days=11))
    conversations.invite(a_survey(), phone_of(one.person), now=times.now())
    db.session.commit()
    drain()
    say(phone_of(one.person), "yes")
    monkeypatch.setattr(times, "now", lambda: NOW + timedelta(days=11, hours=1))
    work.SWEEPS["reminders"]()
    drain()
    assert len(went()) == 1
    monkeypatch.setattr(times, "now", lambda: NOW + timedelta(days=11, hours=2))
    return one


@pytest.mark.parametrize("said,state", [("Yes", "accepted"), ("no", "declined")])
def test_in_the_middle_of_a_survey_a_bare_answer_is_for_it(in_a_survey, say, said, state):
    say(phone_of(in_a_survey.person), said)
    db.session.refresh(in_a_survey)
    assert in_a_survey.state == state
    assert (conversation().state, conversation().question) == ("asking", "area")


def test_and_anything_else_is_for_the_survey(in_a_survey, say, monkeypatch):
    say(phone_of(in_a_survey.person), "3")
    assert conversation().question == "safe"
    monkeypatch.setattr(times, "now", lambda: NOW + timedelta(days=11, hours=3))
    say(phone_of(in_a_survey.person), "no")
    db.session.refresh(in_a_survey)
    assert in_a_survey.state == "offered"


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated):
    """An app on SQLite, and on PostgreSQL."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def test_many_sweeps_at_once_queue_it_once(either):
    one = moved(one_place())
    half = NOW + timedelta(days=11)
    assert answers_wanted.due(now=half) == [one.id]

    def sweep() -> None:
        with either.app_context():
            for found in answers_wanted.due(now=half):
                answers_wanted.send_one(found, now=half)
            db.session.remove()

    threads = [threading.Thread(target=sweep) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = select(OutboundText.id).where(OutboundText.kind == answers_wanted.KIND)
    assert len(db.session.scalars(rows).all()) == 1
    assert answers_wanted.due(now=half) == []
