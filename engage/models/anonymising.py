"""What anonymising keeps: stand-ins for names, words this place taught, cases, and drills."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.extensions import Base
from engage.models.types import IN_NO_ORDER, UTCDateTime, sealed

WORD_KINDS = ("always", "never", "general")
CASE_KINDS = ("missed", "false_alarm")
DRILL_KINDS = ("gold", "people", "cases")


class Pseudonym(Base):
    """The letters that stand for one name `within` a consultation, or a survey by itself.

    The name goes with the last words it stands in; the letters stay taken, so that they never
    come to stand for somebody else. `name_key` is found by a keyed hash of the name and `within`.
    """

    __tablename__ = "pseudonym"
    __table_args__ = (
        UniqueConstraint("within", "name_key"),
        UniqueConstraint("within", "letters"),
        CheckConstraint("(name IS NULL) = (name_key IS NULL)", name="name_goes_with_its_key"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    within: Mapped[uuid.UUID]
    name_key: Mapped[str | None] = mapped_column(
        String(64), info={"personal": "keyed hash", "keep": "words"}
    )
    name: Mapped[str | None] = sealed("pseudonym.name", keep="words")
    letters: Mapped[str] = mapped_column(String(8))


class PseudonymUse(Base):
    """That a name stands in the words of an answer; with the words this goes too."""

    __tablename__ = "pseudonym_use"
    __table_args__ = (IN_NO_ORDER,)

    pseudonym_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("pseudonym.id", ondelete="CASCADE"), primary_key=True
    )
    answer_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class LocalWord(Base):
    """Words on a local list: always taken out as a `label`, never, or made `general`.

    Folded, and found by a keyed hash of that, since they may be somebody's name.
    """

    __tablename__ = "local_word"
    __table_args__ = (
        CheckConstraint(f"kind IN {WORD_KINDS}", name="kind_is_known"),
        CheckConstraint("(kind = 'always') = (label IS NOT NULL)", name="always_says_as_what"),
        CheckConstraint("(kind = 'general') = (general IS NOT NULL)", name="general_says_what"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    words: Mapped[str] = sealed("local_word.words", keep="local_words", nullable=False)
    words_key: Mapped[str] = mapped_column(
        String(64), unique=True, info={"personal": "keyed hash", "keep": "local_words"}
    )
    kind: Mapped[str] = mapped_column(String(8))
    label: Mapped[str | None] = mapped_column(String(12))
    general: Mapped[str | None] = mapped_column(String(60))
    added_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    added_on: Mapped[date]
    from_statement: Mapped[bool] = mapped_column(default=False)


class LocalCase(Base):
    """A passage that was put right, with slots for what identifies; no way leads to its person.

    `expected` has for each slot in order the label it is to be taken out as, or nothing.
    """

    __tablename__ = "local_case"
    __table_args__ = (
        CheckConstraint(f"kind IN {CASE_KINDS}", name="kind_is_known"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    template: Mapped[str] = sealed("local_case.template", keep="local_words", nullable=False)
    expected: Mapped[list[str | None]] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(12))
    made_on: Mapped[date]


class Drill(Base):
    """One measuring of the anonymiser: by which `version`, on what, with what figures.

    It has no figures until a worker has run it. One of "cases" is run when the lists change, and
    until then has the lists as they were `before`. `local_figures` say which cases come out
    right, before and now.
    """

    __tablename__ = "drill"
    __table_args__ = (CheckConstraint(f"kind IN {DRILL_KINDS}", name="kind_is_known"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    ran_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    version: Mapped[str] = mapped_column(String(64), default="")
    kind: Mapped[str] = mapped_column(String(8))
    before: Mapped[list[list[str]] | None] = sealed(
        "drill.before", keep="local_words", as_json=True
    )
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    local_figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(Text, default="")
