"""The environment that Presidio and scrubadub run in: made from its own lock, apart from ours."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import NotMeasured

LOCK = Path(__file__).parent / "requirements.txt"
FOLDER = Path(__file__).parents[2] / ".venv-peers"
PIP = ("-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check")


def python(folder: Path = FOLDER, lock: Path = LOCK) -> Path:
    """The Python of an environment with what the lock names; made on first use, then kept.

    Raises NotMeasured when the packages cannot be had.
    """
    its_python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "lock.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text("ascii") == wanted and its_python.exists():
        return its_python
    print("  Fetching Presidio and scrubadub. This is done once.", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)])
    _run([str(its_python), *PIP, "--require-hashes", "-r", str(lock)])
    stamp.write_text(wanted, "ascii")
    return its_python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        raise NotMeasured(
            "Presidio and scrubadub could not be fetched to measure against. Check that this "
            f"machine reaches the internet, then try again.\n{last}\n"
        )
