"""zbarimg, which reads a QR code in a picture as a phone's camera does."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def find_zbar() -> Path | None:
    """Where zbarimg is; None when it is not here."""
    found = shutil.which("zbarimg")
    return Path(found) if found else None


def scanned(picture: Path) -> list[str]:
    """What the codes in a picture say, one each."""
    command = ["zbarimg", "--quiet", "--raw", str(picture)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    return done.stdout.splitlines()
