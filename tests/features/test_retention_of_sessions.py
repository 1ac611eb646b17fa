"""What is kept of a session: what people need for 90 days after it, what was paid for six years."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from engage import attending, debriefing, paying, retention, times, vouchers
from engage.debriefing import Debrief
from engage.extensions import db
from engage.models import AccessNeed, Invitation, Payment, Session, Voucher
from engage.paying import Choice
from engage.retention import RULES
from tests.features.test_paying import a_consultation, there
from tests.features.test_retention import NOW, days_ago, sweep

EITHER_SIDE = pytest.mark.parametrize("days,kept", [(-9, True), (89, True), (91, False)])
SIX_YEARS = RULES["payments"].days or 0


def ended(session: Session, days: float) -> None:
    """The session as one that ended so many days ago."""
    wall = times.local(days_ago(days)).replace(tzinfo=None)
    session.starts_local, session.ends_local = wall - timedelta(hours=2), wall
    db.session.commit()


def a_session_that_ended(days: float) -> tuple[Session, Invitation]:
    """A session with somebody who came to it."""
    (kev,) = there("Kev")
    ended(kev.session, days)
    return kev.session, kev


@EITHER_SIDE
def test_a_need_is_kept_until_90_days_after_the_session(app, days, kept):
    _, kev = a_session_that_ended(days)
    db.session.add(
        AccessNeed(
            id=uuid.uuid4(), invitation_id=kev.id, need="step_free", note="ramp", told_at=NOW
        )
    )
    sweep()
    assert bool(db.session.scalars(select(AccessNeed)).all()) is kept


@EITHER_SIDE
def test_the_key_of_a_link_to_answer_by_is_kept_until_90_days_after_the_session(app, days, kept):
    _, kev = a_session_that_ended(days)
    kev.rsvp_key = "a" * 64
    sweep()
    assert (kev.rsvp_key is not None) is kept


@EITHER_SIDE
def test_who_led_it_and_how_it_was_are_kept_until_90_days_after_the_session(app, days, kept):
    session, _ = a_session_that_ended(days)
    session.peer_lead = "Rosa"
    debriefing.write(session, Debrief(us="tired"), by=None, now=NOW)
    db.session.commit()
    sweep()
    assert (session.peer_lead is not None) is kept
    assert (debriefing.of(session).us == "tired") is kept
    assert session.debriefed_at is not None


def test_that_somebody_came_is_counted_for_as_long_as_the_session_is(app):
    session, _ = a_session_that_ended(400)
    sweep()
    assert attending.sheet(session).were_there == 1


def a_payment(days: float) -> Payment:
    """What somebody was given as a voucher, chosen so many days ago."""
    consultation = a_consultation()
    (kev,) = there("Kev", consultation=consultation, told=False)
    then = days_ago(days)
    vouchers.add(consultation, ["AB-1"], 10_00, now=then)
    paying.tell(kev, now=then)
    payment = paying.choose(kev, Choice("voucher", 10_00), now=then)
    vouchers.give(payment, by=None, now=then)
    db.session.commit()
    return payment


@pytest.mark.parametrize("days,kept", [(1, True), (SIX_YEARS - 1, True), (SIX_YEARS + 1, False)])
def test_what_was_paid_and_its_voucher_are_kept_for_six_years(app, days, kept):
    a_payment(days)
    sweep()
    assert bool(db.session.scalars(select(Payment)).all()) is kept
    assert bool(db.session.scalars(select(Voucher)).all()) is kept


def test_what_was_paid_late_is_kept_from_when_it_was_paid(app):
    payment = a_payment(SIX_YEARS + 1)
    payment.paid_at = days_ago(SIX_YEARS - 1)
    db.session.commit()
    sweep()
    assert db.session.scalars(select(Payment)).all() == [payment]


def test_six_years_is_six_years():
    six_years_on = date(2032, 3, 1)
    assert date(2026, 3, 1) + timedelta(days=SIX_YEARS) >= six_years_on


def test_a_voucher_that_was_added_long_ago_is_kept_while_its_payment_is(app):
    """The book may be older than what it was given for."""
    payment = a_payment(1)
    voucher = db.session.scalars(select(Voucher)).one()
    voucher.added_at = days_ago(SIX_YEARS + 1)
    db.session.commit()
    sweep()
    assert vouchers.of_payment(payment) is not None


def test_what_was_let_go_is_not_written_again_every_day(app):
    session, kev = a_session_that_ended(91)
    session.peer_lead, kev.rsvp_key = "Rosa", "a" * 64
    sweep()

    def changes() -> int:
        return db.session.connection().exec_driver_sql("SELECT total_changes()").scalar_one()

    before = changes()
    retention.sweep(now=NOW)
    assert changes() == before
    assert isinstance(session.ends_local, datetime)
