"""Consultations, their sessions, who was invited, and the reminders that are due.

What people need, are paid and tell us on the day is in `engage.models.gatherings`.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.extensions import Base
from engage.models.people import Person
from engage.models.staff import Staff
from engage.models.surveys import MADE_GENERAL
from engage.models.types import UTCDateTime, sealed
from engage.times import from_local

MODES = ("listening", "formal")
LEVELS = ("inform", "consult", "involve", "collaborate", "hand_over")
"""How much say people have, from being told to deciding themselves."""
KNOWN_OR_NOT = ("yes", "no", "not_known")
INVITED = ("invited", "accepted", "declined", "waiting", "offered", "lapsed")
HOLDING = ("accepted", "offered")
"""Those who hold a place: by a yes, or while an offer of one is theirs to take."""
ATTENDED = ("came", "part", "apologies", "missed")
CAME = ("came", "part")
"""Those who were there, for all or part of it."""

session_staff = Table(
    "session_staff",
    Base.metadata,
    Column("session_id", ForeignKey("session.id", ondelete="CASCADE"), primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
)


class Consultation(Base):
    """What is being asked, why, what can change, and who decides.

    Principles, purpose (with what can change), presence, process and impact are the five of 4Pi;
    impact stays empty until there is some. A formal one needs the rest of it before it opens, and
    `weighed` before it closes. `tell_by` is when people are to hear what came of it;
    `made_general`, how much of what gives a person away is made general in all its surveys.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint(f"mode IN {MODES}", name="mode_is_known"),
        CheckConstraint(f"level IN {LEVELS}", name="level_is_known"),
        CheckConstraint("budget_pence >= 0", name="budget_is_no_debt"),
        CheckConstraint(f"made_general IN {MADE_GENERAL}", name="made_general_is_known"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(1000))
    can_change: Mapped[str] = mapped_column(String(1000))
    involvement: Mapped[str] = mapped_column(String(300))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date | None]
    mode: Mapped[str] = mapped_column(String(10), default="listening")
    level: Mapped[str] = mapped_column(String(12), default="involve")
    principles: Mapped[str] = mapped_column(Text, default="")
    presence: Mapped[str] = mapped_column(Text, default="")
    process: Mapped[str] = mapped_column(Text, default="")
    impact: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[str] = mapped_column(Text, default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_already: Mapped[str] = mapped_column(Text, default="")
    equality_note: Mapped[str] = mapped_column(Text, default="")
    weighed: Mapped[str] = mapped_column(Text, default="")
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    budget_pence: Mapped[int | None]
    made_general: Mapped[str] = mapped_column(String(8), default="usual")
    tell_by: Mapped[date | None]
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    example: Mapped[bool] = mapped_column(default=False)

    sessions: Mapped[list[Session]] = relationship(
        back_populates="consultation", order_by="Session.starts_local"
    )


class Session(Base):
    """One meeting: when on a wall clock in its own time zone, where, and for how many.

    `series_id` is shared by those that repeat. `revision` grows when people have to be told of a
    change. `survey_id` is the survey whose questions are talked about, and that notes go to;
    `after_survey_id` the one sent to who came. An offered place is kept for `answer_hours`.
    """

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="has_places"),
        CheckConstraint("ends_local > starts_local", name="ends_after_it_starts"),
        CheckConstraint(f"step_free IN {KNOWN_OR_NOT}", name="step_free_is_known"),
        CheckConstraint(f"quiet_room IN {KNOWN_OR_NOT}", name="quiet_room_is_known"),
        CheckConstraint("answer_hours > 0", name="has_time_to_answer"),
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
    address: Mapped[str] = mapped_column(String(200), default="")
    online: Mapped[bool] = mapped_column(default=False)
    link: Mapped[str] = mapped_column(String(300), default="")
    step_free: Mapped[str] = mapped_column(String(10), default="not_known")
    quiet_room: Mapped[str] = mapped_column(String(10), default="not_known")
    nearest_bus: Mapped[str] = mapped_column(String(200), default="")
    peer_lead: Mapped[str | None] = sealed("session.peer_lead", keep="session")
    run_sheet: Mapped[str] = mapped_column(Text, default="")
    consent_script: Mapped[str] = mapped_column(Text, default="")
    pay_pence: Mapped[int | None]
    pay_note: Mapped[str] = mapped_column(String(400), default="")
    series_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column(default=0)
    answer_hours: Mapped[int] = mapped_column(default=24)
    survey_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("survey.id", ondelete="SET NULL"), index=True
    )
    after_survey_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("survey.id", ondelete="SET NULL"), index=True
    )
    thanked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    debriefed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    debriefed_by: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("staff.id", ondelete="SET NULL")
    )
    debrief: Mapped[str | None] = sealed("session.debrief", keep="session")
    capacity: Mapped[int]
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    turn: Mapped[int] = mapped_column(default=0)
    example: Mapped[bool] = mapped_column(default=False)

    consultation: Mapped[Consultation | None] = relationship(back_populates="sessions")
    facilitators: Mapped[list[Staff]] = relationship(secondary=session_staff)
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

    def is_coming(self, now: datetime) -> bool:
        """Whether it is on, and has not begun."""
        return self.cancelled_at is None and self.starts_at > now


