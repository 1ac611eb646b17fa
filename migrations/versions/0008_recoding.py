"""recoding: each re-run of the coding, and what moved."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Move the schema on."""
    op.create_table(
        "recoding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Uuid(), nullable=True),
        sa.Column("codebook", sa.Integer(), nullable=True),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "reason IN ('codebook', 'taught', 'new words')",
            name=op.f("ck_recoding_reason_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'held')", name=op.f("ck_recoding_state_is_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoding")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_recoding_asked_at"), "recoding", ["asked_at"])
    op.create_index(
        "uq_recoding_waiting",
        "recoding",
        ["state"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    """Take it back; statements keep the codes they have."""
    op.drop_table("recoding")
