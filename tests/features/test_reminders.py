"""Reminders: at an hour and in words that are of use, and never in the way of anything else."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from engage import (
    delivery,
    planning,
    reminders,
    sending,
    times,
    wanted,
    work,
)
from engage.extensions import db
from engage.models import Consultation, Invitation, OutboundText, Person, Reminder, Session
from engage.planning import Plan
from engage.reminder_times import Before, goes_at
from tests.conftest import settings_for
from tests.factories import a_person, phone_of
from tests.features.networks import Network

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
NINE_TO_EIGHT = times.Hours(time(9), time(20))
ALL_DAY = times.Hours(time(0), time(0))


@pytest.fixture
def settings(tmp_path):
    """Texts go out from 9am to 8pm."""
    return settings_for(tmp_path, text_from=time(9), text_until=time(20))


def london(*parts: int) -> datetime:
    return times.from_local(datetime(*parts))  # type: ignore[arg-type]


def a_session_at(starts: datetime, *, length: timedelta = 2 * HOUR, **given) -> Session:
    """A session planned three weeks before, with the two reminders there are unless told."""
    plan = Plan(
        title="Tea and talk",
        starts_local=starts,
        ends_local=starts + length,
        place="The Lantern Rooms",
        capacity=12,
        **given,
    )
    session = planning.plan(plan, now=times.from_local(starts) - 21 * DAY)
    db.session.flush()
    return session


def comes(session: Session, person: Person, *, state: str = "accepted") -> Invitation:
    """Somebody who holds a place, or was asked and has not said."""
    taken = len([one for one in session.invitations if one.place])
    invitation = Invitation(
        id=uuid.uuid4(),
        person_id=person.id,
        state=state,
        place=taken + 1 if state == "accepted" else None,
        invited_at=session.starts_at - 20 * DAY,
    )
    session.invitations.append(invitation)
    db.session.commit()
    return invitation


def sweep(now: datetime) -> None:
    """One turn of the clock: what is due is queued, and what may go goes."""
    for reminder_id in reminders.due(now=now):
        reminders.send_one(reminder_id, now=now)
    rows = db.session.scalars(select(OutboundText.id).where(OutboundText.state == "queued"))
    for row in rows.all():
        sending.send_one(row, work.provider(), now=now)
    db.session.expire_all()


def run(first: datetime, last: datetime, *, every: timedelta = 15 * MINUTE) -> None:
    """Let the clock go from one moment to another."""
    while first <= last:
        sweep(first)
        first += every


def went() -> list[tuple[datetime, str]]:
    """When each reminder left, on a London clock, and what it said."""
    rows = db.session.scalars(
        select(OutboundText)
        .where(OutboundText.kind == "reminder", OutboundText.sent_at.is_not(None))
        .order_by(OutboundText.sent_at)
    )
    return [
        (times.local(one.sent_at).replace(tzinfo=None), one.body or "")
        for one in rows
        if one.sent_at is not None
    ]


@pytest.mark.parametrize(
    "starts,before,goes",
    [
        ((2026, 6, 10, 14, 0), 2 * DAY, (2026, 6, 8, 14, 0)),
        ((2026, 6, 10, 14, 0), 2 * HOUR, (2026, 6, 10, 12, 0)),
        # Before texts begin in the morning there is time to get there, or there is not.
        ((2026, 6, 10, 10, 30), 2 * HOUR, (2026, 6, 10, 9, 0)),
        ((2026, 6, 10, 10, 0), 2 * HOUR, (2026, 6, 10, 9, 0)),
        ((2026, 6, 10, 9, 59), 2 * HOUR, (2026, 6, 9, 19, 0)),
        ((2026, 6, 10, 9, 0), 2 * HOUR, (2026, 6, 9, 19, 0)),
        ((2026, 6, 10, 9, 0), 2 * DAY, (2026, 6, 8, 9, 0)),
        ((2026, 6, 10, 8, 0), 2 * DAY, (2026, 6, 8, 9, 0)),
        ((2026, 6, 10, 21, 0), 2 * DAY, (2026, 6, 9, 9, 0)),
        ((2026, 6, 10, 22, 30), 2 * HOUR, (2026, 6, 10, 19, 0)),
        # The night of each clock change.
        ((2026, 3, 29, 9, 0), 2 * HOUR, (2026, 3, 28, 19, 0)),
        ((2026, 3, 29, 9, 0), 2 * DAY, (2026, 3, 27, 9, 0)),
        ((2026, 3, 31, 1, 30), 2 * DAY, (2026, 3, 29, 9, 0)),
        ((2026, 10, 25, 9, 0), 2 * HOUR, (2026, 10, 24, 19, 0)),
        ((2026, 10, 27, 1, 30), 2 * DAY, (2026, 10, 25, 9, 0)),
    ],
)
def test_when_each_of_the_usual_reminders_goes(starts, before, goes):
    starts_local = datetime(*starts)
    due = times.from_local(Before(before).due(starts_local))
    assert goes_at(due, times.from_local(starts_local), NINE_TO_EIGHT) == london(*goes)


@pytest.mark.parametrize(
    "due,goes",
    [
        # 01:30 on 29 March 2026 is on no clock: an hour and a half after midnight, as it passed.
        (datetime(2026, 3, 29, 1, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # 01:30 on 25 October 2026 comes twice: the first of them.
        (datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 9, 0), datetime(2026, 3, 29, 8, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 9, 0), datetime(2026, 10, 25, 9, 0, tzinfo=UTC)),
    ],
)
def test_a_due_time_in_the_hour_that_is_left_out_or_comes_twice_is_one_moment(due, goes):
    starts = times.from_local(due + 2 * DAY)
    assert goes_at(times.from_local(due), starts, ALL_DAY) == goes


@pytest.mark.parametrize("day", [datetime(2026, 3, 29), datetime(2026, 10, 25)])
@pytest.mark.parametrize("wall", [time(0, 30), time(1, 30), time(2, 30), time(9), time(19)])
def test_over_a_clock_change_each_reminder_goes_once_and_in_the_hours(app, day, wall):
    due = datetime.combine(day, wall)
    session = a_session_at(due + 2 * DAY, reminders=(Before(2 * DAY),))
    comes(session, a_person())
    midnight = times.from_local(day)
    run(midnight - 2 * HOUR, midnight + 26 * HOUR)
    expected = due if wall >= time(9) else datetime.combine(day, time(9))
    assert [at for at, _ in went()] == [expected]


@pytest.mark.parametrize(
    "starts,expected",
    [
        ((9, 0), [(8, 9, 0), (9, 19, 0)]),
        ((10, 30), [(8, 10, 30), (10, 9, 0)]),
        ((14, 0), [(8, 14, 0), (10, 12, 0)]),
        ((20, 30), [(9, 9, 0), (10, 18, 30)]),
    ],
)
def test_both_usual_reminders_go_at_an_hour_that_is_of_use(app, starts, expected):
    session = a_session_at(datetime(2026, 6, 10, *starts))
    comes(session, a_person())
    run(london(2026, 6, 8, 0, 0), london(2026, 6, 10, 22, 0))
    assert [at for at, _ in went()] == [datetime(2026, 6, *one) for one in expected]
    assert {one.state for one in session.reminders} == {"done"}


def test_one_planned_too_late_for_the_evening_before_is_not_sent_at_all(app):
    session = a_session_at(datetime(2026, 6, 10, 9), reminders=(Before(2 * HOUR),))
    comes(session, a_person())
    run(london(2026, 6, 9, 22, 0), london(2026, 6, 10, 10, 0))
    assert went() == []
    assert session.reminders[0].state == "missed"


def test_one_that_goes_sooner_is_not_the_second_of_that_evening(app):
    session = a_session_at(
        datetime(2026, 6, 10, 9), reminders=(Before(15 * HOUR), Before(2 * HOUR))
    )
    comes(session, a_person())
    run(london(2026, 6, 9, 12, 0), london(2026, 6, 10, 10, 0))
    assert [at for at, _ in went()] == [datetime(2026, 6, 9, 18)]
    assert [one.state for one in session.reminders] == ["done", "missed"]


class TestWords:
    """What a reminder says."""

    OWN = "Bring a mug & a brolly! We meet by the red door."

    @pytest.fixture
    def session(self, app) -> Session:
        return a_session_at(
            datetime(2026, 6, 10, 14), reminders=(Before(2 * DAY),), reminder_words=self.OWN
        )

    def test_own_words_are_sent_as_they_are_after_the_senders_name(self, session, settings):
        comes(session, a_person())
        sweep(london(2026, 6, 8, 14, 0))
        assert [body for _, body in went()] == [f"{settings.sender_name}: {self.OWN}"]

    @pytest.mark.parametrize("language", ["cy", "pl", "ro", "uk", "ar", "fa"])
    def test_whoever_reads_another_language_gets_the_usual_words_in_it(self, session, language):
        comes(session, a_person(language=language))
        sweep(london(2026, 6, 8, 14, 0))
        [(_, body)] = went()
        assert self.OWN not in body
        assert "Tea and talk" in body

    def test_without_own_words_everybody_gets_the_usual_ones(self, app):
        comes(a_session_at(datetime(2026, 6, 10, 14)), a_person())
        sweep(london(2026, 6, 8, 14, 0))
        assert went()[0][1].startswith("Reminder: Tea and talk, Wednesday 10 June at 2pm")


def together(*starts: datetime, by: str, length: timedelta = 2 * HOUR) -> list[Session]:
    """Sessions of one consultation, or of one series."""
    if by == "series_id":
        given = {"series_id": uuid.uuid4()}
    else:
        consultation = Consultation(
            title="Nights", purpose="-", can_change="-", involvement="-", decided_by="-"
        )
        db.session.add(consultation)
        db.session.flush()
        given = {"consultation_id": consultation.id}
    found = [a_session_at(one, length=length) for one in starts]
    for session in found:
        for name, value in given.items():
            setattr(session, name, value)
    db.session.commit()
    return found


def forget_reminders(session: Session) -> None:
    """So that a test is about those of another session alone."""
    session.reminders = []
    db.session.commit()


class TestOneAfterTheOther:
    """Nobody is reminded of the next session before they have been to the one before it."""

    @pytest.mark.parametrize("by", ["series_id", "consultation_id"])
    def test_the_next_waits_until_the_one_before_it_has_ended(self, app, by):
        first, second = together(datetime(2026, 6, 8, 13), datetime(2026, 6, 10, 14), by=by)
        both, only_second = a_person(), a_person()
        comes(first, both)
        comes(second, both)
        comes(second, only_second)
        forget_reminders(first)
        run(london(2026, 6, 8, 12, 0), london(2026, 6, 8, 18, 0))
        assert [at.hour for at, _ in went()] == [14, 15]

    def test_sessions_that_have_nothing_to_do_with_each_other_do_not_wait(self, app):
        first, second = (a_session_at(datetime(2026, 6, d, h)) for d, h in ((8, 13), (10, 14)))
        person = a_person()
        comes(first, person)
        comes(second, person)
        forget_reminders(first)
        run(london(2026, 6, 8, 12, 0), london(2026, 6, 8, 18, 0))
        assert [at.hour for at, _ in went()] == [14]

    @pytest.mark.parametrize("what", ["cancelled", "given up", "never held"])
    def test_one_that_they_do_not_go_to_is_not_waited_for(self, app, what):
        first, second = together(
            datetime(2026, 6, 8, 13), datetime(2026, 6, 10, 14), by="series_id"
        )
        person = a_person()
        one = comes(first, person, state="invited" if what == "never held" else "accepted")
        forget_reminders(first)
        comes(second, person)
        sweep(london(2026, 6, 8, 14, 0))
        assert len(went()) == (1 if what == "never held" else 0)
        if what == "cancelled":
            first.cancelled_at = london(2026, 6, 8, 14, 5)
        elif what == "given up":
            one.state, one.place = "declined", None
        db.session.commit()
        run(london(2026, 6, 8, 14, 15), london(2026, 6, 8, 14, 30))
        assert [at.hour for at, _ in went()] == [14]

    def test_what_would_then_be_too_late_is_not_sent(self, app):
        first, second = together(
            datetime(2026, 6, 9, 12), datetime(2026, 6, 10, 9), by="series_id", length=8 * HOUR
        )
        person = a_person()
        comes(first, person)
        comes(second, person)
        second.reminders = [one for one in second.reminders if one.due_local.day == 10]
        forget_reminders(first)
        run(london(2026, 6, 9, 18, 0), london(2026, 6, 10, 10, 0))
        texts = db.session.scalars(select(OutboundText)).all()
        assert [(one.kind, one.state) for one in texts] == [("reminder", "expired")]

    def test_of_two_that_wait_for_the_one_before_only_the_last_goes(self, app):
        first, second = together(
            datetime(2026, 6, 9, 10), datetime(2026, 6, 9, 15), by="series_id", length=4 * HOUR
        )
        person = a_person()
        comes(first, person)
        comes(second, person)
        forget_reminders(first)
        run(london(2026, 6, 7, 12, 0), london(2026, 6, 9, 15, 0))
        texts = db.session.scalars(select(OutboundText).order_by(OutboundText.created_at)).all()
        assert [(one.kind, one.state) for one in texts] == [
            ("reminder", "suppressed"),
            ("reminder", "delivered"),
        ]


class TestAtTheMomentOfSending:
    """Between the claim and the call the reminder is looked at once more."""

    NOW = london(2026, 6, 8, 14, 0)

    @pytest.fixture
    def invitation(self, app) -> Invitation:
        return comes(a_session_at(datetime(2026, 6, 10, 14)), a_person())

    @pytest.fixture
    def text(self, invitation) -> OutboundText:
        for reminder_id in reminders.due(now=self.NOW):
            reminders.send_one(reminder_id, now=self.NOW)
        return db.session.scalars(select(OutboundText)).one()

    def stop(self, invitation: Invitation) -> None:
        phone_of(invitation.person).stopped_at = self.NOW

    def cancel(self, invitation: Invitation) -> None:
        invitation.session.cancelled_at = self.NOW

    def give_up(self, invitation: Invitation) -> None:
        invitation.state, invitation.place = "declined", None

    def ask_again(self, invitation: Invitation) -> None:
        """It moved, they were asked again, and said yes to the new day."""
        invitation.round += 1

    @pytest.mark.parametrize("what", ["stop", "cancel", "give_up", "ask_again"])
    def test_what_happens_after_the_claim_is_still_in_time(
        self, invitation, text, what, monkeypatch
    ):
        network, look, looks = Network(), wanted.look, []

        def look_and_then_it_happens(row, *, now):
            verdict = look(row, now=now)
            looks.append(row.state)
            if len(looks) == 1:
                getattr(self, what)(invitation)
            return verdict

        monkeypatch.setattr(wanted, "look", look_and_then_it_happens)
        assert sending.send_one(text.id, network, now=self.NOW) == "suppressed"
        assert looks == ["queued", "claimed"]
        assert network.took == []

    def test_one_that_did_not_arrive_is_tried_again(self, text):
        """The phone was off: the copy is as much wanted as the first was."""
        assert sending.send_one(text.id, Network(), now=self.NOW) == "accepted"
        delivery.report(str(text.id), text.sid or "", "undelivered", "30003", now=self.NOW)
        db.session.commit()
        again = db.session.scalars(select(OutboundText).where(OutboundText.id != text.id)).one()
        later = again.not_before
        assert sending.send_one(again.id, Network(), now=later) == "accepted"

    def test_else_it_goes(self, text):
        network = Network()
        assert sending.send_one(text.id, network, now=self.NOW) == "accepted"
        assert len(network.took) == 1


def test_the_page_says_when_each_will_go(app, as_staff):
    session = a_session_at(london(2027, 6, 10, 9, 0).replace(tzinfo=None) + HOUR)
    db.session.commit()
    page = as_staff("facilitator").get(f"/staff/sessions/{session.id}").get_data(as_text=True)
    assert "Tuesday 8 June, 9am" in page
    assert "Wednesday 9 June, 7pm" in page
    assert db.session.scalars(select(Reminder.state)).all() == ["waiting", "waiting"]
