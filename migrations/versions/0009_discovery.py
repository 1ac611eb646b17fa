"""discovery: themes that no codebook holds, where each statement went, and what people decided."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ORDER = {"sqlite_with_rowid": False}
UNDER_WAY = "state IN ('waiting', 'looking')"
SEARCH = {
    "state_is_known": "state IN ('waiting', 'looking', 'done', 'held')",
    "done_says_how": "(state = 'done') = (knew_meaning IS NOT NULL)",
    "over_says_when": "(state IN ('done', 'held')) = (ended_at IS NOT NULL)",
}
THEME = {
    "state_is_known": "state IN ('proposed', 'accepted', 'merged', 'split', 'dropped')",
    "accepted_is_a_code": "state != 'accepted' OR code IS NOT NULL",
    "code_has_a_use": "code IS NULL OR state IN ('accepted', 'merged')",
    "into_is_merged": "into_id IS NULL OR state = 'merged'",
    "merged_says_with_what": "state != 'merged' OR (code IS NULL) != (into_id IS NULL)",
    "not_into_itself": "into_id != id",
    "decided_says_when": "(state = 'proposed') = (decided_at IS NULL)",
}
PLACE = {
    "why_left_is_known": "why_left IN ('alone', 'says nothing', 'not in English')",
    "placed_or_says_why": "(theme_id IS NULL) = (why_left IS NOT NULL)",
    "confidence_is_a_share": "confidence >= 0 AND confidence <= 1",
}
DECISION = {
    "what_is_known": "what IN ('accept', 'rename', 'merge', 'split', 'drop', 'undo')",
    "undo_says_of_what": "(what = 'undo') = (undoes IS NOT NULL)",
    "dropping_says_why": "what != 'drop' OR why IS NOT NULL",
}


def _checks(table, checks):
    return [sa.CheckConstraint(holds, name=op.f(f"ck_{table}_{n}")) for n, holds in checks.items()]


def _to(table, columns, other, *, to=("id",), on="CASCADE", name=""):
    names = [columns] if isinstance(columns, str) else list(columns)
    return sa.ForeignKeyConstraint(
        names,
        [f"{other}.{one}" for one in to],
        name=op.f(name or f"fk_{table}_{names[0]}"),
        ondelete=on,
    )


def upgrade() -> None:
    """Move the schema on; a search may be inside a theme, and a theme is of a search."""
    _searches()
    _themes()
    with op.batch_alter_table("theme_search", table_kwargs=ORDER) as batch_op:
        batch_op.create_foreign_key(
            op.f("fk_theme_search_parent_id"),
            "found_theme",
            ["parent_id"],
            ["id"],
            ondelete="CASCADE",
        )
    _places()
    _decisions()


def _searches() -> None:
    op.create_table(
        "theme_search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("everything", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("knew_meaning", sa.Boolean(), nullable=True),
        sa.Column("why_not", sa.Text(), nullable=False),
        *_checks("theme_search", SEARCH),
        _to("theme_search", "survey_id", "survey"),
        _to("theme_search", "asked_by", "staff", on="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_search")),
        **ORDER,
    )
    op.create_index("ix_theme_search_survey", "theme_search", ["survey_id", "asked_at"])
    op.create_index(op.f("ix_theme_search_parent_id"), "theme_search", ["parent_id"])
    op.create_index(
        "uq_theme_search_under_way",
        "theme_search",
        ["survey_id"],
        unique=True,
        sqlite_where=sa.text(UNDER_WAY),
        postgresql_where=sa.text(UNDER_WAY),
    )


def _themes() -> None:
    op.create_table(
        "found_theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("into_id", sa.Uuid(), nullable=True),
        sa.Column("same_as", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *_checks("found_theme", THEME),
        _to("found_theme", "search_id", "theme_search"),
        _to("found_theme", "same_as", "found_theme", on="SET NULL"),
        _to("found_theme", "decided_by", "staff", on="SET NULL"),
        _to(
            "found_theme",
            ("search_id", "into_id"),
            "found_theme",
            to=("search_id", "id"),
            on=None,
            name="fk_found_theme_into",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_theme")),
        sa.UniqueConstraint("search_id", "number", name=op.f("uq_found_theme_search_id_number")),
        sa.UniqueConstraint("search_id", "id", name=op.f("uq_found_theme_search_id_id")),
        **ORDER,
    )
    op.create_index(op.f("ix_found_theme_code"), "found_theme", ["code"])


def _places() -> None:
    op.create_table(
        "theme_place",
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("why_left", sa.String(length=14), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("nearest", sa.Integer(), nullable=False),
        *_checks("theme_place", PLACE),
        _to("theme_place", "search_id", "theme_search"),
        _to("theme_place", "statement_id", "statement"),
        _to(
            "theme_place",
            ("search_id", "theme_id"),
            "found_theme",
            to=("search_id", "id"),
            name="fk_theme_place_theme",
        ),
        sa.PrimaryKeyConstraint("search_id", "statement_id", name=op.f("pk_theme_place")),
        **ORDER,
    )
    op.create_index(op.f("ix_theme_place_statement_id"), "theme_place", ["statement_id"])
    op.create_index("ix_theme_place_theme", "theme_place", ["theme_id", "nearest"])


def _decisions() -> None:
    op.create_table(
        "found_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.Column("name_before", sa.LargeBinary(), nullable=True),
        sa.Column("turn", sa.Uuid(), nullable=True),
        sa.Column("undoes", sa.Uuid(), nullable=True),
        *_checks("found_decision", DECISION),
        _to("found_decision", "theme_id", "found_theme"),
        _to("found_decision", "by", "staff", on="SET NULL"),
        _to("found_decision", "undoes", "found_decision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_decision")),
        sa.UniqueConstraint("undoes", name=op.f("uq_found_decision_undoes")),
        **ORDER,
    )
    op.create_index(op.f("ix_found_decision_theme_id"), "found_decision", ["theme_id"])


def downgrade() -> None:
    """Take it back; what became a code stays one, and statements keep their codes."""
    op.drop_table("found_decision")
    op.drop_table("theme_place")
    with op.batch_alter_table("theme_search", table_kwargs=ORDER) as batch_op:
        batch_op.drop_constraint(op.f("fk_theme_search_parent_id"), type_="foreignkey")
    op.drop_table("found_theme")
    op.drop_table("theme_search")
