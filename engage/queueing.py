"""The queue as every process sees it: a name and a row id put in, and nothing of what is done.

Web processes only put in. What a task does is given to the app by `engage.work`, which a web
process never imports, since reading words needs the language tools.
"""

from __future__ import annotations

import atexit
import sqlite3
from collections.abc import Callable
from typing import Any

from flask import Flask
from huey.api import Huey, PostgresHuey
from huey.storage import SqliteStorage

from engage.config import Settings
from engage.extensions import db
from engage.log import log
from engage.nudging import Gathered, Nudge

TASKS = {
    "texts.handle": 3,
    "texts.go_on": 2,
    "outbox.answer": 2,
    "outbox.send": 1,
    "phones.report": 1,
    "notes.look": 2,
    "answers.read": 0,
    "drills.run": 0,
    "codes.again": 1,
    "themes.look": 0,
    "asking.go_on": 0,
}
"""Each task and how urgent it is: nobody waits for an answer behind an invitation to hundreds."""


class QueueFile(SqliteStorage):
    """huey's SQLite file, written like our own: whole after a power cut, but not waited for.

    What is taken off the queue is overwritten: side by side, the names of a phone and of an
    answer would tell whose it is.
    """

    def _create_connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = super()._create_connection()
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")
        return connection

    def enqueue_all(self, tasks: list[tuple[bytes, float]]) -> None:
        """Put in many, each with how urgent it is, in one transaction."""
        rows = [(self.name, self.to_blob(data), priority or 0) for data, priority in tasks]
        with self.db(commit=True) as cursor:
            cursor.executemany("INSERT INTO task (queue, data, priority) VALUES (?, ?, ?)", rows)


def make_queue(config: Settings) -> Huey:
    """The queue on its own SQLite file, or on PostgreSQL when the database is."""
    url = config.database
    if url.startswith("postgresql"):
        dsn = url.replace("postgresql+psycopg://", "postgresql://")
        return PostgresHuey("engage", dsn=dsn, results=False)
    config.instance.mkdir(parents=True, exist_ok=True)
    return Huey(
        "engage",
        storage_class=QueueFile,
        filename=str(config.instance / "queue.sqlite"),
        results=False,
    )


def register(app: Flask, huey: Huey) -> None:
    """Give the app its queue, a way to nudge a worker, and room for what the tasks do."""
    doing: dict[str, Callable[[str], None]] = {}
    tasks = {name: _task(app, huey, name, doing) for name in TASKS}

    def write(nudges: list[Nudge]) -> None:
        try:
            _put_in(huey, [_as_task(tasks[one.task], one) for one in nudges])
        except Exception as error:
            # The rows are committed and a sweep will find them.
            log.warning("nudge.lost", task=nudges[0].task, count=len(nudges), error=error)

    def nudge(task: str, row_id: str, *, after: float = 0) -> None:
        one, gathered = Nudge(task, row_id, after), app.extensions["engage.gathered"]
        if gathered is None:
            write([one])
        else:
            gathered.add(one)

    app.extensions["engage.queue"] = huey
    app.extensions["engage.tasks"] = doing
    app.extensions["engage.nudge"] = nudge
    app.extensions["engage.write_nudges"] = write
    app.extensions["engage.gathered"] = None


def gather_nudges(app: Flask) -> None:
    """From now on a thread of this process writes its nudges; for processes that serve."""
    if app.extensions["engage.gathered"] is None:
        gathered = Gathered(app.extensions["engage.write_nudges"])
        app.extensions["engage.gathered"] = gathered
        atexit.register(gathered.flush)


def _as_task(task: Any, nudge: Nudge) -> Any:
    return task.s(nudge.row_id, delay=nudge.after) if nudge.after > 0 else task.s(nudge.row_id)


def _put_in(huey: Huey, tasks: list[Any]) -> None:
    if isinstance(huey.storage, QueueFile):
        huey.storage.enqueue_all([(huey.serialize_task(one), one.priority) for one in tasks])
        return
    for one in tasks:
        huey.enqueue(one)


def _task(app: Flask, huey: Huey, name: str, doing: dict[str, Callable[[str], None]]) -> Any:
    @huey.task(name=name, priority=TASKS[name])
    def run(row_id: str) -> None:
        with app.app_context():
            try:
                doing[name](row_id)
            except Exception as error:
                db.session.rollback()
                log.error("task.trouble", task=name, error=error)

    return run
