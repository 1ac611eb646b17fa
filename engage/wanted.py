"""Whether a text is still wanted, and if so from when it may go: stops, limits, and the hours.

Asked while the phone's lock is held, and once more just before the call. Nothing is changed.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from engage import answers_wanted, reminders, session_invites, threads
from engage.conversations import WAITING
from engage.extensions import db, settings
from engage.models import Conversation, Invitation, OutboundText, Person, Phone
from engage.outbox import OF_A_SURVEY, REPLY_GRACE, SESSION_REPLY, UNASKED, first_key
from engage.times import Hours

ALWAYS = ("signpost", "stop_confirmation", "on_call")
"""Kinds that go at any hour."""
LAST_WORDS = ("stop_confirmation", "wrong_number")
"""Kinds that may still go to a phone that has stopped."""
ASKS_AGAIN = ("offer", "moved", answers_wanted.KIND)
"""Kinds that ask somebody again whether they can come to a session."""
NOT_ANSWERED = ("invited", "offered", "waiting")
WENT = ("claimed", "unknown", "parked", "accepted", "sending", "sent", "delivered")

ANSWER_KEEPS = timedelta(days=2)
OTHERS_KEEP = timedelta(days=9)
WEEK = timedelta(days=7)
LOOKED_AT_AGAIN = timedelta(minutes=15)
RESTORED_KEEPS = timedelta(days=14)
LONGEST_VALIDITY = timedelta(hours=10)
SHORTEST_VALIDITY = timedelta(minutes=1)


@dataclass(frozen=True)
class Verdict:
    """What to do with a text: end it in this state, or look at it again then; else it may go."""

    end: str | None = None
    wait_until: datetime | None = None


GO = Verdict()
SUPPRESSED = Verdict(end="suppressed")
EXPIRED = Verdict(end="expired")


def look(row: OutboundText, *, now: datetime) -> Verdict:
    """Whether this text is wanted now, by what the database says at this moment."""
    for rule in (_use, _stops, _session, _survey, _put_back, _taken_over, _pause, _limit, _hours):
        verdict = rule(row, now)
        if verdict is not GO:
            return verdict
    return GO


def _use(row: OutboundText, now: datetime) -> Verdict:
    """A text that is too late to be of use is not sent."""
    if row.body is None or row.number is None:
        return EXPIRED
    return EXPIRED if now >= useful_until(row) else GO


def useful_until(row: OutboundText) -> datetime:
    """From when a text is too late to be of use."""
    keeps = ANSWER_KEEPS if row.answers_text_at is not None else OTHERS_KEEP
    return row.not_after or row.created_at + keeps


def _stops(row: OutboundText, _now: datetime) -> Verdict:
    """Somebody who stopped gets last words alone, and a dead number nothing."""
    phone = row.phone
    if phone.unusable_since or (phone.stopped_at and row.kind not in LAST_WORDS):
        return SUPPRESSED
    if phone.wants == "sessions" and row.kind in UNASKED and row.conversation_id is not None:
        return SUPPRESSED
    return GO


def _session(row: OutboundText, now: datetime) -> Verdict:
    """The session is on, a reminder is for somebody who is still coming, and nothing is asked
    that has been asked again since, or answered. What asks about several asks about all left."""
    if row.invitation_id is None or row.kind == SESSION_REPLY:
        return GO
    invitation = db.session.get_one(Invitation, row.invitation_id)
    if not session_invites.is_current(first_key(row), invitation, now=now):
        return EXPIRED
    if invitation.session.cancelled_at is not None:
        return SUPPRESSED
    if row.kind == "reminder":
        return _reminder(row, invitation, now)
    if row.kind == answers_wanted.KIND and invitation.state != "offered":
        return SUPPRESSED
    if row.kind in ASKS_AGAIN:
        current = first_key(row) == invitation.asked_again_key(row.kind)
        return GO if current and invitation.state in NOT_ANSWERED else SUPPRESSED
    return GO


def _reminder(row: OutboundText, invitation: Invitation, now: datetime) -> Verdict:
    """For somebody who is still coming, and has been to the session before it; the last alone.

    It is looked at every quarter of an hour: that one may be called off, or its place given up.
    """
    if not reminders.is_wanted(invitation, first_key(row)) or _was_reminded_since(row):
        return SUPPRESSED
    until = reminders.waits_until(invitation, now=now)
    return GO if until is None else Verdict(wait_until=min(until, now + LOOKED_AT_AGAIN))


def _was_reminded_since(row: OutboundText) -> bool:
    """Whether a later reminder of the same session waits too, or has gone; a copy is no later."""
    newer = (
        select(OutboundText.id)
        .where(OutboundText.invitation_id == row.invitation_id, OutboundText.kind == row.kind)
        .where(OutboundText.created_at > row.created_at, OutboundText.id != row.id)
        .where(OutboundText.state.in_(("queued", *WENT)))
        .where(OutboundText.dedupe_key.not_like("%:again:%"))
    )
    return db.session.scalar(newer.limit(1)) is not None


def _survey(row: OutboundText, now: datetime) -> Verdict:
    """A survey's question goes while its survey is open and it is still the one to answer.

    One that was asked again since is left to the newer text. While the conversation is held it
    waits, for whoever lets it go on to ask again.
    """
    if row.conversation_id is None or row.kind not in OF_A_SURVEY:
        return GO
    conversation = db.session.get_one(Conversation, row.conversation_id)
    if conversation.state not in WAITING or not conversation.survey.is_open(now):
        return SUPPRESSED
    if row.kind == "invitation" or (row.kind == "nudge" and row.question is None):
        return GO if conversation.state == "invited" else SUPPRESSED
    if row.question is not None and row.question != conversation.question:
        return SUPPRESSED
    if row.kind == "question" and _was_asked_again(row):
        return SUPPRESSED
    return Verdict(wait_until=now + LOOKED_AT_AGAIN) if conversation.state == "held" else GO


def _was_asked_again(row: OutboundText) -> bool:
    newer = (
        select(OutboundText.id)
        .where(OutboundText.conversation_id == row.conversation_id)
        .where(OutboundText.kind == row.kind, OutboundText.created_at > row.created_at)
        .where(OutboundText.state.in_(("queued", *WENT)))
    )
    return db.session.scalar(newer.limit(1)) is not None


def _put_back(row: OutboundText, now: datetime) -> Verdict:
    """After a copy of the database was put back: not a text that went out before it was."""
    if row.answers_text_at is not None:
        return GO
    went = select(OutboundText).where(
        OutboundText.phone_id == row.phone_id,
        OutboundText.kind == "restored",
        OutboundText.created_at > now - RESTORED_KEEPS,
    )
    return SUPPRESSED if any(one.body == row.body for one in db.session.scalars(went)) else GO


def _taken_over(row: OutboundText, now: datetime) -> Verdict:
    """While a person has taken over, nothing is asked: it waits until they hand back.

    It is not called off, so that a colleague who forgets loses nobody's question; it is looked
    at every quarter of an hour, and at once when the phone is handed back.
    """
    asks = row.kind in OF_A_SURVEY
    if asks and threads.is_held(row.phone):
        return Verdict(wait_until=now + LOOKED_AT_AGAIN)
    return GO


def _pause(row: OutboundText, now: datetime) -> Verdict:
    """Somebody who asked for a pause is asked nothing until it is over."""
    until = row.phone.paused_until
    asks = row.kind in OF_A_SURVEY and row.answers_text_at is None
    return Verdict(wait_until=until) if asks and until is not None and until > now else GO


def _limit(row: OutboundText, now: datetime) -> Verdict:
    """Only so many texts a week that nobody asked for, over all the phones of one person."""
    if row.kind not in UNASKED:
        return GO
    phone = row.phone
    most = 1 if phone.wants == "fewer" else settings().texts_a_week
    theirs = OutboundText.phone_id == phone.id
    if phone.person_id is not None:
        _wait_for_others_of(phone.person_id)
        phones = select(Phone.id).where(Phone.person_id == phone.person_id)
        theirs = OutboundText.phone_id.in_(phones)
    rows = db.session.scalars(
        select(OutboundText.claimed_at)
        .where(theirs, OutboundText.id != row.id, OutboundText.kind.in_(UNASKED))
        .where(OutboundText.claimed_at > now - WEEK, OutboundText.state.in_(WENT))
        .order_by(OutboundText.claimed_at)
    )
    went = [moment for moment in rows if moment is not None]
    return GO if len(went) < most else Verdict(wait_until=went[len(went) - most] + WEEK)


def _wait_for_others_of(person_id: uuid.UUID) -> None:
    """Two phones of one person are counted one after the other. SQLite does so anyway."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def hours_for(row: OutboundText) -> tuple[Hours, ...]:
    """The hours that a text of this kind keeps to, all of them; none for those that always go."""
    if row.kind in ALWAYS:
        return ()
    if row.kind in UNASKED:
        return (settings().hours, settings().asking_hours)
    return (settings().hours,)


