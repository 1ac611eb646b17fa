"""Prism, serving Twilio's own API description to the contract tests."""

import contextlib
import http.client
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.peers.processes import DidNotStart, free_port, stop, wait_until

CONTRACT = Path(__file__).resolve().parent.parent / "contract"
TWILIO_MESSAGES = CONTRACT / "twilio_messages.json"


def find_prism() -> Path | None:
    """Prism's command: ENGAGE_PRISM, or what `npm ci` put into tests/contract."""
    named = os.environ.get("ENGAGE_PRISM")
    path = Path(named) if named else CONTRACT / "node_modules" / ".bin" / "prism"
    return path if path.exists() and shutil.which("node") else None


@contextlib.contextmanager
def prism_mock(spec: Path = TWILIO_MESSAGES) -> Iterator[str]:
    """Answer as the description says, by its examples; gives the base address.

    Prism keeps no state: every message made has the same sid. Ask for an error with the
    header `Prefer: code=400, example=21610`; twilio_messages.json lists them.
    """
    with running("mock", spec) as address:
        yield address


@contextlib.contextmanager
def prism_proxy(upstream: str, spec: Path = TWILIO_MESSAGES) -> Iterator[str]:
    """Stand before a stand-in of ours and hold requests and answers to the description."""
    with running("proxy", spec, upstream, "--errors", "--validate-request") as address:
        yield address


@contextlib.contextmanager
def running(mode: str, spec: Path, *more: str) -> Iterator[str]:
    prism = find_prism()
    if prism is None:
        raise DidNotStart("Prism is not installed here: npm ci in tests/contract.")
    port = free_port()
    command = [str(prism), mode, str(spec), *more, "-h", "127.0.0.1", "-p", str(port)]
    with tempfile.TemporaryDirectory(prefix="engage-prism-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as handle:
            process = subprocess.Popen(
                [*command, "-v", "error"],
                env=os.environ | {"NODE_ENV": "production"},
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=handle,
                start_new_session=True,
            )
        try:
            wait_until(lambda: answers_http(port), process, log=log, seconds=60)
            yield f"http://127.0.0.1:{port}"
        finally:
            stop(process)


def answers_http(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True
