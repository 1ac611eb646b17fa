"""What changes about a session once people have been asked: calling it off tells them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from engage import outbox
from engage.extensions import db
from engage.models import Invitation, OutboundText, Session
from engage.outbox import Draft
from engage.places import reachable, take_turn
from engage.rsvp import in_words
from surveys.wording import Sentence


def cancel(session: Session, *, now: datetime) -> int:
    """Call a session off and tell everyone who said yes or was waiting; the number told.

    Invitations and reminders that have not gone yet never go. Calling it off again tells nobody.
    """
    take_turn(session)
    if session.cancelled_at is not None:
        return 0
    session.cancelled_at = now
    _call_off_texts(session)
    told = 0
    for invitation in session.invitations:
        if invitation.state not in ("accepted", "waiting"):
            continue
        phone = reachable(invitation.person)
        if phone is None:
            continue
        told += outbox.queue(
            Draft(
                phone=phone,
                body=in_words(invitation, Sentence.SESSION_CANCELLED),
                kind="notice",
                dedupe_key=f"cancelled:{invitation.id}",
                not_after=session.starts_at,
            ),
            now=now,
        )
    return told


def _call_off_texts(session: Session) -> None:
    invitations = select(Invitation.id).where(Invitation.session_id == session.id)
    db.session.execute(
        update(OutboundText)
        .where(OutboundText.invitation_id.in_(invitations), OutboundText.state == "queued")
        .values(state="suppressed")
    )
