"""Consultations, their sessions, who was invited, and the reminders that are due."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.extensions import Base
from engage.models.people import Person
from engage.models.types import UTCDateTime, sealed
from engage.times import from_local


class Consultation(Base):
    """What is being asked, why, what can change, and who decides."""

    __tablename__ = "consultation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(1000))
    can_change: Mapped[str] = mapped_column(String(1000))
    involvement: Mapped[str] = mapped_column(String(300))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date | None]
    example: Mapped[bool] = mapped_column(default=False)

    sessions: Mapped[list[Session]] = relationship(
        back_populates="consultation", order_by="Session.starts_local"
    )


class Session(Base):
    """One meeting: when on a wall clock in its own time zone, where, and for how many."""

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="has_places"),
        CheckConstraint("ends_local > starts_local", name="ends_after_it_starts"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    consultation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("consultation.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    starts_local: Mapped[datetime] = mapped_column(DateTime)
    ends_local: Mapped[datetime] = mapped_column(DateTime)
    zone: Mapped[str] = mapped_column(String(40), default="Europe/London")
    place: Mapped[str] = mapped_column(String(200))
    getting_there: Mapped[str] = mapped_column(String(400), default="")
    capacity: Mapped[int]
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    turn: Mapped[int] = mapped_column(default=0)
    example: Mapped[bool] = mapped_column(default=False)

    consultation: Mapped[Consultation | None] = relationship(back_populates="sessions")
    invitations: Mapped[list[Invitation]] = relationship(
        back_populates="session", cascade="all, delete-orphan", passive_deletes=True
    )
    reminders: Mapped[list[Reminder]] = relationship(
        back_populates="session",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Reminder.due_local",
    )

    @property
    def starts_at(self) -> datetime:
        """When it starts, in UTC."""
        return from_local(self.starts_local, self.zone)

    @property
    def ends_at(self) -> datetime:
        """When it ends, in UTC."""
        return from_local(self.ends_local, self.zone)


class Invitation(Base):
    """That a person was asked to a session, and what they said.

    Someone who said yes holds a numbered place, and no place is held twice.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        UniqueConstraint("session_id", "place"),
        CheckConstraint(
            "state IN ('invited', 'accepted', 'declined', 'waiting')", name="state_is_known"
        ),
        CheckConstraint("(state = 'accepted') = (place IS NOT NULL)", name="yes_holds_a_place"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(10), default="invited")
    place: Mapped[int | None]
    clarifies: Mapped[int] = mapped_column(default=0)
    words: Mapped[str | None] = sealed("invitation.words", keep="session")
    needs: Mapped[list[str] | None] = mapped_column(
        JSON(none_as_null=True), info={"personal": "plain", "keep": "session"}
    )
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    session: Mapped[Session] = relationship(back_populates="invitations")
    person: Mapped[Person] = relationship()


class Reminder(Base):
    """A reminder of a session, due at a time on the wall clock where it is held."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("session_id", "due_local"),
        CheckConstraint("state IN ('waiting', 'done', 'missed')", name="state_is_known"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    due_local: Mapped[datetime] = mapped_column(DateTime, index=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)

    session: Mapped[Session] = relationship(back_populates="reminders")

    @property
    def due_at(self) -> datetime:
        """When it is due, in UTC."""
        return from_local(self.due_local, self.session.zone)
