"""blind rounds: statements that several people read apart, and what each made of them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move the schema on."""
    op.create_table(
        "blind_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("codebook", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_blind_round_has_statements")),
        sa.CheckConstraint("codebook >= 0", name=op.f("ck_blind_round_codebook_is_a_number")),
        sa.CheckConstraint(
            "closed_at IS NULL OR closed_at >= made_at",
            name=op.f("ck_blind_round_closes_after_it_began"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
            name=op.f("fk_blind_round_survey_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff.id"], name=op.f("fk_blind_round_made_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_round")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_blind_round_survey_id"), "blind_round", ["survey_id"])
    op.create_table(
        "blind_statement",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.String(length=6), nullable=False),
        sa.Column("machine", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "chosen IN ('random', 'unsure')", name=op.f("ck_blind_statement_chosen_is_known")
        ),
        sa.CheckConstraint("place > 0", name=op.f("ck_blind_statement_place_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["blind_round.id"],
            name=op.f("fk_blind_statement_round_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_blind_statement_statement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "statement_id", name=op.f("pk_blind_statement")),
        sa.UniqueConstraint("round_id", "place", name=op.f("uq_blind_statement_round_id_place")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_blind_statement_statement_id"), "blind_statement", ["statement_id"])
    op.create_table(
        "blind_coder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("peer", sa.Boolean(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_blind_coder_number_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["blind_round.id"],
            name=op.f("fk_blind_coder_round_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_blind_coder_staff_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_coder")),
        sa.UniqueConstraint("round_id", "staff_id", name=op.f("uq_blind_coder_round_id_staff_id")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_blind_coder_round_id_number")),
        sa.UniqueConstraint("round_id", "id", name=op.f("uq_blind_coder_round_id_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_blind_coder_staff_id"), "blind_coder", ["staff_id"])
    op.create_table(
        "blind_reading",
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('coded', 'no theme', 'skipped')",
            name=op.f("ck_blind_reading_outcome_is_known"),
        ),
        sa.CheckConstraint(
            "(outcome = 'coded') = (CAST(codes AS VARCHAR) != '{}')",
            name=op.f("ck_blind_reading_coded_has_codes"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "coder_id"],
            ["blind_coder.round_id", "blind_coder.id"],
            name=op.f("fk_blind_reading_round_id_coder_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "statement_id"],
            ["blind_statement.round_id", "blind_statement.statement_id"],
            name=op.f("fk_blind_reading_round_id_statement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("coder_id", "statement_id", name=op.f("pk_blind_reading")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_blind_reading_statement", "blind_reading", ["round_id", "statement_id"])


def downgrade() -> None:
    """Take it back; what was read in rounds goes."""
    op.drop_table("blind_reading")
    op.drop_table("blind_coder")
    op.drop_table("blind_statement")
    op.drop_table("blind_round")
