"""An app on either database, for tests of what the database itself has to refuse or carry."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from app import create_app
from engage.config import ROOT, Settings
from engage.extensions import db
from tests.conftest import settings_for
from tests.peers.postgresql import PostgreSQLServer

MIGRATIONS = str(ROOT / "migrations")
EITHER = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


@contextlib.contextmanager
def an_app(settings: Settings) -> Iterator[Flask]:
    """An app with its context pushed, closed at the end."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            app.extensions["engage.queue"].storage.close()


@contextlib.contextmanager
def an_app_on_postgresql(
    server: PostgreSQLServer, folder: Path, *, migrate: bool = True, **given: object
) -> Iterator[Flask]:
    """An app on a new database of this server, empty or with every migration run."""
    like = _migrated(server) if migrate else "template1"
    name = f"engage_{uuid.uuid4().hex}"
    url = server.create_database(name, like=like)
    try:
        with an_app(settings_for(folder, DATABASE_URL=url, **given)) as app:
            yield app
    finally:
        server.drop_database(name)


@cache
def _migrated(server: PostgreSQLServer) -> str:
    """A database of this server with every migration run, to be copied."""
    url = server.create_database("engage_migrated")
    with (
        tempfile.TemporaryDirectory() as folder,
        an_app(settings_for(Path(folder), DATABASE_URL=url)),
    ):
        flask_migrate.upgrade(directory=MIGRATIONS)
    return "engage_migrated"


@contextlib.contextmanager
def an_app_on_sqlite(folder: Path, migrated: Path | None, **given: object) -> Iterator[Flask]:
    """An app on a file of its own, empty or with every migration run."""
    if migrated is not None:
        shutil.copy(migrated, folder / "engage.sqlite")
    with an_app(settings_for(folder, **given)) as app:
        yield app


def an_app_on_either(
    request: pytest.FixtureRequest, folder: Path, migrated: Path | None, **given: object
) -> contextlib.AbstractContextManager[Flask]:
    """An app on the database that a fixture with EITHER for its params is asked for."""
    if request.param == "sqlite":
        return an_app_on_sqlite(folder, migrated, **given)
    server = request.getfixturevalue("postgresql")
    return an_app_on_postgresql(server, folder, migrate=migrated is not None, **given)