class Invitation(Base):
    """That a person was asked to a session, what they said, and whether they came.

    Someone who said yes holds a numbered place, and no place is held twice. A place is `offered`
    from the waiting list, or when the session has moved, until `offered_until`; then it lapses.
    `round` grows each time they are asked again, and `invited_at` is when that was last. When a
    session moves or is called off, `heard_local` is the start that they last heard of, until they
    answer about what it is now. Several sessions asked about in one text share a `batch_id`. A
    walk-in was not asked, and may have no phone.
    At `benefits_told_at` they were told what a payment may do to benefits, before choosing one.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        UniqueConstraint("session_id", "place"),
        CheckConstraint(f"state IN {INVITED}", name="state_is_known"),
        CheckConstraint(f"(state IN {HOLDING}) = (place IS NOT NULL)", name="yes_holds_a_place"),
        CheckConstraint(
            "(state = 'offered') = (offered_until IS NOT NULL)", name="an_offer_has_an_end"
        ),
        CheckConstraint(f"attended IN {ATTENDED}", name="attended_is_known"),
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
    offered_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    round: Mapped[int] = mapped_column(default=1)
    heard_local: Mapped[datetime | None] = mapped_column(DateTime)
    batch_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    rsvp_key: Mapped[str | None] = mapped_column(
        String(64), unique=True, info={"personal": "keyed hash", "keep": "session"}
    )
    attended: Mapped[str | None] = mapped_column(String(10))
    walk_in: Mapped[bool] = mapped_column(default=False)
    notes_agreed: Mapped[bool | None]
    benefits_told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    session: Mapped[Session] = relationship(back_populates="invitations")
    person: Mapped[Person] = relationship()
    access_needs: Mapped[list[AccessNeed]] = relationship(
        back_populates="invitation",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="AccessNeed.need",
    )

    def asked_again_key(self, kind: str) -> str:
        """The key of the text of this kind that asked them last."""
        return f"{kind}:{self.id}:{self.round}"


class AccessNeed(Base):
    """Something a person needs in order to come, seen to by one of us before the session.

    `note` says what was arranged, or why it cannot be.
    """

    __tablename__ = "access_need"
    __table_args__ = (
        UniqueConstraint("invitation_id", "need"),
        CheckConstraint(
            "state IN ('open', 'arranged', 'not_needed', 'cannot')", name="state_is_known"
        ),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_says_when"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    invitation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("invitation.id", ondelete="CASCADE")
    )
    need: Mapped[str] = mapped_column(String(20), info={"personal": "plain", "keep": "session"})
    state: Mapped[str] = mapped_column(String(12), default="open")
    owner: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    note: Mapped[str | None] = sealed("access_need.note", keep="session")
    told_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))

    invitation: Mapped[Invitation] = relationship(back_populates="access_needs")


class Reminder(Base):
    """A reminder of a session, due at a time on the wall clock where it is held.

    Without `words` of its own it says what every reminder says.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("session_id", "due_local"),
        CheckConstraint("state IN ('waiting', 'done', 'missed')", name="state_is_known"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    due_local: Mapped[datetime] = mapped_column(DateTime, index=True)
    words: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)

    session: Mapped[Session] = relationship(back_populates="reminders")

    @property
    def due_at(self) -> datetime:
        """When it is due, in UTC."""
        return from_local(self.due_local, self.session.zone)
