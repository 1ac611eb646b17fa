"""Sessions: planned, asked about by text, places that fill, and one reminder at the right time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from engage import (
    planning,
    reminders,
    rsvp,
    rsvp_meant,
    sending,
    session_changes,
    session_invites,
    times,
    work,
)
from engage.extensions import db
from engage.models import (
    Conversation,
    InboundText,
    Invitation,
    OutboundText,
    Reminder,
    Session,
)
from engage.planning import CannotPlan, Plan
from tests.conftest import settings_for
from tests.factories import (
    a_person,
    a_session,
    a_survey,
    a_text,
    phone_of,
    texts_to,
)

WALL = datetime(2026, 6, 10, 14, 0)
NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


def a_plan(**given) -> Plan:
    whole = {
        "title": "Tea and talk",
        "starts_local": WALL,
        "ends_local": WALL + timedelta(hours=2),
        "place": "The Lantern Rooms",
        "capacity": 2,
    }
    return Plan(**{**whole, **given})


def asked(session, *people, now=None) -> list[Invitation]:
    """Invite these people, whose texts go at once, and give their invitations in this order."""
    now = now or times.now()
    session_invites.invite(session, [phone_of(p) for p in people], now=now)
    db.session.execute(
        update(OutboundText)
        .where(OutboundText.kind == "invitation", OutboundText.state == "queued")
        .values(state="sent", sent_at=now)
    )
    return [next(i for i in session.invitations if i.person_id == p.id) for p in people]


def reminder_texts() -> list[OutboundText]:
    return list(db.session.scalars(select(OutboundText).where(OutboundText.kind == "reminder")))


@pytest.mark.parametrize(
    "given,field",
    [
        ({"capacity": 0}, "capacity"),
        ({"ends_local": WALL}, "ends"),
        ({"starts_local": datetime(2026, 5, 1, 14)}, "starts"),
    ],
)
def test_a_plan_that_does_not_fit_says_which_part(app, given, field):
    with pytest.raises(CannotPlan) as problem:
        planning.plan(a_plan(**given), now=NOW)
    assert problem.value.field == field


def test_a_session_gets_reminders_two_days_and_two_hours_before(app):
    session = planning.plan(a_plan(), now=NOW)
    assert [r.due_local for r in session.reminders] == [
        datetime(2026, 6, 8, 14),
        datetime(2026, 6, 10, 12),
    ]


def test_a_reminder_whose_time_has_gone_is_not_planned(app):
    session = planning.plan(a_plan(), now=datetime(2026, 6, 10, 9, tzinfo=UTC))
    assert [r.due_local for r in session.reminders] == [datetime(2026, 6, 10, 12)]


def test_a_clock_change_does_not_move_a_reminder(app):
    sunday = datetime(2026, 10, 25, 14)
    session = planning.plan(
        a_plan(starts_local=sunday, ends_local=sunday + timedelta(hours=1)), now=NOW
    )
    assert session.reminders[0].due_at == datetime(2026, 10, 23, 13, tzinfo=UTC)
    assert session.starts_at == datetime(2026, 10, 25, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "said,state",
    [
        ("yes", "accepted"),
        ("count me in", "accepted"),
        ("yes but I can't do stairs", "accepted"),
        ("👍", "accepted"),
        ("no thanks", "declined"),
        ("cant make it sorry", "declined"),
        ("what time is the bus", "invited"),
    ],
)
def test_an_answer_in_words_is_understood(app, drain, said, state):
    person = a_person()
    session = a_session()
    asked(session, person)
    a_text(phone_of(person), said)
    drain()
    db.session.expire_all()
    assert session.invitations[0].state == state


def test_what_is_said_beside_yes_is_kept(app, drain):
    person = a_person()
    session = a_session()
    asked(session, person)
    a_text(phone_of(person), "yes but I can't do stairs")
    drain()
    db.session.expire_all()
    assert "stairs" in (session.invitations[0].words or "")


def test_places_fill_and_the_next_person_is_told_it_is_full(app, drain):
    people = [a_person() for _ in range(3)]
    session = a_session(capacity=2)
    asked(session, *people)
    for person in people:
        a_text(phone_of(person), "yes")
    drain()
    states = db.session.scalars(select(Invitation.state)).all()
    assert sorted(states) == ["accepted", "accepted", "waiting"]


def test_the_database_refuses_two_people_in_one_place(app):
    session = a_session()
    first, second = asked(session, a_person(), a_person())
    first.state, first.place = "accepted", 1
    second.state, second.place = "accepted", 1
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize("said", ["SKIP", "next", "move on"])
def test_a_word_for_missing_a_question_gives_up_no_place(app, drain, said):
    person, session = a_person(), a_session()
    [asked_to] = asked(session, person)
    a_text(phone_of(person), "yes")
    drain()

    a_text(phone_of(person), said)
    drain()

    db.session.expire_all()
    assert asked_to.state == "accepted"


def test_the_word_of_a_survey_opens_it_while_an_invitation_waits(app, drain):
    person, session = a_person(), a_session()
    survey = a_survey(text_word="HOME")
    [asked_to] = asked(session, person)

    a_text(phone_of(person), "Home")
    drain()

    db.session.expire_all()
    conversation = db.session.scalars(select(Conversation)).one()
    assert conversation.survey_id == survey.id
    assert (asked_to.state, asked_to.clarifies) == ("invited", 0)


def test_a_change_of_mind_gives_the_place_back(app, drain):
    person = a_person()
    session = a_session()
    asked(session, person)
    for said in ("yes", "sorry cant make it now"):
        a_text(phone_of(person), said)
        drain()
    db.session.expire_all()
    assert (session.invitations[0].state, session.invitations[0].place) == ("declined", None)


def test_nobody_is_asked_twice(app):
    person = a_person()
    session = a_session()
    asked(session, person)
    asked(session, person)
    assert len(texts_to(phone_of(person))) == 1


def test_saying_no_to_a_session_is_not_an_opt_out(app, drain):
    person = a_person()
    asked(a_session(), person)
    a_text(phone_of(person), "no")
    drain()
    db.session.expire_all()
    assert phone_of(person).stopped_at is None


class TestReminders:
    """The sweep that finds what is due."""

    @pytest.fixture
    def settings(self, tmp_path):
        """Texts go out from 9am to 8pm."""
        return settings_for(tmp_path, text_from=time(9), text_until=time(20))

    @pytest.fixture
    def coming(self, app):
        """A session on 10 June at 2pm to which one person is coming."""
        session = planning.plan(a_plan(), now=NOW)
        invitation = asked(session, a_person(), now=NOW)[0]
        invitation.state, invitation.place = "accepted", 1
        db.session.commit()
        return session

    def sweep(self, now: datetime) -> None:
        for reminder_id in reminders.due(now=now):
            reminders.send_one(reminder_id, now=now)

    def test_nothing_goes_before_its_time(self, coming):
        self.sweep(datetime(2026, 6, 8, 12, 59, tzinfo=UTC))
        assert reminder_texts() == []

    def test_one_text_goes_when_it_is_due_however_often_the_sweep_runs(self, coming):
        for minute in range(5):
            self.sweep(datetime(2026, 6, 8, 13, minute, tzinfo=UTC))
        assert len(reminder_texts()) == 1

    def test_a_crash_after_the_claim_is_made_good_once(self, coming):
        due = datetime(2026, 6, 8, 13, 0, tzinfo=UTC)
        self.sweep(due)
        reminder = coming.reminders[0]
        reminder.state, reminder.lease_until = "waiting", due
        db.session.commit()
        self.sweep(due + timedelta(minutes=5))
        assert len(reminder_texts()) == 1
        assert reminder.state == "done"

    def test_after_a_long_silence_only_the_useful_one_goes(self, coming):
        self.sweep(datetime(2026, 6, 10, 11, 30, tzinfo=UTC))
        assert len(reminder_texts()) == 1
        assert [r.state for r in coming.reminders] == ["missed", "done"]

    def test_one_that_is_too_late_to_be_of_use_is_not_sent(self, coming):
        self.sweep(datetime(2026, 6, 10, 12, 45, tzinfo=UTC))
        assert reminder_texts() == []
        assert {r.state for r in coming.reminders} == {"missed"}

    def test_one_that_comes_due_in_the_night_waits_for_nine(self, coming):
        coming.reminders[0].due_local = datetime(2026, 6, 9, 23, 0)
        db.session.commit()
        self.sweep(datetime(2026, 6, 9, 22, 30, tzinfo=UTC))
        assert reminder_texts() == []
        morning = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
        self.sweep(morning)
        text = reminder_texts()[0]
        assert sending.send_one(text.id, work.provider(), now=morning) == "delivered"

    def test_someone_who_says_no_after_it_was_queued_gets_none(self, coming):

        due = datetime(2026, 6, 8, 13, 0, tzinfo=UTC)
        self.sweep(due)
        invitation = coming.invitations[0]
        invitation.state, invitation.place = "declined", None
        db.session.commit()
        assert sending.send_one(reminder_texts()[0].id, work.provider(), now=due) == "suppressed"

    def test_a_session_that_is_off_reminds_nobody_and_tells_them(self, coming):
        assert session_changes.cancel(coming, now=NOW) == 1
        db.session.commit()
        self.sweep(datetime(2026, 6, 8, 13, 0, tzinfo=UTC))
        assert reminder_texts() == []
        assert db.session.scalars(select(Reminder.state)).first() == "missed"


def test_a_text_long_after_a_session_is_not_taken_for_an_answer_about_it(app, drain):
    person = a_person()
    session = a_session(starts_in=timedelta(hours=3))
    asked(session, person)
    session.starts_local -= timedelta(days=3)
    session.ends_local -= timedelta(days=3)
    a_text(phone_of(person), "is the drop in on tomorrow")
    drain()
    db.session.expire_all()
    assert db.session.scalars(select(InboundText.outcome)).one() == "other"
    assert session.invitations[0].state == "invited"


def test_an_invitation_sent_back_by_the_network_never_goes_once_the_session_is_off(app):
    session = a_session()
    asked(session, a_person())
    db.session.commit()
    text = db.session.scalars(select(OutboundText)).one()
    text.state = "claimed"
    session_changes.cancel(session, now=times.now())
    text.state = "queued"
    db.session.commit()
    assert sending.send_one(text.id, work.provider(), now=times.now()) == "suppressed"


@pytest.mark.parametrize("act", ["invite", "say yes"])
def test_a_session_called_off_a_moment_ago_by_somebody_else_takes_nobody(app, act):
    session, person = a_session(), a_person()
    (invitation,) = asked(session, a_person())
    db.session.commit()
    assert session.cancelled_at is None
    with db.engine.begin() as elsewhere:
        elsewhere.execute(update(Session).values(cancelled_at=times.now()))

    if act == "invite":
        assert session_invites.invite(session, [phone_of(person)], now=times.now()) == 0
    else:
        reply = rsvp.answer_by_text(invitation, "yes", now=times.now())
        assert "is off" in reply.text
        assert invitation.state == "invited"


def test_a_place_given_up_is_offered_to_whoever_has_waited_longest_and_they_are_told(app, drain):
    people = [a_person() for _ in range(4)]
    session = a_session(capacity=1)
    asked(session, *people)
    for person in people[:3]:
        a_text(phone_of(person), "yes")
        drain()
    phone_of(people[1]).stopped_at = times.now()
    db.session.commit()
    a_text(phone_of(people[0]), "sorry cant come")
    drain()
    db.session.expire_all()

    states = {i.person_id: i.state for i in session.invitations}
    assert [states[p.id] for p in people] == ["declined", "waiting", "offered", "invited"]
    assert "A place is free" in (texts_to(phone_of(people[2]))[-1].body or "")


def test_what_was_said_over_several_texts_is_all_kept(app, drain):
    person = a_person()
    session = a_session()
    asked(session, person)
    for said in ("depends if my mam can have the kids", "er"):
        a_text(phone_of(person), said)
        drain()
    db.session.expire_all()
    assert "kids" in (session.invitations[0].words or "")


@pytest.mark.parametrize("hours,states", [(1, ("accepted", "declined")), (30, ("declined",) * 2)])
def test_a_second_no_a_day_after_is_about_the_session_they_said_yes_to(app, hours, states):
    person, now = a_person(), times.now()
    first, second = a_session(), a_session()
    asked(first, person, now=now - timedelta(days=3))
    asked(second, person, now=now - timedelta(days=2))
    [one], [other] = first.invitations, second.invitations
    one.state, one.place, one.answered_at = "accepted", 1, now - timedelta(days=3)
    other.state, other.answered_at = "declined", now - timedelta(hours=hours)
    db.session.commit()
    rsvp_meant.change_of_mind(phone_of(person), "cant make it sorry", now=now)
    assert (one.state, other.state) == states
