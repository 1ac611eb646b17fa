"""The shared inbox: a thread for each phone, notes on it, ready replies, and alerts of danger."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.extensions import Base
from engage.models.people import Phone
from engage.models.staff import Staff
from engage.models.types import UTCDateTime, sealed


class Thread(Base):
    """What staff do about one phone's texts; a phone nobody had to look at has none.

    `waiting_since` is when a person was first needed, and `why` in a word. While `held_since`
    is set a person has taken over, and nothing is asked or answered automatically.
    """

    __tablename__ = "thread"
    __table_args__ = (
        CheckConstraint("(waiting_since IS NULL) = (why IS NULL)", name="waiting_says_why"),
    )

    phone_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("phone.id", ondelete="CASCADE"), primary_key=True
    )
    waiting_since: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    why: Mapped[str | None] = mapped_column(String(16))
    assigned_to: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("staff.id", ondelete="SET NULL")
    )
    held_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    held_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    phone: Mapped[Phone] = relationship()
    holder: Mapped[Staff | None] = relationship(foreign_keys=held_by)
    assignee: Mapped[Staff | None] = relationship(foreign_keys=assigned_to)


class ThreadNote(Base):
    """A note that staff leave each other about a phone; its holder never sees it."""

    __tablename__ = "thread_note"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    phone_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("phone.id", ondelete="CASCADE"), index=True
    )
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    words: Mapped[str | None] = sealed("thread_note.words", keep="texts")

    author: Mapped[Staff | None] = relationship()


class ReadyReply(Base):
    """A reply that staff can put in a text with one press."""

    __tablename__ = "ready_reply"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    title: Mapped[str] = mapped_column(String(60))
    wording: Mapped[str] = mapped_column(String(640))
    language: Mapped[str] = mapped_column(String(12), default="en")


class Alert(Base):
    """That a text may tell of danger, one a text at most, until a person says what was done."""

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("done_at IS NULL OR seen_at IS NOT NULL", name="seen_before_done"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    phone_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("phone.id", ondelete="CASCADE"), index=True
    )
    text_id: Mapped[int | None] = mapped_column(
        ForeignKey("inbound_text.id", ondelete="SET NULL"), unique=True
    )
    tiers: Mapped[list[str]] = mapped_column(JSON)
    other_person: Mapped[bool]
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    escalated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    seen_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done: Mapped[str | None] = sealed("alert.done", keep="alerts")

    phone: Mapped[Phone] = relationship()
    seer: Mapped[Staff | None] = relationship()
