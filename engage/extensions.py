"""The Flask extensions, and the few things every feature needs: database, keys, nudges."""

from __future__ import annotations

import sqlite3
from typing import Any, cast

from flask import Flask, Response, current_app
from flask_compress import Compress
from flask_migrate import Migrate
from flask_security.core import Security
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from huey.api import Huey
from sqlalchemy import MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

from engage.config import Settings
from engage.keeping import Keyring

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The one declarative base; `repr` shows an id and nothing else."""

    metadata = MetaData(naming_convention=NAMING)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', '?')}>"


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
migrate = Migrate()
csrf = CSRFProtect()


class Compressed(Compress):
    """Makes pages small on their way, those that explain what went wrong as well."""

    def after_request(self, response: Response | None) -> Response:
        """Compress a page whatever its status: Flask-Compress leaves all but a success as it is."""
        if response is None or response.status_code < 400:
            return super().after_request(response)
        status, response.status_code = response.status_code, 200
        small = super().after_request(response)
        small.status_code = status
        return small


compress = Compressed()
security = Security()


def settings() -> Settings:
    """The settings of the running app."""
    return cast(Settings, current_app.extensions["engage.settings"])


def keyring() -> Keyring:
    """The keys of the running app."""
    return cast(Keyring, current_app.extensions["engage.keyring"])


def queue() -> Huey:
    """The queue of the running app."""
    return cast(Huey, current_app.extensions["engage.queue"])


PATIENCE = 10
"""How many seconds a writer waits for its turn.

So that a webhook still has time to say 500 within the 15 that Twilio listens for.
"""


def engine_options(database: str) -> dict[str, object]:
    """How to reach a database: no values in messages, and an end to waiting on PostgreSQL too."""
    options: dict[str, object] = {"hide_parameters": True}
    if database.startswith("postgresql"):
        wait = f"-c lock_timeout={PATIENCE}s"
        options["connect_args"] = {"options": wait, "connect_timeout": PATIENCE // 2}
    return options


def prepare_sqlite(connection: Any, _record: object) -> None:
    """Pragmas for every SQLite connection: readers never wait for the writer."""
    if isinstance(connection, sqlite3.Connection):
        for pragma in ("journal_mode=WAL", f"busy_timeout={PATIENCE * 1000}", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")


def insert(model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An insert in the database's own dialect, which can say what to do on a conflict."""
    own = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return own.insert(model)


def nudge(task: str, row_id: str, *, after: float = 0) -> None:
    """Ask a worker to look at a row once this transaction has committed, or some seconds later.

    Only a nudge: the row's own state is the truth and a sweep finds it if this is lost. A
    later one comes within about a second of its time.
    """
    db.session.info.setdefault("nudges", []).append((task, row_id, after))


def nudge_now(task: str, row_id: str, *, after: float = 0) -> None:
    """The same for a row that is committed already."""
    current_app.extensions["engage.nudge"](task, row_id, after=after)


@event.listens_for(Session, "after_commit")
def _send_nudges(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint: nobody else can see the row yet
        return
    for task, row_id, after in session.info.pop("nudges", []):
        nudge_now(task, row_id, after=after)


@event.listens_for(Session, "after_rollback")
def _forget_nudges(session: Session) -> None:
    if session.in_nested_transaction():  # what was done before the savepoint stands
        return
    session.info.pop("nudges", None)


def init_database(app: Flask) -> None:
    """Bind the database and its migrations to the app."""
    db.init_app(app)
    with app.app_context():
        event.listen(db.engine, "connect", prepare_sqlite)
    migrate.init_app(app, db, render_as_batch=True, compare_type=True)
