"""Re-runs of the coding: why, with what, and what moved."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.extensions import Base
from engage.models.types import IN_NO_ORDER, UTCDateTime

REASONS = ("codebook", "taught", "new words")


class Recoding(Base):
    """One re-run over the statements that nobody has decided on; a single one waits at a time.

    It goes through the statements in the order of their ids and remembers `reached`, so that one
    that was cut short goes on there. `lessons` is from how many statements people's decisions were
    learned, `codebook` the number of the codebook. `moved` has for each code how many statements
    had it before, how many got it and how many lost it.
    """

    __tablename__ = "recoding"
    __table_args__ = (
        CheckConstraint(f"reason IN {REASONS}", name="reason_is_known"),
        CheckConstraint("state IN ('waiting', 'done', 'held')", name="state_is_known"),
        Index(
            "uq_recoding_waiting",
            "state",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    reason: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    reached: Mapped[uuid.UUID | None]
    codebook: Mapped[int | None]
    lessons: Mapped[int] = mapped_column(default=0)
    statements: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    moved: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
