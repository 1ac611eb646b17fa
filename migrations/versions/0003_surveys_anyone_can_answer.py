"""surveys anyone can answer and any facilitator can write."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHANNEL = "ck_response_channel_is_known"
OLD_CHANNELS = "channel IN ('text', 'web', 'session')"
CHANNELS = "channel IN ('text', 'web', 'session', 'paper', 'phone')"
USES = "use_of_words IN ('themes', 'quote', 'quote_with_area')"

RESPONSE = sa.table(
    "response",
    sa.column("may_quote", sa.Boolean()),
    sa.column("use_of_words", sa.String()),
    sa.column("channel", sa.String()),
)
ORDER = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Make the change; who may be quoted may be, and their area is not named."""
    with op.batch_alter_table("response", table_kwargs=ORDER) as batch_op:
        batch_op.drop_constraint(op.f(CHANNEL), type_="check")
        batch_op.create_check_constraint(op.f(CHANNEL), CHANNELS)
        batch_op.add_column(
            sa.Column("use_of_words", sa.String(length=16), nullable=False, server_default="themes")
        )
        batch_op.add_column(
            sa.Column("helped", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("receipt_key", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_response_receipt_key"), ["receipt_key"])
        batch_op.create_check_constraint(op.f("ck_response_use_of_words_is_known"), USES)
    op.execute(
        RESPONSE.update().where(RESPONSE.c.may_quote.is_(sa.true())).values(use_of_words="quote")
    )
    with op.batch_alter_table("response", table_kwargs=ORDER) as batch_op:
        batch_op.drop_column("may_quote")
        batch_op.alter_column("use_of_words", server_default=None)
        batch_op.alter_column("helped", server_default=None)
    with op.batch_alter_table("answer", table_kwargs=ORDER) as batch_op:
        batch_op.add_column(
            sa.Column("language", sa.String(length=12), nullable=False, server_default="en")
        )
    with op.batch_alter_table("answer", table_kwargs=ORDER) as batch_op:
        batch_op.alter_column("language", server_default=None)
    with op.batch_alter_table("statement", table_kwargs=ORDER) as batch_op:
        batch_op.add_column(sa.Column("translation", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("translation_by", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("translated_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("translated_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_statement_translated_by"),
            "staff",
            ["translated_by"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_check_constraint(
            op.f("ck_statement_translation_by_is_known"), "translation_by IN ('human', 'machine')"
        )
        batch_op.create_check_constraint(
            op.f("ck_statement_translation_says_by_what"),
            "(translation IS NULL) = (translation_by IS NULL)",
        )
    op.create_table(
        "hear_back",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("number_key", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_hear_back_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hear_back")),
        sa.UniqueConstraint(
            "survey_id", "number_key", name=op.f("uq_hear_back_survey_id_number_key")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_hear_back_survey_id"), "hear_back", ["survey_id"], unique=False)
    op.create_table(
        "survey_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=True),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff.id"], name=op.f("fk_survey_draft_made_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
            name=op.f("fk_survey_draft_survey_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_draft")),
        sa.UniqueConstraint("survey_id", name=op.f("uq_survey_draft_survey_id")),
    )


def downgrade() -> None:
    """Take it back; a way in that was not known before is one on the web."""
    op.drop_table("survey_draft")
    op.drop_table("hear_back")
    with op.batch_alter_table("statement", table_kwargs=ORDER) as batch_op:
        batch_op.drop_constraint(op.f("ck_statement_translation_says_by_what"), type_="check")
        batch_op.drop_constraint(op.f("ck_statement_translation_by_is_known"), type_="check")
        batch_op.drop_constraint(op.f("fk_statement_translated_by"), type_="foreignkey")
        for name in ("translated_on", "translated_by", "translation_by", "translation"):
            batch_op.drop_column(name)
    with op.batch_alter_table("answer", table_kwargs=ORDER) as batch_op:
        batch_op.drop_column("language")
    with op.batch_alter_table("response", table_kwargs=ORDER) as batch_op:
        batch_op.add_column(
            sa.Column("may_quote", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        RESPONSE.update().where(RESPONSE.c.use_of_words != "themes").values(may_quote=sa.true())
    )
    op.execute(
        RESPONSE.update().where(RESPONSE.c.channel.in_(("paper", "phone"))).values(channel="web")
    )
    with op.batch_alter_table("response", table_kwargs=ORDER) as batch_op:
        batch_op.drop_constraint(op.f("ck_response_use_of_words_is_known"), type_="check")
        batch_op.drop_constraint(op.f("uq_response_receipt_key"), type_="unique")
        batch_op.drop_constraint(op.f(CHANNEL), type_="check")
        batch_op.create_check_constraint(op.f(CHANNEL), OLD_CHANNELS)
        for name in ("receipt_key", "helped", "use_of_words"):
            batch_op.drop_column(name)
        batch_op.alter_column("may_quote", server_default=None)
