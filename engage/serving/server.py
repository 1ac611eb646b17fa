"""The web server: gunicorn in one process with threads, set up by us alone."""

from __future__ import annotations

import argparse
import errno
import signal
import socket
import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import ThreadWorker

from app import create_app
from engage.config import SettingsProblem
from engage.queueing import gather_nudges
from engage.serving.loaded import stays_loaded

PORT = 5000
PORTS_TO_TRY = 20
LAST_PORT = 65_535
TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)


class Above(Arbiter):
    """The process above the worker. A signal to stop that comes at the fork waits until it is over.

    The new process has the handlers of this one at first, which put a signal where the new one
    never looks: it would start in full, and be killed ten seconds later.
    """

    def spawn_worker(self) -> Any:
        """Fork; the worker lets signals in by itself, once they reach it."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, TO_STOP)
        try:
            return super().spawn_worker()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Worker(ThreadWorker):
    """Finishes what it has in hand at any signal to stop, however often it comes.

    Ctrl-C reaches it twice: from the keyboard, and from the process above it. gunicorn's own way to
    stop at once takes a lock, and waits for itself when the second comes during the first.
    """

    def init_signals(self) -> None:
        """Signals come to this process from here on, those too that came while it forked."""
        super().init_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TO_STOP)

    def handle_quit(self, sig: int, frame: object) -> None:
        """Stop, as at SIGTERM."""
        self.handle_exit(sig, frame)


class Server(BaseApplication):
    """gunicorn with one worker process and threads; `hooks` are gunicorn's own."""

    def __init__(self, host: str, port: int, threads: int, **hooks: Any) -> None:
        self._options = {
            "bind": f"{host}:{port}",
            "workers": 1,
            "worker_class": Worker,
            "threads": threads,
            "timeout": 60,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "engage",
            **hooks,
        }
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn our options; it reads no file and no environment."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until told to stop; ends the process. An address that is none is said so."""
        try:
            Above(self).run()
        except RuntimeError as problem:
            print(f"\nCannot start: {problem}\n", file=sys.stderr)
            sys.exit(1)

    def load(self) -> Flask:
        """A fresh app in the process that serves, so that no connection crosses the fork."""
        app = create_app()
        gather_nudges(app)
        stays_loaded()
        return app


def a_port(typed: str) -> int:
    """A port as it was typed on the command line."""
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to {LAST_PORT}")
    return int(typed)


def free_port(host: str, wanted: int) -> int:
    """The port asked for, or the next that is free, saying so."""
    last = min(wanted + PORTS_TO_TRY - 1, LAST_PORT)
    for port in range(wanted, last + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise SettingsProblem(
                        f"Cannot listen on {host}, port {port}: {error.strerror}."
                    ) from None
                print(f"Port {port} is taken, trying {port + 1}.", flush=True)
                continue
        return port
    raise SettingsProblem(f"Ports {wanted} to {last} are all taken. Choose one with --port.")
