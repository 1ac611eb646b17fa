"""The codebook as this place keeps it: every version, and what people put forward to change it."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.extensions import Base
from engage.models.types import IN_NO_ORDER, UTCDateTime, sealed

PROPOSED = NAME, NEW, TOGETHER, SPLIT, DROP, WORDS = (
    "name",
    "new",
    "together",
    "split",
    "drop",
    "words",
)
"""What somebody puts forward: another name, a new theme, two in one, and so on."""
CAME_FROM = PAGE, TEXT, SESSION = ("page", "text", "session")
HAPPENED = SAID, TAKEN, PARTLY, NOT_TAKEN, AGAIN, MADE = (
    "said",
    "taken",
    "partly",
    "not",
    "again",
    "made",
)
"""What happens to a proposal: a comment, one of three decisions, opened again, a version made."""


class CodebookVersion(Base):
    """All codes as they were from one moment on, and who made them so, and why.

    Number 0 is the codebook that comes with Engage, which has no row. No two codebooks share a
    `stamp`, here or anywhere. `codes` are as a codebook's file has them. Examples and the reason
    may be in people's own words, so both are sealed.
    """

    __tablename__ = "codebook_version"
    __table_args__ = (CheckConstraint("number > 0", name="number_is_after_the_shipped"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4)
    codes: Mapped[list[dict[str, Any]]] = sealed(
        "codebook_version.codes", keep="codebook", nullable=False, as_json=True
    )
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    why: Mapped[str | None] = sealed("codebook_version.why", keep="codebook")


class CodebookProposal(Base):
    """Something put forward to change the codebook, in plain words, by a member of staff.

    Where the words began with somebody's text, nothing here leads back to it: no phone, person,
    text or answer is named, and only the day is kept, so that no moment ties the two together.
    A proposal from a session says how many people backed it, and never who.
    """

    __tablename__ = "codebook_proposal"
    __table_args__ = (
        CheckConstraint(f"kind IN {PROPOSED}", name="kind_is_known"),
        CheckConstraint(f"came_from IN {CAME_FROM}", name="came_from_is_known"),
        CheckConstraint("(kind = 'new') = (code IS NULL)", name="only_a_new_theme_is_about_none"),
        CheckConstraint("(kind = 'together') = (with_code IS NOT NULL)", name="together_with_one"),
        CheckConstraint(
            "(came_from = 'session') = (people IS NOT NULL)", name="a_session_says_how_many"
        ),
        CheckConstraint("people > 0", name="somebody_backed_it"),
        CheckConstraint(
            "session_id IS NULL OR came_from = 'session'", name="only_a_session_is_named"
        ),
        IN_NO_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    kind: Mapped[str] = mapped_column(String(8))
    code: Mapped[str | None] = mapped_column(String(60))
    with_code: Mapped[str | None] = mapped_column(String(60))
    words: Mapped[str] = sealed("codebook_proposal.words", keep="proposals", nullable=False)
    came_from: Mapped[str] = mapped_column(String(8))
    session_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("session.id", ondelete="SET NULL"), index=True
    )
    people: Mapped[int | None]
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    put_forward_on: Mapped[date]
    example: Mapped[bool] = mapped_column(default=False)


class ProposalEntry(Base):
    """What happened to a proposal next: a comment or a decision. Nothing here is ever changed.

    Entries are numbered in order, so that of two people who decide at once the database takes
    one. "made" says which version of the codebook was made of it.
    """

    __tablename__ = "proposal_entry"
    __table_args__ = (
        CheckConstraint(f"what IN {HAPPENED}", name="what_is_known"),
        CheckConstraint("place > 0", name="place_counts_from_one"),
        CheckConstraint("(what = 'made') = (version IS NOT NULL)", name="made_says_which_version"),
        IN_NO_ORDER,
    )

    proposal_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("codebook_proposal.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = sealed("proposal_entry.words", keep="proposals", nullable=False)
    version: Mapped[int | None] = mapped_column(ForeignKey("codebook_version.number"), index=True)
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    on: Mapped[date]
