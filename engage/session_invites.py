"""Asking people to a session by text, or to one of several at once, each once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from engage import outbox
from engage.extensions import db, settings
from engage.models import Invitation, Person, Phone, Session
from engage.outbox import Draft
from engage.places import take_turn
from engage.session_words import listed, words
from engage.text_back import language_of
from surveys.wording import Sentence, say

MOST_AT_ONCE = 6
"""How many sessions one text may ask about."""
OF_SEVERAL = "invitations:"
"""How the key of a text begins that asks about several."""


def invite(session: Session, phones: Iterable[Phone], *, now: datetime) -> int:
    """Ask each person by text; the number asked. A session that is over or off asks nobody."""
    return invite_to([session], phones, now=now)


def invite_to(sessions: Sequence[Session], phones: Iterable[Phone], *, now: datetime) -> int:
    """Ask each person in one text which of these sessions they can come to; the number asked.

    Nobody is asked about a session twice, nor about one that is over or off. The sessions' rows
    are written first, so that two people who press the button at once do it one after the other.
    """
    for session in sorted(sessions, key=lambda one: one.id):
        take_turn(session)
    coming = [one for one in sessions if one.is_coming(now)]
    coming = sorted(coming, key=lambda one: (one.starts_local, one.title))[:MOST_AT_ONCE]
    asked = {one.id: _asked(one) for one in coming}
    count = 0
    for phone in phones:
        if phone.person_id is None:
            continue
        theirs = [one for one in coming if phone.person_id not in asked[one.id]]
        for one in theirs:
            asked[one.id].add(phone.person_id)
        if theirs:
            count += _ask(phone, phone.person_id, theirs, now=now)
    return count


def _asked(session: Session) -> set[uuid.UUID]:
    return set(
        db.session.scalars(select(Invitation.person_id).where(Invitation.session_id == session.id))
    )


def _ask(phone: Phone, person_id: uuid.UUID, sessions: Sequence[Session], *, now: datetime) -> bool:
    """Ask one person. Of several, the ids are in the order of the numbers in the text."""
    batch_id = uuid.uuid4() if len(sessions) > 1 else None
    ids = sorted(uuid.uuid4() for _ in sessions)
    made = [
        Invitation(
            id=one,
            session_id=session.id,
            person_id=person_id,
            state="invited",
            invited_at=now,
            batch_id=batch_id,
        )
        for one, session in zip(ids, sessions, strict=True)
    ]
    db.session.add_all(made)
    db.session.flush()
    return _queue(phone, made, now=now)


def of_batch(batch_id: uuid.UUID) -> list[Invitation]:
    """The invitations that were asked in one text, in the order of their numbers."""
    return list(
        db.session.scalars(
            select(Invitation).where(Invitation.batch_id == batch_id).order_by(Invitation.id)
        )
    )


def ask_batch_again(batch_id: uuid.UUID, *, now: datetime) -> bool:
    """Ask about several as they are now, where the text that asked about them never went.

    Where one is left that one is asked about alone, and answered alone.
    """
    batch = of_batch(batch_id)
    phone = _phone_of(batch[0].person) if batch else None
    if phone is None:
        return False
    left = _left(batch, now=now)
    if len(left) > 1:
        return _queue(phone, batch, now=now)
    for one in left.values():
        one.batch_id = None
    return bool(left) and _queue(phone, list(left.values()), now=now)


def ask_the_rest(invitation_id: uuid.UUID, *, now: datetime) -> bool:
    """A text that asks about several came too late for one of them: ask about the others."""
    invitation = db.session.get_one(Invitation, invitation_id)
    return invitation.batch_id is not None and ask_batch_again(invitation.batch_id, now=now)


def is_current(key: str, invitation: Invitation, *, now: datetime) -> bool:
    """Whether the text with this key, if it asks about several, asks about all that are left."""
    if not key.startswith(OF_SEVERAL):
        return True
    return invitation.batch_id is not None and key == _key(of_batch(invitation.batch_id), now=now)


def _phone_of(person: Person) -> Phone | None:
    return next((p for p in person.phones if not (p.stopped_at or p.unusable_since)), None)


def _left(batch: Sequence[Invitation], *, now: datetime) -> dict[int, Invitation]:
    """Those still to be asked about, by their numbers: not off, nor begun, nor answered."""
    return {
        number: one
        for number, one in enumerate(batch, 1)
        if one.session.cancelled_at is None
        and one.session.starts_at > now
        and one.state == "invited"
    }


def _key(batch: Sequence[Invitation], *, now: datetime) -> str:
    """The key of the text that asks about these as they are now."""
    if batch[0].batch_id is None:
        return f"invitation:{batch[0].id}"
    changes = sum(one.session.revision for one in batch)
    numbers = "".join(str(number) for number in _left(batch, now=now))
    return f"{OF_SEVERAL}{batch[0].batch_id}:{changes}:{numbers}"


def _queue(phone: Phone, batch: Sequence[Invitation], *, now: datetime) -> bool:
    """Queue the text that asks; what is not asked about any more is left out, with its number."""
    left = _left(batch, now=now)
    if not left:
        return False
    draft = Draft(
        phone=phone,
        body=asks({n: one.session for n, one in left.items()}, language=language_of(phone)),
        kind="invitation",
        dedupe_key=_key(batch, now=now),
        not_after=min(one.session.starts_at for one in left.values()),
        invitation=next(iter(left.values())),
    )
    return outbox.queue(draft, now=now)


def asks(sessions: Mapping[int, Session], *, language: str) -> str:
    """The text that asks about these sessions, each by its number; about one alone, without."""
    if len(sessions) == 1:
        (session,) = sessions.values()
        return words(Sentence.SESSION_INVITATION, session, language=language)
    return say(
        Sentence.SESSIONS_INVITATION,
        language=language,
        sender=settings().sender_name,
        options=listed(sessions, language=language),
    )
