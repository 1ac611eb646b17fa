"""The codebook as this place keeps it: every version, and none is ever changed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.extensions import Base
from engage.models.types import UTCDateTime, sealed


class CodebookVersion(Base):
    """All codes as they were from one moment on, and who made them so, and why.

    Number 0 is the codebook that comes with Engage, which has no row. No two codebooks share a
    `stamp`, here or anywhere. `codes` are as a codebook's file has them. Examples and the reason
    may be in people's own words, so both are sealed.
    """

    __tablename__ = "codebook_version"
    __table_args__ = (CheckConstraint("number > 0", name="number_is_after_the_shipped"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4)
    codes: Mapped[list[dict[str, Any]]] = sealed(
        "codebook_version.codes", keep="codebook", nullable=False, as_json=True
    )
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    why: Mapped[str | None] = sealed("codebook_version.why", keep="codebook")
