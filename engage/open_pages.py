"""The page of a session that anybody may open: its short address, which posters lead to."""

from __future__ import annotations

import re
import uuid

from sqlalchemy import select

from engage.extensions import db, settings
from engage.models import Session

LETTERS = 10
"""The beginning of a session's id: 40 bits, which nobody guesses and a hand can type."""
_KEY = re.compile(rf"[0-9a-f]{{{LETTERS}}}")


def key_of(session: Session) -> str:
    """What stands for a session in the address of its page."""
    return session.id.hex[:LETTERS]


def address_of(session: Session) -> str:
    """The address of a session's page in full, as a QR code holds it."""
    return f"{settings().public_url}/meet/{key_of(session)}"


def session_at(key: str) -> Session | None:
    """The session of an address, in capitals or not; None when it is not one and no other."""
    key = key.strip().casefold()
    if not _KEY.fullmatch(key):
        return None
    rest = 32 - LETTERS
    first, last = uuid.UUID(hex=key + "0" * rest), uuid.UUID(hex=key + "f" * rest)
    found = db.session.scalars(select(Session).where(Session.id.between(first, last))).all()
    return found[0] if len(found) == 1 else None
