"""The places of a session: one turn at a time, and each free one offered to who waits longest.

An offer keeps its place until its time to answer is over. What is due is in the tables, so that
a sweep makes good whatever was cut short.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update

from engage import outbox
from engage.extensions import db, settings
from engage.models import Invitation, OutboundText, Person, Phone, Session
from engage.models.consultations import HOLDING
from engage.outbox import NEVER_LEFT, SESSION_REPLY, Draft
from engage.session_words import by, told
from engage.times import local
from surveys.wording import Sentence

ANSWERED_BEFORE = timedelta(hours=2)
"""How long before the start the time to answer an offer is over at the latest."""
LEAST_TIME = timedelta(hours=1)
"""With less time than this to answer, a place is not offered: the next yes gets it."""
HOUR = timedelta(hours=1)
NOT_HEARD = ("queued", *NEVER_LEFT)
"""States of a text that nobody can have read."""


def reachable(person: Person) -> Phone | None:
    """A phone of theirs that texts may go to."""
    return next((p for p in person.phones if not (p.stopped_at or p.unusable_since)), None)


def take_turn(session: Session) -> None:
    """Write the session's row, which makes whoever comes next wait for this transaction.

    What was read before it may have been changed by whoever had it, and is read again.
    """
    db.session.execute(
        update(Session).where(Session.id == session.id).values(turn=Session.turn + 1)
    )
    db.session.refresh(session)


def free_place(session: Session) -> int | None:
    """The lowest place nobody holds. The caller has the session's turn, so that two people who
    say yes at the same moment are given places one after the other."""
    taken = set(
        db.session.scalars(
            select(Invitation.place).where(
                Invitation.session_id == session.id, Invitation.place.is_not(None)
            )
        )
    )
    return next((n for n in range(1, session.capacity + 1) if n not in taken), None)


def held(session: Session) -> int:
    """How many places are held, by a yes or by an offer."""
    return (
        db.session.scalar(
            select(func.count()).where(
                Invitation.session_id == session.id, Invitation.state.in_(HOLDING)
            )
        )
        or 0
    )


def answer_by(session: Session, *, now: datetime) -> datetime | None:
    """Until when an offer made now may be answered; None when there is no time for one.

    The time counts from when the text may go, ends on the hour, and not in hours in which
    nobody is texted unless the session leaves no other.
    """
    hours = settings().hours
    goes = hours.next_opening(now)
    ends = _on_the_hour(goes + timedelta(hours=session.answer_hours))
    if not hours.allow(ends):
        ends = hours.next_opening(ends) + HOUR
    ends = min(ends, session.starts_at - ANSWERED_BEFORE)
    return ends if ends - goes >= LEAST_TIME else None


def _on_the_hour(moment: datetime) -> datetime:
    """That moment, or the next full hour."""
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return whole if whole == moment else whole + HOUR


def offer_free_places(session: Session, *, now: datetime) -> int:
    """Offer each free place to whoever has waited longest and can be told; the number offered.

    The caller has the session's turn.
    """
    until = answer_by(session, now=now)
    if session.cancelled_at is not None or until is None:
        return 0
    waiting = db.session.scalars(
        select(Invitation)
        .where(Invitation.session_id == session.id, Invitation.state == "waiting")
        .order_by(Invitation.answered_at, Invitation.id)
    ).all()
    offered = 0
    for one in waiting:
        place, phone = free_place(session), reachable(one.person)
        if place is None:
            break
        if phone is not None:
            _offer(one, phone, place, until, now=now)
            offered += 1
    return offered


def _offer(
    invitation: Invitation, phone: Phone, place: int, until: datetime, *, now: datetime
) -> None:
    language = invitation.person.language
    hold_for(invitation, place, until, now=now)
    outbox.queue(
        Draft(
            phone=phone,
            body=told(invitation, Sentence.SESSION_OFFER, until=by(until, language, now=now)),
            kind="offer",
            dedupe_key=invitation.asked_again_key("offer"),
            not_after=until,
            invitation=invitation,
        ),
        now=now,
    )


def hold_for(invitation: Invitation, place: int, until: datetime, *, now: datetime) -> None:
    """Keep a place for somebody while they are asked again."""
    invitation.state, invitation.place, invitation.offered_until = "offered", place, until
    invitation.round, invitation.invited_at, invitation.clarifies = invitation.round + 1, now, 0
    db.session.flush()


def call_off_texts(invitation: Invitation) -> None:
    """What still waits to be sent about an invitation, or came too late, is not wanted any more.

    But for a reminder, which is made once, and asks as it goes whether it is still wanted; and
    for an answer to what they said.
    """
    db.session.execute(
        update(OutboundText)
        .where(OutboundText.invitation_id == invitation.id)
        .where(OutboundText.state.in_(("queued", "expired")))
        .where(OutboundText.kind.not_in(("reminder", SESSION_REPLY)))
        .values(state="suppressed")
    )


def due(*, now: datetime) -> list[uuid.UUID]:
    """Sessions to come in which an offer's time is over, or a free place could be offered."""
    wall = local(now).replace(tzinfo=None)
    of_it = Invitation.session_id == Session.id
    filled = select(func.count()).where(of_it, Invitation.state.in_(HOLDING)).scalar_subquery()
    waits = select(Invitation.id).where(of_it, Invitation.state == "waiting").exists()
    over = select(Invitation.id).where(of_it, Invitation.offered_until <= now).exists()
    soonest = wall + ANSWERED_BEFORE + LEAST_TIME
    could_be = (filled < Session.capacity) & waits & (Session.starts_local >= soonest)
    return list(
        db.session.scalars(
            select(Session.id)
            .where(Session.cancelled_at.is_(None), Session.starts_local > wall)
            .where(or_(over, could_be))
            .order_by(Session.starts_local)
        )
    )


def settle(session_id: uuid.UUID, *, now: datetime) -> int:
    """End the offers whose time is over, offer what is free, and commit; the number offered."""
    session = db.session.get(Session, session_id)
    if session is None:
        return 0
    take_turn(session)
    if session.starts_at > now:
        _end_offers(session, now=now)
    offered = offer_free_places(session, now=now)
    db.session.commit()
    return offered


def _end_offers(session: Session, *, now: datetime) -> None:
    """No answer in time lets the place go. Who was never told waits on, where they were."""
    for one in db.session.scalars(
        select(Invitation)
        .where(Invitation.session_id == session.id, Invitation.offered_until <= now)
        .execution_options(populate_existing=True)
    ).all():
        state = "lapsed" if _was_told(one) else "waiting"
        one.state, one.place, one.offered_until = state, None, None
        call_off_texts(one)
    db.session.flush()


def _was_told(invitation: Invitation) -> bool:
    left = select(OutboundText.id).where(
        OutboundText.dedupe_key == invitation.asked_again_key("offer"),
        OutboundText.state.not_in(NOT_HEARD),
    )
    return db.session.scalar(left) is not None
