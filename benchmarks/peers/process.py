"""One of those that are held side by side, in a process of its own, on one thread."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.figures import NotMeasured
from benchmarks.service import Place, environment
from engage.config import ROOT

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
ONE_THREAD = dict.fromkeys(_THREADS, "1")


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
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-3:]
        raise NotMeasured("\n".join([f"-m {module} stopped:", *last, ""]))
    return json.loads(done.stdout.splitlines()[-1])
