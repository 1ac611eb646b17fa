"""Who has to be rung about a session, since no text reaches them in time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import load_only, selectinload

from engage import threads
from engage.extensions import db, settings
from engage.models import Invitation, OutboundText, Person, Phone, Session, Thread
from engage.models.consultations import HOLDING
from engage.outbox import first_key
from engage.places import reachable
from engage.times import from_local

WHY = "ring"
CAME_TO_NOTHING = ("expired", "refused", "undelivered", "parked")


@dataclass(frozen=True)
class ToRing:
    """Somebody to ring by first name, on this phone if they have one; what they said so far.

    `heard_local` is the start that they know of.
    """

    first_name: str | None
    phone: Phone | None
    state: str
    heard_local: datetime
    is_done: bool


def goes_at(*, now: datetime) -> datetime:
    """When a text about a session goes that is queued now."""
    return settings().hours.next_opening(now)


def of_change(session: Session, *, now: datetime) -> list[ToRing]:
    """Who knows of a session that is off or has moved, and is told by no text before it starts.

    Whoever holds a place comes first. None once it is over.
    """
    if not session.revision or session.ends_at <= now:
        return []
    invitations = db.session.scalars(
        select(Invitation)
        .where(Invitation.session_id == session.id, Invitation.heard_local.is_not(None))
        .where(Invitation.state.not_in(_has_answered(session)))
        .order_by(
            Invitation.place.is_(None),
            Invitation.place,
            Invitation.answered_at.is_(None),
            Invitation.answered_at,
            Invitation.id,
        )
        .options(selectinload(Invitation.person).selectinload(Person.phones))
    ).all()
    told = news(session)
    return [_to_ring(one) for one in invitations if not _is_told(one, told[news_key(one)], now=now)]


def ask_to_ring(session: Session, *, now: datetime) -> None:
    """Put everybody who has to be rung of a change in the inbox, but who has stopped texts."""
    for one in of_change(session, now=now):
        if one.phone is not None and one.phone.stopped_at is None:
            threads.need_a_person(one.phone, WHY, now=now)


def news_key(invitation: Invitation) -> str:
    """The key of the text that tells somebody that their session is off, or else has moved."""
    if invitation.session.cancelled_at is not None:
        return f"cancelled:{invitation.id}"
    return invitation.asked_again_key("moved")


def _has_answered(session: Session) -> tuple[str, ...]:
    """What says that somebody does not come, or has answered since it moved."""
    is_off = session.cancelled_at is not None
    return ("declined",) if is_off else ("declined", "lapsed", "accepted")


def news(session: Session) -> defaultdict[str, list[OutboundText]]:
    """The texts to its people that tell of a change, by their keys, with their copies.

    Without their words and numbers, which would each have to be opened.
    """
    people = select(Invitation.person_id).where(Invitation.session_id == session.id)
    found: defaultdict[str, list[OutboundText]] = defaultdict(list)
    for row in db.session.scalars(
        select(OutboundText)
        .join(Phone)
        .where(Phone.person_id.in_(people), OutboundText.kind.in_(("notice", "moved")))
        .options(load_only(OutboundText.dedupe_key, OutboundText.state, OutboundText.not_before))
    ):
        found[first_key(row)].append(row)
    return found


def _is_told(invitation: Invitation, news: list[OutboundText], *, now: datetime) -> bool:
    """Whether one of these texts has gone or goes in time; who has no phone for one is not told."""
    if not news:
        return invitation.state not in HOLDING or reachable(invitation.person) is not None
    until = _set_out(invitation, now=now)
    went = [row for row in news if not came_to_nothing(row.state, invitation.person)]
    return any(row.state != "queued" or _goes_at(row, now=now) < until for row in went)


def came_to_nothing(state: str, person: Person) -> bool:
    """Whether a text never reaches somebody.

    One is called off when they are told the same in a reply, but also when their texts end.
    """
    return state in CAME_TO_NOTHING or (state == "suppressed" and reachable(person) is None)


def _set_out(invitation: Invitation, *, now: datetime) -> datetime:
    """The next start at which they would come in vain, or miss it."""
    session = invitation.session
    heard = from_local(invitation.heard_local or session.starts_local, session.zone)
    return min((one for one in (heard, session.starts_at) if one > now), default=session.starts_at)


def _goes_at(row: OutboundText, *, now: datetime) -> datetime:
    return goes_at(now=max(now, row.not_before))


def of_reminder(session: Session) -> list[ToRing]:
    """Everybody who is coming, for whom it is too late to be reminded by text."""
    coming = db.session.scalars(
        select(Invitation)
        .where(Invitation.session_id == session.id, Invitation.state == "accepted")
        .order_by(Invitation.place)
        .options(selectinload(Invitation.person).selectinload(Person.phones))
    )
    return [_to_ring(one) for one in coming]


def _to_ring(invitation: Invitation) -> ToRing:
    person = invitation.person
    phone = reachable(person) or next(iter(person.phones), None)
    is_asked_for = phone is not None and phone.stopped_at is None
    thread = db.session.get(Thread, phone.id) if phone and is_asked_for else None
    return ToRing(
        first_name=person.first_name,
        phone=phone,
        state=invitation.state,
        heard_local=invitation.heard_local or invitation.session.starts_local,
        is_done=thread is not None and thread.waiting_since is None,
    )
