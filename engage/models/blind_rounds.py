"""Rounds in which people read the same statements apart, blind to one another and the machine."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.extensions import Base
from engage.models.types import IN_NO_ORDER, UTCDateTime, sealed

CHOSEN = AT_RANDOM, UNSURE = ("random", "unsure")
"""How a statement came into a round: drawn blind, or because the machine doubts its codes most."""
READ = CODED, NO_THEME, SKIPPED = ("coded", "no theme", "skipped")
"""What somebody made of a statement. A skipped one says nothing of its themes."""


class BlindRound(Base):
    """Some statements of a survey that several people give codes to, each by themselves.

    `codebook` is the number of the codebook that all of them read by. It is over when everybody
    is done, or when somebody closed it.
    """

    __tablename__ = "blind_round"
    __table_args__ = (
        CheckConstraint("size > 0", name="has_statements"),
        CheckConstraint("codebook >= 0", name="codebook_is_a_number"),
        CheckConstraint("closed_at IS NULL OR closed_at >= made_at", name="closes_after_it_began"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), index=True
    )
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    codebook: Mapped[int]
    size: Mapped[int]
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    statements: Mapped[list[BlindStatement]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by=lambda: BlindStatement.place,
    )
    coders: Mapped[list[BlindCoder]] = relationship(
        back_populates="round",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by=lambda: BlindCoder.number,
    )


class BlindStatement(Base):
    """One statement of a round, with the codes that the machine gave it when the round was made.

    `machine` is empty where no machine had read it. It goes when its statement goes.
    """

    __tablename__ = "blind_statement"
    __table_args__ = (
        UniqueConstraint("round_id", "place"),
        CheckConstraint(f"chosen IN {CHOSEN}", name="chosen_is_known"),
        CheckConstraint("place > 0", name="place_counts_from_one"),
        IN_NO_ORDER,
    )

    round_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("blind_round.id", ondelete="CASCADE"), primary_key=True
    )
    statement_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    place: Mapped[int]
    chosen: Mapped[str] = mapped_column(String(6))
    machine: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))


class BlindCoder(Base):
    """Somebody who reads in a round, each once; `number` is what they are called to outsiders.

    Once they are done they change nothing more. What somebody who has left read stays.
    """

    __tablename__ = "blind_coder"
    __table_args__ = (
        UniqueConstraint("round_id", "staff_id"),
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("round_id", "id"),
        CheckConstraint("number > 0", name="number_counts_from_one"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("blind_round.id", ondelete="CASCADE"))
    staff_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("staff.id", ondelete="SET NULL"), index=True
    )
    number: Mapped[int]
    peer: Mapped[bool]
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    round: Mapped[BlindRound] = relationship(back_populates="coders")


class BlindReading(Base):
    """What one coder made of one statement: its codes, each with what is said of it, and a note.

    Coder and statement are of the same round, and there is one reading for both.
    """

    __tablename__ = "blind_reading"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "coder_id"], ["blind_coder.round_id", "blind_coder.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["round_id", "statement_id"],
            ["blind_statement.round_id", "blind_statement.statement_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(f"outcome IN {READ}", name="outcome_is_known"),
        CheckConstraint(
            "(outcome = 'coded') = (CAST(codes AS VARCHAR) != '{}')", name="coded_has_codes"
        ),
        Index("ix_blind_reading_statement", "round_id", "statement_id"),
        IN_NO_ORDER,
    )

    coder_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    statement_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    round_id: Mapped[uuid.UUID]
    outcome: Mapped[str] = mapped_column(String(8))
    codes: Mapped[dict[str, str | None]] = mapped_column(JSON, default=dict)
    note: Mapped[str | None] = sealed("blind_reading.note", keep="findings")
