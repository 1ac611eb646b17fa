"""Where Chromium is, and how to start it for a test: alone, quiet and without a screen."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)


def find_chromium() -> Path | None:
    """Chromium's program: CHROME_PATH, or the first known name on the path."""
    named = os.environ.get("CHROME_PATH")
    found = [path for path in map(shutil.which, [named] if named else NAMES) if path]
    return Path(found[0]) if found else None


@contextmanager
def chromium(**more: Any) -> Iterator[Browser]:
    """Chromium, started by Playwright and closed at the end; its sandbox does not work for root."""
    program = find_chromium()
    if program is None:
        raise FileNotFoundError("Chromium is not installed here.")
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *alone], **more)
        yield browser
        browser.close()
