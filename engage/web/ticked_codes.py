"""What a form of codes gives: which are ticked, and what is said of each."""

from __future__ import annotations

from collections.abc import Container

from flask import request

from engage.models.findings import POLARITIES

TICKED = "code-"
"""How the name of each box begins that gives a code."""


def given(known: Container[str] | None = None) -> dict[str, str | None]:
    """The codes that were ticked, each with what is said of it; none where "no theme" was.

    Where some are `known`, no others.
    """
    if "no_theme" in request.form:
        return {}
    ticked = (name.removeprefix(TICKED) for name in request.form if name.startswith(TICKED))
    return {code: _said_of(code) for code in ticked if known is None or code in known}


def _said_of(code: str) -> str | None:
    """What was chosen for this code, or for all that have no place of their own to choose."""
    said = request.form.get(f"say-{code}", request.form.get("say", ""))
    return said if said in POLARITIES else None
