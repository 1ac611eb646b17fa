"""Small tables that keep the service in order: clock ticks, throttles, and who did what."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.extensions import Base
from engage.models.types import UTCDateTime


class Tick(Base):
    """One run of one sweep: whoever inserts the row runs it, however many clocks there are."""

    __tablename__ = "tick"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)


class Throttle(Base):
    """How often something was tried in a stretch of time, shared by every process."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(
        String(80), primary_key=True, info={"personal": "keyed hash", "keep": "throttle"}
    )
    window: Mapped[int] = mapped_column(primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)


class AuditEvent(Base):
    """Who did what to which thing, and when; ids only."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    what: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
