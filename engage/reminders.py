"""Reminders of sessions: found when due, claimed by one worker, queued once for each person."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from engage import outbox
from engage.extensions import db
from engage.log import log
from engage.models import Invitation, Reminder, Session
from engage.outbox import Draft
from engage.places import reachable
from engage.session_words import words
from engage.times import local
from surveys.wording import Sentence

LEASE = timedelta(minutes=2)
LATEST_USEFUL = timedelta(minutes=30)


def due(*, now: datetime) -> list[uuid.UUID]:
    """Reminders whose time has come, oldest first; times are compared on the wall clock."""
    wall = local(now).replace(tzinfo=None)
    return list(
        db.session.scalars(
            select(Reminder.id)
            .where(Reminder.state == "waiting", Reminder.due_local <= wall)
            .where(or_(Reminder.lease_until.is_(None), Reminder.lease_until <= now))
            .order_by(Reminder.due_local)
        )
    )


def send_one(reminder_id: uuid.UUID, *, now: datetime) -> int:
    """Queue one reminder for everybody who said yes; the number queued.

    Claimed and committed first. A crash between leaves the claim to run out, and the dedupe
    key of each text keeps the second run from asking anybody twice.
    """
    claimed = db.session.scalar(
        update(Reminder)
        .where(Reminder.id == reminder_id, Reminder.state == "waiting")
        .where(or_(Reminder.lease_until.is_(None), Reminder.lease_until <= now))
        .values(lease_until=now + LEASE)
        .returning(Reminder.id)
    )
    db.session.commit()
    if claimed is None:
        return 0
    reminder = db.session.get_one(Reminder, reminder_id, populate_existing=True)
    useful = _is_useful(reminder, now=now)
    count = _queue_for_each(reminder, now=now) if useful else 0
    reminder.state = "done" if useful else "missed"
    reminder.lease_until = None
    db.session.commit()
    log.info("reminder", reminder=str(reminder_id), state=reminder.state, texts=count)
    return count


def _is_useful(reminder: Reminder, *, now: datetime) -> bool:
    """Still worth sending: the session is on and far enough off to get to."""
    session = reminder.session
    if session.cancelled_at is not None:
        return False
    if _a_later_one_is_due(reminder, now=now):
        return False
    return now < session.starts_at - LATEST_USEFUL


def _a_later_one_is_due(reminder: Reminder, *, now: datetime) -> bool:
    """After a long silence only the last of the reminders that came due is sent."""
    return any(
        other.due_local > reminder.due_local and other.due_at <= now
        for other in reminder.session.reminders
    )


def _queue_for_each(reminder: Reminder, *, now: datetime) -> int:
    session = reminder.session
    accepted = db.session.scalars(
        select(Invitation)
        .where(Invitation.session_id == session.id, Invitation.state == "accepted")
        .order_by(Invitation.place)
    )
    return sum(_queue(reminder, session, invitation, now=now) for invitation in accepted)


def _queue(reminder: Reminder, session: Session, invitation: Invitation, *, now: datetime) -> bool:
    phone = reachable(invitation.person)
    if phone is None:
        return False
    return outbox.queue(
        Draft(
            phone=phone,
            body=words(Sentence.SESSION_REMINDER, session, language=invitation.person.language),
            kind="reminder",
            dedupe_key=f"reminder:{reminder.id}:{invitation.person_id}",
            not_after=session.starts_at - LATEST_USEFUL,
            invitation=invitation,
        ),
        now=now,
    )
