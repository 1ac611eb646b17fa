"""Texts in and out, and the conversation a phone is having with a survey."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.extensions import Base
from engage.models.people import Phone
from engage.models.surveys import Survey
from engage.models.types import UTCDateTime, sealed

WAITING_STATES = "('invited', 'asking')"


class Conversation(Base):
    """One phone going through one survey by text; at most one is waiting on a phone.

    In an anonymous survey the way from the phone to the response exists only while questions
    are being asked, and the database refuses to keep it after.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["survey_id", "anonymous"], ["survey.id", "survey.anonymous"], ondelete="CASCADE"
        ),
        CheckConstraint(
            "NOT anonymous OR response_id IS NULL OR state = 'asking'",
            name="anonymous_is_cut_when_over",
        ),
        Index(
            "uq_conversation_waiting",
            "phone_id",
            unique=True,
            sqlite_where=text(f"state IN {WAITING_STATES}"),
            postgresql_where=text(f"state IN {WAITING_STATES}"),
        ),
        Index("ix_conversation_phone", "phone_id", "asked_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    phone_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("phone.id", ondelete="CASCADE"))
    survey_id: Mapped[uuid.UUID]
    anonymous: Mapped[bool]
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    question: Mapped[str | None] = mapped_column(String(60))
    clarifies: Mapped[int] = mapped_column(default=0)
    response_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("response.id", ondelete="SET NULL"), index=True
    )
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)

    phone: Mapped[Phone] = relationship()
    survey: Mapped[Survey] = relationship(viewonly=True)


class InboundText(Base):
    """A text that reached us, stored once by the provider's id; `id` is the order of arrival."""

    __tablename__ = "inbound_text"
    __table_args__ = (
        Index("ix_inbound_text_waiting", "state", "from_key", "id"),
        Index("ix_inbound_text_outcome", "outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    sid: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[str | None] = sealed("inbound_text.number", keep="texts")
    from_key: Mapped[str] = mapped_column(
        String(64), info={"personal": "keyed hash", "keep": "contact"}
    )
    body: Mapped[str | None] = sealed("inbound_text.body", keep="texts")
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(String(12), default="stored")
    attempts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(String(16))
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True
    )


class OutboundText(Base):
    """A text to go out: this row is the truth, whatever the queue or the network does."""

    __tablename__ = "outbound_text"
    __table_args__ = (
        Index("ix_outbound_text_due", "state", "not_before"),
        Index("ix_outbound_text_phone", "phone_id", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)
    phone_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("phone.id", ondelete="CASCADE"))
    number: Mapped[str | None] = sealed("outbound_text.number", keep="texts")
    body: Mapped[str | None] = sealed("outbound_text.body", keep="texts")
    kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(12), default="queued")
    segments: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    not_before: Mapped[datetime] = mapped_column(UTCDateTime)
    not_after: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answers_text_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    looked_for: Mapped[int] = mapped_column(default=0)
    sid: Mapped[str | None] = mapped_column(String(64), unique=True)
    error_code: Mapped[str | None] = mapped_column(String(12))
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    invitation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("invitation.id", ondelete="SET NULL")
    )
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL")
    )

    phone: Mapped[Phone] = relationship()


class DeliveryReport(Base):
    """What the provider said of a text, in the order it came, matched to a row or not."""

    __tablename__ = "delivery_report"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    sid: Mapped[str] = mapped_column(String(64), index=True)
    outbound_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("outbound_text.id", ondelete="CASCADE")
    )
    status: Mapped[str] = mapped_column(String(20))
    error_code: Mapped[str | None] = mapped_column(String(12))
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)


class PretendDelivery(Base):
    """That the on-screen phones took a text: their side of the network, not ours."""

    __tablename__ = "pretend_delivery"

    outbound_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("outbound_text.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime)
