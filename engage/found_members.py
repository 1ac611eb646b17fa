"""Which statements are in each found theme, and how many people said them.

A theme that was put with another counts there. Statements come nearest first.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from engage import heads
from engage.extensions import db
from engage.models import (
    Answer,
    FoundTheme,
    Response,
    Statement,
    StatementCode,
    ThemePlace,
    ThemeSearch,
)
from engage.models.discovery import ACCEPTED, DROPPED, MERGED

SAME = 0.5
"""A theme with so much of its statements in an earlier one is mostly that one again."""


@dataclass
class Members:
    """The statements of one theme, nearest first, and how many people stand behind them."""

    statements: list[uuid.UUID] = field(default_factory=list)
    heads: dict[object, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many different people: those of a session are as many as its line with most."""
        return sum(self.heads.values())

    def add(self, statement: uuid.UUID, unit: object, people: int) -> None:
        """One statement more, of a person or a session."""
        self.statements.append(statement)
        self.heads[unit] = max(self.heads.get(unit, 0), people)


@dataclass(frozen=True)
class Had:
    """A code of the codebook that so many statements of a found theme have already."""

    code: str
    statements: int


def themes_of(search: ThemeSearch) -> list[FoundTheme]:
    """All that a search found, the largest first."""
    mine = select(FoundTheme).where(FoundTheme.search_id == search.id)
    return list(db.session.scalars(mine.order_by(FoundTheme.number)))


def ends(themes: Sequence[FoundTheme]) -> dict[uuid.UUID, uuid.UUID]:
    """For each theme the one in which its statements are now: itself, or what it was put with."""
    into = {one.id: one.into_id for one in themes}
    found = {}
    for one in themes:
        at = one.id
        while (further := into.get(at)) is not None:
            at = further
        found[one.id] = at
    return found


def of_search(search_id: uuid.UUID, themes: Sequence[FoundTheme]) -> dict[uuid.UUID, Members]:
    """The members of each of the themes of a search; of one put with another, none."""
    where = ends(themes)
    found = {one.id: Members() for one in themes}
    for theme_id, statement, unit, people in db.session.execute(
        select(ThemePlace.theme_id, ThemePlace.statement_id, heads.UNIT, Response.people)
        .join(Statement, Statement.id == ThemePlace.statement_id)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .join(FoundTheme, FoundTheme.id == ThemePlace.theme_id)
        .where(ThemePlace.search_id == search_id)
        .order_by(ThemePlace.nearest, FoundTheme.number)
    ):
        found[where[theme_id]].add(statement, unit, people)
    return found


def of(theme: FoundTheme) -> Members:
    """The members of one theme, with those of themes that were put with it."""
    search = db.session.get_one(ThemeSearch, theme.search_id)
    return of_search(search.id, themes_of(search))[theme.id]


def people_in(search: ThemeSearch) -> tuple[int, int]:
    """How many statements a search looked at that are still there, and of how many people."""
    rows = db.session.execute(
        select(heads.UNIT, func.count(), heads.MOST)
        .select_from(ThemePlace)
        .join(Statement, Statement.id == ThemePlace.statement_id)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(ThemePlace.search_id == search.id)
        .group_by(heads.UNIT)
    ).all()
    return sum(count for _, count, _ in rows), sum(people for *_, people in rows)


def had_already(search_id: uuid.UUID, themes: Sequence[FoundTheme]) -> dict[uuid.UUID, Had]:
    """The code that most statements of each theme have already, where that is half of them."""
    where, all_of, carried = ends(themes), Counter[uuid.UUID](), Counter[tuple[uuid.UUID, str]]()
    placed = FoundTheme.id == ThemePlace.theme_id
    many = select(FoundTheme.id, func.count()).join(ThemePlace, placed)
    mine = FoundTheme.search_id == search_id
    for theme_id, count in db.session.execute(many.where(mine).group_by(FoundTheme.id)):
        all_of[where[theme_id]] += count
    codes = (
        select(FoundTheme.id, StatementCode.code, func.count())
        .join(ThemePlace, placed)
        .join(StatementCode, StatementCode.statement_id == ThemePlace.statement_id)
        .where(mine)
        .group_by(FoundTheme.id, StatementCode.code)
    )
    for theme_id, code, count in db.session.execute(codes):
        carried[where[theme_id], code] += count
    found: dict[uuid.UUID, Had] = {}
    for (theme_id, code), count in sorted(carried.items(), key=lambda one: (one[1], one[0][1])):
        if count >= SAME * all_of[theme_id]:
            found[theme_id] = Had(code, count)
    return found


def had_by(theme: FoundTheme) -> Had | None:
    """The code that most statements of one theme have already."""
    search = db.session.get_one(ThemeSearch, theme.search_id)
    return had_already(search.id, themes_of(search)).get(theme.id)


def without_theme(search: ThemeSearch, why: str) -> list[uuid.UUID]:
    """The statements that a search left out for one reason."""
    mine = select(ThemePlace.statement_id).where(ThemePlace.search_id == search.id)
    return list(
        db.session.scalars(
            mine.where(ThemePlace.why_left == why).order_by(ThemePlace.nearest, "statement_id")
        )
    )


def decided_before(survey_id: uuid.UUID) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """Each theme of a survey that became a code or was dropped, with its statements."""
    found: dict[uuid.UUID, frozenset[uuid.UUID]] = {}
    mine = select(ThemeSearch).where(ThemeSearch.survey_id == survey_id)
    for search in db.session.scalars(mine.order_by(ThemeSearch.asked_at, ThemeSearch.id)):
        themes = themes_of(search)
        if not any(_is_settled(one) for one in themes):
            continue
        members = of_search(search.id, themes)
        settled = (one.id for one in themes if _is_settled(one))
        found |= {one: frozenset(members[one].statements) for one in settled}
    return found


def _is_settled(theme: FoundTheme) -> bool:
    return theme.state in (ACCEPTED, DROPPED) or (theme.state == MERGED and theme.code is not None)


def mostly_the_same(
    statements: Sequence[uuid.UUID], before: Mapping[uuid.UUID, frozenset[uuid.UUID]]
) -> uuid.UUID | None:
    """The theme decided on before that holds most of these statements, if that is half of them.

    Of two with as many, the later.
    """
    best, most = None, 0
    for theme, theirs in before.items():
        shared = sum(one in theirs for one in statements)
        if shared >= max(most, 1) and shared >= SAME * len(statements):
            best, most = theme, shared
    return best
