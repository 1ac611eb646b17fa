"""That a worry about somebody at a session was passed on: told to whoever is on call, and seen.

Nothing of the worry is kept here. Only that there is one, so that nobody thinks it was dealt with
when nobody has heard of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from engage import on_call
from engage.extensions import db, settings
from engage.log import log
from engage.models import Concern, Session
from engage.places import take_turn

DOUBLE_TAP = timedelta(minutes=1)
SHOWN = 50


def pass_on(session: Session, *, by: uuid.UUID | None, now: datetime) -> bool:
    """Pass a worry on, of one of us or, with `by` None, that the service has read of.

    False for a second tap of the same person within a minute, which is one unless the first has
    been seen by then.
    """
    take_turn(session)
    just_now = db.session.scalar(
        select(Concern.id)
        .where(Concern.session_id == session.id, Concern.passed_on_by == by)
        .where(Concern.passed_on_at > now - DOUBLE_TAP, Concern.seen_at.is_(None))
        .limit(1)
    )
    if just_now is not None:
        return False
    concern = Concern(id=uuid.uuid4(), session_id=session.id, passed_on_at=now, passed_on_by=by)
    db.session.add(concern)
    db.session.flush()
    log.warning("concern.passed_on", concern=str(concern.id))
    on_call.tell(concern.id, "concern", now=now)
    return True


def unseen(session: Session | None = None) -> Sequence[Concern]:
    """Those that nobody has seen, of one session or of all, the longest wait first."""
    waiting = select(Concern).where(Concern.seen_at.is_(None)).order_by(Concern.passed_on_at)
    if session is not None:
        waiting = waiting.where(Concern.session_id == session.id)
    return db.session.scalars(waiting.options(joinedload(Concern.session)).limit(SHOWN)).all()


def mark_seen(concern: Concern, *, by: uuid.UUID, now: datetime) -> bool:
    """That a person has seen to it: True for the first, False when somebody had before."""
    changed = db.session.execute(
        update(Concern)
        .where(Concern.id == concern.id, Concern.seen_at.is_(None))
        .values(seen_at=now, seen_by=by)
        .returning(Concern.id)
        .execution_options(synchronize_session=False)
    ).first()
    db.session.refresh(concern)
    return changed is not None


def escalate_due(*, now: datetime) -> int:
    """Tell again of what nobody has seen for too long, each once."""
    before = now - timedelta(minutes=settings().alert_minutes)
    told = 0
    for concern in unseen():
        is_late = concern.passed_on_at <= before
        if is_late and on_call.tell(concern.id, "concern_waits", now=now):
            log.error("concern.nobody_has_looked", concern=str(concern.id))
            told += 1
    return told
