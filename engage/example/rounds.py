"""Two blind rounds of the example: one that is over, and one that people are in the middle of."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import select

from engage import blind_rounds, staff
from engage.extensions import db
from engage.models import BlindCoder, Staff, Statement, Survey

OVER = ("temporary-accommodation", 40, ("jo@example.org", "mo@example.org"), 12)
OPEN = ("having-a-say", 12, ("mo@example.org", "lou@example.org"), 2)
BEGUN = 3
NOTE = "I would say the same of the place I was in."
KEEPS, ADDS = 0.88, 0.12
"""How often a made-up reader gives what the machine gave, and its next guess besides."""


def load_rounds(*, now: datetime) -> None:
    """Make both, with readings that are made up: near what the machine gave, and not the same."""
    for coder in _round(*OVER, now=now):
        _read(coder, by=coder.number, all_of_it=True)
        who = db.session.get_one(Staff, coder.staff_id)
        blind_rounds.finish(coder, by=who, now=now - timedelta(days=OVER[3] - 2))
    _read(_round(*OPEN, now=now)[0], by=3, all_of_it=False)


def _round(
    key: str, size: int, emails: tuple[str, ...], days_ago: int, *, now: datetime
) -> list[BlindCoder]:
    survey = db.session.scalars(select(Survey).where(Survey.key == key)).one()
    coders = [one for email in emails if (one := staff.by_email(email))]
    jo = staff.by_email("jo@example.org") or coders[0]
    then = now - timedelta(days=days_ago)
    return blind_rounds.make(survey, size=size, coders=coders, by=jo, now=then).coders


def _read(coder: BlindCoder, *, by: int, all_of_it: bool) -> None:
    chance = random.Random(by)  # noqa: S311 - made up, the same each time
    order = blind_rounds.order(coder)
    for at, statement_id in enumerate(order if all_of_it else order[:BEGUN]):
        statement = db.session.get_one(Statement, statement_id)
        given: dict[str, str | None] = {
            one.code: one.polarity for one in statement.codes if chance.random() < KEEPS
        }
        given |= {code: None for code in statement.suggested[1:3] if chance.random() < ADDS}
        note = NOTE if coder.peer and at == 1 else ""
        blind_rounds.read(coder, statement_id, given, note=note)
