"""The environments that peers run in: each made from a lock of its own, apart from ours."""

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
THEMES_LOCK = Path(__file__).parent / "themes.txt"
THEMES_FOLDER = FOLDER.with_name(".venv-peers-themes")
# A lock names all that is needed, and leaves out what a package asks for and does not need here.
PIP = ("-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps")


def for_themes() -> Path:
    """The Python of the environment with the peers that find themes, made on first use."""
    return python(THEMES_FOLDER, THEMES_LOCK, what="BERTopic")


def python(
    folder: Path = FOLDER, lock: Path = LOCK, *, what: str = "Presidio and scrubadub"
) -> Path:
    """The Python of an environment with what the lock names; made on first use, then kept.

    Raises NotMeasured when the packages cannot be had.
    """
    its_python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "lock.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text("ascii") == wanted and its_python.exists():
        return its_python
    print(f"  Fetching {what}. This is done once.", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)], what)
    _run([str(its_python), *PIP, "--require-hashes", "-r", str(lock)], what)
    stamp.write_text(wanted, "ascii")
    return its_python


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        raise NotMeasured(
            f"{what} could not be fetched to measure against. Check that this "
            f"machine reaches the internet, then try again.\n{last}\n"
        )
