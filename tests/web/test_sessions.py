"""Pages for facilitators: planning a session, who is coming, inviting, calling off, calendars."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from engage import reminders, rsvp, session_changes, session_invites, times
from engage.extensions import db
from engage.models import AuditEvent, Consultation, OutboundText, Session
from tests.factories import (
    a_group,
    a_person,
    a_session,
    a_text,
    invitation_of,
    phone_of,
    texts_to,
)
from tests.pages import words
from tests.web.typed_sessions import GOOD, SOON

NOBODY = "00000000-0000-4000-8000-000000000000"


def page_of(client, session):
    return words(client.get(f"/staff/sessions/{session.id}"))


PAGES = [
    "",
    "/new",
    "/{id}",
    "/{id}/cancel",
    "/{id}/session.ics",
    "/{id}/edit",
    "/{id}/move",
    "/{id}/run-sheet",
    "/{id}/check-in-list",
    "/{id}/poster",
]


@pytest.fixture
def address(app):
    """The address of a page, with a session of its own in it."""
    session = a_session()
    db.session.commit()
    return lambda path: "/staff/sessions" + path.format(id=session.id)


@pytest.mark.parametrize("path", PAGES)
def test_a_facilitator_opens_each_page(facilitator, address, path):
    assert facilitator.get(address(path)).status_code == 200


def test_the_list_says_how_many_came_once_it_is_over(facilitator):
    session = a_session(capacity=4)
    for name, attended in (("Grace", "came"), ("Terry", "part"), ("Kev", "missed")):
        invitation_of(answered(session, name, None), session).attended = attended
    session.starts_local -= timedelta(days=20)
    session.ends_local -= timedelta(days=20)
    db.session.commit()
    page = words(facilitator.get("/staff/sessions"))
    assert "2 people came" in page
    assert "places filled" not in page


@pytest.mark.parametrize("path", PAGES)
def test_a_policy_reader_may_not_see_who_is_coming(as_staff, address, path):
    assert as_staff("policy").get(address(path)).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_asked_to_sign_in(client, address, path):
    assert "/staff/sign-in" in client.get(address(path)).location


@pytest.mark.parametrize(
    "path",
    ["x", NOBODY, f"{NOBODY}/cancel", f"{NOBODY}/session.ics", "0", "%00"],
)
def test_a_session_that_is_not_there_is_kindly_not_found(facilitator, path):
    assert facilitator.get(f"/staff/sessions/{path}").status_code == 404


def test_a_session_is_planned_with_its_reminders(facilitator):
    answer = facilitator.post("/staff/sessions/new", data=GOOD)
    session = db.session.scalars(select(Session)).one()

    assert answer.location == f"/staff/sessions/{session.id}"
    assert session.starts_local == datetime.combine(SOON, time(14))
    assert session.ends_local == datetime.combine(SOON, time(16, 30))
    assert len(session.reminders) == 2
    assert db.session.scalars(select(AuditEvent.what)).all()[-1] == "planned a session"


def test_a_session_may_be_part_of_a_consultation(facilitator):
    found = Consultation(
        id=uuid.uuid4(),
        title="A promise",
        purpose="p",
        can_change="c",
        involvement="i",
        decided_by="d",
    )
    db.session.add(found)
    db.session.commit()

    facilitator.post("/staff/sessions/new", data={**GOOD, "consultation": str(found.id)})

    assert db.session.scalars(select(Session)).one().consultation_id == found.id


def answered(session, first_name, said, *, now=None):
    """Somebody invited to the session, and what they said."""
    now = now or times.now()
    person = a_person(first_name)
    session_invites.invite(session, [phone_of(person)], now=now)
    if said:
        rsvp.answer_by_text(invitation_of(person, session), said, now=now)
    db.session.flush()
    return person


def test_a_session_says_who_is_coming_and_what_they_need(facilitator):
    session = a_session(capacity=1)
    answered(session, "Philomena", "yes but I have a walker so I need the lift please")
    answered(session, "Grace", "yes")
    answered(session, "Terry", "no")
    answered(session, "Kev", None)
    db.session.commit()

    page = page_of(facilitator, session)

    assert (
        "1 of 1 places filled Said yes 1 Offered a place, or asked again 0 Waiting for a place 1 "
        "Said no 1"
    ) in page
    assert "Not answered yet 1" in page
    assert "Philomena “yes but I have a walker so I need the lift please”" in page
    assert "Who is coming Philomena Waiting for a place Grace" in page
    assert "Terry" not in page
    assert "Kev" not in page


def test_a_plain_yes_is_not_a_need(facilitator):
    session = a_session()
    answered(session, "Grace", "yes please")
    db.session.commit()

    assert "To see to" not in page_of(facilitator, session)


def test_someone_we_could_not_follow_is_pointed_out(facilitator):
    session = a_session()
    person = answered(session, "Rosa", None)
    for said in ("hm", "hm", "what time is the bus"):
        rsvp.answer_by_text(invitation_of(person, session), said, now=times.now())
    db.session.commit()

    page = page_of(facilitator, session)

    assert (
        "We could not tell yes from no. Please ask them. Rosa “hm hm what time is the bus”" in page
    )


def test_someone_without_a_name_is_still_somebody(facilitator):
    session = a_session()
    answered(session, None, "yes")
    db.session.commit()

    assert "Someone who has not given a name" in page_of(facilitator, session)


def test_reminders_are_said_in_local_time(facilitator):
    session = a_session()
    due = session.reminders[0].due_local
    db.session.commit()

    assert f"{times.spoken_date(due.date())}, {times.spoken_time(due)} To come" in page_of(
        facilitator, session
    )


def test_calling_off_asks_first_and_then_tells_those_who_said_yes(facilitator):
    session = a_session()
    coming = answered(session, "Grace", "yes")
    not_coming = answered(session, "Terry", "no")
    silent = answered(session, "Kev", None)
    db.session.commit()
    path = f"/staff/sessions/{session.id}/cancel"

    page = words(facilitator.get(path))
    assert "2 people were asked and have not said no." in page
    assert db.session.get_one(Session, session.id).cancelled_at is None

    for _ in range(2):
        facilitator.post(path)

    assert "This session is off." in page_of(facilitator, session)
    kinds = {
        person.first_name: [text.kind for text in texts_to(phone_of(person))]
        for person in (coming, not_coming, silent)
    }
    assert kinds == {
        "Grace": ["invitation", "notice"],
        "Terry": ["invitation"],
        "Kev": ["invitation"],
    }


def test_an_invitation_that_has_not_gone_never_goes_once_the_session_is_off(facilitator):
    session = a_session()
    kev = answered(session, "Kev", None)
    db.session.commit()

    facilitator.post(f"/staff/sessions/{session.id}/cancel")

    assert [text.state for text in texts_to(phone_of(kev))] == ["suppressed"]


def test_a_session_that_is_over_can_not_be_called_off_or_invited_to(facilitator):
    then = times.now() - timedelta(days=30)
    session = a_session(now=then)
    group = a_group(a_person())
    db.session.commit()

    for path in ("cancel", "invite"):
        facilitator.post(
            f"/staff/sessions/{session.id}/{path}", data={"group": group.id, "sure": "1"}
        )

    assert db.session.get_one(Session, session.id).cancelled_at is None
    assert db.session.scalars(select(OutboundText)).all() == []
    assert "This session is over." in page_of(facilitator, session)


def test_yes_by_text_fills_a_place_on_the_page(facilitator, drain):
    session = a_session()
    kev = a_person("Kev")
    session_invites.invite(session, [phone_of(kev)], now=times.now())
    drain()
    a_text(phone_of(kev), "yes")
    drain()

    assert "1 of 12 places filled" in page_of(facilitator, session)


def test_a_reminder_may_be_sent_now_but_not_twice_in_half_a_day(facilitator, drain):
    session, person = a_session(), a_person()
    session_invites.invite(session, [phone_of(person)], now=times.now())
    drain()
    a_text(phone_of(person), "yes")
    drain()
    for _ in range(2):
        facilitator.post(f"/staff/sessions/{session.id}/remind")
        soon = times.now() + timedelta(seconds=1)
        for reminder_id in reminders.due(now=soon):
            reminders.send_one(reminder_id, now=soon)
    drain()
    kinds = [text.kind for text in texts_to(phone_of(person))]
    assert kinds.count("reminder") == 1


def test_reminding_people_of_a_session_that_is_off_says_that_it_is_off(facilitator):
    session = a_session()
    session_changes.cancel(session, now=times.now())
    db.session.commit()

    answer = facilitator.post(f"/staff/sessions/{session.id}/remind", follow_redirects=True)

    assert "This session is over or off, so nobody was reminded." in words(answer)


def test_nobody_is_reminded_of_a_session_that_is_over(facilitator):
    session = a_session()
    session.starts_local -= timedelta(days=20)
    session.ends_local -= timedelta(days=20)
    db.session.commit()
    assert not reminders.remind_now(session, now=times.now())
