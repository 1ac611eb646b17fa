"""Whether a reply in the middle of a survey is for the session that they were texted about last.

A reminder said "if you cannot come, reply NO", and it is the text they had last: a bare no is
for it. It asked for no yes, so that a survey or an invitation that asks for one has it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from engage import conversations, rsvp
from engage.extensions import db
from engage.models import Conversation, InboundText, Invitation, OutboundText
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
    """Whether a text answers the reminder that came last, and not the survey it came in.

    `asked` is another session's invitation that waits for an answer.
    """
    said, language = text.body or "", language_of(conversation.phone)
    if not _was_reminded_last(conversation, text, now=now):
        return False
    if conversation.held_because == "safeguarding" or _misses_a_question(said, language):
        return False
    reading = rsvp.QUESTION.read(said, language=language)
    if reading.outcome is not Outcome.ANSWER:
        return False
    if reading.value == "no" and not reading.words:
        return True
    is_asked_for = asked is not None and reading.value == "yes"
    return not is_asked_for and not _survey_can_take(conversation, said, reading)


def session_texted_last(conversation: Conversation, text: InboundText) -> bool:
    """Whether the last text they had when they wrote this was about a session."""
    about = {"phone": conversation.phone_id, "came": text.received_at}
    last = db.session.execute(HAD_LAST, about).first()
    return last is not None and last.invitation_id is not None


def _was_reminded_last(conversation: Conversation, text: InboundText, *, now: datetime) -> bool:
    """Whether a reminder of a session still to come was the last text they had read."""
    about = {"phone": conversation.phone_id, "came": text.received_at}
    last = db.session.execute(HAD_LAST, about).first()
    if last is None or last.kind != "reminder" or text.received_at - last.sent_at < JUST_AFTER:
        return False
    invitation = last.invitation_id and db.session.get(Invitation, last.invitation_id)
    if not invitation or invitation.session.cancelled_at is not None:
        return False
    return bool(invitation.session.starts_at > now)


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
