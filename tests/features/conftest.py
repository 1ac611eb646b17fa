"""What several features' tests begin from: a place at a session, or a passage and its reader."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engage import conversations, reminders, session_invites, staff, times
from engage.extensions import db
from engage.models import (
    Invitation,
    OutboundText,
    Phone,
    Reminder,
    Session,
    Staff,
    Statement,
    SummaryDraft,
    Survey,
)
from tests.factories import a_person, a_session, a_survey, phone_of
from tests.replied import a_response
from tests.rounds_made import somebody
from tests.summaries_made import a_told_survey, an_asked_one

AGO = timedelta(minutes=5)


@pytest.fixture
def phone(app) -> Phone:
    return phone_of(a_person())


@pytest.fixture
def comes(app):
    """Have somebody hold a place at a session."""

    def come(phone: Phone, *, starts_in: timedelta = timedelta(days=9)) -> Invitation:
        session = a_session(starts_in=starts_in)
        session_invites.invite(session, [phone], now=times.now() - timedelta(days=2))
        db.session.flush()
        [invitation] = session.invitations
        invitation.state, invitation.place = "accepted", 1
        went = {"state": "delivered", "sent_at": times.now() - timedelta(days=2)}
        db.session.execute(update(OutboundText).where(OutboundText.state == "queued").values(went))
        db.session.commit()
        return invitation

    return come


@pytest.fixture
def remind(drain):
    """Send the reminder of a session, and let five minutes pass."""

    def now(session: Session, *, ago: timedelta = AGO) -> None:
        wall = times.local(times.now()).replace(tzinfo=None)
        session.reminders = [Reminder(id=uuid.uuid4(), due_local=wall)]
        db.session.commit()
        reminders.send_one(session.reminders[0].id, now=times.now())
        drain()
        for one in db.session.scalars(select(OutboundText).where(OutboundText.kind == "reminder")):
            assert one.sent_at is not None
            one.sent_at -= ago
        earlier = OutboundText.kind != "reminder"
        db.session.execute(
            update(OutboundText)
            .where(earlier, OutboundText.sent_at.is_not(None))
            .values(sent_at=times.now() - timedelta(hours=3))
        )
        db.session.commit()

    return now


@pytest.fixture
def asks(say, drain):
    """Bring somebody to the middle of a survey."""

    def ask(phone: Phone, *questions, said: tuple[str, ...] = ("yes",)) -> None:
        survey = a_survey(questions=list(questions) or None)
        conversations.invite(survey, phone, now=times.now())
        db.session.commit()
        drain()
        for words in said:
            say(phone, words)

    return ask


@pytest.fixture
def sam(app) -> Staff:
    """A facilitator who reads and puts right."""
    return staff.add("sam@example.org", "Sam", ("facilitator",))


@pytest.fixture
def said(app):
    """A passage of somebody's answer, as it was left."""
    survey = a_survey()

    def say(text: str, *, evidence: tuple[int, int] | None = None) -> Statement:
        statement = a_response(survey, said=text, codes=["safety"]).answers[0].statements[0]
        if evidence:
            statement.codes[0].evidence = [[*evidence, "rule"]]
        db.session.commit()
        return statement

    return say


@pytest.fixture
def jo(app) -> Staff:
    """A facilitator who freezes summaries."""
    return somebody("Jo")


@pytest.fixture
def lou(app) -> Staff:
    """A facilitator who is the second person."""
    return somebody("Lou")


@pytest.fixture
def told(jo) -> Survey:
    """A survey nine people answered, with one quote."""
    return a_told_survey(jo)


@pytest.fixture
def statement(told) -> Statement:
    """What that survey quotes."""
    return db.session.scalars(select(Statement).where(Statement.released_by.is_not(None))).one()


@pytest.fixture
def waiting(told, jo) -> SummaryDraft:
    """Its summary, which waits for a second person."""
    return an_asked_one(told, jo)
