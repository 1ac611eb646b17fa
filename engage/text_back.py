"""Answering a text with a text: at most one for each that came, and never the words of another."""

from __future__ import annotations

from datetime import datetime, timedelta

from engage import outbox
from engage.models import Conversation, InboundText, Phone
from engage.outbox import Draft
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.wording import Sentence, say

LATE = timedelta(hours=2)
"""A text that was found this long after it was sent is answered with a word of apology."""


def language_of(phone: Phone) -> str:
    """The language this phone's holder is texted in."""
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
) -> None:
    """Answer one text; `question` is the survey's question that the answer asks, if it asks one."""
    if text.swept and now - text.received_at > LATE:
        language = conversation.language if conversation else language_of(phone)
        body = f"{say(Sentence.SEEN_LATE, language=language)} {body}"
    outbox.queue(
        Draft(
            phone=phone,
            body=body,
            kind=kind,
            dedupe_key=f"reply:{text.sid}:{kind}",
            answers_text_at=text.received_at,
            conversation_id=conversation.id if conversation else None,
            question=question,
        ),
        now=now,
    )
