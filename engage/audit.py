"""Who did what to which thing, and when; ids only."""

from __future__ import annotations

import uuid
from datetime import datetime

from engage.extensions import db
from engage.models import AuditEvent


def note(what: str, subject: object, *, by: uuid.UUID | None, now: datetime) -> None:
    """Write one line of the audit trail."""
    db.session.add(AuditEvent(at=now, staff_id=by, what=what, subject=str(subject)))
