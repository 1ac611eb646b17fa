"""Where Chromium is, and how to start it for a test: alone, quiet and without a screen."""

import os
import shutil
from pathlib import Path
from typing import TypedDict

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


class LaunchOptions(TypedDict):
    """What `playwright.chromium.launch(**launch_options())` takes."""

    executable_path: Path
    args: list[str]
    headless: bool


def find_chromium() -> Path | None:
    """Chromium's program: CHROME_PATH, or the first known name on the path."""
    named = os.environ.get("CHROME_PATH")
    found = [path for path in map(shutil.which, [named] if named else NAMES) if path]
    return Path(found[0]) if found else None


def launch_options() -> LaunchOptions:
    """Options for Playwright; Chromium's sandbox does not work for root."""
    chromium = find_chromium()
    if chromium is None:
        raise FileNotFoundError("Chromium is not installed here.")
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": chromium, "args": [*QUIET, *alone], "headless": True}
