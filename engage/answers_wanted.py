"""One reminder that an answer is still wanted, to somebody who holds an offered place for long.

They have said neither yes nor no, so that nobody tells them "see you there".
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from engage import outbox
from engage.extensions import db, settings
from engage.models import Invitation, OutboundText, Session
from engage.outbox import Draft
from engage.places import reachable
from engage.session_words import by, told
from surveys.wording import Sentence

KIND = "answer_wanted"
A_DAY = timedelta(hours=25)
"""An offer of a day ends on the full hour."""


def due(*, now: datetime) -> list[uuid.UUID]:
    """Offers of more than a day of which half the time is over, and nothing more was said."""
    offered = db.session.scalars(
        select(Invitation)
        .join(Session)
        .where(Invitation.state == "offered", Invitation.offered_until > now)
        .where(Session.cancelled_at.is_(None))
        .options(joinedload(Invitation.session))
    )
    return [one.id for one in offered if _is_half_over(one, now=now) and not _was_said(one)]


def _was_said(invitation: Invitation) -> bool:
    """Whether they were reminded since they were asked."""
    said = select(OutboundText.id).where(
        OutboundText.invitation_id == invitation.id,
        OutboundText.kind == KIND,
        OutboundText.created_at >= invitation.invited_at,
    )
    return db.session.scalar(said.limit(1)) is not None


def _is_half_over(invitation: Invitation, *, now: datetime) -> bool:
    """Half of the time to answer, from when they could be asked."""
    asked, until = settings().hours.next_opening(invitation.invited_at), invitation.offered_until
    if until is None or until - asked <= A_DAY:
        return False
    return now >= asked + (until - asked) / 2


def send_one(invitation_id: uuid.UUID, *, now: datetime) -> bool:
    """Queue it, and commit; False where it is there already, or nobody can be told."""
    invitation = db.session.get_one(Invitation, invitation_id, populate_existing=True)
    phone, until = reachable(invitation.person), invitation.offered_until
    if invitation.state != "offered" or until is None or phone is None:
        db.session.rollback()
        return False
    draft = Draft(
        phone=phone,
        body=_words(invitation, until, now=now),
        kind=KIND,
        dedupe_key=invitation.asked_again_key(KIND),
        not_after=until,
        invitation=invitation,
    )
    queued = outbox.queue(draft, now=now)
    db.session.commit()
    return queued


def _words(invitation: Invitation, until: datetime, *, now: datetime) -> str:
    """Who was asked since the session moved keeps the place; a place offered goes to the next."""
    if until >= invitation.session.starts_at:
        return told(invitation, Sentence.SESSION_KEPT)
    last = by(until, invitation.person.language, now=now)
    return told(invitation, Sentence.SESSION_PLACE_KEPT, until=last)
