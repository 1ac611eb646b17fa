"""Whose tries are counted, and links that open nothing: whoever tries many is slowed."""

from __future__ import annotations

from flask import abort, request

from engage import throttles, times
from engage.extensions import db


def place() -> str:
    """Whose tries this request's are: one visitor may have many addresses."""
    return throttles.neighbourhood(request.remote_addr or "")


def count(what: str, *, limit: int) -> None:
    """Count a link that opens nothing; past the limit the page is 429, as too many were tried.

    One that works is not counted: a whole hostel may share one address.
    """
    is_allowed = throttles.allow(what, place(), limit=limit, now=times.now())
    db.session.commit()
    if not is_allowed:
        abort(429)
