"""Telling whoever is on call that an alert or a concern waits: a link, no words and no name."""

from __future__ import annotations

import uuid
from datetime import datetime

from engage import outbox, phones
from engage.extensions import settings
from engage.log import log
from engage.models import Phone
from engage.outbox import Draft
from engage.texting.numbers import NotANumber, to_mobile

WORDS = {
    "raised": "{sender}: an alert waits for somebody to look. {link}",
    "escalated": "{sender}: an alert still waits and nobody has looked. {link}",
    "concern": "{sender}: a concern was passed on at a session. {link}",
    "concern_waits": "{sender}: a concern from a session still waits. {link}",
}


def tell(alert: uuid.UUID, why: str, *, now: datetime) -> bool:
    """Text the phone on call about an alert or concern, once for each reason; False without it."""
    phone = _phone(now=now)
    if phone is None:
        return False
    config = settings()
    body = WORDS[why].format(sender=config.sender_name, link=f"{config.public_url}/staff/alerts")
    draft = Draft(phone=phone, body=body, kind="on_call", dedupe_key=f"on_call:{why}:{alert}")
    return outbox.queue(draft, now=now)


def _phone(*, now: datetime) -> Phone | None:
    typed = settings().on_call_number
    if not typed:
        return None
    try:
        number = to_mobile(typed)
    except NotANumber:
        log.error("on_call.not_a_number")
        return None
    phones.make(number, phones.key_of(number), now=now)
    phone = phones.phone_of(number)
    if phone is not None and phone.stopped_at is not None:
        log.error("on_call.has_stopped", phone=str(phone.id))
    return phone
