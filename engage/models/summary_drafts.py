"""Summaries on their way out: frozen by one member of staff, let out or sent back by another."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.extensions import Base
from engage.models.types import IN_NO_ORDER, UTCDateTime, sealed

ENDINGS = PUBLISHED, SENT_BACK, TAKEN_BACK = ("published", "sent_back", "taken_back")
"""What became of a draft: it went out, a second person said no, or the first changed their mind."""


class SummaryDraft(Base):
    """The figures of a survey as they stood, with what somebody wrote; its quotes lie beside it.

    Of a survey one at a time is open. `asked_at` says since when it waits for a second person,
    who is never the first. What was written goes once a later draft, or a version, has it.
    """

    __tablename__ = "summary_draft"
    __table_args__ = (
        CheckConstraint(f"ending IN {ENDINGS}", name="ending_is_known"),
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_says_how"),
        CheckConstraint("ended_at IS NOT NULL OR content IS NOT NULL", name="open_has_content"),
        CheckConstraint(
            "ending != 'published' OR (asked_at IS NOT NULL AND version IS NOT NULL)",
            name="published_was_asked_for",
        ),
        CheckConstraint("ending != 'published' OR ended_by != frozen_by", name="by_two_people"),
        CheckConstraint("ending != 'sent_back' OR reason IS NOT NULL", name="sent_back_says_why"),
        Index("ix_summary_draft_survey", "survey_id", "frozen_at"),
        Index(
            "uq_summary_draft_open",
            "survey_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    frozen_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    frozen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    content: Mapped[dict[str, Any] | None] = sealed(
        "summary_draft.content", keep="findings", as_json=True
    )
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    ending: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None] = sealed("summary_draft.reason", keep="findings")
    version: Mapped[int | None]


class DraftQuote(Base):
    """A statement that a draft quotes under a theme, and what may be told of where it came from.

    The words themselves stay with their statement: when that goes, so does this.
    """

    __tablename__ = "draft_quote"
    __table_args__ = (
        CheckConstraint("place > 0", name="place_counts_from_one"),
        IN_NO_ORDER,
    )

    draft_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("summary_draft.id", ondelete="CASCADE"), primary_key=True
    )
    statement_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    code: Mapped[str] = mapped_column(String(60))
    place: Mapped[int]
    channel: Mapped[str] = mapped_column(String(10))
    area: Mapped[str] = mapped_column(String(20), info={"personal": "plain", "keep": "response"})
