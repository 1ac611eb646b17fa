"""Starting a server for a test, waiting until it answers, and stopping it whatever happens."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


class DidNotStart(RuntimeError):
    """A peer stopped or stayed silent; the text ends with its own last words."""


def free_port() -> int:
    """A loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(
    answers: Callable[[], bool], process: subprocess.Popen[bytes], *, log: Path, seconds: float
) -> None:
    """Return when the peer answers; raise DidNotStart when it ends or the time is up."""
    deadline = time.monotonic() + seconds
    while not answers():
        if process.poll() is not None or time.monotonic() > deadline:
            last_words = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise DidNotStart(f"{process.args!r} did not start:\n{last_words}")
        time.sleep(0.05)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask politely with SIGINT, then insist."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
