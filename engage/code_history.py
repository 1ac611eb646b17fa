"""The history of the codes of a statement: who decided what, when and why; nothing is rewritten."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from engage.extensions import db
from engage.models import CodeDecision, Staff, Statement
from engage.times import today


@dataclass(frozen=True)
class Change:
    """One change to the codes of a statement, or that they were taken as they are."""

    what: str
    code: str | None = None
    polarity: str | None = None
    instead_of: str | None = None
    undoes: uuid.UUID | None = None


@dataclass(frozen=True)
class Happened:
    """What was decided, by whom by name ("" for somebody who has left), on which day, and why."""

    change: Change
    by: str
    on: date
    note: str


def changes(was: Mapping[str, str | None], given: Mapping[str, str | None]) -> list[Change]:
    """What makes one set of codes, each with what is said of it, the other.

    One code in place of one other is a move.
    """
    if not given:
        return [Change("no_theme")]
    added = [code for code in given if code not in was]
    gone = [code for code in was if code not in given]
    if len(added) == len(gone) == 1:
        found = [Change("move", added[0], given[added[0]], instead_of=gone[0])]
    else:
        found = [Change("add", code, given[code]) for code in added]
        found += [Change("remove", code) for code in gone]
    said = [code for code in given if code in was and was[code] != given[code]]
    found += [Change("say", code, given[code]) for code in said]
    return found or [Change("accept")]


def write_down(
    statement: Statement,
    made: Sequence[Change],
    before: dict[str, Any],
    *,
    by: Staff,
    now: datetime,
    note: str = "",
    turn: uuid.UUID | None = None,
) -> None:
    """Keep what somebody decided at one go; the note stands with the first of it.

    What is decided on many statements together shares the `turn` that is given.
    """
    turn = turn or uuid.uuid4()
    for place, change in enumerate(made):
        db.session.add(
            CodeDecision(
                statement_id=statement.id,
                turn=turn,
                by=by.id,
                at=now,
                what=change.what,
                code=change.code,
                instead_of=change.instead_of,
                polarity=change.polarity,
                undoes=change.undoes,
                before=before,
                note=(note or None) if place == 0 else None,
            )
        )


def standing() -> tuple[ColumnElement[bool], ...]:
    """That a decision is not a taking back, and was not taken back."""
    later = aliased(CodeDecision)
    taken_back = (
        select(later.id)
        .where(later.statement_id == CodeDecision.statement_id, later.undoes == CodeDecision.turn)
        .correlate(CodeDecision)
    )
    return CodeDecision.what != "undo", ~taken_back.exists()


def last_turn(statement: Statement) -> uuid.UUID | None:
    """The last decision on a statement that stands, whoever made it."""
    return db.session.scalar(
        select(CodeDecision.turn)
        .where(CodeDecision.statement_id == statement.id, *standing())
        .order_by(CodeDecision.at.desc())
        .limit(1)
    )


def of(statement: Statement) -> list[Happened]:
    """All that was decided on a statement, the newest first."""
    rows = db.session.execute(
        select(CodeDecision, Staff.name)
        .outerjoin(Staff, Staff.id == CodeDecision.by)
        .where(CodeDecision.statement_id == statement.id)
        .order_by(CodeDecision.at.desc(), CodeDecision.what, CodeDecision.code)
    )
    return [
        Happened(
            Change(one.what, one.code, one.polarity, one.instead_of, one.undoes),
            name or "",
            today(one.at),
            one.note or "",
        )
        for one, name in rows
    ]
