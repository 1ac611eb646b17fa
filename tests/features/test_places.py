"""Places of a session: never more than there are, and each free one offered in order."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, select, update

from engage import (
    checking_in,
    places,
    replanning,
    rsvp,
    session_changes,
    session_invites,
    times,
    work,
)
from engage.extensions import db
from engage.models import Invitation, OutboundText, Person, Session
from engage.planning import CannotPlan, Details
from tests.conftest import settings_for
from tests.factories import a_person, a_session, phone_of, texts_to
from tests.features.databases import EITHER, an_app_on_either

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
"""A Monday, at 11 in Liverpool."""


@pytest.fixture
def settings(tmp_path):
    """Texts go out from 9am to 8pm."""
    return settings_for(tmp_path, text_from=time(9), text_until=time(20))


def full(count: int, *, capacity: int = 1, **given) -> tuple[Session, list[Invitation]]:
    """A session to which so many people said yes, one after the other."""
    session = a_session(capacity=capacity, now=NOW, **given)
    people = [a_person(f"P{nth}") for nth in range(count)]
    session_invites.invite(session, [phone_of(one) for one in people], now=NOW)
    db.session.flush()
    found = {one.person_id: one for one in session.invitations}
    invited = [found[one.id] for one in people]
    for nth, one in enumerate(invited):
        says(one, "yes", now=NOW + timedelta(seconds=nth))
    return session, invited


def says(invitation: Invitation, words: str, *, now: datetime = NOW) -> str:
    """What is said back to these words."""
    text = rsvp.answer_by_text(invitation, words, now=now).text
    db.session.commit()
    return text


def offers_to(invitation: Invitation) -> list[OutboundText]:
    return [t for t in texts_to(phone_of(invitation.person)) if t.kind == "offer"]


def until(invitation: Invitation) -> datetime:
    assert invitation.offered_until is not None
    return invitation.offered_until


def sweep(now: datetime) -> None:
    for session_id in places.due(now=now):
        places.settle(session_id, now=now)
    db.session.expire_all()


def sent(*texts: OutboundText, now: datetime = NOW) -> None:
    for text in texts:
        text.state, text.sent_at = "delivered", now
    db.session.commit()


def test_a_freed_place_is_offered_to_whoever_has_waited_longest(app):
    _, (first, second, third) = full(3)
    says(first, "sorry cant come")

    assert [one.state for one in (first, second, third)] == ["declined", "offered", "waiting"]
    assert second.place == 1
    body = offers_to(second)[0].body
    assert body is not None
    assert body.startswith("A place is free: Tea and talk,")
    assert body.endswith("Reply YES or NO by Tuesday 11am.")


def test_yes_to_an_offer_takes_the_place(app):
    _, (first, second) = full(2)
    says(first, "no")
    assert says(second, "yes please").startswith("Thank you, you have a place.")
    assert (second.state, second.place, second.offered_until) == ("accepted", 1, None)


def test_no_to_an_offer_passes_it_on(app):
    _, (first, second, third) = full(3)
    says(first, "no")
    says(second, "no thanks")
    assert (second.state, third.state) == ("declined", "offered")


def test_silence_lets_an_offer_lapse_and_the_next_is_offered_it(app):
    _, (first, second, third) = full(3)
    says(first, "no")
    sent(*offers_to(second))
    over = until(second)
    sweep(over - timedelta(minutes=1))
    assert second.state == "offered"
    sweep(over)
    assert (second.state, third.state) == ("lapsed", "offered")
    sweep(over)
    assert len(offers_to(third)) == 1


def test_a_late_yes_waits_again_behind_the_others_and_is_told(app):
    _, (first, second, third, fourth) = full(4)
    says(first, "no")
    sent(*offers_to(second))
    sweep(until(second))
    told = says(second, "yes", now=NOW + timedelta(days=2))
    assert "waiting list again" in told
    assert (second.state, third.state, fourth.state) == ("waiting", "offered", "waiting")
    says(third, "no", now=NOW + timedelta(days=2))
    assert (fourth.state, second.state) == ("offered", "waiting")


def test_a_late_yes_takes_a_place_that_nobody_else_waits_for(app):
    _, (first, second) = full(2)
    says(first, "no")
    sent(*offers_to(second))
    sweep(until(second))
    assert second.state == "lapsed"
    says(second, "yes", now=NOW + timedelta(days=2))
    assert second.state == "accepted"


def test_a_yes_before_the_sweep_has_come_by_is_in_time(app):
    _, (first, second) = full(2)
    says(first, "no")
    says(second, "yes", now=until(second) + timedelta(minutes=1))
    assert second.state == "accepted"


def test_an_offer_that_never_left_us_is_made_again_to_the_same_person(app):
    _, (first, second, third) = full(3)
    says(first, "no")
    sweep(until(second))
    assert (second.state, third.state) == ("offered", "waiting")
    assert [t.state for t in offers_to(second)] == ["suppressed", "queued"]


def test_saying_yes_again_keeps_ones_place_in_the_line(app):
    _, (first, second, third) = full(3)
    says(second, "yes", now=NOW + timedelta(hours=1))
    says(first, "no", now=NOW + timedelta(hours=2))
    assert (second.state, third.state) == ("offered", "waiting")


def test_whoever_cannot_be_told_is_passed_over_and_keeps_their_turn(app):
    _, (first, second, third) = full(3)
    phone_of(second.person).stopped_at = NOW
    says(first, "no")
    assert (second.state, third.state) == ("waiting", "offered")


def test_the_time_to_answer_counts_from_when_the_text_may_go(app):
    session, (first, second) = full(2)
    session.answer_hours = 4
    night = datetime(2026, 6, 1, 21, 30, tzinfo=UTC)
    says(first, "no", now=night)
    assert second.offered_until == datetime(2026, 6, 2, 12, 0, tzinfo=UTC)


def test_the_time_to_answer_does_not_end_in_the_night(app):
    session, (first, second) = full(2)
    session.answer_hours = 6
    says(first, "no", now=datetime(2026, 6, 1, 17, 10, tzinfo=UTC))
    assert second.offered_until == datetime(2026, 6, 2, 9, 0, tzinfo=UTC)


def test_the_time_to_answer_ends_two_hours_before_the_start(app):
    session, (first, second) = full(2, starts_in=timedelta(hours=30))
    says(first, "no", now=NOW + timedelta(hours=23))
    assert second.offered_until == session.starts_at - timedelta(hours=2)


def test_just_before_the_start_a_free_place_is_left_for_the_next_yes(app):
    session, (first, second) = full(2, starts_in=timedelta(hours=6))
    soon = NOW + timedelta(hours=3, minutes=30)
    says(first, "no", now=soon)
    assert second.state == "waiting"
    assert places.due(now=soon) == []
    assert says(second, "yes", now=soon).startswith("Thank you, you have a place")
    assert session.starts_at > soon


def test_nobody_new_goes_before_those_who_wait(app):
    session, (_, second) = full(2)
    late = a_person("Late")
    session_invites.invite(session, [phone_of(late)], now=NOW)
    db.session.flush()
    (newest,) = [one for one in session.invitations if one.person_id == late.id]
    session.capacity = 2
    says(newest, "yes")
    assert (second.state, newest.state) == ("offered", "waiting")


def with_places(capacity: int) -> Details:
    return Details(title="Tea and talk", capacity=capacity)


def test_more_places_are_offered_at_once(app):
    session, (_, second, third, fourth) = full(4)
    replanning.change(session, with_places(3), now=NOW)
    assert [one.state for one in (second, third, fourth)] == ["offered", "offered", "waiting"]


def test_there_cannot_be_fewer_places_than_people_who_have_one_or_are_offered_one(app):
    session, (first, *_) = full(3, capacity=2)
    says(first, "no")
    with pytest.raises(CannotPlan) as problem:
        replanning.change(session, with_places(1), now=NOW)
    assert (problem.value.field, session.capacity) == ("capacity", 2)


def test_a_room_filled_over_its_places_by_a_walk_in_can_be_changed(app):
    session, _ = full(1)
    checking_in.walk_in(session, uuid.uuid4(), "Mo", anyway=True, now=NOW)
    replanning.change(session, with_places(1), now=NOW)
    assert session.capacity == 1


def test_the_place_of_somebody_forgotten_is_offered(app):
    _, (first, second) = full(2)
    db.session.delete(first)
    db.session.commit()
    sweep(NOW)
    assert second.state == "offered"


def test_an_offer_that_was_answered_before_it_left_never_goes(app):
    _, (first, second) = full(2)
    says(first, "no")
    says(second, "yes")
    assert [t.state for t in offers_to(second)] == ["suppressed"]


def test_the_sweep_is_among_those_the_clock_runs(app, monkeypatch):
    _, (first, second) = full(2)
    db.session.delete(first)
    db.session.commit()
    monkeypatch.setattr(times, "now", lambda: NOW)
    work.SWEEPS["places"]()
    db.session.expire_all()
    assert second.state == "offered"


def test_a_session_that_is_off_offers_nothing(app):
    session, (first, second) = full(2)
    session_changes.cancel(session, now=NOW)
    db.session.commit()
    says(first, "no")
    sweep(NOW)
    assert second.state == "waiting"


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated):
    """An app on SQLite, and on PostgreSQL."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def test_many_at_once_never_overfill_a_session(either):
    session = a_session(capacity=3, now=NOW)
    people = [a_person(f"P{nth}") for nth in range(9)]
    session_invites.invite(session, [phone_of(one) for one in people], now=NOW)
    db.session.commit()
    ids = [one.id for one in session.invitations]

    def one_says_yes(invitation_id) -> None:
        with either.app_context():
            invitation = db.session.get_one(Invitation, invitation_id)
            rsvp.answer_by_text(invitation, "yes", now=NOW)
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=one_says_yes, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    states = dict(
        db.session.execute(select(Invitation.state, func.count()).group_by(Invitation.state)).all()
    )
    assert states == {"accepted": 3, "waiting": 6}


def test_two_sweeps_at_once_offer_a_place_once(either):
    session = a_session(capacity=1, now=NOW)
    people = [a_person(f"P{nth}") for nth in range(3)]
    session_invites.invite(session, [phone_of(one) for one in people], now=NOW)
    db.session.flush()
    db.session.execute(update(Invitation).values(state="waiting", answered_at=NOW))
    db.session.commit()
    session_id = session.id

    def sweep_once() -> None:
        with either.app_context():
            places.settle(session_id, now=NOW)
            db.session.remove()

    threads = [threading.Thread(target=sweep_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    offered = select(func.count()).where(Invitation.state == "offered")
    texts = select(func.count()).where(OutboundText.kind == "offer")
    assert (db.session.scalar(offered), db.session.scalar(texts)) == (1, 1)
    assert db.session.scalar(select(func.count()).select_from(Person)) == 3
