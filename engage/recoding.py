"""Coding again: what nobody has decided on is coded by the codebook and the lessons of today.

What a person decided is never touched. Only a worker does this, as only it reads language.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from engage import codebooks, leases, machine_coder, machine_codes
from engage.extensions import db
from engage.log import log
from engage.machine_coder import InUse
from engage.models import Answer, Recoding, Response, Statement
from nlp.coding import Coded

LEASE = timedelta(minutes=5)
TRIES = 3
BATCH = 200


def due(*, now: datetime, limit: int = 1) -> list[uuid.UUID]:
    """Re-runs that wait and that nobody does; a worker asks now and then, and forgets meanwhile."""
    machine_coder.forget_what_is_old()
    return list(db.session.scalars(select(Recoding.id).where(*_waits(now)).limit(limit)))


def _waits(now: datetime) -> tuple[Any, ...]:
    return Recoding.state == "waiting", leases.is_free(Recoding, now=now)


def run_one(recoding_id: uuid.UUID, *, now: datetime) -> bool:
    """Do one re-run; False if it is not ours. One that was cut short goes on where it was.

    One that cannot be done after a few tries is held, and statements keep the codes they have.
    """
    claimed = leases.take(Recoding, recoding_id, *_waits(now), until=now + LEASE)
    if claimed is None:
        return False
    if claimed > TRIES:
        _end(recoding_id, "held", now=now)
        return True
    in_use = machine_coder.learned()
    db.session.commit()
    began = time.monotonic()
    while batch := _next(recoding_id):
        then = now + timedelta(seconds=time.monotonic() - began)
        _code(recoding_id, batch, in_use, now=then)
    machine_coder.forget_what_is_gone()
    run = db.session.get_one(Recoding, recoding_id, populate_existing=True)
    run.codebook, run.lessons = in_use.plain.codebook.version, in_use.lessons
    log.info("recoding.done", statements=run.statements, changed=run.changed)
    _end(recoding_id, "done", now=now)
    if codebooks.number() == run.codebook:
        machine_coder.use(in_use)
    return True


def _end(recoding_id: uuid.UUID, state: str, *, now: datetime) -> None:
    run = db.session.get_one(Recoding, recoding_id, populate_existing=True)
    run.state, run.done_at, run.lease_until = state, now, None
    db.session.commit()


def _next(recoding_id: uuid.UUID) -> list[Statement]:
    """The next statements that nobody has decided on, in the order of their ids."""
    reached = db.session.scalar(select(Recoding.reached).where(Recoding.id == recoding_id))
    some = (
        select(Statement)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(Statement.coded_on.is_(None), Response.sent_on.is_not(None))
        .order_by(Statement.id)
        .limit(BATCH)
        .options(selectinload(Statement.codes))
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(some.where(Statement.id > reached) if reached else some))


def _code(
    recoding_id: uuid.UUID, batch: Sequence[Statement], in_use: InUse, *, now: datetime
) -> None:
    """Code some statements, and write those whose codes are others now.

    However many there are, the run stays ours while it goes on.
    """
    words = {one.id: one.in_english for one in batch}
    ids = [one.id for one in batch]
    made = machine_coder.code_all(batch, in_use)
    db.session.commit()  # so that what is read below is as it is by then
    run = db.session.scalars(
        update(Recoding)
        .where(Recoding.id == recoding_id)
        .values(reached=ids[-1], lease_until=now + LEASE)
        .returning(Recoding)
        .execution_options(populate_existing=True)
    ).one()
    moved = dict(run.moved)
    for statement, coded in zip(_ours(ids), made, strict=True):
        if statement is None or statement.in_english != words[statement.id]:
            continue
        run.statements += 1
        run.changed += _put(statement, coded, moved)
    run.moved = moved
    db.session.commit()


def _ours(ids: Sequence[uuid.UUID]) -> list[Statement | None]:
    """Statements by their ids, to be written; None for one that is gone, or that was decided on."""
    rows = db.session.scalars(
        select(Statement)
        .where(Statement.id.in_(ids), Statement.coded_on.is_(None))
        .options(selectinload(Statement.codes))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    there = {one.id: one for one in rows}
    return [there.get(one) for one in ids]


def _put(statement: Statement, coded: Coded, moved: dict[str, list[int]]) -> bool:
    """Write what the machine makes of a statement now; whether it has other codes than before."""
    was = {one.code for one in statement.codes}
    machine_codes.put(statement, coded)
    now = {one.code for one in statement.codes}
    for code in was | now:
        changes = (code in was, code in now - was, code in was - now)
        moved[code] = [sum(both) for both in zip(moved.get(code, (0, 0, 0)), changes, strict=True)]
    return was != now
