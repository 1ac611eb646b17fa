"""Links sent by text that open a survey on the web, at the question where the phone is."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from engage.extensions import db, settings
from engage.models import Conversation, WebLink

KEY_BYTES = 9
LASTS = timedelta(days=14)


def make(conversation: Conversation, *, now: datetime) -> str:
    """A new address for one conversation; it works for two weeks or until its survey closes."""
    key = secrets.token_urlsafe(KEY_BYTES)
    db.session.add(
        WebLink(key_hash=_hash(key), conversation_id=conversation.id, expires_at=now + LASTS)
    )
    return f"{settings().public_url}/w/{key}"


def conversation_of(key: str, *, now: datetime) -> Conversation | None:
    """The conversation a key opens, while the link lasts and its survey takes answers."""
    conversation = db.session.scalar(
        select(Conversation)
        .join(WebLink, WebLink.conversation_id == Conversation.id)
        .where(WebLink.key_hash == _hash(key), WebLink.expires_at > now)
    )
    return conversation if conversation and conversation.survey.is_open(now) else None


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