def _hours(row: OutboundText, now: datetime) -> Verdict:
    """Within the hours of its kind, or an answer to a text of the last ten minutes."""
    hours = hours_for(row)
    if _is_fresh_answer(row, now) or all(one.allow(now) for one in hours):
        return GO
    return Verdict(wait_until=next_opening(hours, now))


def _is_fresh_answer(row: OutboundText, now: datetime) -> bool:
    return row.answers_text_at is not None and now - row.answers_text_at <= REPLY_GRACE


def next_opening(hours: tuple[Hours, ...], moment: datetime) -> datetime:
    """The first moment at or after this one that all of these hours allow."""
    for _ in range(14):
        for one in hours:
            moment = one.next_opening(moment)
        if all(one.allow(moment) for one in hours):
            break
    return moment


def good_for(row: OutboundText, *, now: datetime) -> int:
    """For how many seconds the network may try: not past its use, nor into the quiet hours."""
    last = now + LONGEST_VALIDITY
    if row.not_after is not None:
        last = min(last, row.not_after)
    for hours in hours_for(row):
        end = hours.closing(now)
        if not hours.allow(now):
            end = now
        if not hours.allow(end):
            last = min(last, _not_before_the_grace(row, end, now))
    return max(1, int((last - now).total_seconds()))


def _not_before_the_grace(row: OutboundText, end: datetime, now: datetime) -> datetime:
    """Somebody who is texting with us this minute may have their answer after the hours."""
    if not _is_fresh_answer(row, now) or row.answers_text_at is None:
        return end
    return max(end, row.answers_text_at + REPLY_GRACE, now + SHORTEST_VALIDITY)
