"""A session changes so late that no text reaches people in time: somebody has to ring them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from engage import (
    delivery,
    outbox,
    places,
    planning,
    ringing,
    rsvp,
    session_changes,
    session_invites,
    threads,
    times,
)
from engage.extensions import db
from engage.models import Invitation, Person, Session, Thread
from engage.planning import Plan
from engage.session_changes import Move
from tests.conftest import settings_for
from tests.factories import a_person, phone_of, texts_to

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NINE = datetime(2026, 12, 3, 9, 0)


@pytest.fixture
def settings(tmp_path):
    """Texts go out from 9am to 8pm."""
    return settings_for(tmp_path, text_from=time(9), text_until=time(20))


def at(wall: datetime) -> datetime:
    return times.from_local(wall)


NIGHT = at(datetime(2026, 12, 2, 22, 0))
NOON = at(datetime(2026, 12, 1, 12, 0))


@pytest.fixture
def session(app) -> Session:
    """At 9am, with one place."""
    plan = Plan(
        title="Tea and talk",
        starts_local=NINE,
        ends_local=NINE + 2 * HOUR,
        place="Quay Street",
        capacity=1,
    )
    return planning.plan(plan, now=NOON)


def asked(session: Session, name: str, said: str | None = "yes") -> Person:
    """Somebody who has been asked, and what they said."""
    person = a_person(name)
    session_invites.invite(session, [phone_of(person)], now=NOON)
    for text in texts_to(phone_of(person)):
        text.state = "delivered"
    if said:
        rsvp.answer_by_text(invitation_of(session, person), said, now=NOON)
    db.session.commit()
    return person


def invitation_of(session: Session, person: Person) -> Invitation:
    db.session.expire(session, ["invitations"])
    return next(one for one in session.invitations if one.person_id == person.id)


def to_ring(session: Session, *, now: datetime = NIGHT) -> list[str | None]:
    db.session.commit()
    return [one.first_name for one in ringing.of_change(session, now=now)]


def why(person: Person) -> str | None:
    thread = db.session.get(Thread, phone_of(person).id, populate_existing=True)
    return thread.why if thread else None


def a_move(starts: datetime) -> Move:
    return Move(starts, starts + 2 * HOUR, "Quay Street")


@pytest.fixture
def people(session) -> dict[str, Person]:
    """One with a place, one who waits, one who has not answered and one who said no."""
    said = {"Kev": "yes", "Rosa": "yes", "Joy": None, "Terry": "no"}
    return {name: asked(session, name, words) for name, words in said.items()}


class TestCalledOff:
    """In the night before the morning it is held."""

    def test_nobody_is_told_by_text_and_each_is_to_be_rung_places_first(self, session, people):
        assert session_changes.cancel(session, now=NIGHT) == 0
        assert to_ring(session) == ["Kev", "Rosa", "Joy"]
        assert [why(one) for one in people.values()] == ["ring", "ring", "ring", None]

    def test_the_text_is_kept_and_never_goes(self, session, people):
        session_changes.cancel(session, now=NIGHT)
        last = texts_to(phone_of(people["Kev"]))[-1]
        assert (last.kind, last.state) == ("notice", "expired")

    def test_once_somebody_has_rung_that_one_is_done(self, session, people):
        session_changes.cancel(session, now=NIGHT)
        threads.nobody_is_needed(phone_of(people["Kev"]))
        db.session.expire_all()
        assert [one.is_done for one in ringing.of_change(session, now=NIGHT)] == [
            True,
            False,
            False,
        ]

    @pytest.mark.parametrize("hours,told", [(0, 0), (1, 3)])
    def test_a_text_that_goes_before_it_starts_is_in_time(self, session, people, hours, told):
        session.starts_local += hours * HOUR
        assert session_changes.cancel(session, now=NIGHT) == told
        assert bool(to_ring(session)) == (not told)

    def test_by_day_nobody_is_rung(self, session, people):
        assert session_changes.cancel(session, now=NOON) == 3
        assert to_ring(session, now=NOON) == []
        assert why(people["Kev"]) is None

    def test_a_text_that_did_not_arrive_leaves_somebody_to_ring(self, session, people):
        session_changes.cancel(session, now=NOON)
        for name, state in (("Kev", "undelivered"), ("Rosa", "delivered"), ("Joy", "sent")):
            texts_to(phone_of(people[name]))[-1].state = state
        assert to_ring(session, now=NOON) == ["Kev"]

    def test_who_has_a_place_and_no_phone_for_texts_is_to_be_rung(self, session, people):
        for one in people.values():
            phone_of(one).stopped_at = NOON
        session_changes.cancel(session, now=NOON)
        assert to_ring(session, now=NOON) == ["Kev"]
        assert why(people["Kev"]) is None

    @pytest.mark.parametrize("ended", ["stopped_at", "unusable_since"])
    def test_whose_texts_end_before_the_news_could_go_is_to_be_rung(self, session, people, ended):
        session.starts_local += HOUR
        session_changes.cancel(session, now=NIGHT)
        assert to_ring(session) == []
        kev = phone_of(people["Kev"])
        setattr(kev, ended, NIGHT)
        outbox.suppress_queued(kev)
        assert to_ring(session) == ["Kev"]

    @pytest.mark.parametrize("code", ["30004", "30005"])
    def test_whose_phone_the_news_cannot_reach_is_not_done_for_what_was_settled_before(
        self, session, people, code
    ):
        kev = phone_of(people["Kev"])
        threads.need_a_person(kev, "other", now=NOON)
        threads.nobody_is_needed(kev)
        session_changes.cancel(session, now=NOON)
        news = texts_to(kev)[-1]
        delivery.report(str(news.id), "SM1", "undelivered", code, now=NOON)
        assert to_ring(session, now=NOON) == ["Kev"]
        assert [one.is_done for one in ringing.of_change(session, now=NOON)] == [False]

    def test_there_is_nobody_to_ring_once_it_is_over(self, session, people):
        session_changes.cancel(session, now=NIGHT)
        assert to_ring(session, now=session.ends_at) == []


class TestMoved:
    """In the night before the morning on which people know it to be."""

    def test_a_text_that_goes_after_the_start_they_know_of_comes_too_late(self, session, people):
        session_changes.move(session, a_move(NINE + 7 * DAY), now=NIGHT)
        assert to_ring(session) == ["Kev", "Rosa", "Joy"]
        assert why(people["Kev"]) == "ring"

    def test_the_text_still_goes_in_the_morning_and_then_they_know(self, session, people):
        assert session_changes.move(session, a_move(NINE + 7 * DAY), now=NIGHT) == 3
        for one in people.values():
            texts_to(phone_of(one))[-1].state = "sent"
        assert to_ring(session, now=at(NINE)) == []

    def test_to_an_earlier_hour_that_no_text_comes_before(self, session, people):
        session.starts_local, session.ends_local = NINE + 4 * HOUR, NINE + 6 * HOUR
        assert session_changes.move(session, a_move(NINE), now=NIGHT) == 0
        assert to_ring(session) == ["Kev", "Rosa", "Joy"]

    def test_whose_texts_end_before_the_news_goes_still_knows_of_the_first_day(
        self, session, people
    ):
        session_changes.move(session, a_move(NINE + 7 * DAY), now=NIGHT)
        kev = phone_of(people["Kev"])
        kev.stopped_at = NIGHT
        outbox.suppress_queued(kev)
        session_changes.move(session, a_move(NINE + 8 * DAY), now=NIGHT)
        db.session.commit()
        assert ringing.of_change(session, now=NIGHT)[0].heard_local == NINE

    def test_whoever_answers_to_the_new_day_needs_no_ring(self, session, people):
        session_changes.move(session, a_move(NINE + 7 * DAY), now=NIGHT)
        kev = invitation_of(session, people["Kev"])
        places.call_off_texts(kev)
        assert to_ring(session) == ["Rosa", "Joy"]

    def test_a_yes_to_what_it_was_is_told_where_the_text_came_too_late(self, session, people):
        session.starts_local, session.ends_local = NINE + 4 * HOUR, NINE + 6 * HOUR
        session_changes.move(session, a_move(NINE), now=NIGHT)
        kev = invitation_of(session, people["Kev"])
        told = [rsvp.answer_by_text(kev, "yes", now=NIGHT).text for _ in range(2)]
        assert "It is now Thursday 3 December at 9am" in told[0]
        assert told[1].startswith("Thank you, you have a place.")

    def test_in_good_time_nobody_is_rung(self, session, people):
        session_changes.move(session, a_move(NINE + 7 * DAY), now=NOON)
        assert to_ring(session, now=NOON) == []

    def test_who_had_not_been_asked_yet_is_not_rung(self, session):
        joy = a_person("Joy")
        session_invites.invite(session, [phone_of(joy)], now=NIGHT)
        session_changes.move(session, a_move(NINE + 7 * DAY), now=NIGHT)
        assert to_ring(session) == []
