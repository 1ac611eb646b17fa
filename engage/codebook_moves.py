"""Themes put together and split, and the statements that people gave them, which move along.

What a person decided moves as a decision in the history of its codes, so that it can be taken
back there. What only the machine gave is left to it: it codes by the new version.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from engage import blind_hiding, codebook_changes, codebooks, coding_by_hand, passages
from engage.codebook_changes import CannotChange
from engage.codebooks import ChangedMeanwhile
from engage.extensions import db
from engage.models import Answer, Response, Staff, Statement, StatementCode
from engage.models.findings import MIXED
from nlp.codebook import Code, Codebook

A_PAGE = 40
"""How many statements are shown on one page to be sorted."""


@dataclass(frozen=True)
class Carried:
    """How many statements carry a theme: those a person decided on, and those only read so far."""

    by_people: int = 0
    by_machine: int = 0

    @property
    def whole(self) -> int:
        """All that carry it."""
        return self.by_people + self.by_machine


@dataclass(frozen=True)
class Page:
    """Some of the statements that carry a theme, the most certain first; `number` counts from 1."""

    statements: tuple[Statement, ...]
    number: int
    pages: int
    total: int


_decided = Statement.coded_on.is_not(None)


def carried() -> dict[str, Carried]:
    """How many statements carry each code that any carries."""
    rows = db.session.execute(
        select(
            StatementCode.code,
            func.count().filter(_decided),
            func.count().filter(~_decided),
        )
        .join(Statement, Statement.id == StatementCode.statement_id)
        .group_by(StatementCode.code)
    )
    return {code: Carried(people, machine) for code, people, machine in rows}


def page(code_id: str, number: int, *, reader: Staff) -> Page:
    """One page of the statements that carry a code; one that is not there gives the nearest.

    Those that the reader has still to read blind are left out.
    """
    shown = Statement.id.not_in(blind_hiding.hidden_from(reader))
    total = db.session.scalar(_of(code_id, func.count()).where(shown)) or 0
    pages = max(1, -(-total // A_PAGE))
    number = min(max(1, number), pages)
    found = db.session.scalars(
        _of(code_id, Statement)
        .where(shown)
        .order_by(StatementCode.confidence.desc(), Statement.id)
        .offset((number - 1) * A_PAGE)
        .limit(A_PAGE)
        .options(selectinload(Statement.codes))
    )
    return Page(tuple(found), number, pages, total)


def _of(code_id: str, what: Any) -> Select[Any]:
    return (
        select(what)
        .select_from(Statement)
        .join(StatementCode, StatementCode.statement_id == Statement.id)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(StatementCode.code == code_id, Response.sent_on.is_not(None))
    )


def joined(code: Code, into: Code) -> Code:
    """A theme with the words and examples of another one as well."""
    return replace(
        into,
        keywords=_both(into.keywords, code.keywords),
        examples=_both(into.examples, code.examples),
        formerly=_both(into.formerly, (code.id, *code.formerly)),
    )


def _both(first: Iterable[str], then: Iterable[str]) -> tuple[str, ...]:
    """The lines of both, none twice however it is written."""
    lines: dict[str, str] = {}
    for line in (*first, *then):
        lines.setdefault(line.casefold(), line)
    return tuple(lines.values())


def merge(
    code_id: str, into_id: str, *, by: Staff, now: datetime, why: str, on: int
) -> tuple[Codebook, int]:
    """Put one theme into another; the codebook then, and how many statements moved.

    Of a theme that has left the codebook before, only its statements move. Raises CannotChange,
    or ChangedMeanwhile.
    """
    why, was = codebook_changes.reason(why), codebook_changes.numbered(on)
    code, into = was.find(code_id), was.find(into_id)
    if into is None or code_id == into_id:
        raise CannotChange({"into": "Choose the theme to put it into"})
    if code is not None:
        left = [one for one in was.codes if one.id != code_id]
        codes = [joined(code, one) if one.id == into_id else one for one in left]
        book = codebooks.change(codes, by=by, now=now, why=why, on=on)
    elif on != codebooks.number():
        raise ChangedMeanwhile
    else:
        book = was
    given = select(Statement.id).join(StatementCode).where(StatementCode.code == code_id, _decided)
    ids = list(db.session.scalars(given.order_by(Statement.id)))
    return book, move(ids, code_id, into_id, by=by, now=now, note=why)


def split(
    code_id: str,
    new: Code,
    statements: Iterable[uuid.UUID],
    *,
    by: Staff,
    now: datetime,
    why: str,
    on: int,
) -> tuple[Code, int]:
    """Make a new theme out of one, with these statements; the new one, and how many moved.

    Raises CannotChange, or ChangedMeanwhile.
    """
    was, new = codebook_changes.numbered(on), codebook_changes.with_free_id(new)
    why = codebook_changes.checked(new, why)
    if was.find(code_id) is None:
        raise ChangedMeanwhile
    codes: list[Code] = []
    for one in was.codes:
        codes += [one, new] if one.id == code_id else [one]
    codebooks.change(codes, by=by, now=now, why=why, on=on)
    return new, move(statements, code_id, new.id, by=by, now=now, note=why)


def move(
    statements: Iterable[uuid.UUID],
    code_id: str,
    to_id: str,
    *,
    by: Staff,
    now: datetime,
    note: str = "",
) -> int:
    """Let these statements carry one code in place of another; how many do so now.

    Each is decided on by whoever moves it, with its other codes as they are. One that has lost
    the code meanwhile is left alone.
    """
    moved = 0
    for statement_id in statements:
        statement = db.session.get(Statement, statement_id)
        if statement is None or not passages.take_turn(statement):
            continue
        was = {one.code: one.polarity for one in statement.codes}
        if code_id in was:
            given = {code: said for code, said in was.items() if code != code_id}
            given[to_id] = _said(was, code_id, to_id)
            coding_by_hand.decide(statement, given, by=by, now=now, note=note)
            moved += 1
    return moved


def _said(was: dict[str, str | None], code_id: str, to_id: str) -> str | None:
    """What is said of the one that stays: of two that say different things, both."""
    here, there = was[code_id], was.get(to_id)
    return MIXED if here and there and here != there else here or there
