"""Migrations make what the models say, and go up and down with data, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, update
from sqlalchemy.exc import IntegrityError

from engage import times
from engage.extensions import Base, db
from engage.models import (
    Answer,
    CodeDecision,
    Conversation,
    InboundText,
    Statement,
    StatementCode,
    Thread,
)
from tests.features.databases import EITHER, MIGRATIONS, an_app_on_either
from tests.features.filled import fill_every_table

pytestmark = pytest.mark.long


@pytest.fixture(params=EITHER)
def empty(request, tmp_path) -> Iterator[None]:
    """An app on an empty database of each kind."""
    with an_app_on_either(request, tmp_path, None):
        yield


@pytest.fixture(params=EITHER)
def whole(request, tmp_path, migrated) -> Iterator[None]:
    """An app on a database of each kind that every migration has been run on."""
    with an_app_on_either(request, tmp_path, migrated):
        yield


def differences() -> list[object]:
    """What a new migration would have to change."""
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_name": lambda name, *_: not is_queues(name)}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))


def is_queues(name: str | None) -> bool:
    """On PostgreSQL the queue keeps its tables beside ours, and makes them by itself."""
    return (name or "").startswith("huey_")


def revision() -> str | None:
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def tables() -> set[str]:
    found = inspect(db.engine).get_table_names()
    return {name for name in found if name != "alembic_version" and not is_queues(name)}


def rows_in_each_table() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_the_migrations_make_what_the_models_say(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    assert tables() == {table.name for table in Base.metadata.sorted_tables}
    assert differences() == []


def test_the_command_that_checks_finds_nothing_to_do(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    flask_migrate.check(directory=MIGRATIONS)


def test_there_is_one_way_up():
    script = ScriptDirectory(MIGRATIONS)
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_who_was_asked_before_anybody_looked_at_silence_is_looked_at_after(whole):
    fill_every_table()
    db.session.execute(update(Conversation).values(state="invited", held_because=None))
    db.session.commit()
    db.session.remove()
    flask_migrate.downgrade(directory=MIGRATIONS, revision="0001")
    flask_migrate.upgrade(directory=MIGRATIONS)
    looks = db.session.scalars(select(Conversation.nudge_at)).all()
    day = timedelta(days=1)
    assert looks
    assert all(one is not None and abs(one - times.now() - day) < day / 24 for one in looks)


def test_every_step_goes_down_and_up_again_with_data_in_every_table(empty):
    flask_migrate.upgrade(directory=MIGRATIONS)
    head = revision()
    fill_every_table()
    counts = rows_in_each_table()
    db.session.remove()
    assert [name for name, count in counts.items() if not count] == []

    while revision() is not None:
        before = revision()
        flask_migrate.downgrade(directory=MIGRATIONS)
        assert revision() != before
    assert tables() == set()
    flask_migrate.upgrade(directory=MIGRATIONS)
    assert revision() == head
    assert differences() == []
    fill_every_table()


def test_a_step_down_and_up_again_keeps_what_both_sides_know(whole):
    fill_every_table()
    tied = select(func.count()).where(InboundText.conversation_id.is_not(None))
    before = rows_in_each_table(), db.session.scalar(tied)
    db.session.remove()
    flask_migrate.downgrade(directory=MIGRATIONS)
    kept = tables()
    flask_migrate.upgrade(directory=MIGRATIONS)

    after = rows_in_each_table(), db.session.scalar(tied)
    assert before[1] == after[1] == 1
    assert {name: before[0][name] for name in kept} == {name: after[0][name] for name in kept}


def test_a_text_that_waited_for_a_person_before_there_was_an_inbox_waits_in_it(whole):
    fill_every_table()
    text = db.session.scalars(select(InboundText)).one()
    text.state, text.outcome, came = "handled", "staff_review", text.received_at
    db.session.commit()
    db.session.remove()
    flask_migrate.downgrade(directory=MIGRATIONS, revision="0001")
    flask_migrate.upgrade(directory=MIGRATIONS)

    thread = db.session.scalars(select(Thread)).one()
    assert (thread.why, thread.waiting_since) == ("other", came)


def test_going_up_twice_changes_nothing_and_loses_nothing(whole):
    fill_every_table()
    counts = rows_in_each_table()
    db.session.remove()
    flask_migrate.upgrade(directory=MIGRATIONS)
    assert rows_in_each_table() == counts
    assert db.session.scalars(select(Answer.words)).all() == ["the locks"]


def test_a_statement_coded_before_keeps_its_code_and_waits_for_nobody_by_name(whole):
    fill_every_table()
    db.session.remove()
    flask_migrate.downgrade(directory=MIGRATIONS, revision="0005")
    flask_migrate.upgrade(directory=MIGRATIONS)
    statement = db.session.scalars(select(Statement)).one()
    assert (statement.text, statement.suggested, statement.outcome) == ("the locks", [], None)
    assert [(one.code, one.polarity, one.given_on) for one in statement.codes] == [
        ("safety", None, None)
    ]


@pytest.mark.parametrize(
    "model,wrong",
    [
        (Statement, {"tone": 2}),
        (Statement, {"outcome": "unsure"}),
        (Statement, {"doubt": -1.0}),
        (Statement, {"coded_on": None}),
        (StatementCode, {"polarity": "bad"}),
        (StatementCode, {"given_on": None}),
        (CodeDecision, {"what": "guess"}),
        (CodeDecision, {"code": "safety"}),
        (CodeDecision, {"what": "add"}),
        (CodeDecision, {"what": "move", "code": "safety"}),
        (CodeDecision, {"what": "undo"}),
        (CodeDecision, {"polarity": "bad"}),
    ],
)
def test_the_database_refuses_what_no_coding_can_be(app, model, wrong):
    fill_every_table()
    with pytest.raises(IntegrityError):
        db.session.execute(update(model).values(wrong))


def test_a_table_that_no_migration_makes_is_noticed(whole):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE tick")
        connection.exec_driver_sql("ALTER TABLE person ADD COLUMN age INTEGER")
    assert len(differences()) == 2
    with pytest.raises(SystemExit):
        flask_migrate.check(directory=MIGRATIONS)
