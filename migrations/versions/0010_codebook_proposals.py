"""codebook proposals: what people put forward to change the codebook, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PROPOSAL = {
    "kind_is_known": "kind IN ('name', 'new', 'together', 'split', 'drop', 'words')",
    "came_from_is_known": "came_from IN ('page', 'text', 'session')",
    "only_a_new_theme_is_about_none": "(kind = 'new') = (code IS NULL)",
    "together_with_one": "(kind = 'together') = (with_code IS NOT NULL)",
    "a_session_says_how_many": "(came_from = 'session') = (people IS NOT NULL)",
    "somebody_backed_it": "people > 0",
    "only_a_session_is_named": "session_id IS NULL OR came_from = 'session'",
}
ENTRY = {
    "what_is_known": "what IN ('said', 'taken', 'partly', 'not', 'again', 'made')",
    "place_counts_from_one": "place > 0",
    "made_says_which_version": "(what = 'made') = (version IS NOT NULL)",
}


def upgrade() -> None:
    """Move the schema on."""
    op.create_table(
        "codebook_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("with_code", sa.String(length=60), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("came_from", sa.String(length=8), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("put_forward_on", sa.Date(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        *_checks("codebook_proposal", PROPOSAL),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["session.id"],
            name=op.f("fk_codebook_proposal_session_id"),
            ondelete="SET NULL",
        ),
        _by("codebook_proposal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebook_proposal")),
        sqlite_with_rowid=False,
    )
    of_session = op.f("ix_codebook_proposal_session_id")
    op.create_index(of_session, "codebook_proposal", ["session_id"])
    op.create_table(
        "proposal_entry",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        *_checks("proposal_entry", ENTRY),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["codebook_proposal.id"],
            name=op.f("fk_proposal_entry_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version"], ["codebook_version.number"], name=op.f("fk_proposal_entry_version")
        ),
        _by("proposal_entry"),
        sa.PrimaryKeyConstraint("proposal_id", "place", name=op.f("pk_proposal_entry")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_proposal_entry_version"), "proposal_entry", ["version"])


def _checks(table, checks) -> list:
    return [
        sa.CheckConstraint(holds, name=op.f(f"ck_{table}_{name}")) for name, holds in checks.items()
    ]


def _by(table):
    key = op.f(f"fk_{table}_by")
    return sa.ForeignKeyConstraint(["by"], ["staff.id"], name=key, ondelete="SET NULL")


def downgrade() -> None:
    """Take it back; the codebook stays as it is."""
    op.drop_table("proposal_entry")
    op.drop_table("codebook_proposal")
