"""Links that open nothing: whoever tries many is slowed."""

from __future__ import annotations

from flask import abort, request

from engage import throttles, times
from engage.extensions import db


def count(what: str, *, limit: int) -> None:
    """Count a link that opens nothing; past the limit the page is 429, as too many were tried.

    One that works is not counted: a whole hostel may share one address.
    """
    place, now = request.remote_addr or "", times.now()
    is_allowed = throttles.allow(what, place, limit=limit, now=now)
    db.session.commit()
    if not is_allowed:
        abort(429)
