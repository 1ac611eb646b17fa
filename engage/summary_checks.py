"""What stands in the way of publishing a summary, and what is only good to know before it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from engage import blind_rounds, giveaways, local_words, releasing, summaries, summary_words
from engage.extensions import db, settings
from engage.models import Answer, Response, Statement, StatementCode, Survey
from engage.models.findings import ASK
from engage.quotes import sent
from engage.summaries import Themed

TOO_FEW, LIMIT, DETAIL, QUOTE = ("too_few", "limit", "detail", "quote")
"""What could point at somebody: as long as there is any of it, nothing goes out."""
UNREAD, READING, HELD, UNSORTED, UNSURE = ("unread", "reading", "held", "unsorted", "unsure")
OPEN, ROUND, NAMES, SMALL = ("open", "round", "names", "small")


@dataclass(frozen=True)
class Check:
    """One thing on the list: what it is, how many, which words, and where they stand.

    `where` is the name of a place that somebody wrote in; `statement` is what is quoted.
    """

    what: str
    number: int = 0
    words: tuple[str, ...] = ()
    where: str = ""
    statement: uuid.UUID | None = None


def in_the_way(survey: Survey, themed: Themed) -> list[Check]:
    """All that could point at somebody in a summary as it would go out."""
    return list(_in_the_way(survey, themed))


def _in_the_way(survey: Survey, themed: Themed) -> Iterator[Check]:
    if not themed.people:
        yield Check(TOO_FEW)
    if themed.limit < (limit := settings().small_number):
        yield Check(LIMIT, limit)
    rules = local_words.rules_for(survey)
    for where, text in summary_words.of(themed).texts():
        if found := giveaways.details(text, rules):
            yield Check(DETAIL, words=found, where=where)
    for theme in themed.themes:
        for quote in theme.quotes:
            if found := giveaways.details(quote.text, rules):
                yield Check(QUOTE, words=found, statement=quote.statement)


def to_know(survey: Survey, themed: Themed, *, now: datetime) -> list[Check]:
    """What whoever publishes should know: what is not in it yet, and words to look at twice."""
    return [one for one in _to_know(survey, themed, now) if one.number or one.words]


def _to_know(survey: Survey, themed: Themed, now: datetime) -> Iterator[Check]:
    yield Check(OPEN, int(survey.is_open(now)))
    yield Check(UNREAD, releasing.how_many(survey))
    read = summaries.reading(survey)
    yield Check(READING, read.get("waiting", 0) + read.get("reading", 0))
    yield Check(HELD, read.get("held", 0))
    unsorted, unsure = _not_sorted(survey)
    yield Check(UNSORTED, unsorted)
    yield Check(UNSURE, unsure)
    rounds = blind_rounds.of_survey(survey)
    yield Check(ROUND, sum(not blind_rounds.is_over(one) for one in rounds))
    for where, text in summary_words.of(themed).texts():
        if where != "title" or text != survey.title:
            yield Check(NAMES, words=giveaways.names(text), where=where)
        few = summary_words.small_numbers(text, limit=themed.limit)
        yield Check(SMALL, words=few, where=where)


def _not_sorted(survey: Survey) -> tuple[int, int]:
    """How many statements no machine or person has sorted, and of how many the machine asks."""
    carries = exists().where(StatementCode.statement_id == Statement.id)
    unsorted, unsure = (
        db.session.scalar(
            select(func.count())
            .select_from(Statement)
            .join(Answer, Answer.id == Statement.answer_id)
            .join(Response, Response.id == Answer.response_id)
            .where(*sent(survey), Statement.coded_on.is_(None), which)
        )
        or 0
        for which in (Statement.outcome.is_(None) & ~carries, Statement.outcome == ASK)
    )
    return unsorted, unsure
