"""consultations as one thing, from the plan to what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ORDER = {"response": {"sqlite_with_rowid": False}}
STATES = "state IN ('invited', 'accepted', 'declined', 'waiting', 'offered', 'lapsed')"
OLD_STATES = "state IN ('invited', 'accepted', 'declined', 'waiting')"
HOLDS = "(state IN ('accepted', 'offered')) = (place IS NOT NULL)"
OLD_HOLDS = "(state = 'accepted') = (place IS NOT NULL)"
KNOWN_OR_NOT = "('yes', 'no', 'not_known')"


def text(name):
    """A column of words, empty in the rows there are."""
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def word(name, length, default=""):
    """A column of a few words, with what it is in the rows there are."""
    return sa.Column(name, sa.String(length=length), nullable=False, server_default=default)


def number(name, default):
    """A column of whole numbers, with what it is in the rows there are."""
    return sa.Column(name, sa.Integer(), nullable=False, server_default=str(default))


def flag(name):
    """A yes or no, which is no in the rows there are."""
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def maybe(name, kind):
    """A column that may be empty, and is in the rows there are."""
    return sa.Column(name, kind, nullable=True)


def new_columns():
    """What each table there is gets, in order."""
    moment = sa.DateTime(timezone=True)
    return {
        "consultation": [
            word("mode", 10, "listening"),
            word("level", 12, "involve"),
            *map(text, ("principles", "presence", "process", "impact", "options", "reasons")),
            *map(text, ("decided_already", "equality_note", "weighed")),
            maybe("opens_on", sa.Date()),
            maybe("closes_on", sa.Date()),
            maybe("opened_at", moment),
            maybe("closed_at", moment),
            maybe("budget_pence", sa.Integer()),
            maybe("tell_by", sa.Date()),
            maybe("told_at", moment),
        ],
        "session": [
            word("address", 200),
            flag("online"),
            word("link", 300),
            word("step_free", 10, "not_known"),
            word("quiet_room", 10, "not_known"),
            word("nearest_bus", 200),
            maybe("peer_lead", sa.LargeBinary()),
            text("run_sheet"),
            text("consent_script"),
            maybe("pay_pence", sa.Integer()),
            word("pay_note", 400),
            maybe("series_id", sa.Uuid()),
            number("revision", 0),
            number("answer_hours", 24),
            maybe("survey_id", sa.Uuid()),
            maybe("after_survey_id", sa.Uuid()),
            maybe("thanked_at", moment),
            maybe("debriefed_at", moment),
            maybe("debriefed_by", sa.Uuid()),
            maybe("debrief", sa.LargeBinary()),
        ],
        "invitation": [
            maybe("offered_until", moment),
            number("round", 1),
            maybe("heard_local", sa.DateTime()),
            maybe("batch_id", sa.Uuid()),
            maybe("rsvp_key", sa.String(length=64)),
            maybe("attended", sa.String(length=10)),
            flag("walk_in"),
            maybe("notes_agreed", sa.Boolean()),
            maybe("benefits_told_at", moment),
        ],
        "reminder": [word("words", 300)],
        "response": [maybe("session_id", sa.Uuid()), number("people", 1)],
    }


CHECKS = {
    "consultation": {
        "mode_is_known": "mode IN ('listening', 'formal')",
        "level_is_known": "level IN ('inform', 'consult', 'involve', 'collaborate', 'hand_over')",
        "budget_is_no_debt": "budget_pence >= 0",
    },
    "session": {
        "step_free_is_known": f"step_free IN {KNOWN_OR_NOT}",
        "quiet_room_is_known": f"quiet_room IN {KNOWN_OR_NOT}",
        "has_time_to_answer": "answer_hours > 0",
    },
    "invitation": {
        "state_is_known": STATES,
        "yes_holds_a_place": HOLDS,
        "an_offer_has_an_end": "(state = 'offered') = (offered_until IS NOT NULL)",
        "attended_is_known": "attended IN ('came', 'part', 'apologies', 'missed')",
    },
    "reminder": {},
    "response": {
        "somebody_said_it": "people > 0",
        "one_person_answers": "people = 1 OR session_id IS NOT NULL",
    },
}
OLD_CHECKS = {"state_is_known": OLD_STATES, "yes_holds_a_place": OLD_HOLDS}
KEYS = (
    ("session", "survey_id", "survey", "SET NULL"),
    ("session", "after_survey_id", "survey", "SET NULL"),
    ("session", "debriefed_by", "staff", "SET NULL"),
    ("response", "session_id", "session", "CASCADE"),
)
INDEXES = (
    ("invitation", "batch_id"),
    ("session", "after_survey_id"),
    ("session", "series_id"),
    ("session", "survey_id"),
    ("response", "session_id"),
)
INVITATION = sa.table(
    "invitation",
    sa.column("state", sa.String()),
    sa.column("place", sa.Integer()),
    sa.column("offered_until", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "calendar_feed",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_calendar_feed_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_calendar_feed_key_hash")),
    )
    op.create_table(
        "person_interest",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_person_interest_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_person_interest")),
    )
    op.create_table(
        "concern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_on_by", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["passed_on_by"],
            ["staff.id"],
            name=op.f("fk_concern_passed_on_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["seen_by"], ["staff.id"], name=op.f("fk_concern_seen_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_concern_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    op.create_index(op.f("ix_concern_session_id"), "concern", ["session_id"], unique=False)
    op.create_table(
        "notes_in_hand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("found", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_by", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'looked', 'held')", name=op.f("ck_notes_in_hand_state_is_known")
        ),
        sa.CheckConstraint(
            "(state = 'looked') = (found IS NOT NULL)",
            name=op.f("ck_notes_in_hand_looked_says_what"),
        ),
        sa.ForeignKeyConstraint(
            ["handed_in_by"],
            ["staff.id"],
            name=op.f("fk_notes_in_hand_handed_in_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["session.id"],
            name=op.f("fk_notes_in_hand_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes_in_hand")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_notes_in_hand_session_id"), "notes_in_hand", ["session_id"], unique=False
    )

    op.create_table(
        "session_staff",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["session.id"],
            name=op.f("fk_session_staff_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_session_staff_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "staff_id", name=op.f("pk_session_staff")),
    )
    op.create_table(
        "access_need",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("need", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL)", name=op.f("ck_access_need_closed_says_when")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'arranged', 'not_needed', 'cannot')",
            name=op.f("ck_access_need_state_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["staff.id"], name=op.f("fk_access_need_closed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_access_need_invitation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["staff.id"], name=op.f("fk_access_need_owner"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_need")),
        sa.UniqueConstraint(
            "invitation_id", "need", name=op.f("uq_access_need_invitation_id_need")
        ),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("expenses_pence", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('cash', 'voucher', 'bank_transfer', 'expenses', 'declined')",
            name=op.f("ck_payment_kind_is_known"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('expenses', 'declined') OR amount_pence = 0",
            name=op.f("ck_payment_no_fee_when_declined"),
        ),
        sa.CheckConstraint(
            "amount_pence >= 0 AND expenses_pence >= 0", name=op.f("ck_payment_nobody_pays_us")
        ),
        sa.CheckConstraint("told_at <= chosen_at", name=op.f("ck_payment_told_before_choosing")),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_payment_invitation_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["paid_by"], ["staff.id"], name=op.f("fk_payment_paid_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_payment_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_payment_invitation_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_reference")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_payment_session_id"), "payment", ["session_id"], unique=False)

    op.create_table(
        "voucher",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("code_key", sa.String(length=64), nullable=False),
        sa.Column("worth_pence", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(payment_id IS NULL) = (given_at IS NULL)", name=op.f("ck_voucher_given_says_to_what")
        ),
        sa.CheckConstraint("worth_pence > 0", name=op.f("ck_voucher_is_worth_something")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_voucher_consultation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_voucher_payment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("code_key", name=op.f("uq_voucher_code_key")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_voucher_payment_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_voucher_consultation_id"), "voucher", ["consultation_id"], unique=False
    )
    for table, columns in new_columns().items():
        with op.batch_alter_table(table, table_kwargs=ORDER.get(table, {})) as batch_op:
            for name in OLD_CHECKS if table == "invitation" else ():
                batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            for column in columns:
                batch_op.add_column(column)
            for name, condition in CHECKS[table].items():
                batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)
            if table == "invitation":
                batch_op.create_unique_constraint(op.f("uq_invitation_rsvp_key"), ["rsvp_key"])
            for on, name, to, ondelete in KEYS:
                if on == table:
                    key = op.f(f"fk_{table}_{name}")
                    batch_op.create_foreign_key(key, to, [name], ["id"], ondelete=ondelete)
        with op.batch_alter_table(table, table_kwargs=ORDER.get(table, {})) as batch_op:
            for column in columns:
                if column.server_default is not None:
                    batch_op.alter_column(column.name, server_default=None)
    for table, name in INDEXES:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name], unique=False)
    op.create_index("ix_outbound_text_invitation", "outbound_text", ["invitation_id", "kind"])


def downgrade() -> None:
    """Take it back; who was offered a place is as if they had not answered."""
    op.drop_index("ix_outbound_text_invitation", table_name="outbound_text")
    for table, name in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{name}"), table_name=table)
    op.execute(
        INVITATION.update()
        .where(INVITATION.c.state.in_(("offered", "lapsed")))
        .values(state="invited", place=None, offered_until=None)
    )
    for table, columns in reversed(new_columns().items()):
        with op.batch_alter_table(table, table_kwargs=ORDER.get(table, {})) as batch_op:
            for on, name, *_ in KEYS:
                if on == table:
                    batch_op.drop_constraint(op.f(f"fk_{table}_{name}"), type_="foreignkey")
            if table == "invitation":
                batch_op.drop_constraint(op.f("uq_invitation_rsvp_key"), type_="unique")
            for name in CHECKS[table]:
                batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            for name, condition in OLD_CHECKS.items() if table == "invitation" else ():
                batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)
            for column in columns:
                batch_op.drop_column(column.name)
    for table in (
        "voucher",
        "payment",
        "access_need",
        "session_staff",
        "concern",
        "notes_in_hand",
        "person_interest",
        "calendar_feed",
    ):
        op.drop_table(table)
