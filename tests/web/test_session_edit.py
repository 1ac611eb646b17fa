"""Changing a planned session: quietly, and never so that somebody loses their place."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from engage import paying, rsvp, session_invites, staff, times
from engage.extensions import db
from engage.models import Consultation, Invitation, OutboundText, Session, Staff
from engage.paying import Choice
from tests.factories import a_person, a_session, invitation_of, phone_of
from tests.features.test_paying import a_consultation
from tests.pages import words

ALL = {
    "title": "Tea and cake",
    "capacity": "5",
    "getting_there": "The blue door.",
    "step_free": "yes",
    "quiet_room": "no",
    "nearest_bus": "Dock Road, bus 27",
    "peer_lead": "Dot",
    "answer_hours": "12",
    "pay": "£12.50",
    "pay_note": "Cash on the day.",
    "reminders": "1 day before at 6pm",
    "reminder_words": "See you soon.",
    "run_sheet": "Welcome.\n\nTea.",
    "consent_script": "You choose.",
}


@pytest.fixture
def session(app) -> Session:
    """A session of twelve places."""
    made = a_session()
    db.session.commit()
    return made


def edit(facilitator, session, **given):
    return facilitator.post(f"/staff/sessions/{session.id}/edit", data={**ALL, **given})


def coming(session: Session, *places: int) -> list[Invitation]:
    """People who have these places."""
    found = []
    for place in places:
        person = a_person()
        session_invites.invite(session, [phone_of(person)], now=times.now())
        db.session.flush()
        db.session.expire(session)
        (one,) = [i for i in session.invitations if i.person_id == person.id]
        one.state, one.place = "accepted", place
        found.append(one)
    db.session.commit()
    return found


def test_the_page_has_what_is_there_and_keeps_what_is_typed(facilitator, session):
    before = (session.starts_local, session.place, session.revision)
    assert edit(facilitator, session).location == f"/staff/sessions/{session.id}"
    session = db.session.get_one(Session, session.id)

    assert session.title == "Tea and cake"
    assert (session.capacity, session.answer_hours, session.pay_pence) == (5, 12, 1250)
    assert (session.step_free, session.quiet_room) == ("yes", "no")
    assert session.peer_lead == "Dot"
    assert session.run_sheet == "Welcome.\n\nTea."
    assert (session.starts_local, session.place, session.revision) == before
    html = facilitator.get(f"/staff/sessions/{session.id}/edit").get_data(as_text=True)
    for value in ("Tea and cake", "5", "12", "12.50", "Dot", "Dock Road, bus 27"):
        assert f'value="{value}"' in html
    assert "Welcome.\n\nTea.</textarea>" in html
    assert "1 day before at 6pm</textarea>" in html


def test_nobody_is_told_of_a_quiet_change(facilitator, session):
    coming(session, 1)
    before = len(db.session.scalars(select(OutboundText)).all())

    answer = facilitator.post(f"/staff/sessions/{session.id}/edit", data=ALL, follow_redirects=True)

    assert "Saved. Nobody was told." in words(answer)
    assert len(db.session.scalars(select(OutboundText)).all()) == before


def test_fewer_places_than_people_who_have_one_is_refused_and_says_how_many(facilitator, session):
    coming(session, 1, 2, 3)

    answer = edit(facilitator, session, capacity="2")

    html = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert html.count("3 people have a place already. Choose 3 or more.") == 2
    assert '<a href="#capacity">' in html
    assert 'value="Tea and cake"' in html
    kept = db.session.get_one(Session, session.id)
    assert (kept.capacity, kept.title) == (12, "Tea and talk")


def test_fewer_places_leave_everybody_one_and_let_no_one_too_many_in(facilitator, session):
    coming(session, 2, 9, 12)

    edit(facilitator, session, capacity="4")

    kept = db.session.get_one(Session, session.id)
    held = sorted(one.place for one in kept.invitations if one.place)
    assert len(held) == 3
    assert set(held) <= {1, 2, 3, 4}
    late = [a_person(), a_person()]
    for person in late:
        session_invites.invite(kept, [phone_of(person)], now=times.now())
        rsvp.answer_by_text(invitation_of(person, kept), "yes", now=times.now())
    states = [i.state for i in kept.invitations if i.person_id in {p.id for p in late}]
    assert sorted(states) == ["accepted", "waiting"]


def test_reminders_that_went_stay_and_those_to_come_are_the_ones_written(facilitator, session):
    first = session.reminders[0]
    first.state, first.due_local = "done", first.due_local - timedelta(days=30)
    gone = first.due_local
    db.session.commit()

    edit(facilitator, session, reminders="1 day before at 6pm\n3 hours before")

    session = db.session.get_one(Session, session.id)
    day = session.starts_local.date() - timedelta(days=1)
    evening = datetime.combine(day, datetime.min.time()).replace(hour=18)
    assert [(one.due_local, one.words) for one in session.reminders] == [
        (gone, ""),
        (evening, "See you soon."),
        (session.starts_local - timedelta(hours=3), "See you soon."),
    ]


def test_no_line_means_no_reminder(facilitator, session):
    edit(facilitator, session, reminders="")

    assert db.session.get_one(Session, session.id).reminders == []


def test_two_ways_to_write_one_time_are_one_reminder(facilitator, session):
    at = times.spoken_time(session.starts_local)

    edit(facilitator, session, reminders=f"2 days before\n2 days before at {at}")

    assert len(db.session.get_one(Session, session.id).reminders) == 1


def test_what_does_not_fit_is_said_at_once_and_nothing_is_changed(facilitator, session):
    answer = edit(facilitator, session, title="", pay="lots", reminders="soon")

    html = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert [f'<a href="#{box}">' in html for box in ("title", "pay", "reminders")] == [True] * 3
    assert "Welcome." in html
    assert db.session.get_one(Session, session.id).title == "Tea and talk"


def test_whoever_is_ticked_holds_it_and_nobody_else_may(facilitator, session):
    me = db.session.scalars(select(Staff)).one()
    reader = staff.add("ali@example.org", "Ali", ("policy",))
    db.session.commit()

    edit(facilitator, session, **{"facilitators[]": [str(me.id), str(reader.id), "x"]})

    assert db.session.get_one(Session, session.id).facilitators == [me]
    html = facilitator.get(f"/staff/sessions/{session.id}/edit").get_data(as_text=True)
    assert f'value="{me.id}" checked' in html
    assert "Ali" not in html


class TestMoney:
    """What is paid for a session stays in the budget it came from."""

    @pytest.fixture
    def consultation(self, session) -> Consultation:
        found = a_consultation(budget_pence=500_00)
        session.consultation = found
        db.session.commit()
        return found

    def pays(self, session: Session, choice: Choice) -> None:
        (one,) = coming(session, 1)
        paying.tell(one, now=times.now())
        paying.choose(one, choice, now=times.now())
        db.session.commit()

    @pytest.mark.parametrize("to", ["none", "another"])
    def test_a_session_with_payments_stays_in_its_consultation(
        self, facilitator, session, consultation, to
    ):
        self.pays(session, Choice("cash", 20_00, 3_50))
        other = a_consultation() if to == "another" else None
        db.session.commit()
        answer = edit(facilitator, session, consultation=str(other.id) if other else "")
        assert answer.status_code == 400
        assert "£23.50 for this session is paid or promised from the budget" in words(answer)
        assert 'href="#consultation"' in answer.get_data(as_text=True)
        db.session.expire_all()
        assert (session.consultation_id, session.title) == (consultation.id, "Tea and talk")
        assert paying.budget_of(consultation).left == 476_50

    def test_its_other_details_can_be_changed(self, facilitator, session, consultation):
        self.pays(session, Choice("cash", 20_00))
        assert edit(facilitator, session, consultation=str(consultation.id)).status_code == 303
        db.session.expire_all()
        assert session.title == "Tea and cake"

    def test_one_that_has_cost_nothing_can_be_taken_out(self, facilitator, session, consultation):
        self.pays(session, Choice("declined"))
        assert edit(facilitator, session, consultation="").status_code == 303
        db.session.expire_all()
        assert session.consultation_id is None
