"""After a blind round: where people differed, what they agreed on, and which of it is kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from engage import audit, blind_agreement, blind_rounds, coding_by_hand, passages
from engage.blind_agreement import MACHINE
from engage.codes import code_names
from engage.extensions import db
from engage.models import BlindReading, BlindRound, BlindStatement, Staff, Statement
from engage.models.blind_rounds import SKIPPED

SETTLED = "settled after a blind round"
AGREED = "agreed on by everybody in a blind round"
KEPT = "kept what a blind round agreed on"
Given = dict[str, str | None]
"""Codes, each with what is said of it."""


@dataclass(frozen=True)
class Said:
    """What one reader made of a statement: by whom, with which codes, and their note.

    `codes` is None where they skipped it or did not come to it. `can_be_kept` says that all of
    its codes are still in the codebook.
    """

    reader: str
    codes: Given | None
    note: str = ""
    can_be_kept: bool = True


@dataclass(frozen=True)
class Shown:
    """A statement of a round with all that was said of it, the machine last."""

    statement: Statement
    place: int
    said: tuple[Said, ...]

    @property
    def people(self) -> list[Given]:
        """What each person who read it gave."""
        return [one.codes for one in self.said if one.codes is not None and one.reader != MACHINE]

    @property
    def is_same(self) -> bool:
        """Whether all who read it gave the same codes, whatever they say of them."""
        return len({frozenset(one) for one in self.people}) < 2


def everything(found: BlindRound) -> list[Shown]:
    """Every statement of a round as the people who count by now read it."""
    coders = blind_agreement.counted(found)
    read = {str(one.id): blind_rounds.readings(one) for one in coders}
    ids = [one.statement_id for one in found.statements]
    rows = select(Statement).where(Statement.id.in_(ids)).options(selectinload(Statement.codes))
    known = {one.id: one for one in db.session.scalars(rows)}
    in_use = set(code_names())
    return [
        Shown(
            known[one.statement_id],
            one.place,
            tuple(_said(name, some.get(one.statement_id), in_use) for name, some in read.items())
            + _by_machine(one, in_use),
        )
        for one in found.statements
    ]


def _said(name: str, reading: BlindReading | None, in_use: set[str]) -> Said:
    if reading is None or reading.outcome == SKIPPED:
        return Said(name, None, (reading.note or "") if reading else "")
    return Said(name, dict(reading.codes), reading.note or "", set(reading.codes) <= in_use)


def _by_machine(one: BlindStatement, in_use: set[str]) -> tuple[Said, ...]:
    if one.machine is None:
        return (Said(MACHINE, None),)
    return (Said(MACHINE, dict.fromkeys(one.machine), "", set(one.machine) <= in_use),)


def agreed(found: BlindRound) -> dict[uuid.UUID, Given]:
    """The codes of statements that everybody read alike, and nobody has decided on yet.

    What is said of a code is kept where all say the same of it.
    """
    everybody = len(blind_agreement.counted(found))
    return {
        one.statement.id: _in_common(one.people)
        for one in everything(found)
        if len(one.people) == everybody > 1
        and one.is_same
        and one.statement.coded_on is None
        and all(said.can_be_kept for said in one.said if said.reader != MACHINE)
    }


def _in_common(people: list[Given]) -> Given:
    first, *others = people
    return {
        code: said if all(other[code] == said for other in others) else None
        for code, said in first.items()
    }


def keep_agreed(found: BlindRound, *, by: Staff, now: datetime) -> int:
    """Decide on all that was agreed, each as a decision of its own; how many.

    What somebody has decided on meanwhile stays as they left it.
    """
    kept = 0
    for statement_id, given in agreed(found).items():
        statement = db.session.get(Statement, statement_id)
        if statement is None or not passages.take_turn(statement):
            continue
        if statement.coded_on is None:
            coding_by_hand.decide(statement, given, by=by, now=now, note=AGREED)
            kept += 1
    if kept:
        audit.note(KEPT, found.id, by=by.id, now=now)
    return kept


def settle(
    statement: Statement, given: Mapping[str, str | None], *, by: Staff, now: datetime
) -> None:
    """Decide on a statement on which people differed. The caller has taken its turn."""
    coding_by_hand.decide(statement, given, by=by, now=now, note=SETTLED)


def settled_by(found: BlindRound, statement: Statement, reader: str) -> Given | None:
    """What one reader said of a statement, to be kept; None if that cannot be."""
    for one in everything(found):
        if one.statement.id == statement.id:
            for said in one.said:
                if said.reader == reader and said.can_be_kept:
                    return said.codes
    return None
