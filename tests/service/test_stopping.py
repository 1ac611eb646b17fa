"""Starting and stopping: signals end every kind of process cleanly, and a taken port is said so."""

from __future__ import annotations

import http.client
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from engage.config import ROOT
from engage.serving.together import STOPPED
from tests.factories import a_number
from tests.peers.processes import free_port
from tests.service.running import Service, a_service, wait_for


@pytest.fixture(scope="module")
def service(tmp_path_factory, migrated, network) -> Iterator[Service]:
    """One instance; each test starts processes of its own."""
    with a_service(tmp_path_factory.mktemp("stopping"), network, migrated=migrated) as found:
        yield found


SOON = 9.0
"""Seconds: after ten, a process that serves is killed by the one above it."""


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def no_trouble(logged: str) -> bool:
    """Whether nothing is told of an error, nor of a process that ended in a crash."""
    return not any(told in logged for told in ("Traceback", '"level": "error"', "was sent SIG"))


@pytest.mark.parametrize(
    "kind,number",
    [
        ("together", signal.SIGINT),
        ("web", signal.SIGINT),
        ("web", signal.SIGTERM),
        ("worker", signal.SIGINT),
        ("worker", signal.SIGTERM),
    ],
)
def test_a_signal_stops_each_kind_of_process_at_once_and_cleanly(service, kind, number):
    running = service.workers()[0] if kind == "worker" else getattr(service, kind)()
    began = time.monotonic()
    code = running.stop(number, seconds=15)

    assert (code, time.monotonic() - began < 15) == (0, True)
    assert no_trouble(running.logged()), running.logged()
    if running.port:
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", running.port)) != 0


@pytest.mark.parametrize("kind", ["together", "web"])
def test_ctrl_c_which_reaches_every_process_stops_them_soon_and_cleanly(service, kind):
    running = getattr(service, kind)()
    time.sleep(8)  # by then the language tools have been loaded

    assert running.interrupt(seconds=SOON) == 0
    assert no_trouble(running.logged()), running.logged()


@pytest.mark.parametrize("kind", ["together", "web"])
def test_ctrl_c_before_it_is_ready_stops_it_too(service, kind):
    more = ["--no-example"] if kind == "together" else []
    running = service.start(kind, "--port", str(port := free_port()), *more)
    wait_for(lambda: listens(port), about=running.logged)

    assert running.interrupt(seconds=SOON) == 0
    assert no_trouble(running.logged()), running.logged()
    assert "is ready" not in running.said()


AT_THE_FORK = """
import os, signal, sys, time
from engage.serving.server import Server

def forked(above, _worker):
    os.kill(above.pid if sys.argv[3] == "above" else os.getpid(), getattr(signal, sys.argv[2]))
    time.sleep(1)

def left(above, _worker):
    os.kill(above.pid, signal.SIGTERM)

Server("127.0.0.1", int(sys.argv[1]), 1, post_fork=forked, child_exit=left).run()
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGQUIT"])
@pytest.mark.parametrize("to", ["above", "worker"])
def test_a_signal_that_comes_while_the_worker_forks_is_not_lost(service, number, to):
    command = [sys.executable, "-c", AT_THE_FORK, str(free_port()), number, to]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=service.environment,
        capture_output=True,
        text=True,
        timeout=SOON,
        check=True,
    )
    assert no_trouble(ended.stderr), ended.stderr


def test_ctrl_c_while_the_example_is_loaded_ends_it_without_an_outcry(tmp_path, network, migrated):
    with a_service(tmp_path, network, migrated=migrated) as service:
        running = service.start("together", "--port", str(free_port()))
        wait_for(lambda: "reading" in running.logged(), about=running.logged)

        assert running.interrupt(seconds=SOON) == STOPPED
        told = running.logged()
        assert no_trouble(told), told
        time.sleep(3)  # what loads it has ended as well, and tells of nothing more
        assert running.logged() == told


def test_a_text_in_hand_when_the_signal_comes_is_answered_and_none_is_left_claimed(
    service, network
):
    network.seconds_each = 0.5
    running = service.together()
    numbers = [a_number() for _ in range(3)]
    for number in numbers:
        service.text(running, number, "hello")
    wait_for(lambda: network.took != [], about=running.logged)
    assert running.stop(signal.SIGTERM) == 0
    network.seconds_each = 0.0

    connection = sqlite3.connect(service.folder / "engage.sqlite")
    states = {row[0] for row in connection.execute("SELECT state FROM outbound_text")}
    connection.close()
    assert states <= {"accepted", "queued"}
    assert no_trouble(running.logged()), running.logged()


def test_a_port_that_is_taken_is_said_so_and_the_next_is_used(service):
    wanted = two_free_ports()
    with socket.create_server(("127.0.0.1", wanted)):
        running = service.start("together", "--port", str(wanted), "--no-example")
        running.port = wanted + 1
        service.wait_ready(running)
        assert running.stop() == 0
    assert f"Port {wanted} is taken, trying {wanted + 1}." in running.said()


def two_free_ports() -> int:
    """A free port with a free one after it."""
    while True:
        port = free_port()
        with socket.socket() as probe:
            if port < 65_000 and probe.connect_ex(("127.0.0.1", port + 1)) != 0:
                return port


@pytest.mark.parametrize(
    "module,missing",
    [
        ("web", "ENGAGE_TWILIO_AUTH_TOKEN"),
        ("worker", "ENGAGE_ENCRYPTION_KEYS"),
        ("together", "ENGAGE_LOOKUP_KEY"),
    ],
)
def test_settings_that_do_not_fit_end_it_at_once_and_no_keys_are_made_unasked(
    tmp_path, migrated, network, module, missing
):
    with a_service(tmp_path, network, migrated=migrated) as service:
        del service.environment[missing]
        running = service.start(module)
        assert running.process.wait(20) == 1
    assert missing in running.logged()
    assert "Traceback" not in running.logged()
    assert not (tmp_path / "secrets.env").exists()


def test_an_address_that_is_none_is_said_so(service):
    running = service.start("web", "--host", "fd://x")
    assert running.process.wait(20) == 1
    assert "Cannot start: 'x:5000'" in running.logged()
    assert "Traceback" not in running.logged()


def test_a_web_process_before_the_tables_exist_says_it_is_not_ready(tmp_path, network, migrated):
    with a_service(tmp_path, network, migrated=migrated) as service:
        (tmp_path / "engage.sqlite").unlink()
        running = service.starting_web()
        wait_for(lambda: answers(service, running), about=running.logged)
        assert service.get(running, "/healthz").status == 200
        assert service.get(running, "/readyz").status == 503
        assert service.text(running, a_number(), "hello").status == 500


def answers(service, running) -> bool:
    try:
        return service.get(running, "/healthz").status == 200
    except (OSError, http.client.HTTPException):
        return False
