"""Statements in other languages put into English by staff: who did it, and by what."""

from __future__ import annotations

import uuid
from datetime import datetime

from engage.extensions import db
from engage.models import Staff, Statement
from engage.times import today

LONGEST = 4_000
BY = ("human", "machine")


class NotWellMade(Exception):
    """The translation cannot be kept as it is; the message says what to mend."""


def statement(statement_id: uuid.UUID) -> Statement | None:
    """A statement by its id."""
    return db.session.get(Statement, statement_id)


def translate(found: Statement, words: str, *, by_what: str, staff: Staff, now: datetime) -> None:
    """Keep the English of a statement in place of any before; no words at all take it away.

    The statement itself stays as it came, and what was read and released stays to be read again:
    other words may tell who somebody is. Raises NotWellMade.
    """
    words = words.strip()
    if words and by_what not in BY:
        raise NotWellMade("Say who put it into English: a person or a machine")
    if len(words) > LONGEST:
        raise NotWellMade("That is longer than we can keep. Please make it shorter")
    found.translation = words or None
    found.translation_by = by_what if words else None
    found.translated_by = staff.id if words else None
    found.translated_on = today(now) if words else None
    found.released_by = found.released_on = None
    _code_again(found)


def _code_again(found: Statement) -> None:
    """Have the machine code other words, where nobody has decided; until then its codes stay.

    What pointed at words would point at others now.
    """
    for code in found.codes:
        code.evidence = []
    if found.coded_on is None:
        found.outcome = found.doubt = None
