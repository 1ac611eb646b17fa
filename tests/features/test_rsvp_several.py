"""Several sessions asked about in one text, and answered in one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from engage import planning, session_changes, session_invites, times
from engage.extensions import db
from engage.models import AccessNeed, Invitation, OutboundText, Phone, Session
from engage.planning import Plan
from engage.session_changes import Move
from tests.factories import a_person, phone_of, texts_to

TUESDAY = datetime(2027, 3, 9, 14, 0)
DAYS = timedelta(days=2)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel("2027-03-01T10:00:00+00:00", tick=True):
        yield


@pytest.fixture
def sessions(app) -> list[Session]:
    """On a Tuesday, a Thursday and a Saturday; two places at each."""
    return [
        planning.plan(
            Plan(
                title="Tea and talk",
                starts_local=TUESDAY + n * DAYS,
                ends_local=TUESDAY + n * DAYS + timedelta(hours=2),
                place="Quay Street",
                capacity=2,
            ),
            now=times.now(),
        )
        for n in range(3)
    ]


@pytest.fixture
def phone(sessions, drain) -> Phone:
    found = phone_of(a_person())
    assert session_invites.invite_to(sessions[::-1], [found], now=times.now()) == 1
    db.session.commit()
    drain()
    return found


def states(sessions: list[Session]) -> list[str]:
    db.session.expire_all()
    return [one.invitations[0].state for one in sessions]


def test_one_text_asks_about_all_of_them_in_order(phone):
    (text,) = texts_to(phone)
    assert text.body == (
        "Your Say: can you come to any of these?\n"
        "1 Tea and talk, Tuesday 9 March at 2pm, Quay Street\n"
        "2 Tea and talk, Thursday 11 March at 2pm, Quay Street\n"
        "3 Tea and talk, Saturday 13 March at 2pm, Quay Street\n"
        "Reply with the numbers, or NO. STOP ends all texts."
    )


@pytest.mark.parametrize(
    "said,expected",
    [
        ("Tues yes, not Thurs", ["accepted", "declined", "declined"]),
        ("1 and 3", ["accepted", "declined", "accepted"]),
        ("none sorry", ["declined"] * 3),
        ("no", ["declined"] * 3),
        ("any of them", ["accepted"] * 3),
        ("any but thursday", ["accepted", "declined", "accepted"]),
        ("13", ["declined", "declined", "accepted"]),
        ("yes", ["invited"] * 3),
    ],
)
def test_the_answer_is_read_for_each(phone, say, sessions, said, expected):
    say(phone, said)
    assert states(sessions) == expected


def test_what_they_have_is_said_back(phone, say):
    assert say(phone, "1 and 3") == [
        "Thank you, you have a place:\n"
        "1 Tea and talk, Tuesday 9 March at 2pm, Quay Street\n"
        "3 Tea and talk, Saturday 13 March at 2pm, Quay Street\n"
        "If you cannot come, tell us."
    ]


def test_one_alone_is_answered_as_one_alone(phone, say):
    (told,) = say(phone, "thursday")
    assert told.startswith("Thank you, you have a place. Tea and talk, Thursday 11 March at 2pm")


def test_a_full_one_is_told_apart(phone, say, drain, sessions):
    others = [phone_of(a_person()) for _ in range(2)]
    session_invites.invite(sessions[0], others, now=times.now())
    db.session.commit()
    drain()
    for other in others:
        say(other, "yes")
    (told,) = say(phone, "1 and 2")
    assert "you have a place:\n2 Tea" in told
    assert "Full just now, so we have kept your name:\n1 Tea" in told


def test_a_need_is_noted_for_each_they_come_to(phone, say):
    say(phone, "1 and 2 but I need a lift")
    needs = db.session.scalars(select(AccessNeed)).all()
    assert [one.need for one in needs] == ["transport"] * 2


def test_what_is_not_followed_is_asked_about_and_then_listed(phone, say):
    assert say(phone, "hm") == [
        "Sorry, we did not follow. Which suit you? Reply with the numbers, or NO if none do."
    ]
    assert say(phone, "er")[0].startswith("1 Tea and talk")
    assert say(phone, "erm")[0].startswith("Thanks. A person will read this.")


def test_another_one_later_comes_beside_what_they_have(phone, say, sessions):
    say(phone, "1")
    (told,) = say(phone, "thursday too")
    assert states(sessions) == ["accepted", "accepted", "declined"]
    assert "1 Tea" in told
    assert "2 Tea" in told


def test_one_given_up_later_leaves_the_other(phone, say, sessions):
    say(phone, "1 and 2")
    say(phone, "just tuesday now")
    assert states(sessions) == ["accepted", "declined", "declined"]


def test_no_after_a_reminder_gives_up_that_one_alone(phone, say, sessions):
    say(phone, "1 and 2")
    invitation = sessions[0].invitations[0]
    reminder = OutboundText(
        dedupe_key="reminder", phone_id=phone.id, number=phone.number, body="Reminder",
        kind="reminder", state="delivered", segments=1, created_at=times.now(),
        not_before=times.now(), sent_at=times.now(), invitation_id=invitation.id,
    )  # fmt: skip
    db.session.add(reminder)
    db.session.commit()
    say(phone, "no sorry cant come")
    assert states(sessions) == ["declined", "accepted", "declined"]


def test_one_that_moved_is_asked_about_alone_and_the_others_stay(phone, say, drain, sessions):
    say(phone, "1 and 3")
    to = Move(datetime(2027, 3, 10, 9), datetime(2027, 3, 10, 10), "The Arches")
    session_changes.move(sessions[0], to, now=times.now())
    db.session.commit()
    drain()
    assert states(sessions)[0] == "offered"
    say(phone, "no")
    assert states(sessions) == ["declined", "declined", "accepted"]


def test_a_text_that_had_not_gone_is_written_again_when_one_is_off(app, sessions, drain, say):
    phone = phone_of(a_person())
    session_invites.invite_to(sessions, [phone], now=times.now())
    session_changes.cancel(sessions[0], now=times.now())
    db.session.commit()
    drain()
    first, second = texts_to(phone)
    assert (first.state, second.state) == ("suppressed", "delivered")
    assert "\n2 Tea and talk, Thursday 11 March" in (second.body or "")
    assert "Tuesday" not in (second.body or "")
    say(phone, "2")
    assert states(sessions) == ["invited", "accepted", "declined"]


def test_a_text_that_had_not_gone_is_written_again_when_one_moves(app, sessions, drain):
    phone = phone_of(a_person())
    session_invites.invite_to(sessions, [phone], now=times.now())
    to = Move(datetime(2027, 3, 10, 9), datetime(2027, 3, 10, 10), "The Arches")
    assert session_changes.move(sessions[0], to, now=times.now()) == 1
    db.session.commit()
    drain()
    texts = texts_to(phone)
    assert [one.state for one in texts] == ["suppressed", "delivered"]
    assert "1 Tea and talk, Wednesday 10 March at 9am, The Arches\n2" in (texts[1].body or "")


def test_whoever_was_asked_about_one_is_asked_about_the_others_alone(app, sessions):
    phone = phone_of(a_person())
    session_invites.invite(sessions[0], [phone], now=times.now())
    session_invites.invite_to(sessions[:2], [phone], now=times.now())
    assert "would you like to come to Tea and talk? Thursday" in (texts_to(phone)[-1].body or "")
    assert session_invites.invite_to(sessions[:2], [phone], now=times.now()) == 0
    assert {one.batch_id for one in db.session.scalars(select(Invitation))} == {None}


def test_of_two_that_wait_for_an_answer_the_one_told_of_last_is_answered(app, sessions, drain, say):
    phone = phone_of(a_person())
    for session in sessions[:2]:
        session_invites.invite(session, [phone], now=times.now())
        db.session.commit()
        drain()
    to = Move(TUESDAY, TUESDAY + timedelta(hours=1), "The Arches")
    session_changes.move(sessions[0], to, now=times.now())
    db.session.commit()
    drain()
    session_invites.invite(sessions[2], [phone], now=times.now() - timedelta(minutes=5))
    db.session.commit()
    say(phone, "yes")
    assert states(sessions) == ["accepted", "invited", "invited"]


def test_a_yes_after_a_no_to_all_is_asked_which(phone, say, sessions):
    assert say(phone, "no")[-1].endswith("If you change your mind, reply YES.")
    assert "number" in say(phone, "yes")[-1]
    say(phone, "2")
    assert states(sessions) == ["declined", "accepted", "declined"]
