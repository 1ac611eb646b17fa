"""A text about several sessions that waits until one of them has begun asks about the others."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine

from engage import outbox, planning, sending, session_changes, session_invites, times
from engage.extensions import db
from engage.models import OutboundText, Phone, Session
from engage.planning import Plan
from tests.conftest import settings_for
from tests.factories import a_person, phone_of, texts_to
from tests.features.networks import Network

HOUR = timedelta(hours=1)
SATURDAY = datetime(2027, 3, 6, 14, 0)
FRIDAY_NIGHT = "2027-03-05T19:00:00+00:00"
MONDAY = "2027-03-08T10:00:00+00:00"


@pytest.fixture
def settings(tmp_path):
    """Nobody is asked anything at the weekend."""
    return settings_for(
        tmp_path,
        text_from=time(9),
        text_until=time(20),
        ask_from=time(10),
        ask_until=time(18),
        ask_at_weekends=False,
    )


@pytest.fixture(autouse=True)
def clock():
    """Friday night, and it may be put forward."""
    with time_machine.travel(FRIDAY_NIGHT, tick=True) as found:
        yield found


def sessions_on(*days: int) -> list[Session]:
    """One on each of these days, counted from the Saturday."""
    return [
        planning.plan(
            Plan(
                title="Tea and talk",
                starts_local=SATURDAY + timedelta(days=day),
                ends_local=SATURDAY + timedelta(days=day) + 2 * HOUR,
                place="Quay Street",
                capacity=2,
            ),
            now=times.now(),
        )
        for day in days
    ]


def asked_about(sessions: list[Session]) -> Phone:
    phone = phone_of(a_person())
    assert session_invites.invite_to(sessions, [phone], now=times.now()) == 1
    go()
    return phone


def go() -> None:
    """Send what may go now."""
    db.session.commit()
    network = Network(status="delivered")
    while any(
        sending.send_one(row, network, now=times.now()) not in (None, "queued")
        for row in outbox.due(now=times.now())
    ):
        pass


def texts(phone: Phone) -> list[tuple[str, str]]:
    db.session.expire_all()
    return [(one.state, one.body or "") for one in texts_to(phone)]


def states(sessions: list[Session]) -> list[str]:
    db.session.expire_all()
    return [one.invitations[0].state for one in sessions]


def test_one_that_has_begun_is_left_out_and_the_others_keep_their_numbers(app, clock):
    phone = asked_about(sessions_on(0, 3, 5))
    clock.move_to(MONDAY)
    go()
    (first, _), (second, body) = texts(phone)
    assert (first, second) == ("expired", "delivered")
    assert (
        "\n2 Tea and talk, Tuesday 9 March at 2pm, Quay Street"
        "\n3 Tea and talk, Thursday 11 March at 2pm, Quay Street\nReply with the numbers"
    ) in body
    assert "Saturday" not in body


@pytest.mark.parametrize(
    "said,expected",
    [
        ("2", ["accepted", "declined"]),
        ("2 and 3", ["accepted", "accepted"]),
        ("thursday", ["declined", "accepted"]),
        ("no", ["declined", "declined"]),
    ],
)
def test_the_numbers_that_people_reply_to_are_those_of_the_text(app, clock, say, said, expected):
    sessions = sessions_on(0, 3, 5)
    phone = asked_about(sessions)
    clock.move_to(MONDAY)
    go()
    say(phone, said)
    assert states(sessions)[1:] == expected


def test_of_two_the_one_that_is_left_is_asked_about_and_answered_alone(app, clock, say):
    sessions = sessions_on(0, 3)
    phone = asked_about(sessions)
    clock.move_to(MONDAY)
    go()
    assert "would you like to come to Tea and talk? Tuesday 9 March" in texts(phone)[-1][1]
    say(phone, "yes")
    assert states(sessions)[1] == "accepted"


def test_one_left_after_the_other_is_off_is_answered_alone_too(app, clock, say):
    sessions = sessions_on(3, 5)
    phone = asked_about(sessions)
    session_changes.cancel(sessions[0], now=times.now())
    clock.move_to(MONDAY)
    go()
    say(phone, "yes")
    assert states(sessions)[1] == "accepted"


def test_nothing_is_said_twice(app, clock):
    phone = asked_about(sessions_on(0, 3, 5))
    clock.move_to(MONDAY)
    for _ in range(3):
        go()
    assert [state for state, _ in texts(phone)] == ["expired", "delivered"]


def test_once_each_has_begun_nothing_more_is_asked(app, clock):
    phone = asked_about(sessions_on(0, 1))
    clock.move_to(MONDAY)
    go()
    assert [state for state, _ in texts(phone)] == ["expired"]


def test_one_after_another_begins_while_the_text_waits(app, clock):
    phone = asked_about(sessions_on(0, 3, 5))
    clock.move_to("2027-03-06T15:00:00+00:00")
    look_now(phone)
    go()
    clock.move_to("2027-03-10T12:00:00+00:00")
    go()
    assert [state for state, _ in texts(phone)] == ["expired", "expired", "delivered"]
    assert "Thursday 11 March" in texts(phone)[-1][1]


def look_now(phone: Phone) -> None:
    """Have the texts of this phone looked at now."""
    for row in texts_to(phone):
        row.not_before = times.now()


def test_a_session_called_off_just_as_the_text_was_written_is_left_out(app, clock):
    sessions = sessions_on(3, 5, 7)
    phone = asked_about(sessions)
    sessions[0].cancelled_at = times.now()
    clock.move_to(MONDAY)
    go()
    assert [state for state, _ in texts(phone)] == ["expired", "delivered"]
    assert "Tuesday" not in texts(phone)[-1][1]


def test_a_text_that_went_in_time_is_not_said_again_when_one_begins(app, clock):
    phone = asked_about(sessions_on(3, 5))
    clock.move_to(MONDAY)
    go()
    clock.move_to("2027-03-10T12:00:00+00:00")
    go()
    assert [state for state, _ in texts(phone)] == ["delivered"]
    assert db.session.query(OutboundText).count() == 1
