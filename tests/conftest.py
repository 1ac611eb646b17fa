"""Fixtures shared by every test: an app on a database of its own, clients, and a way to wait."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from playwright.sync_api import Browser

from app import create_app
from engage import analysis, asking, conversations, inbound, outbox, sending, staff, times, work
from engage.config import ROOT, Settings
from engage.extensions import db
from engage.models import Phone, Staff
from tests import kept
from tests.factories import a_person, a_survey, a_text, phone_of, texts_to
from tests.pages import CheckedClient
from tests.peers.chromium import chromium
from tests.peers.needed import need
from tests.peers.postgresql import PostgreSQLServer, postgresql_server

SECRETS = {
    "secret_key": "for tests alone, and long enough to be taken for a real one",
    "password_salt": "for tests alone, a salt that is long enough",
    "lookup_key": "bG9vay11cCBrZXkgZm9yIHRlc3RzIGFsb25lLCAzMmI",
    "encryption_keys": "k1:c2VhbGluZyBrZXkgZm9yIHRlc3RzIGFsb25lLCAzMmI",
}
AT_ONCE = {
    "gather_seconds": 0,
    "ask_from": "00:00",
    "ask_until": "00:00",
    "ask_at_weekends": True,
}
"""Nothing waits for the rest of an answer, or for an hour or a day at which to ask."""
MEMORY = Path("/dev/shm")
LATER = timedelta(seconds=30)
COUNTED = "counted"
LONG = {"contract", "service", "soak", "e2e", "journeys", "peers"}
"""The folders of tests that are left to `./run test -m "not soak"`, which CI runs."""


def settings_for(folder: Path, **given: object) -> Settings:
    """Settings of a service in one folder that texts pretend phones and waits for nothing."""
    if not given:
        return _usual().model_copy(update={"instance": folder})
    return Settings.model_validate({**SECRETS, **AT_ONCE, "instance": folder, **given})


@cache
def _usual() -> Settings:
    """What most tests have, looked for in the environment once."""
    return Settings.model_validate({**SECRETS, **AT_ONCE, "instance": Path()})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one seeded run of the crash tests be played again, and transcripts be made again."""
    parser.addoption("--seed", type=int, help="play this one seed of the crash tests")
    parser.addoption("--transcripts", action="store_true", help="make the transcripts again")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that start real processes, kill them and wait for them."""
    for item in items:
        if LONG & set(item.path.parts):
            item.add_marker("long")


def pytest_configure() -> None:
    """Share what every app makes alike, and look for no rubbish while tests are gathered.

    What tests write is kept in memory where there is room, and thrown away after each that passes.
    """
    if kept.is_roomy(MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    kept.keep_addresses()
    kept.hash_quickly()
    gc.disable()


def pytest_collection_finish() -> None:
    """Everything there is by now stays."""
    kept.keep_modules()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the crash tests counted, whichever process ran them."""
    reports = [one for some in terminalreporter.stats.values() for one in some]
    told = [
        value
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == COUNTED
    ]
    if told:
        terminalreporter.section("what was counted")
    for line in told:
        terminalreporter.write_line(str(line))


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Say what a test counted, to be printed at the end."""
    return lambda line: record_property(COUNTED, line)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every migration run, beside its queue, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(settings_for(folder))
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        db.session.remove()
        db.engine.dispose()
        app.extensions["engage.queue"].storage.close()
    return folder / "engage.sqlite"


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates, compiled once for every app there is."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQLServer]:
    """A private PostgreSQL; each test that needs one makes a database of its own on it."""
    need("postgresql")
    with postgresql_server(os.environ.get("PYTEST_DEBUG_TEMPROOT")) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module: two at once in a process get in each other's way."""
    need("browser")
    with chromium() as found:
        yield found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of this test's app; a test module may override this fixture."""
    return settings_for(tmp_path)


@pytest.fixture
def app(settings: Settings, migrated: Path, compiled: BytecodeCache) -> Iterator[Flask]:
    """An app on a fresh database, with its context pushed."""
    for name in ("engage.sqlite", "queue.sqlite"):
        shutil.copy(migrated.with_name(name), settings.instance)

    def ready(app: Flask) -> None:
        app.test_client_class = CheckedClient
        app.jinja_env.bytecode_cache = compiled
        app.config["WTF_CSRF_ENABLED"] = False

    app = kept.an_app(settings, ready)
    work.install(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
        app.extensions["engage.queue"].storage.close()
    kept.give_back(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor; every page they open goes through the page checks."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Staff], FlaskClient]:
    """A client signed in as somebody who is there already, by a one-time link as a person would."""

    def sign_in(person: Staff) -> FlaskClient:
        key = staff.new_link(person, now=times.now())
        db.session.commit()
        client = app.test_client()
        client.post(f"/staff/link/{key}")
        return client

    return sign_in


@pytest.fixture
def as_staff(sign_in: Callable[[Staff], FlaskClient]) -> Callable[..., FlaskClient]:
    """A client signed in with these roles."""

    def with_roles(*roles: str) -> FlaskClient:
        return sign_in(staff.add(f"{'-'.join(roles)}@example.org", "Sam", roles))

    return with_roles


@pytest.fixture
def one_moment(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock stands still, so that no quarter of an hour ends while tries are counted."""
    moment = times.now()
    monkeypatch.setattr(times, "now", lambda: moment)
    return moment


@pytest.fixture
def drain(app: Flask) -> Callable[[], None]:
    """Do all the work that waits: texts in, texts out, answers to read."""

    def once() -> int:
        now = times.now()
        done = 0
        for key in inbound.waiting_phones(now=now + LATER):
            done += inbound.handle_oldest(key, now=now)
        for row in outbox.due(now=now):
            done += sending.send_one(row, work.provider(), now=now) is not None
        for one in asking.due(now=now):
            done += asking.go_on(one, now=now) is not None
        for row in analysis.notes_due(now=now):
            done += analysis.look_through(row, now=now) is not None
        for row in analysis.due(now=now):
            done += analysis.read_one(row, now=now) is not None
        return done

    def until_nothing_is_left() -> None:
        while once():
            pass

    return until_nothing_is_left


@pytest.fixture
def say(app: Flask, drain: Callable[[], None]) -> Callable[[Phone, str], list[str]]:
    """Text something from a phone, let the workers work, and give what came back."""

    def text(phone: Phone, body: str) -> list[str]:
        before = {row.id for row in texts_to(phone)}
        a_text(phone, body)
        drain()
        db.session.expire_all()
        return [row.body or "" for row in texts_to(phone) if row.id not in before]

    return text


@pytest.fixture
def invited(app: Flask, drain: Callable[[], None]) -> Callable[..., Phone]:
    """The phone of somebody who has been invited to a survey by text."""

    def invite(**given: Any) -> Phone:
        phone = phone_of(a_person())
        assert conversations.invite(a_survey(**given), phone, now=times.now())
        db.session.commit()
        drain()
        return phone

    return invite


@pytest.fixture
def asked(invited: Callable[..., Phone], say: Callable[..., Any]) -> Callable[..., Phone]:
    """A phone that said yes to a survey, and more if `said` has it, and was asked a question."""

    def ask(*, said: tuple[str, ...] = ("yes",), **given: Any) -> Phone:
        phone = invited(**given)
        for body in said:
            say(phone, body)
        return phone

    return ask
