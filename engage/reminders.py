"""Reminders of sessions: found when due, claimed by one worker, queued once for each person."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import joinedload

from engage import outbox
from engage.extensions import db, settings
from engage.log import log
from engage.models import Invitation, Reminder, Session
from engage.models.consultations import HOLDING
from engage.outbox import Draft
from engage.places import reachable, take_turn
from engage.reminder_times import goes_at
from engage.session_words import words
from engage.times import local
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.wording import Sentence

LEASE = timedelta(minutes=2)
LATEST_USEFUL = timedelta(minutes=30)
SOONER_BY = timedelta(hours=26)
"""By how much at most a reminder goes before it is due, so as not to come in the night."""
APART = timedelta(hours=12)
ABOUT_TO_GO = timedelta(hours=1)


def goes(reminder: Reminder) -> datetime:
    """When a reminder goes, as things stand, in UTC."""
    return goes_at(reminder.due_at, reminder.session.starts_at, settings().hours)


def due(*, now: datetime) -> list[uuid.UUID]:
    """Reminders whose time has come, oldest first; times are kept on the wall clock."""
    wall = local(now).replace(tzinfo=None)
    soon = db.session.scalars(
        select(Reminder)
        .where(Reminder.state == "waiting", Reminder.due_local <= wall + SOONER_BY)
        .where(or_(Reminder.lease_until.is_(None), Reminder.lease_until <= now))
        .order_by(Reminder.due_local)
        .options(joinedload(Reminder.session))
    )
    return [one.id for one in soon if goes(one) <= now]


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
    """Still worth sending: the session is on and far enough off when the text may go."""
    session = reminder.session
    if session.cancelled_at is not None:
        return False
    if _a_later_one_is_due(reminder, now=now) or _one_has_just_gone(reminder):
        return False
    return settings().hours.next_opening(now) < session.starts_at - LATEST_USEFUL


def _a_later_one_is_due(reminder: Reminder, *, now: datetime) -> bool:
    """After a long silence only the last of the reminders that came due is sent."""
    return any(
        other.due_local > reminder.due_local and goes(other) <= now
        for other in reminder.session.reminders
    )


def _one_has_just_gone(reminder: Reminder) -> bool:
    """One that goes sooner, for the sake of the night, is not the second of that evening."""
    moment = goes(reminder)
    return moment < reminder.due_at and any(
        other.state == "done" and moment - APART < goes(other) <= moment
        for other in reminder.session.reminders
        if other.id != reminder.id
    )


def goes_if_asked(session: Session, *, now: datetime) -> datetime | None:
    """When a reminder asked for now goes; None where that is too late to be of use."""
    opens = settings().hours.next_opening(now)
    return opens if opens < session.starts_at - LATEST_USEFUL else None


def remind_now(session: Session, *, now: datetime) -> bool:
    """Add a reminder that goes as soon as texts may go; False when it is too late for one.

    And when another goes within the hour from then, or went in the half day before. It is due at
    no full minute, which tells it from those that are planned.
    """
    take_turn(session)
    goes_then = goes_if_asked(session, now=now)
    if goes_then is None or session.cancelled_at is not None:
        return False
    at = goes_then.replace(microsecond=0, second=goes_then.second or 1)
    near = (one for one in session.reminders if now - APART < goes(one) <= at + ABOUT_TO_GO)
    if any(one.state != "missed" for one in near):
        return False
    wall = local(at).replace(tzinfo=None)
    session.reminders.append(Reminder(id=uuid.uuid4(), due_local=wall, state="waiting"))
    return True


def _queue_for_each(reminder: Reminder, *, now: datetime) -> int:
    accepted = db.session.scalars(
        select(Invitation)
        .where(Invitation.session_id == reminder.session_id, Invitation.state == "accepted")
        .order_by(Invitation.place)
    )
    return sum(_queue(reminder, invitation, now=now) for invitation in accepted)


def _queue(reminder: Reminder, invitation: Invitation, *, now: datetime) -> bool:
    phone = reachable(invitation.person)
    if phone is None:
        return False
    return outbox.queue(
        Draft(
            phone=phone,
            body=body_for(reminder, invitation.person.language),
            kind="reminder",
            dedupe_key=f"reminder:{reminder.id}:{_as_asked(invitation)}",
            not_after=reminder.session.starts_at - LATEST_USEFUL,
            invitation=invitation,
        ),
        now=now,
    )


def body_for(reminder: Reminder, language: str) -> str:
    """What a reminder says: its own words to those who read English, else what all of them say."""
    if reminder.words and language == DEFAULT_LANGUAGE:
        return f"{settings().sender_name}: {reminder.words}"
    return words(Sentence.SESSION_REMINDER, reminder.session, language=language)


def _as_asked(invitation: Invitation) -> str:
    """Who it is for, and as they were asked last: a session that moves asks again."""
    return f"{invitation.id}:{invitation.round}"


def is_wanted(invitation: Invitation, key: str) -> bool:
    """Whether this person is still coming, to the session as it was when this text was queued."""
    return invitation.state == "accepted" and key.endswith(f":{_as_asked(invitation)}")


def waits_until(invitation: Invitation, *, now: datetime) -> datetime | None:
    """The end of the session that this person comes to first, of the same consultation or series.

    Nobody is reminded of the next one before they have been to it. None when it is over.
    """
    this = invitation.session
    together = [
        column == value
        for column, value in (
            (Session.consultation_id, this.consultation_id),
            (Session.series_id, this.series_id),
        )
        if value is not None
    ]
    if not together:
        return None
    before = db.session.scalars(
        select(Session)
        .join(Invitation, Invitation.session_id == Session.id)
        .where(Invitation.person_id == invitation.person_id, Invitation.state.in_(HOLDING))
        .where(or_(*together), Session.id != this.id, Session.cancelled_at.is_(None))
        .where(Session.ends_local <= this.starts_local)
    )
    return max((one.ends_at for one in before if one.ends_at > now), default=None)
