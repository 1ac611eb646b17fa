"""Silence: one gentle word a day later, another to those who never began, and then no more.

After a week the survey lets go of the phone, but any text takes it up again where it was.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import func, select

from engage import outbox, threads
from engage.conversations import (
    EXPIRY,
    FIRST_NUDGE,
    WAITING,
    close,
    is_over,
    questionnaire_of,
    response_of,
)
from engage.extensions import db, settings
from engage.models import Conversation, OutboundText
from engage.outbox import Draft
from engage.turns import ask_once_more, lock
from surveys.opening import how_many
from surveys.progress import State
from surveys.wording import Sentence, say

SECOND_NUDGE = timedelta(hours=72)
MOST = 2
LOOK_AGAIN = timedelta(hours=6)


def due(*, now: datetime, limit: int = 200) -> list[uuid.UUID]:
    """Conversations whose silence is to be looked at, the longest waiting first."""
    return list(
        db.session.scalars(
            select(Conversation.id)
            .where(Conversation.nudge_at <= now)
            .order_by(Conversation.nudge_at)
            .limit(limit)
        )
    )


def look(conversation_id: uuid.UUID, *, now: datetime) -> str | None:
    """Do what one silence calls for; what was done in a word, or None when nothing was.

    The time counts from when the question left us, not from when it was queued.
    """
    conversation = db.session.get(Conversation, conversation_id)
    if conversation is None:
        return None
    lock(conversation.phone)
    db.session.refresh(conversation)
    if conversation.nudge_at is None or conversation.nudge_at > now:
        return None
    if conversation.state not in WAITING:
        conversation.nudge_at = None
        return None
    if is_over(conversation, now=now):
        return "closed"
    if _must_wait(conversation, now=now):
        conversation.nudge_at = now + LOOK_AGAIN
        return "waits"
    since = _asked_at(conversation)
    if now - since < FIRST_NUDGE:
        conversation.nudge_at = since + FIRST_NUDGE
        return "waits"
    if now - since >= EXPIRY:
        if _is_done(conversation):
            close(conversation, State.COMPLETED)
            return "completed"
        conversation.state, conversation.held_because = State.EXPIRED, None
        conversation.nudge_at = None
        return "expired"
    return _nudge(conversation, since, now=now)


def _is_done(conversation: Conversation) -> bool:
    """Whether only questions about the person are left, which nobody need answer."""
    response = response_of(conversation)
    return response is not None and questionnaire_of(conversation).is_done(response.values)


def _asked_at(conversation: Conversation) -> datetime:
    """When what they were asked left us: an invitation to many may have waited for days."""
    left = select(func.max(OutboundText.sent_at)).where(
        OutboundText.conversation_id == conversation.id,
        OutboundText.kind.in_(("invitation", "question")),
    )
    return max(conversation.asked_at, db.session.scalar(left) or conversation.asked_at)


def _must_wait(conversation: Conversation, *, now: datetime) -> bool:
    """Whether the question has not left us yet, or a person has taken over, or it is paused."""
    phone = conversation.phone
    if phone.paused_until is not None and phone.paused_until > now:
        return True
    if threads.is_held(phone):
        return True
    unsent = select(OutboundText.id).where(
        OutboundText.conversation_id == conversation.id,
        OutboundText.state.in_(("queued", "claimed")),
    )
    return db.session.scalar(unsent.limit(1)) is not None


def _nudge(conversation: Conversation, since: datetime, *, now: datetime) -> str | None:
    """One word about the question in hand; its key keeps it from going twice."""
    conversation.nudge_at = _next_look(conversation, since, now=now)
    if conversation.nudges >= MOST or conversation.on_web or _is_done(conversation):
        return None
    number = conversation.nudges + 1
    key = f"nudge:{conversation.id}:{number}"
    conversation.nudges = number
    if conversation.question is None:
        done = _ask_to_begin(conversation, since, key=key, now=now)
    else:
        before = Sentence.NUDGE_QUESTION
        asked_at, look_at = conversation.asked_at, conversation.nudge_at
        done = ask_once_more(conversation, before=before, key=key, now=now, kind="nudge")
        conversation.asked_at = asked_at
        if conversation.state == State.ASKING:
            conversation.nudge_at = look_at
    return "nudged" if done else None


def _next_look(conversation: Conversation, since: datetime, *, now: datetime) -> datetime:
    """Those who never began hear from us twice; in the middle of a survey once is enough."""
    second = since + SECOND_NUDGE
    if conversation.question is None and conversation.nudges == 0 and second > now:
        return second
    return since + EXPIRY


def _ask_to_begin(conversation: Conversation, since: datetime, *, key: str, now: datetime) -> bool:
    questionnaire = questionnaire_of(conversation)
    if conversation.state == State.HELD:  # they said later, and this is later
        conversation.state, conversation.held_because = State.INVITED, None
    body = say(
        Sentence.NUDGE_INVITATION,
        language=conversation.language,
        sender=settings().sender_name,
        questions=how_many(questionnaire),
    )
    return outbox.queue(
        Draft(
            phone=conversation.phone,
            body=body,
            kind="nudge",
            dedupe_key=key,
            not_before=now,
            not_after=since + EXPIRY,
            conversation_id=conversation.id,
        ),
        now=now,
    )
