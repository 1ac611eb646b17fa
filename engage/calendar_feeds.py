"""The secret address at which a member of staff's calendar finds the sessions they hold."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import load_only

from engage.extensions import db, settings
from engage.models import CalendarFeed, Session, Staff
from engage.planning import HOLDERS

KEY_BYTES = 24
IN_A_CALENDAR = (
    Session.title, Session.starts_local, Session.ends_local, Session.zone, Session.place,
    Session.address, Session.online, Session.link, Session.getting_there, Session.nearest_bus,
    Session.revision, Session.cancelled_at,
)  # fmt: skip


def make(staff: Staff, *, now: datetime) -> str:
    """A new key for this person's address; the one before it opens nothing from now on."""
    end(staff)
    key = secrets.token_urlsafe(KEY_BYTES)
    db.session.add(CalendarFeed(staff_id=staff.id, key_hash=_hash(key), made_at=now))
    db.session.flush()
    return key


def end(staff: Staff) -> None:
    """Let the address open nothing from now on."""
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.staff_id == staff.id))


def of(staff: Staff) -> CalendarFeed | None:
    """That this person has an address, and since when."""
    return db.session.get(CalendarFeed, staff.id, populate_existing=True)


def address(key: str) -> str:
    """The address that a key makes, in full."""
    return f"{settings().public_url}/calendar/{key}.ics"


def whose(key: str) -> Staff | None:
    """Whose address it is, while they work here and may hold sessions."""
    staff = db.session.scalar(
        select(Staff)
        .join(CalendarFeed, CalendarFeed.staff_id == Staff.id)
        .where(CalendarFeed.key_hash == _hash(key), Staff.active)
    )
    may_hold = staff is not None and any(role.name in HOLDERS for role in staff.roles)
    return staff if may_hold else None


def sessions_of(staff: Staff) -> list[Session]:
    """Every session that this person holds, with no more of it than a calendar shows."""
    return list(
        db.session.scalars(
            select(Session)
            .where(Session.facilitators.any(Staff.id == staff.id))
            .order_by(Session.starts_local, Session.id)
            .options(load_only(*IN_A_CALENDAR))
        )
    )


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
