"""What a receipt code has opened on this device: one response, until it is closed or left alone.

The signed cookie has the response's id and until when; nothing of it is kept anywhere else.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from flask import session

from engage.extensions import db
from engage.models import Response

COOKIE = "opened"
LASTS = timedelta(minutes=20)
"""For how long after a visitor last did something it stays open."""


def open_up(response: Response, *, now: datetime) -> None:
    """From now on this visitor sees the response."""
    session[COOKIE] = [str(response.id), int((now + LASTS).timestamp())]


def response(*, now: datetime) -> Response | None:
    """What is open here, which it stays for another while; None when its time is over."""
    found = _kept(now=now)
    if found is not None:
        open_up(found, now=now)
    return found


def was_open() -> bool:
    """Whether something was opened here and nobody closed it, though its time may be over."""
    return COOKIE in session


def is_gone(*, now: datetime) -> bool:
    """Whether what is open here has been deleted, by another press or on another device."""
    named = _named()
    return named is not None and named[1] > now.timestamp() and _kept(now=now) is None


def close() -> None:
    """Nothing is open here any more."""
    session.pop(COOKIE, None)


def _kept(*, now: datetime) -> Response | None:
    named = _named()
    if named is None or named[1] <= now.timestamp():
        return None
    return db.session.get(Response, named[0])


def _named() -> tuple[uuid.UUID, int] | None:
    try:
        response_id, until = session[COOKIE]
        return uuid.UUID(response_id), int(until)
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
