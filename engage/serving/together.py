"""Everything in one process: pages, webhooks, consumer and clock, with example content."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import flask_migrate

from app import create_app
from engage import times
from engage.config import ROOT, Settings, SettingsProblem, load_settings, save_secrets
from engage.example import presence
from engage.extensions import db
from engage.serving.server import PORT, Server, a_port, free_port
from engage.serving.welcome import welcome

if TYPE_CHECKING:
    from engage.serving.worker import WorkerSide

STOPPED = 130
"""What a program gives that Ctrl-C broke off."""


def main() -> int:
    """Start everything; the exit code."""
    parser = argparse.ArgumentParser(prog="./run", description="Start Engage.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=a_port, default=PORT, help="the port to listen on")
    parser.add_argument(
        "--no-example", action="store_true", help="start without the example content"
    )
    asked = parser.parse_args()
    try:
        return _serve(asked.host, asked.port, with_example=not asked.no_example)
    except SettingsProblem as problem:
        print(f"\n{problem}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return STOPPED


def _serve(host: str, wanted_port: int, *, with_example: bool) -> int:
    port = free_port(host, wanted_port)
    os.environ.setdefault("ENGAGE_PUBLIC_URL", f"http://{host}:{port}")
    config = _settings(with_example=with_example)
    message = _prepare(config, with_example=with_example)
    sides: list[WorkerSide] = []

    def ready(worker: Any) -> None:
        if not worker.alive:
            return
        # The language tools are loaded here, after the fork: see engage.serving.example.
        tools = import_module("engage.serving.worker")
        if not worker.alive:  # told to stop meanwhile
            return
        sides.append(tools.WorkerSide(worker.wsgi))
        sides[-1].start()
        if worker.age == 1:
            print(message, flush=True)

    def done(_server: Any, _worker: Any) -> None:
        for side in sides:
            side.stop()

    Server(host, port, config.web_threads, post_worker_init=ready, worker_exit=done).run()
    return 0


def _settings(*, with_example: bool) -> Settings:
    """Settings; the example makes its own secrets, real data never gets them unasked."""
    try:
        return load_settings()
    except SettingsProblem:
        instance = Path(os.environ.get("ENGAGE_INSTANCE") or ROOT / "instance")
        for_real = os.environ.keys() & {"DATABASE_URL", "ENGAGE_PROVIDER"}
        if not with_example or for_real or (instance / "secrets.env").exists():
            raise
        save_secrets(instance)
        return load_settings()


def _prepare(config: Settings, *, with_example: bool) -> str:
    """Bring the database up to date and load the example once; what to print when ready."""
    config.instance.mkdir(parents=True, exist_ok=True)
    app = create_app(config)
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        if with_example and not presence.is_loaded():
            _load_example()
        message = welcome(now=times.now())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return message


def _load_example() -> None:
    """Put the example in, in a process of its own, which ends with this one."""
    db.session.remove()
    before = {number: signal.signal(number, _end) for number in (signal.SIGINT, signal.SIGTERM)}
    command = [sys.executable, "-m", "engage.serving.example"]
    ended = subprocess.run(command, start_new_session=True, check=False)
    for number, handler in before.items():
        signal.signal(number, handler)
    if ended.returncode:
        raise SettingsProblem(
            "The example content could not be put in. Start Engage again to retry."
        )


def _end(number: int, _frame: object) -> NoReturn:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
