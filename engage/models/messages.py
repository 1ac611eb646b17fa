"""Texts in and out, and the conversation a phone is having with a survey."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    false,
    text,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from engage.extensions import Base
from engage.models.people import Phone
from engage.models.surveys import Survey
from engage.models.types import UTCDateTime, sealed

WAITING_STATES = "('invited', 'asking', 'held')"
LINKED_STATES = "('asking', 'held', 'expired')"


class Conversation(Base):
    """One phone going through one survey by text; at most one is waiting on a phone.

    In an anonymous survey the way from the phone to the response exists only while questions
    are being asked or may yet be, and the database refuses to keep it after.

    `question` was asked last and `earlier` the one before it. `gather_until`: an answer in the
    person's own words may still be coming in parts. `held_because` is later, safeguarding or
    staff, while `state` is held. `on_web`: they went on there, and texts have not asked since.
    `nudge_at` is when silence is next looked at.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["survey_id", "anonymous"], ["survey.id", "survey.anonymous"], ondelete="CASCADE"
        ),
        CheckConstraint(
            f"NOT anonymous OR response_id IS NULL OR state IN {LINKED_STATES}",
            name="anonymous_is_cut_when_over",
        ),
        CheckConstraint("(state = 'held') = (held_because IS NOT NULL)", name="held_says_why"),
        Index(
            "uq_conversation_waiting",
            "phone_id",
            unique=True,
            sqlite_where=text(f"state IN {WAITING_STATES}"),
            postgresql_where=text(f"state IN {WAITING_STATES}"),
        ),
        Index("ix_conversation_phone", "phone_id", "asked_at"),
        Index("ix_conversation_nudge", "nudge_at"),
        Index("ix_conversation_gather", "gather_until"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    phone_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("phone.id", ondelete="CASCADE"))
    survey_id: Mapped[uuid.UUID]
    anonymous: Mapped[bool]
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    question: Mapped[str | None] = mapped_column(String(60))
    earlier: Mapped[str | None] = mapped_column(String(60))
    clarifies: Mapped[int] = mapped_column(default=0)
    held_because: Mapped[str | None] = mapped_column(String(12))
    gather_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    on_web: Mapped[bool] = mapped_column(default=False, server_default=false())
    nudges: Mapped[int] = mapped_column(default=0, server_default="0")
    nudge_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    language: Mapped[str] = mapped_column(String(12), default="en", server_default="en")
    response_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("response.id", ondelete="SET NULL"), index=True
    )
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)

    phone: Mapped[Phone] = relationship()
    # By the id alone, so that a survey at hand is not read again.
    survey: Mapped[Survey] = relationship(
        viewonly=True, primaryjoin=lambda: foreign(Conversation.survey_id) == Survey.id
    )


class InboundText(Base):
    """A text that reached us, stored once by the provider's id; `id` is the order of arrival.

    `question` is the one it was taken to answer. `swept`: found in the provider's list, since
    the webhook never came. `flags` are what staff should see of it.
    """

    __tablename__ = "inbound_text"
    __table_args__ = (
        Index("ix_inbound_text_waiting", "state", "from_key", "id"),
        Index("ix_inbound_text_outcome", "outcome"),
        Index("ix_inbound_text_phone", "from_key", "id"),
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
    question: Mapped[str | None] = mapped_column(String(60))
    swept: Mapped[bool] = mapped_column(default=False, server_default=false())
    flags: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True
    )


class OutboundText(Base):
    """A text to go out: this row is the truth, whatever the queue or the network does.

    `question` is the one it asks, and `by_staff` who wrote it, if a person did. `slot_at` is
    the moment the sender's rate keeps for it.
    """

    __tablename__ = "outbound_text"
    __table_args__ = (
        Index("ix_outbound_text_due", "state", "not_before"),
        Index("ix_outbound_text_phone", "phone_id", "created_at"),
        Index("ix_outbound_text_invitation", "invitation_id", "kind"),
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
    slot_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    question: Mapped[str | None] = mapped_column(String(60))
    by_staff: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    invitation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("invitation.id", ondelete="SET NULL")
    )
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL")
    )

    phone: Mapped[Phone] = relationship()


class WebLink(Base):
    """A link sent by text that opens a survey on the web where the phone is in it.

    Only the hash of its key is kept.
    """

    __tablename__ = "web_link"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Sending(Base):
    """Whether texts leave at all: one row, and why when they do not.

    `paused_because` is restored, account or person. `beat` only ever grows, so that a database
    older than what a worker remembers is known for a copy put back. `next_slot_at` is when the
    sender's rate next has room. `swept_at` is up to when the provider's list was read.
    """

    __tablename__ = "sending"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    paused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    paused_because: Mapped[str | None] = mapped_column(String(12))
    code: Mapped[str | None] = mapped_column(String(12))
    probe_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    beat: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    next_slot_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    swept_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


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
    """That the on-screen phones took a text: their side of the network, not ours.

    `at` is when it reaches the phone, or fails to: `became` is delivered or undelivered, with
    the code that a network would give. `copies` is how often it was sent: more than one would
    be our mistake, and the phone shows it.
    """

    __tablename__ = "pretend_delivery"

    outbound_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("outbound_text.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    became: Mapped[str] = mapped_column(String(12), default="delivered", server_default="delivered")
    error_code: Mapped[str | None] = mapped_column(String(12))
    copies: Mapped[int] = mapped_column(default=1, server_default="1")


class PretendTrouble(Base):
    """What goes wrong for one on-screen phone.

    `texts_left` is for how many texts more; None is until it is put right.
    """

    __tablename__ = "pretend_trouble"

    phone_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("phone.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(12))
    texts_left: Mapped[int | None]
