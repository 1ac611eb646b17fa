"""Real processes of the service to measure: where their data is, starting, asking, stopping."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engage.config import ROOT
from tests.peers.processes import free_port, stop, wait_until

PATIENCE = 60
TWILIO = {
    "ENGAGE_PROVIDER": "twilio",
    "ENGAGE_TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "ENGAGE_TWILIO_AUTH_TOKEN": "a-token-for-measuring",
    "ENGAGE_TWILIO_FROM": "+447700900999",
}


@dataclass(frozen=True)
class Place:
    """A folder for one run; databases that take long to make are made once and copied."""

    folder: Path

    def instance(self, name: str, *, example: bool = False, responses: int = 0) -> Path:
        """A fresh copy of a database: empty, with the example, or with many responses too."""
        kind = "example" if example else "empty"
        made = self._many(responses) if responses else self._made(kind)
        return Path(shutil.copytree(made, self.folder / name))

    def _made(self, kind: str) -> Path:
        made = self.folder / f"made-{kind}"
        if not made.exists():
            child("benchmarks.prepare", f"--{kind}", instance=made)
        return made

    def _many(self, responses: int) -> Path:
        made = self.folder / f"made-{responses}"
        if not made.exists():
            shutil.copytree(self._made("example"), made)
            child("benchmarks.prepare", f"--responses={responses}", instance=made)
        return made


@dataclass(frozen=True)
class Running:
    """A server that answers, and how long it took to be ready."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> list[float]:
        """Megabytes held by each process of the server, the largest first."""
        return sorted((resident(pid) for pid in self._processes()), reverse=True)

    def worked(self) -> float:
        """Seconds of a core that its processes have used since they started."""
        return sum(_worked(pid) for pid in self._processes())

    def _processes(self) -> list[str]:
        own = str(self.process.pid)
        return [own, *Path(f"/proc/{own}/task/{own}/children").read_text("ascii").split()]


def _worked(pid: str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: str) -> float:
    """Megabytes of memory that a process holds, as Linux counts them."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.M)
    return int(found.group(1)) * 1024 / 1_000_000 if found else 0.0


def environment(instance: Path, given: dict[str, str] | None = None) -> dict[str, str]:
    """The environment of a process measured: nobody's own settings, and compiled files kept."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ENGAGE_")
        and name not in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
    }
    fixed = {"ENGAGE_INSTANCE": str(instance), "ENGAGE_LOG_LEVEL": "WARNING"}
    return {**ours, "PYTHONPATH": str(ROOT), **fixed, **(given or {})}


def child(module: str, *arguments: str, instance: Path) -> Any:
    """Run a module of ours in a process of its own; what it printed, read as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment(instance),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


@contextlib.contextmanager
def running(
    module: str,
    *arguments: str,
    instance: Path,
    settings: dict[str, str] | None = None,
    ready: str = "/readyz",
) -> Iterator[Running]:
    """A server on a free port for as long as the block lasts, from when it says it is ready."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = instance / f"{module}-{port}.log"
    given = {"ENGAGE_PUBLIC_URL": url, **(settings or {})}
    began = time.perf_counter()
    with log.open("wb") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", module, "--port", str(port), *arguments],
            env=environment(instance, given),
            cwd=ROOT,
            stdout=words,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(lambda: _answers(url + ready), process, log=log, seconds=PATIENCE)
        yield Running(process, port, time.perf_counter() - began)
    finally:
        stop(process)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
