"""summary drafts: frozen by one person and published by another."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Move the schema on."""
    op.create_table(
        "summary_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ending", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "ending IN ('published', 'sent_back', 'taken_back')",
            name=op.f("ck_summary_draft_ending_is_known"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ending IS NULL)", name=op.f("ck_summary_draft_ended_says_how")
        ),
        sa.CheckConstraint(
            "ended_at IS NOT NULL OR content IS NOT NULL",
            name=op.f("ck_summary_draft_open_has_content"),
        ),
        sa.CheckConstraint(
            "ending != 'published' OR (asked_at IS NOT NULL AND version IS NOT NULL)",
            name=op.f("ck_summary_draft_published_was_asked_for"),
        ),
        sa.CheckConstraint(
            "ending != 'published' OR ended_by != frozen_by",
            name=op.f("ck_summary_draft_by_two_people"),
        ),
        sa.CheckConstraint(
            "ending != 'sent_back' OR reason IS NOT NULL",
            name=op.f("ck_summary_draft_sent_back_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
            name=op.f("fk_summary_draft_survey_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["frozen_by"],
            ["staff.id"],
            name=op.f("fk_summary_draft_frozen_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["staff.id"], name=op.f("fk_summary_draft_ended_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_draft")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_summary_draft_survey", "summary_draft", ["survey_id", "frozen_at"])
    op.create_index(
        "uq_summary_draft_open",
        "summary_draft",
        ["survey_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "draft_quote",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("area", sa.String(length=20), nullable=False),
        sa.CheckConstraint("place > 0", name=op.f("ck_draft_quote_place_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["summary_draft.id"],
            name=op.f("fk_draft_quote_draft_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_draft_quote_statement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("draft_id", "statement_id", name=op.f("pk_draft_quote")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_draft_quote_statement_id"), "draft_quote", ["statement_id"])


def downgrade() -> None:
    """Take it back; what waited to be published goes."""
    op.drop_table("draft_quote")
    op.drop_table("summary_draft")
