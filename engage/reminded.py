"""Whether a reply in the middle of a survey is for the session that they were texted about last.

A reminder, what we said back to a yes, or news of a move to those who wait, ends with "if you
cannot come, reply NO": when it is the text they had last, a bare no is for it. It asked for no
yes, so that a survey or an invitation that asks for one has it. What we said back to a no ends
with "if you change your mind, reply YES".
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import Row, bindparam, select

from engage import conversations, rsvp
from engage.extensions import db
from engage.models import Conversation, InboundText, Invitation, OutboundText
from engage.outbox import SESSION_REPLY
from engage.text_back import language_of
from surveys.keywords import skipped
from surveys.reading import Outcome, Reading

JUST_AFTER = timedelta(seconds=15)
"""Somebody in the middle of a survey who texts so soon cannot have read the reminder."""
IN_WORDS = (Outcome.ANSWER, Outcome.ANSWER_TEXT)
HAD_LAST = (
    select(OutboundText.kind, OutboundText.invitation_id, OutboundText.sent_at)
    .where(OutboundText.phone_id == bindparam("phone"))
    .where(OutboundText.sent_at < bindparam("came"))
    .order_by(OutboundText.sent_at.desc())
    .limit(1)
)


def is_answered(
    conversation: Conversation, text: InboundText, *, asked: Invitation | None, now: datetime
) -> bool:
    """Whether a text answers what came last of a session, and not the survey it came in.

    `asked` is another session's invitation that waits for an answer.
    """
    said, language = text.body or "", language_of(conversation.phone)
    told = _told_last(conversation, text, now=now)
    if told is None:
        return False
    if conversation.held_because == "safeguarding" or _misses_a_question(said, language):
        return False
    reading = rsvp.QUESTION.read(said, language=language)
    if reading.outcome is not Outcome.ANSWER:
        return False
    kind, invitation = told
    asked_for = "yes" if kind == SESSION_REPLY and invitation.state == "declined" else "no"
    if not reading.words and reading.value == asked_for:
        return True
    if asked_for == "yes":
        return False
    is_asked_for = asked is not None and reading.value == "yes"
    return not is_asked_for and not _survey_can_take(conversation, said, reading)


def session_texted_last(conversation: Conversation, text: InboundText, invited: Invitation) -> bool:
    """Whether the last text they had when they wrote this was about a session.

    What we said back to a reply about another one asked for nothing that this one does.
    """
    last = _had_last(conversation, text)
    if last is None or last.invitation_id is None:
        return False
    return last.kind != SESSION_REPLY or last.invitation_id == invited.id


def _told_last(
    conversation: Conversation, text: InboundText, *, now: datetime
) -> tuple[str, Invitation] | None:
    """The session to come that the last text they had read was about, if it asked nothing: its
    kind, and their invitation."""
    last = _had_last(conversation, text)
    if last is None or last.kind not in ("reminder", "moved", SESSION_REPLY):
        return None
    if last.invitation_id is None or text.received_at - last.sent_at < JUST_AFTER:
        return None
    invitation = db.session.get_one(Invitation, last.invitation_id)
    if last.kind == "moved" and invitation.state != "waiting":
        return None
    return (last.kind, invitation) if invitation.session.is_coming(now) else None


def _had_last(
    conversation: Conversation, text: InboundText
) -> Row[str, uuid.UUID | None, datetime | None] | None:
    about = {"phone": conversation.phone_id, "came": text.received_at}
    return db.session.execute(HAD_LAST, about).first()


def _misses_a_question(said: str, language: str) -> bool:
    """A word for missing a question gives up no place."""
    missed = skipped(said, language=language)
    return missed is not None and not missed.flags


def _survey_can_take(conversation: Conversation, said: str, reading: Reading) -> bool:
    """Whether it answers what the survey asks: a bare yes where a yes is one, or any words."""
    if conversation.state not in conversations.WAITING:
        return False
    question = conversations.question_in_hand(conversation)
    if question is None:
        return False
    heard = question.read(said, language=conversation.language).outcome
    return heard in IN_WORDS if reading.words else heard is Outcome.ANSWER
