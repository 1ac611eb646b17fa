"""The words a session is held by: its run sheet and what is said about consent."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from engage.models import Session

HERE = Path(__file__).parent


@cache
def usual_run_sheet() -> str:
    """The run sheet to start from."""
    return (HERE / "run_sheet.txt").read_text("utf-8").strip()


@cache
def usual_consent_script() -> str:
    """What is said about consent, to start from."""
    return (HERE / "consent_script.txt").read_text("utf-8").strip()


def run_sheet_of(session: Session) -> str:
    """A session's own run sheet, or the usual one."""
    return session.run_sheet or usual_run_sheet()


def consent_script_of(session: Session) -> str:
    """A session's own words about consent, or the usual ones."""
    return session.consent_script or usual_consent_script()
