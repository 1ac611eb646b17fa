"""What a visitor has just done: the page that says so opens for nobody else.

Such a page tells of a thing that is over, so that nothing in the database can vouch for it.
"""

from __future__ import annotations

from datetime import datetime

from flask import session

from engage.web.opened import LASTS

COOKIE = "done"


def mark(what: str, *, now: datetime) -> None:
    """This was done here; of two things it is the later that the cookie knows."""
    session[COOKIE] = [what, int((now + LASTS).timestamp())]


def was(what: str, *, now: datetime) -> bool:
    """Whether this is the last thing that was done here, a short while ago."""
    kept = session.get(COOKIE)
    if not (isinstance(kept, list) and len(kept) == 2):
        return False
    done, until = kept
    return bool(done == what and until > now.timestamp())
