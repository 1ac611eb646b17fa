"""What goes with a session beside who comes: money, vouchers, worries, notes, calendars."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.extensions import Base
from engage.models.consultations import Invitation, Session
from engage.models.staff import Staff
from engage.models.types import IN_NO_ORDER, UTCDateTime, sealed

PAID_BY = ("cash", "voucher", "bank_transfer", "expenses", "declined")


class Payment(Base):
    """A thank-you for coming to a session, as its person chose it.

    They were told what it may mean for benefits at `told_at`, before they chose. `reference` is
    what finance sees. No answer is named here.
    """

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint(f"kind IN {PAID_BY}", name="kind_is_known"),
        CheckConstraint("amount_pence >= 0 AND expenses_pence >= 0", name="nobody_pays_us"),
        CheckConstraint(
            "kind NOT IN ('expenses', 'declined') OR amount_pence = 0", name="no_fee_when_declined"
        ),
        CheckConstraint("told_at <= chosen_at", name="told_before_choosing"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    invitation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("invitation.id", ondelete="SET NULL"), unique=True
    )
    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(16), info={"personal": "plain", "keep": "payments"})
    amount_pence: Mapped[int] = mapped_column(default=0)
    expenses_pence: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime] = mapped_column(UTCDateTime)
    chosen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    paid_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    paid_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    invitation: Mapped[Invitation | None] = relationship()


class Voucher(Base):
    """One voucher of a consultation's book, given against a payment or still to give."""

    __tablename__ = "voucher"
    __table_args__ = (
        CheckConstraint("worth_pence > 0", name="is_worth_something"),
        CheckConstraint("(payment_id IS NULL) = (given_at IS NULL)", name="given_says_to_what"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    consultation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = sealed("voucher.code", keep="payments", nullable=False)
    code_key: Mapped[str] = mapped_column(
        String(64), unique=True, info={"personal": "keyed hash", "keep": "payments"}
    )
    worth_pence: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    payment_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("payment.id", ondelete="CASCADE"), unique=True
    )
    given_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Concern(Base):
    """That a worry about somebody at a session was passed on: when and by whom, nothing of it."""

    __tablename__ = "concern"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    passed_on_at: Mapped[datetime] = mapped_column(UTCDateTime)
    passed_on_by: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("staff.id", ondelete="SET NULL")
    )
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seen_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    session: Mapped[Session] = relationship()
    by: Mapped[Staff | None] = relationship(foreign_keys=[passed_on_by])


class NotesInHand(Base):
    """Notes of a session handed in and not saved yet, until somebody says what is to be kept.

    Its id is that of the page they were typed on. `lines` are what was typed, each with its
    question and how many people; `found` is where personal details stand in each line, once a
    worker has looked them through, or nothing where it could not.
    """

    __tablename__ = "notes_in_hand"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'looked', 'held')", name="state_is_known"),
        CheckConstraint("(state = 'looked') = (found IS NOT NULL)", name="looked_says_what"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    lines: Mapped[list[dict[str, Any]]] = sealed(
        "notes_in_hand.lines", keep="notes", nullable=False, as_json=True
    )
    found: Mapped[list[list[list[Any]]] | None] = sealed(
        "notes_in_hand.found", keep="notes", as_json=True
    )
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    handed_in_at: Mapped[datetime] = mapped_column(UTCDateTime)
    handed_in_by: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("staff.id", ondelete="SET NULL")
    )
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)


class CalendarFeed(Base):
    """The secret address of one member of staff's calendar; only the hash of its key is kept."""

    __tablename__ = "calendar_feed"

    staff_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
