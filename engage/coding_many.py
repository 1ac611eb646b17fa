"""One code given to many statements at one go, as one person's decision, and taking that back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased, selectinload

from engage import code_history
from engage.code_history import Change
from engage.coding_by_hand import put_back, snapshot
from engage.extensions import db
from engage.models import CodeDecision, Staff, Statement, StatementCode
from engage.models.findings import CODED
from engage.times import today

_AT_ONCE = 500


class DecidedSince(Exception):
    """Somebody has decided on some of the statements since; nothing was taken back."""


def hold(ids: Sequence[uuid.UUID]) -> list[Statement]:
    """These statements as they are now, each ours alone until this transaction ends.

    In the order they are asked for; one that is gone is left out. They are taken in one order, so
    that two who do this at once never wait for each other in a circle.
    """
    there: dict[uuid.UUID, Statement] = {}
    in_order = sorted(ids)
    for start in range(0, len(in_order), _AT_ONCE):
        found = db.session.scalars(
            select(Statement)
            .where(Statement.id.in_(in_order[start : start + _AT_ONCE]))
            .order_by(Statement.id)
            .options(selectinload(Statement.codes))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        there |= {one.id: one for one in found}
    return [there[one] for one in ids if one in there]


def give(
    statements: Sequence[Statement], code: str, *, by: Staff, now: datetime, note: str = ""
) -> uuid.UUID:
    """Let each of these statements carry a code beside those it has; the turn that says so.

    Where the machine had given it, that is accepted. From now on no re-run changes their codes.
    """
    turn = uuid.uuid4()
    for statement in statements:
        before = snapshot(statement)
        was = {one.code: one.polarity for one in statement.codes}
        if code not in was:
            statement.codes.append(
                StatementCode(
                    code=code, confidence=1.0, evidence=[], given_by=by.id, given_on=today(now)
                )
            )
        statement.outcome = CODED
        statement.coded_by, statement.coded_on = by.id, today(now)
        changes = code_history.changes(was, {**was, code: was.get(code)})
        code_history.write_down(statement, changes, before, by=by, note=note, now=now, turn=turn)
    db.session.flush()
    return turn


def take_back(turn: uuid.UUID, *, by: Staff, now: datetime) -> int:
    """Let the statements of a turn be as they were before it; how many.

    What somebody took back by hand meanwhile stays so. Raises DecidedSince.
    """
    mine = select(CodeDecision).where(CodeDecision.turn == turn, *code_history.standing())
    decided = {one.statement_id: one for one in db.session.scalars(mine)}
    statements = hold(list(decided))
    if _decided_since(turn):
        raise DecidedSince
    for statement in statements:
        before = snapshot(statement)
        put_back(statement, decided[statement.id].before)
        undone = [Change("undo", undoes=turn)]
        code_history.write_down(statement, undone, before, by=by, now=now)
    db.session.flush()
    return len(statements)


def _decided_since(turn: uuid.UUID) -> bool:
    """Whether a decision stands that came after this turn on one of its statements."""
    earlier = aliased(CodeDecision)
    later = (
        select(CodeDecision.id)
        .join(earlier, earlier.statement_id == CodeDecision.statement_id)
        .where(earlier.turn == turn, CodeDecision.turn != turn, CodeDecision.at > earlier.at)
        .where(*code_history.standing())
    )
    return db.session.scalar(later.limit(1)) is not None
