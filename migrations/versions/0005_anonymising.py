"""anonymising: stand-ins that stay the same, lists that staff extend, cases and drills."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MADE_GENERAL = "made_general IN ('light', 'usual', 'careful')"


def made_general():
    """How much is made general, as usual in the rows there are."""
    return sa.Column("made_general", sa.String(length=8), nullable=False, server_default="usual")


def staff_key(table, name):
    """A key to the member of staff who did it, empty once they are gone."""
    key = op.f(f"fk_{table}_{name}")
    return sa.ForeignKeyConstraint([name], ["staff.id"], name=key, ondelete="SET NULL")


def upgrade() -> None:
    """Move the schema on."""
    op.create_table(
        "pseudonym",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("within", sa.Uuid(), nullable=False),
        sa.Column("name_key", sa.String(length=64), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("letters", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "(name IS NULL) = (name_key IS NULL)", name=op.f("ck_pseudonym_name_goes_with_its_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pseudonym")),
        sa.UniqueConstraint("within", "letters", name=op.f("uq_pseudonym_within_letters")),
        sa.UniqueConstraint("within", "name_key", name=op.f("uq_pseudonym_within_name_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pseudonym_use",
        sa.Column("pseudonym_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["answer.id"],
            name=op.f("fk_pseudonym_use_answer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["pseudonym_id"],
            ["pseudonym.id"],
            name=op.f("fk_pseudonym_use_pseudonym_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pseudonym_id", "answer_id", name=op.f("pk_pseudonym_use")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_pseudonym_use_answer_id"), "pseudonym_use", ["answer_id"])
    _what_a_place_teaches()
    op.create_table(
        "drill",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("local_figures", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('gold', 'people', 'cases')", name=op.f("ck_drill_kind_is_known")
        ),
        staff_key("drill", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill")),
    )
    op.create_index(op.f("ix_drill_ran_at"), "drill", ["ran_at"])
    op.add_column("statement", sa.Column("put_right_on", sa.Date(), nullable=True))
    for table in ("survey", "consultation"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(made_general())
            if table == "survey":
                batch_op.add_column(sa.Column("letters_within", sa.Uuid(), nullable=True))
            batch_op.create_check_constraint(
                op.f(f"ck_{table}_made_general_is_known"), MADE_GENERAL
            )
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("made_general", server_default=None)


def _what_a_place_teaches() -> None:
    op.create_table(
        "local_word",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("words_key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("label", sa.String(length=12), nullable=True),
        sa.Column("general", sa.String(length=60), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("from_statement", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('always', 'never', 'general')", name=op.f("ck_local_word_kind_is_known")
        ),
        sa.CheckConstraint(
            "(kind = 'always') = (label IS NOT NULL)",
            name=op.f("ck_local_word_always_says_as_what"),
        ),
        sa.CheckConstraint(
            "(kind = 'general') = (general IS NOT NULL)",
            name=op.f("ck_local_word_general_says_what"),
        ),
        staff_key("local_word", "added_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_word")),
        sa.UniqueConstraint("words_key", name=op.f("uq_local_word_words_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "local_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.LargeBinary(), nullable=False),
        sa.Column("expected", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('missed', 'false_alarm')", name=op.f("ck_local_case_kind_is_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_case")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take it back; statements keep the letters that stand in them."""
    for table in ("survey", "consultation"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_made_general_is_known"), type_="check")
            batch_op.drop_column("made_general")
            if table == "survey":
                batch_op.drop_column("letters_within")
    op.drop_column("statement", "put_right_on")
    for table in ("drill", "local_case", "local_word", "pseudonym_use", "pseudonym"):
        op.drop_table(table)
