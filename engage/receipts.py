"""The receipt: a code with which a person sees, changes or deletes what they said.

Kept only as a keyed hash beside the answers, so that no table ties it to a person, a phone or a
visit. Whoever guesses is slowed: of some ten thousand codes in use, trying from any number of
addresses day and night meets one in about 24 days, and learns answers but not whose they are.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engage import receipt_codes, throttles
from engage.extensions import db, keyring
from engage.log import log
from engage.models import Response

WRONG_TRIES = 10
WRONG_TRIES_OF_ALL = 50
"""How many wrong codes an address, and all together, may try in a quarter of an hour."""
_ONE, _ALL = "receipt", "receipt-all"


class TooManyTries(Exception):
    """So many wrong codes came that all have to wait, right ones too."""


def key_of(code: str) -> str:
    """The keyed hash that a response is found by."""
    return keyring().key_of(code, kind="receipt")


def give(response: Response, code: str = "") -> str:
    """Give a response a code, in place of any it had; one drawn before is taken if it is free."""
    db.session.flush()  # so that the database's no below is about the code and nothing else
    code = code or receipt_codes.draw()
    while not _is_taken_by(response, code):
        code = receipt_codes.draw()
    return code


def _is_taken_by(response: Response, code: str) -> bool:
    """Whether the code is this response's now; the database says no when it is another's."""
    try:
        with db.session.begin_nested():
            response.receipt_key = key_of(code)
    except IntegrityError:
        return False
    return True


def find(typed: str, *, address: str, now: datetime) -> Response | None:
    """The response whose code this is; the same work and None whether it is mistyped or nobody's.

    Only wrong codes count as tries. Raises TooManyTries, even where the code is right.
    """
    who = throttles.neighbourhood(address)
    if not throttles.allow(_ONE, who, limit=WRONG_TRIES, now=now):
        raise TooManyTries
    if not throttles.allow(_ALL, "", limit=WRONG_TRIES_OF_ALL, now=now):
        log.warning("receipt.guessing")
        raise TooManyTries
    key = key_of(receipt_codes.plainest(typed) or typed)
    found = db.session.scalar(select(Response).where(Response.receipt_key == key))
    if found is not None:
        throttles.give_back(_ONE, who, now=now)
        throttles.give_back(_ALL, "", now=now)
    return found
