"""codebooks: every version of the codes as this place has them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move the schema on."""
    op.create_table(
        "codebook_version",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.Uuid(), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "number > 0", name=op.f("ck_codebook_version_number_is_after_the_shipped")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["staff.id"],
            name=op.f("fk_codebook_version_made_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_codebook_version")),
    )


def downgrade() -> None:
    """Take it back; the codebook that comes with Engage is in use again."""
    op.drop_table("codebook_version")
