"""People and how to reach them: the only place where an identity is kept."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.extensions import Base
from engage.models.types import UTCDateTime, sealed

BOROUGHS = {
    "halton": "Halton",
    "knowsley": "Knowsley",
    "liverpool": "Liverpool",
    "sefton": "Sefton",
    "st-helens": "St Helens",
    "wirral": "Wirral",
}

WANTS = ("all", "fewer", "sessions")
"""How much a phone's holder wants to hear: `fewer` is one unasked text a week at most."""

membership = Table(
    "membership",
    Base.metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", ForeignKey("contact_group.id", ondelete="CASCADE"), primary_key=True),
)

interest = Table(
    "person_interest",
    Base.metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("topic", String(40), primary_key=True),
)
"""What a person said they would like to be asked about, each in a word or two."""


class Person(Base):
    """Someone who may be asked; first name and numbers are sealed and kept apart from words."""

    __tablename__ = "person"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    first_name: Mapped[str | None] = sealed("person.first_name", keep="contact")
    borough: Mapped[str | None] = mapped_column(
        String(20), info={"personal": "plain", "keep": "contact"}
    )
    language: Mapped[str] = mapped_column(String(12), default="en")
    example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    phones: Mapped[list[Phone]] = relationship(back_populates="person", passive_deletes=True)
    groups: Mapped[list[Group]] = relationship(secondary=membership, back_populates="people")
    consents: Mapped[list[Consent]] = relationship(
        back_populates="person", cascade="all, delete-orphan", passive_deletes=True
    )


class Phone(Base):
    """A number that texts come from or go to; it may belong to nobody we know.

    Stopping, pausing and asking for less belong to the number, as the person holding the phone
    sees it. `turn` is the lock: whoever handles this number's texts first writes to this row.
    """

    __tablename__ = "phone"
    __table_args__ = (CheckConstraint(f"wants IN {WANTS}", name="wants_is_known"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    number: Mapped[str | None] = sealed("phone.number", keep="contact", nullable=False)
    number_key: Mapped[str] = mapped_column(
        String(64), unique=True, info={"personal": "keyed hash", "keep": "contact"}
    )
    stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    stopped_by: Mapped[str | None] = mapped_column(String(12))
    unusable_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    paused_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    wants: Mapped[str] = mapped_column(String(10), default="all", server_default="all")
    turn: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    person: Mapped[Person | None] = relationship(back_populates="phones")


class Group(Base):
    """A named set of people, such as the Lived Experience group."""

    __tablename__ = "contact_group"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    example: Mapped[bool] = mapped_column(default=False)

    people: Mapped[list[Person]] = relationship(secondary=membership, back_populates="groups")


class Consent(Base):
    """One thing a person said yes or no to: what, when, how, and the wording they saw."""

    __tablename__ = "consent"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    about: Mapped[str] = mapped_column(String(40))
    given: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    how: Mapped[str] = mapped_column(String(20))
    wording: Mapped[str] = mapped_column(String(600))

    person: Mapped[Person] = relationship(back_populates="consents")
