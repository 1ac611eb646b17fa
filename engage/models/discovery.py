"""Themes that no codebook holds: searches for them, what was found, and what people decided."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from engage.extensions import Base
from engage.models.types import IN_NO_ORDER, UTCDateTime, sealed

SEARCH_STATES = WAITING, LOOKING, DONE, HELD = ("waiting", "looking", "done", "held")
UNDER_WAY = (WAITING, LOOKING)
FOUND_STATES = PROPOSED, ACCEPTED, MERGED, SPLIT, DROPPED = (
    "proposed",
    "accepted",
    "merged",
    "split",
    "dropped",
)
LEFT = ALONE, SAYS_NOTHING, NOT_ENGLISH = ("alone", "says nothing", "not in English")
"""Why a statement has no theme: it is like no other, says nothing, or has no English."""
DECIDED = ("accept", "rename", "merge", "split", "drop", "undo")


class ThemeSearch(Base):
    """One look for themes in what people said to a survey; a worker does it.

    It looks at statements with no theme, or that need a person, or at `everything`; with a
    `parent_id`, inside that theme alone. Of a survey one at a time is under way. When it is done
    it says whether it `knew_meaning`, and `why_not`.
    """

    __tablename__ = "theme_search"
    __table_args__ = (
        CheckConstraint(f"state IN {SEARCH_STATES}", name="state_is_known"),
        CheckConstraint("(state = 'done') = (knew_meaning IS NOT NULL)", name="done_says_how"),
        CheckConstraint(
            "(state IN ('done', 'held')) = (ended_at IS NOT NULL)", name="over_says_when"
        ),
        Index("ix_theme_search_survey", "survey_id", "asked_at"),
        Index(
            "uq_theme_search_under_way",
            "survey_id",
            unique=True,
            sqlite_where=text(f"state IN {UNDER_WAY}"),
            postgresql_where=text(f"state IN {UNDER_WAY}"),
        ),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    survey_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("found_theme.id", ondelete="CASCADE", use_alter=True), index=True
    )
    everything: Mapped[bool] = mapped_column(default=False)
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(String(8), default=WAITING)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    knew_meaning: Mapped[bool | None]
    why_not: Mapped[str] = mapped_column(Text, default="")


class FoundTheme(Base):
    """A theme that a search found, and what people made of it.

    Accepted, it became a `code`. Merged, its statements went to a `code` of the codebook or to
    another theme of the same search. `same_as` is one decided on before with mostly the same
    statements, so that nobody is asked twice.
    """

    __tablename__ = "found_theme"
    __table_args__ = (
        UniqueConstraint("search_id", "number"),
        UniqueConstraint("search_id", "id"),
        ForeignKeyConstraint(
            ["search_id", "into_id"],
            ["found_theme.search_id", "found_theme.id"],
            name="fk_found_theme_into",
        ),
        CheckConstraint(f"state IN {FOUND_STATES}", name="state_is_known"),
        CheckConstraint("state != 'accepted' OR code IS NOT NULL", name="accepted_is_a_code"),
        CheckConstraint("code IS NULL OR state IN ('accepted', 'merged')", name="code_has_a_use"),
        CheckConstraint("into_id IS NULL OR state = 'merged'", name="into_is_merged"),
        CheckConstraint(
            "state != 'merged' OR (code IS NULL) != (into_id IS NULL)", name="merged_says_with_what"
        ),
        CheckConstraint("into_id != id", name="not_into_itself"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_says_when"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    search_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("theme_search.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = sealed("found_theme.name", keep="findings", nullable=False)
    state: Mapped[str] = mapped_column(String(8), default=PROPOSED)
    code: Mapped[str | None] = mapped_column(String(60), index=True)
    into_id: Mapped[uuid.UUID | None]
    same_as: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("found_theme.id", ondelete="SET NULL")
    )
    decided_by: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("staff.id", ondelete="SET NULL")
    )
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ThemePlace(Base):
    """Where one search put one statement, and how sure that is; or why it is `left` out.

    `nearest` counts from 0: that is the statement nearest to what its theme has in common.
    """

    __tablename__ = "theme_place"
    __table_args__ = (
        ForeignKeyConstraint(
            ["search_id", "theme_id"],
            ["found_theme.search_id", "found_theme.id"],
            name="fk_theme_place_theme",
            ondelete="CASCADE",
        ),
        CheckConstraint(f"why_left IN {LEFT}", name="why_left_is_known"),
        CheckConstraint("(theme_id IS NULL) = (why_left IS NOT NULL)", name="placed_or_says_why"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_is_a_share"),
        Index("ix_theme_place_theme", "theme_id", "nearest"),
        IN_NO_ORDER,
    )

    search_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("theme_search.id", ondelete="CASCADE"), primary_key=True
    )
    statement_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    theme_id: Mapped[uuid.UUID | None]
    why_left: Mapped[str | None] = mapped_column(String(14))
    confidence: Mapped[float] = mapped_column(default=0.0)
    nearest: Mapped[int] = mapped_column(default=0)


class FoundDecision(Base):
    """One thing that somebody decided on a found theme. Nothing here is ever changed.

    An "undo" says what it `undoes`. `turn` is that of the codes it gave to statements, and
    `name_before` what the theme was called.
    """

    __tablename__ = "found_decision"
    __table_args__ = (
        CheckConstraint(f"what IN {DECIDED}", name="what_is_known"),
        CheckConstraint("(what = 'undo') = (undoes IS NOT NULL)", name="undo_says_of_what"),
        CheckConstraint("what != 'drop' OR why IS NOT NULL", name="dropping_says_why"),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    theme_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("found_theme.id", ondelete="CASCADE"), index=True
    )
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    what: Mapped[str] = mapped_column(String(8))
    why: Mapped[str | None] = sealed("found_decision.why", keep="findings")
    name_before: Mapped[str | None] = sealed("found_decision.name_before", keep="findings")
    turn: Mapped[uuid.UUID | None]
    undoes: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("found_decision.id", ondelete="CASCADE"), unique=True
    )
