"""Which statements come into a round: half drawn by chance, half where the machine doubts most."""

from __future__ import annotations

import random
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from engage import code_history, summaries
from engage.extensions import db
from engage.models import Answer, BlindStatement, CodeDecision, Response, Statement, Survey
from engage.models.blind_rounds import AT_RANDOM, UNSURE
from engage.models.findings import ASK


@dataclass(frozen=True)
class Drawn:
    """One statement that was drawn, and how."""

    statement: uuid.UUID
    chosen: str


@dataclass(frozen=True)
class _Candidate:
    id: uuid.UUID
    doubt: tuple[bool, float]


def draw(survey: Survey, size: int, *, seed: uuid.UUID) -> list[Drawn]:
    """So many statements, in no order that tells how they were drawn; the seed settles it all.

    Where there are no more than that, all are taken, as fairly as by chance. Statements of
    earlier rounds come only where the others do not suffice.
    """
    chance = random.Random(str(seed))  # noqa: S311 - to be repeated, not to be secret
    fresh, used = _candidates(survey)
    missing = max(0, size - len(fresh))
    candidates = fresh + chance.sample(used, min(missing, len(used)))
    if len(candidates) <= size:
        drawn = [Drawn(one.id, AT_RANDOM) for one in candidates]
    else:
        fair = chance.sample(candidates, -(-size // 2))
        rest = sorted(
            set(candidates) - set(fair), key=lambda one: (one.doubt, one.id), reverse=True
        )
        drawn = [Drawn(one.id, AT_RANDOM) for one in fair]
        drawn += [Drawn(one.id, UNSURE) for one in rest[: size - len(fair)]]
    chance.shuffle(drawn)
    return drawn


def how_many(survey: Survey) -> int:
    """How many statements there are to draw from."""
    return sum(len(some) for some in _candidates(survey))


def _candidates(survey: Survey) -> tuple[list[_Candidate], list[_Candidate]]:
    """Statements in answers that were sent: those never in a round, and the others.

    What stands in a published summary under its theme is left out: anybody can look there.
    """
    rows = db.session.execute(
        select(Statement.id, Statement.outcome, Statement.doubt, Statement.released_by)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.survey_id == survey.id, Response.sent_on.is_not(None))
        .order_by(Statement.id)
    ).all()
    before = set(db.session.scalars(select(BlindStatement.statement_id)))
    out = _published(survey, [row.id for row in rows if row.released_by])
    every = [
        _Candidate(row.id, (row.outcome == ASK, row.doubt if row.doubt is not None else -1.0))
        for row in rows
        if row.id not in out
    ]
    fresh = [one for one in every if one.id not in before]
    return fresh, [one for one in every if one.id in before]


def _published(survey: Survey, released: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these statements that the published summary quotes."""
    summary = summaries.published(survey)
    if summary is None or not released:
        return set()
    themes = summaries.from_dict(summary.content).themes
    quoted = {quote.text for theme in themes for quote in theme.quotes}
    said = db.session.scalars(select(Statement).where(Statement.id.in_(released)))
    return {one.id for one in said if quoted & {one.text, one.translation}}


def machine_codes(statement: Statement) -> list[str] | None:
    """The codes that the machine gave, whatever people decided since; None if it gave none yet."""
    if statement.coded_on is None:
        if statement.outcome is None and not statement.codes:
            return None
        return sorted(one.code for one in statement.codes)
    before = db.session.scalar(
        select(CodeDecision.before)
        .where(CodeDecision.statement_id == statement.id, *code_history.standing())
        .order_by(CodeDecision.at)
        .limit(1)
    )
    if before is None:
        return None
    return sorted(one["code"] for one in before["codes"] if one["given_on"] is None)
