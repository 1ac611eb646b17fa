"""Answering a text with a text: at most one for each that came, and never the words of another."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from engage import outbox
from engage.extensions import db
from engage.models import Conversation, InboundText, Invitation, OutboundText, Phone
from engage.outbox import Draft
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.wording import Sentence, say

WILL_READ = "will_read"
LATE = timedelta(hours=2)
"""A text that was found this long after it was sent is answered with a word of apology."""
TOLD_FOR = timedelta(hours=12)
"""For how long somebody knows that a person will read what they text."""


def language_of(phone: Phone, conversation: Conversation | None = None) -> str:
    """The language this phone's holder is texted in, which may be another in one survey."""
    if conversation is not None:
        return conversation.language
    return phone.person.language if phone.person else DEFAULT_LANGUAGE


def reply(
    phone: Phone,
    text: InboundText,
    body: str,
    *,
    now: datetime,
    kind: str = "reply",
    conversation: Conversation | None = None,
    question: str | None = None,
    invitation: Invitation | None = None,
) -> None:
    """Answer one text; `question` is the survey's question that the answer asks, if it asks one,
    and `invitation` the one to a session that it is about.

    That a person will read it is said once in half a day, whatever else they text: a phone that
    answers by itself would else be answered for ever, and each costs somebody money.
    """
    language = language_of(phone, conversation)
    if body == say(Sentence.PERSON_WILL_READ, language=language):
        kind = WILL_READ
        if was_told(phone, kind, now=now):
            return
    if text.swept and now - text.received_at > LATE:
        body = f"{say(Sentence.SEEN_LATE, language=language)} {body}"
    outbox.queue(
        Draft(
            phone=phone,
            body=body,
            kind=kind,
            dedupe_key=f"reply:{text.sid}:{kind}",
            answers_text_at=text.received_at,
            invitation=invitation,
            conversation_id=conversation.id if conversation else None,
            question=question,
        ),
        now=now,
    )


def was_told(phone: Phone, kind: str, *, now: datetime) -> bool:
    """Whether this phone has had a text of this kind of late."""
    told = select(OutboundText.id).where(
        OutboundText.phone_id == phone.id,
        OutboundText.kind == kind,
        OutboundText.created_at > now - TOLD_FOR,
    )
    return db.session.scalar(told.limit(1)) is not None
