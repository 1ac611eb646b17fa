"""What came of the words: anonymised statements, their codes, summaries, and actions."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.extensions import Base
from engage.models.types import IN_NO_ORDER, sealed


class Statement(Base):
    """One anonymised passage of an answer; `released_by` says who read it and let it be quoted.

    `translation` is its English, where it is in another language: by a human or a machine, and
    which member of staff put it there. `put_right_on` says when a reader last took something out
    of it, or put something back: from then on it is not made anew from the words as they came.
    """

    __tablename__ = "statement"
    __table_args__ = (
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

    codes: Mapped[list[StatementCode]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="StatementCode.code"
    )


class StatementCode(Base):
    """A code on a statement, with its evidence as [start, end, rule] in the statement's text."""

    __tablename__ = "statement_code"
    __table_args__ = (IN_NO_ORDER,)

    statement_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(60), primary_key=True, index=True)
    confidence: Mapped[float]
    evidence: Mapped[list[list[Any]]] = mapped_column(JSON)


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
