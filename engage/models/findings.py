"""What came of the words: anonymised statements, their codes, summaries, and actions."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.extensions import Base
from engage.models.types import IN_NO_ORDER, UTCDateTime, sealed

POLARITIES = WORKING, NOT_WORKING, WANTED, MIXED = ("working", "not_working", "wanted", "mixed")
"""What a statement says of a code: praise, complaint, a wish, or more than one of them."""
OUTCOMES = CODED, NO_THEME, NOTHING, ASK = (
    "coded",
    "no theme",
    "nothing said",
    "needs a person",
)
DECISIONS = ("accept", "no_theme", "add", "remove", "move", "say", "undo")


class Statement(Base):
    """One anonymised passage of an answer; `released_by` says who read it and let it be quoted.

    `translation` is its English, where it is in another language: by a human or a machine, and
    which member of staff put it there. `put_right_on` says when a reader last took something out
    of it, or put something back: from then on it is not made anew from the words as they came.

    `tone`, `outcome`, `doubt` (how many codes may be wrong) and the five likeliest codes in
    `suggested` are what the machine made of it. `coded_on` says when a person decided on its
    codes: from then on no machine changes them.
    """

    __tablename__ = "statement"
    __table_args__ = (
        CheckConstraint("tone IN (-1, 0, 1)", name="tone_is_known"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome_is_known"),
        CheckConstraint("doubt >= 0", name="doubt_is_a_number_of_codes"),
        CheckConstraint("coded_by IS NULL OR coded_on IS NOT NULL", name="coded_by_says_when"),
        Index("ix_statement_waiting", "coded_on", "doubt", "id", "outcome"),
        CheckConstraint("translation_by IN ('human', 'machine')", name="translation_by_is_known"),
        CheckConstraint(
            "(translation IS NULL) = (translation_by IS NULL)", name="translation_says_by_what"
        ),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    answer_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("answer.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    text: Mapped[str] = sealed("statement.text", keep="findings", nullable=False)
    released_by: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("staff.id", ondelete="SET NULL")
    )
    released_on: Mapped[date | None]
    put_right_on: Mapped[date | None]
    translation: Mapped[str | None] = sealed("statement.translation", keep="findings")
    translation_by: Mapped[str | None] = mapped_column(String(8))
    translated_by: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("staff.id", ondelete="SET NULL")
    )
    translated_on: Mapped[date | None]
    tone: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(14))
    doubt: Mapped[float | None]
    suggested: Mapped[list[str]] = mapped_column(JSON, default=list)
    coded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    coded_on: Mapped[date | None]

    codes: Mapped[list[StatementCode]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="StatementCode.code"
    )

    @property
    def in_english(self) -> str:
        """The words that are coded, and that evidence points at."""
        return self.translation or self.text


class StatementCode(Base):
    """A code on a statement, with its evidence as [start, end, rule] in its words `in_english`.

    The machine gave it where `given_on` is empty; else a person gave it, or changed what is said
    of it, on that day. `polarity` is what the statement says of it, where that is known.
    """

    __tablename__ = "statement_code"
    __table_args__ = (
        CheckConstraint(f"polarity IN {POLARITIES}", name="polarity_is_known"),
        CheckConstraint("given_by IS NULL OR given_on IS NOT NULL", name="given_by_says_when"),
        IN_NO_ORDER,
    )

    statement_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(60), primary_key=True, index=True)
    confidence: Mapped[float]
    evidence: Mapped[list[list[Any]]] = mapped_column(JSON)
    polarity: Mapped[str | None] = mapped_column(String(12))
    given_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    given_on: Mapped[date | None]


class CodeDecision(Base):
    """One thing that a person decided on the codes of a statement. Nothing here is ever changed.

    Those made at one go share a `turn`, and hold the codes as they were `before` it. An "undo"
    says which turn it `undoes`; a "move" puts its code `instead_of` another. The note is why.
    """

    __tablename__ = "code_decision"
    __table_args__ = (
        CheckConstraint(f"what IN {DECISIONS}", name="what_is_known"),
        CheckConstraint(
            "(what IN ('add', 'remove', 'move', 'say')) = (code IS NOT NULL)",
            name="says_which_code",
        ),
        CheckConstraint("(what = 'move') = (instead_of IS NOT NULL)", name="move_says_from_where"),
        CheckConstraint("(what = 'undo') = (undoes IS NOT NULL)", name="undo_says_of_what"),
        CheckConstraint(f"polarity IN {POLARITIES}", name="polarity_is_known"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    statement_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("statement.id", ondelete="CASCADE"), index=True
    )
    turn: Mapped[uuid.UUID]
    by: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("staff.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    what: Mapped[str] = mapped_column(String(8))
    code: Mapped[str | None] = mapped_column(String(60))
    instead_of: Mapped[str | None] = mapped_column(String(60))
    polarity: Mapped[str | None] = mapped_column(String(12))
    undoes: Mapped[uuid.UUID | None]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str | None] = sealed("code_decision.note", keep="findings")


class Summary(Base):
    """A published summary: a frozen version, numbers already protected."""

    __tablename__ = "summary"
    __table_args__ = (UniqueConstraint("survey_id", "version"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    version: Mapped[int]
    content: Mapped[dict[str, Any]] = sealed(
        "summary.content", keep="findings", nullable=False, as_json=True
    )
    published_on: Mapped[date]


class Action(Base):
    """A promise in "You said, we did": what was said, what changes, who, when, and where it is."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("status IN ('done', 'started', 'not_yet', 'no')", name="status_is_known"),
        CheckConstraint("status != 'no' OR reason != ''", name="a_no_has_a_reason"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    said: Mapped[str] = mapped_column(String(300))
    change: Mapped[str] = mapped_column(String(400))
    who: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(400), default="")
