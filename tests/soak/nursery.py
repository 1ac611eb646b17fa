"""A warm process that forks children to be killed: a life costs hundredths of a second."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engage.config import ROOT
from tests.soak import living, parts

KILLED = -signal.SIGKILL
TROUBLE = "trouble"


@dataclass(frozen=True)
class Child:
    """A child that plays its part in a folder; what it has to say is a file there."""

    nursery: Nursery
    pid: int
    told: Path

    def kill(self) -> None:
        """SIGKILL it, as a power cut would; it may have ended already."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> Any:
        """Wait until it has ended; what it said, or None when it was killed."""
        code = self.nursery.ask({"end": self.pid})["code"]
        assert code in (0, KILLED), self.told.with_suffix(f".{TROUBLE}").read_text("utf-8")
        return json.loads(self.told.read_text("utf-8")) if code == 0 else None


class Nursery:
    """Our end of the line to the warm process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._count = 0

    def ask(self, what: dict[str, Any]) -> dict[str, Any]:
        """Send one order and read its answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def start(self, part: str, folder: Path, **given: Any) -> Child:
        """A new child that plays this part of tests.soak.parts."""
        self._count += 1
        told = folder / f"{self._count}.{part}.json"
        order = {"part": part, "folder": str(folder), "told": str(told), "given": given}
        return Child(self, self.ask(order)["pid"], told)

    def play(self, part: str, folder: Path, **given: Any) -> Any:
        """Have a child play its part to the end; what it said, or None when it was killed."""
        return self.start(part, folder, **given).end()


@contextlib.contextmanager
def a_nursery() -> Iterator[Nursery]:
    """The warm process, for as long as the block lasts."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.soak.nursery"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield Nursery(process)


def main() -> int:
    """Fork a child for each order on standard input, until there are no more."""
    parts.PARTS.update(living.PARTS)
    parts.warm_up()
    for line in sys.stdin:
        order = json.loads(line)
        if "warm" in order:
            living.warm_up()
            answer = {}
        elif "end" in order:
            _, status = os.waitpid(order["end"], 0)
            answer = {"code": os.waitstatus_to_exitcode(status)}
        else:
            answer = {"pid": _fork(order)}
        print(json.dumps(answer), flush=True)
    return 0


def _fork(order: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    told, code = Path(order["told"]), 1
    try:
        said = parts.play(order["part"], Path(order["folder"]), order["given"])
        told.write_text(json.dumps(said), "utf-8")
        code = 0
    except BaseException:
        told.with_suffix(f".{TROUBLE}").write_text(traceback.format_exc(), "utf-8")
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
