"""The checks that are not tests: `./run check`, and `./run translations` to mend one of them."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from engage.config import new_secrets
from tests.guards import catalogues
from tests.guards.tree import ROOT

FLASK_DB = ["-m", "flask", "--app", "app.py", "db"]


def check() -> bool:
    """Run every check, whatever the first ones say, and tell how each went."""
    with tempfile.TemporaryDirectory(prefix="engage-check-") as name:
        folder = Path(name)
        results = [
            good("Code style", ["-m", "ruff", "check", "."]),
            good("Code layout", ["-m", "ruff", "format", "--check", "."]),
            good("Types", ["-m", "mypy"]),
            told("Translations are up to date", is_good=are_up_to_date()),
            good("Migrations run", [*FLASK_DB, "upgrade"], empty_database(folder)),
            good("Migrations equal the models", [*FLASK_DB, "check"], empty_database(folder)),
        ]
    print("All is well." if all(results) else "Some of this needs work: see above.")
    return all(results)


def translations() -> bool:
    """Gather the wording of the pages, bring every translation up to date with it, and count."""
    for path, text in catalogues.wanted():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for state in catalogues.states():
        print(f"  {state}")
    return True


def are_up_to_date() -> bool:
    """Whether the files of translators have the wording of the pages as it is now."""
    stale = [path for path, text in catalogues.wanted() if catalogues.read(path) != text]
    for path in stale:
        print(f"        {path.relative_to(ROOT)} is behind: run ./run translations")
    return not stale


def empty_database(folder: Path) -> dict[str, str]:
    """Settings for an instance of its own, whatever this machine's settings are."""
    secrets = {f"ENGAGE_{name}": value for name, value in new_secrets().items()}
    return secrets | {
        "ENGAGE_INSTANCE": str(folder),
        "ENGAGE_PROVIDER": "on-screen",
        "DATABASE_URL": f"sqlite:///{folder / 'check.sqlite'}",
    }


def good(name: str, command: list[str], settings: Mapping[str, str] | None = None) -> bool:
    """Run one check; its own words are shown only when it has something to say."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | dict(settings or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    told(f"{name}, {time.monotonic() - began:.0f} s", is_good=done.returncode == 0)
    if done.returncode:
        print(done.stdout)
    return done.returncode == 0


def told(name: str, *, is_good: bool) -> bool:
    print("  good " if is_good else "  LOOK ", name, flush=True)
    return is_good


if __name__ == "__main__":
    sys.exit(0 if (translations() if sys.argv[1:] == ["translations"] else check()) else 1)
