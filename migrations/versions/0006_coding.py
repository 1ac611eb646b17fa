"""coding: what statements say of their codes, who decided, and what a person changed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ORDER = {"sqlite_with_rowid": False}
SAID = "polarity IN ('working', 'not_working', 'wanted', 'mixed')"
STATEMENT = {
    "tone_is_known": "tone IN (-1, 0, 1)",
    "outcome_is_known": "outcome IN ('coded', 'no theme', 'nothing said', 'needs a person')",
    "doubt_is_a_number_of_codes": "doubt >= 0",
    "coded_by_says_when": "coded_by IS NULL OR coded_on IS NOT NULL",
}
CODE = {
    "polarity_is_known": SAID,
    "given_by_says_when": "given_by IS NULL OR given_on IS NOT NULL",
}
DECISION = {
    "what_is_known": "what IN ('accept', 'no_theme', 'add', 'remove', 'move', 'say', 'undo')",
    "says_which_code": "(what IN ('add', 'remove', 'move', 'say')) = (code IS NOT NULL)",
    "move_says_from_where": "(what = 'move') = (instead_of IS NOT NULL)",
    "undo_says_of_what": "(what = 'undo') = (undoes IS NOT NULL)",
    "polarity_is_known": SAID,
}


def upgrade() -> None:
    """Move the schema on."""
    with op.batch_alter_table("statement", table_kwargs=ORDER) as batch_op:
        batch_op.add_column(sa.Column("tone", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.String(length=14), nullable=True))
        batch_op.add_column(sa.Column("doubt", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("suggested", sa.JSON(), nullable=False, server_default="[]"))
        _by_whom(batch_op, "statement", "coded", STATEMENT)
    with op.batch_alter_table("statement", table_kwargs=ORDER) as batch_op:
        batch_op.alter_column("suggested", server_default=None)
    waiting = ["coded_on", "doubt", "id", "outcome"]
    op.create_index(op.f("ix_statement_waiting"), "statement", waiting)
    with op.batch_alter_table("statement_code", table_kwargs=ORDER) as batch_op:
        batch_op.add_column(sa.Column("polarity", sa.String(length=12), nullable=True))
        _by_whom(batch_op, "statement_code", "given", CODE)
    _decisions()


def _by_whom(batch_op, table, did, checks) -> None:
    """Who did it and when, and what always holds."""
    batch_op.add_column(sa.Column(f"{did}_by", sa.Uuid(), nullable=True))
    batch_op.add_column(sa.Column(f"{did}_on", sa.Date(), nullable=True))
    key = op.f(f"fk_{table}_{did}_by")
    batch_op.create_foreign_key(key, "staff", [f"{did}_by"], ["id"], ondelete="SET NULL")
    for name, holds in checks.items():
        batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), holds)


def _decisions() -> None:
    op.create_table(
        "code_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("instead_of", sa.String(length=60), nullable=True),
        sa.Column("polarity", sa.String(length=12), nullable=True),
        sa.Column("undoes", sa.Uuid(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        *(
            sa.CheckConstraint(holds, name=op.f(f"ck_code_decision_{name}"))
            for name, holds in DECISION.items()
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_code_decision_statement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["staff.id"], name=op.f("fk_code_decision_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_decision")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_code_decision_statement_id"), "code_decision", ["statement_id"])
    op.create_index(op.f("ix_code_decision_by"), "code_decision", ["by"])


def downgrade() -> None:
    """Take it back; statements keep the codes they have, whoever gave them."""
    op.drop_table("code_decision")
    op.drop_index(op.f("ix_statement_waiting"), "statement")
    columns = {
        "statement_code": ("given_on", "given_by", "polarity"),
        "statement": ("coded_on", "coded_by", "suggested", "doubt", "outcome", "tone"),
    }
    for table, did, checks in (
        ("statement_code", "given", CODE),
        ("statement", "coded", STATEMENT),
    ):
        with op.batch_alter_table(table, table_kwargs=ORDER) as batch_op:
            for name in checks:
                batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            batch_op.drop_constraint(op.f(f"fk_{table}_{did}_by"), type_="foreignkey")
            for name in columns[table]:
                batch_op.drop_column(name)
