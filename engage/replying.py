"""A person's own reply by text: it stops the automatic texts until the phone is handed back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage import outbox, stories, threads, turns
from engage.extensions import db, settings
from engage.models import OutboundText, Phone, Staff
from engage.outbox import REPLY_GRACE, Draft

LONGEST = 640


@dataclass(frozen=True)
class Typed:
    """What was written, the mark of the texts its writer had seen, and whether it may wait."""

    words: str
    seen: str
    later: bool = False


class HasStopped(Exception):
    """They have told us to stop texts, so nobody may text them."""


class NewerTexts(Exception):
    """A text came, or a colleague wrote, after the page was opened."""


class OutOfHours(Exception):
    """It is outside the hours for texting; `opens` is when it could go."""

    def __init__(self, opens: datetime) -> None:
        super().__init__("outside the hours for texting")
        self.opens = opens


def opens(phone: Phone, *, now: datetime) -> datetime:
    """When a reply written now would go: at once in the hours for texting, or to a new text."""
    return now if _answers(phone, now=now) else settings().hours.next_opening(now)


def reply(phone: Phone, typed: Typed, *, by: Staff, now: datetime) -> datetime:
    """Queue one reply and take over the thread; when it goes.

    Raises HasStopped, NewerTexts or OutOfHours, and changes nothing. Of two replies written to
    the same texts the dedupe key lets one in; the same words pressed twice are one reply.
    """
    turns.lock(phone)
    if phone.stopped_at is not None:
        raise HasStopped
    key = f"staff:{phone.id}:{typed.seen}"
    if sent := _pressed_before(key, typed, by):
        return sent
    if stories.seen(phone) != typed.seen:
        raise NewerTexts
    goes = opens(phone, now=now)
    if goes > now and not typed.later:
        raise OutOfHours(goes)
    draft = Draft(
        phone=phone,
        body=typed.words,
        kind="staff",
        dedupe_key=key,
        not_before=goes,
        answers_text_at=_answers(phone, now=now),
        by_staff=by.id,
    )
    if not outbox.queue(draft, now=now):
        raise NewerTexts
    threads.hold(phone, by.id, now=now)
    threads.was_answered(phone)
    return goes


def _pressed_before(key: str, typed: Typed, by: Staff) -> datetime | None:
    row = db.session.scalar(select(OutboundText).where(OutboundText.dedupe_key == key))
    same = row is not None and row.by_staff == by.id and row.body == typed.words
    return row.not_before if row is not None and same else None


def _answers(phone: Phone, *, now: datetime) -> datetime | None:
    """When they texted, if that is so little ago that an answer may go at any hour."""
    came = turns.last_came_at(phone)
    return came if came is not None and now - came <= REPLY_GRACE else None


def hand_back(phone: Phone, *, now: datetime) -> bool:
    """Let the automatic texts go on where they were; False when nobody had taken over."""
    turns.lock(phone)
    if not threads.hand_back(phone):
        return False
    turns.resume_after_staff(phone, now=now)
    outbox.look_again(phone, now=now)
    return True
