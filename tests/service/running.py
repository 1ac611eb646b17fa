"""The service as real processes: started, texted, looked into, killed and stopped."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import flask_migrate
from twilio.request_validator import RequestValidator

from app import create_app
from engage.config import ROOT, Settings
from engage.extensions import db
from tests.conftest import SECRETS, settings_for
from tests.peers.processes import free_port
from tests.peers.twilio_stand_in import ACCOUNT, SENDER, TOKEN, TwilioStandIn

PUBLIC_URL = "https://feedback.example.org"
ALL_DAY = {"ENGAGE_TEXT_FROM": "00:00", "ENGAGE_TEXT_UNTIL": "00:00"}
PATIENCE = 30
"""Seconds that a test waits for what has to come: more than it takes, as other tests run beside."""


@dataclass(frozen=True)
class Answer:
    """What came back over the wire."""

    status: int
    kind: str
    body: bytes


@dataclass
class Running:
    """One process of the service, its children with it."""

    process: subprocess.Popen[bytes]
    out: Path
    err: Path
    port: int = 0

    def said(self) -> str:
        """Everything it wrote to standard output so far."""
        return self.out.read_text("utf-8", "replace")

    def logged(self) -> str:
        """Everything it wrote to standard error so far."""
        return self.err.read_text("utf-8", "replace")

    def kill(self) -> None:
        """SIGKILL it and its children, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, number: int = signal.SIGTERM, *, seconds: float = 15) -> int:
        """Send one signal to the process alone, and give its exit code."""
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def interrupt(self, *, seconds: float) -> int:
        """SIGINT it and its children, as Ctrl-C at a keyboard does, and give its exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(seconds)


@dataclass
class Service:
    """One instance of the service: a folder, settings in the environment, and its processes."""

    folder: Path
    environment: dict[str, str]
    settings: Settings
    processes: list[Running] = field(default_factory=list)

    def start(self, module: str, *arguments: str) -> Running:
        """Start `python -m engage.serving.<module>`."""
        number = len(self.processes)
        out, err = self.folder / f"{number}.out", self.folder / f"{number}.err"
        with out.open("wb") as said, err.open("wb") as logged:
            process = subprocess.Popen(
                [sys.executable, "-m", f"engage.serving.{module}", *arguments],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=logged,
                start_new_session=True,
            )
        running = Running(process, out, err)
        self.processes.append(running)
        return running

    def starting_web(self) -> Running:
        """A web process that may not answer yet."""
        port = free_port()
        running = self.start("web", "--port", str(port))
        running.port = port
        return running

    def web(self) -> Running:
        """A web process that answers."""
        running = self.starting_web()
        self.wait_ready(running)
        return running

    def workers(self, count: int = 1) -> list[Running]:
        """Workers, started side by side."""
        started = [self.start("worker") for _ in range(count)]
        for running in started:
            self._wait(running, partial(_has_said, running, "Worker started"))
        return started

    def together(self) -> Running:
        """The one-process service, without example content."""
        port = free_port()
        running = self.start("together", "--port", str(port), "--no-example")
        running.port = port
        self._wait(running, partial(_has_said, running, "is ready"))
        self.wait_ready(running)
        return running

    def wait_ready(self, running: Running) -> None:
        """Return when the process says that it can serve."""
        self._wait(running, lambda: self.get(running, "/readyz").status == 200)

    def _wait(self, running: Running, check: Callable[[], bool]) -> None:
        def ended_or_ready() -> bool:
            assert running.process.poll() is None, f"it ended:\n{running.logged()[-3000:]}"
            with contextlib.suppress(OSError, http.client.HTTPException):
                return check()
            return False

        wait_for(ended_or_ready, about=running.logged)

    def get(self, running: Running, path: str) -> Answer:
        """Open an address."""
        return _ask(running.port, "GET", path, b"", {})

    def text(self, running: Running, number: str, body: str, *, sid: str | None = None) -> Answer:
        """A text arrives at the webhook, signed as Twilio signs."""
        return self.post(running, "/texts/in", a_webhook(number, body, sid=sid))

    def post(
        self,
        running: Running,
        path: str,
        fields: Mapping[str, str],
        *,
        signed_for: str | None = None,
        raw: bytes | None = None,
        signature: str | None = None,
    ) -> Answer:
        """Post fields, signed for the public address of the path unless told otherwise."""
        url = signed_for or f"{PUBLIC_URL}{path}"
        if signature is None:
            signature = RequestValidator(TOKEN).compute_signature(url, dict(fields))
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            **({"X-Twilio-Signature": signature} if signature else {}),
        }
        sent = urlencode(fields).encode() if raw is None else raw
        return _ask(running.port, "POST", path, sent, headers)

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """An app of our own on the same database, to set things up and to look."""
        app = create_app(self.settings)
        with app.app_context():
            try:
                yield
            finally:
                db.session.remove()
                db.engine.dispose()
                app.extensions["engage.queue"].storage.close()


def _has_said(running: Running, words: str) -> bool:
    return words in running.said()


def _ask(port: int, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        kind = answer.getheader("Content-Type") or ""
        return Answer(answer.status, kind.partition(";")[0], answer.read())
    finally:
        connection.close()


def a_webhook(number: str, body: str, *, sid: str | None = None) -> dict[str, str]:
    """The fields of a text as Twilio posts it."""
    sid = sid or f"SM{uuid.uuid4().hex}"
    return {
        "MessageSid": sid,
        "SmsSid": sid,
        "SmsMessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": number,
        "To": SENDER,
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        "FromCountry": "GB",
        "FromCity": "",
    }


def wait_for(
    check: Callable[[], bool], *, seconds: float = PATIENCE, about: Callable[[], str] = lambda: ""
) -> None:
    """Return when the check holds; fail the test when the seconds are up."""
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, f"not within {seconds} seconds\n{about()[-3000:]}"
        time.sleep(0.05)


@contextlib.contextmanager
def a_service(
    folder: Path,
    stand_in: TwilioStandIn,
    *,
    migrated: Path | None = None,
    database_url: str = "",
    **more: str,
) -> Iterator[Service]:
    """A service that texts by the stand-in, on a migrated database; everything ends with it."""
    given = {
        "ENGAGE_INSTANCE": str(folder),
        "ENGAGE_PROVIDER": "twilio",
        "ENGAGE_PUBLIC_URL": PUBLIC_URL,
        "ENGAGE_TWILIO_ACCOUNT_SID": ACCOUNT,
        "ENGAGE_TWILIO_AUTH_TOKEN": TOKEN,
        "ENGAGE_TWILIO_FROM": SENDER,
        "ENGAGE_TWILIO_API_BASE": stand_in.address,
        "ENGAGE_SWEEP_SECONDS": "1",
        "ENGAGE_GATHER_SECONDS": "0",
        "ENGAGE_TEXTS_A_SECOND": "1000",
        "ENGAGE_ASK_FROM": "00:00",
        "ENGAGE_ASK_UNTIL": "00:00",
        "ENGAGE_ASK_AT_WEEKENDS": "true",
        **ALL_DAY,
        **{f"ENGAGE_{name.upper()}": value for name, value in SECRETS.items()},
        **more,
    }
    if database_url:
        given["DATABASE_URL"] = database_url
    ours = {k: v for k, v in os.environ.items() if not k.startswith("ENGAGE_")}
    ours.pop("DATABASE_URL", None)
    named = {
        k.removeprefix("ENGAGE_").lower(): v for k, v in given.items() if k.startswith("ENGAGE_")
    }
    if database_url:
        named["DATABASE_URL"] = database_url
    service = Service(folder, ours | given, settings_for(folder, **named))
    _migrate(service, migrated)
    try:
        yield service
    finally:
        for running in service.processes:
            running.kill()


def _migrate(service: Service, migrated: Path | None) -> None:
    """Copy a migrated SQLite file where there is one, else run every migration."""
    if migrated is not None:
        shutil.copy(migrated, service.folder / "engage.sqlite")
        return
    with service.inside():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
