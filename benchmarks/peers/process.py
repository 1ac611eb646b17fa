"""One of those that are held side by side, in a process of its own, on one thread."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from benchmarks.figures import NotMeasured
from benchmarks.service import Place, environment
from engage.config import ROOT

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
ONE_THREAD = dict.fromkeys(_THREADS, "1")
_LAST = 3
"""Lines of what a module said last, when it stops with an error."""


def said(
    module: str, *arguments: str, place: Place, given: bytes = b"", python: Path | None = None
) -> Any:
    """What a module makes of what it is given, run by our Python or by theirs.

    It is the last line that was printed, read as JSON. Raises NotMeasured, with the module's last
    words, when it stops with an error.
    """
    done = subprocess.run(
        [python or sys.executable, "-m", module, *arguments],
        input=given,
        env=environment(place.folder, ONE_THREAD),
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise _stopped(module, done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


class Beside:
    """A module in a process of its own that answers each line with one, while others do too."""

    def __init__(self, module: str, running: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        self._module, self._running, self._errors = module, running, errors

    def ask(self, what: Any) -> Any:
        """What it says, read as JSON. Raises NotMeasured, with its last words, when it stops."""
        given, answers = self._running.stdin, self._running.stdout
        assert given
        assert answers
        try:
            given.write(json.dumps(what).encode() + b"\n")
            given.flush()
        except BrokenPipeError:
            pass  # its last words say why
        line = answers.readline()
        if not line:
            self._running.wait()
            self._errors.seek(0)
            raise _stopped(self._module, self._errors.read())
        return json.loads(line)


@contextmanager
def beside(
    module: str, *arguments: str, place: Place, python: Path | None = None
) -> Iterator[Beside]:
    """A module started, to be asked line by line, and ended."""
    with tempfile.TemporaryFile() as errors:
        running = subprocess.Popen(
            [python or sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment(place.folder, ONE_THREAD),
            cwd=ROOT,
        )
        given = running.stdin
        assert given
        with running:
            try:
                yield Beside(module, running, errors)
            finally:
                running.kill()
                with suppress(BrokenPipeError):
                    given.close()


def _stopped(module: str, errors: bytes) -> NotMeasured:
    last = errors.decode("utf-8", "replace").strip().splitlines()[-_LAST:]
    return NotMeasured("\n".join([f"-m {module} stopped:", *last, ""]))
