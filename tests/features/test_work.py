"""Sweeps and the queue: one bad row keeps nobody waiting, and what is urgent goes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import OperationalError

from engage import handling, times, work
from engage.extensions import db, nudge, queue
from engage.models import InboundText
from tests.conftest import LATER
from tests.factories import a_person, a_text, phone_of


def sweep_all() -> list[str]:
    """What a sweep gets done of three items, the first of which is trouble."""
    done: list[str] = []

    def do(item: str) -> None:
        if item == "bad":
            raise ValueError
        done.append(item)

    work._each("texts", do, ["bad", "good", "better"])
    return done


def test_trouble_with_one_item_keeps_no_other_waiting(app):
    assert sweep_all() == ["good", "better"]


def test_a_sweep_ends_when_the_process_is_told_to_stop(app):
    app.extensions["engage.stopping"].set()
    assert sweep_all() == []


def test_a_sweep_ends_when_the_next_one_is_due(app, monkeypatch):
    moments = iter([times.now(), times.now(), times.now() + LATER])
    monkeypatch.setattr(times, "now", lambda: next(moments))
    done: list[str] = []
    work._each("texts", done.append, ["one", "two", "three"])
    assert done == ["one"]


def test_a_text_that_does_not_open_is_set_aside_and_the_phone_is_heard_again(app):
    phone = phone_of(a_person())
    a_text(phone, "hello")
    db.session.execute(text("UPDATE inbound_text SET body = x'00'"))
    db.session.commit()
    a_text(phone, "are you there")
    for _ in range(6):
        work.handle_texts(phone.number_key)
    states = db.session.scalars(select(InboundText.state).order_by(InboundText.id)).all()
    assert states == ["set_aside", "handled"]


def test_trouble_with_the_database_sets_no_text_aside(app, monkeypatch):
    phone = phone_of(a_person())
    a_text(phone, "STOP")

    def busy(*_given: object, **_more: object) -> str:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    with monkeypatch.context() as trouble:
        trouble.setattr(handling, "handle", busy)
        for _ in range(9):
            work.handle_texts(phone.number_key)
    work.handle_texts(phone.number_key)
    assert phone.stopped_at is not None


def test_an_answer_is_sent_before_an_invitation_to_hundreds_that_was_queued_first(app):
    queue().storage.flush_queue()
    for task in ("answers.read", "outbox.send", "outbox.answer", "texts.handle"):
        app.extensions["engage.nudge"](task, "x")
    order = [queue().dequeue().name.rpartition(".")[2] for _ in range(4)]
    assert order == ["handle", "answer", "send", "read"]


def test_a_nudge_for_later_comes_when_its_seconds_are_over_and_not_before(app):
    queue().storage.flush_queue()
    app.extensions["engage.nudge"]("outbox.send", "x", after=20)
    waiting = queue().dequeue()
    assert not queue().ready_to_run(waiting)
    queue().add_schedule(waiting)
    now = datetime.now(UTC).replace(tzinfo=None)
    assert queue().read_schedule(now + timedelta(seconds=15)) == []
    due = queue().read_schedule(now + timedelta(seconds=25))
    assert [(task.name.rpartition(".")[2], task.args) for task in due] == [("send", ("x",))]


def test_a_nudge_waits_for_the_commit_and_is_forgotten_when_it_is_undone(app):
    queue().storage.flush_queue()
    for row, end in (("undone", db.session.rollback), ("done", db.session.commit)):
        db.session.execute(text("SELECT 1"))
        nudge("outbox.send", row, after=5)
        assert queue().dequeue() is None
        end()
    assert [queue().dequeue().args, queue().dequeue()] == [("done",), None]


def test_what_was_taken_off_the_queue_is_overwritten_in_its_file(app, settings):
    connection = queue().storage.conn
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)


@pytest.mark.parametrize(
    "table", ["response", "answer", "statement", "statement_code", "code_decision"]
)
def test_the_file_does_not_number_answers_in_the_order_they_came(app, table):
    with pytest.raises(OperationalError, match="no such column: rowid"):
        db.session.execute(text(f"SELECT rowid FROM {table}"))


@pytest.mark.parametrize(
    "table,column",
    [
        ("conversation", "phone_id"),
        ("conversation", "response_id"),
        ("inbound_text", "conversation_id"),
    ],
)
def test_what_every_text_looks_for_is_found_without_reading_the_whole_table(app, table, column):
    found = inspect(db.engine).get_indexes(table)
    leading = [one["column_names"][0] for one in found if not one["unique"]]
    assert column in leading
