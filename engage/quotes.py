"""Words that may be quoted: released by a reader, and agreed to by whoever said them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, func, select

from engage import heads
from engage.extensions import db
from engage.models import Answer, Response, Statement, StatementCode, Survey

QUOTES_A_THEME = 2
QUOTES_TO_CHOOSE_FROM = 20
AREA = case((Response.use_of_words == "quote_with_area", Response.borough))
"""The borough of a response, where its person lets that stand by their words."""


@dataclass(frozen=True)
class Quote:
    """Words a person read and released, and the way they came where that tells nothing else.

    `area` is a borough, where the person agreed to that and it points at nobody. `translated`
    is who put the words into English, "human" or "machine", or "" when they came so. `statement`
    is where they stand; what is published leads nowhere.
    """

    text: str
    channel: str
    area: str = ""
    translated: str = ""
    statement: uuid.UUID | None = field(default=None, compare=False)


def sent(survey: Survey) -> Any:
    """That a response is one to this survey and counts."""
    return (Response.survey_id == survey.id, Response.sent_on.is_not(None))


def joined(*columns: Any) -> Any:
    """These columns of what was said, each code of each statement with its response."""
    return (
        select(*columns)
        .select_from(StatementCode)
        .join(Statement, Statement.id == StatementCode.statement_id)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
    )


def released(survey: Survey, codes: Sequence[str]) -> dict[str, list[Quote]]:
    """Released statements of people who agreed to be quoted, by code, in a fixed order.

    No words are quoted twice, and no person twice in one theme; which lines of a session are one
    person's nobody knows, so a theme has one of them. Only the words that are quoted are opened.
    """
    found: dict[str, list[Quote]] = {}
    used: set[object] = set()
    for code, statement_id, whose, channel, area in _candidates(survey, codes):
        quotes = found.setdefault(code, [])
        if len(quotes) == QUOTES_A_THEME or used & {statement_id, (code, whose)}:
            continue
        said = db.session.get_one(Statement, statement_id)
        if said.in_english not in used:
            used |= {said.in_english, statement_id, (code, whose)}
            quotes.append(quote_of(said, channel, area or ""))
    return found


def quote_of(said: Statement, channel: str, area: str) -> Quote:
    """The words of a statement as they would be quoted now."""
    return Quote(said.in_english, channel, area, said.translation_by or "", said.id)


def may_be_quoted() -> Any:
    """That a statement was read and released, and that whoever said it lets it be quoted."""
    return (
        Response.sent_on.is_not(None),
        Response.use_of_words != "themes",
        Statement.released_by.is_not(None),
    )


def _candidates(survey: Survey, codes: Sequence[str]) -> Any:
    """Some statements to choose quotes from for each code, the surest of their code first."""
    order = (StatementCode.confidence.desc(), Statement.id)
    ranked = (
        joined(
            StatementCode.code,
            Statement.id.label("statement_id"),
            heads.UNIT.label("unit"),
            Response.channel,
            AREA.label("area"),
            func.row_number().over(partition_by=StatementCode.code, order_by=order).label("rank"),
        )
        .where(Response.survey_id == survey.id, *may_be_quoted())
        .where(StatementCode.code.in_(codes))
        .subquery()
    )
    names = ("code", "statement_id", "unit", "channel", "area")
    columns = [ranked.c[name] for name in names]
    return db.session.execute(
        select(*columns)
        .where(ranked.c.rank <= QUOTES_TO_CHOOSE_FROM)
        .order_by(ranked.c.code, ranked.c.rank)
    )
