"""Replies as facilitators read them: by day, never by the minute, and words only anonymised."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import load_only, selectinload

from engage.codes import CodeName, names_ever
from engage.extensions import db
from engage.models import Answer, Response, Statement, Survey
from engage.models.people import BOROUGHS
from engage.scripts import language_of
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.questionnaire import Questionnaire
from surveys.questions import FreeText, Question

PAGE = 25
BEING_READ = frozenset({"waiting", "reading"})
Hidden = Collection[uuid.UUID]
"""Statements whose codes may not be told to whoever looks."""


@dataclass(frozen=True)
class Passage:
    """One anonymised statement and the names of the codes it carries.

    `language` is the one it is in, and `english` what staff have made of it, by what: "human" or
    "machine"; "" where it came in English or nobody has yet. `is_blind` says that its codes are
    kept from whoever looks, as they have still to read it in a blind round.
    """

    text: str
    codes: tuple[str, ...]
    statement: uuid.UUID
    language: str = "en"
    english: str = ""
    english_by: str = ""
    is_blind: bool = False


@dataclass(frozen=True)
class Said:
    """What one person said to one question.

    `answer` is a closed answer in words, or None for a question in their own words. `state` is
    one of answered, skipped, rather_not_say, being_read, held.
    """

    question: str
    answer: str | None
    passages: tuple[Passage, ...]
    state: str


@dataclass(frozen=True)
class Reply:
    """One response: the day, the way, the area in words if it was told, and what was said.

    `helped` says that somebody typed for the person. One from a session is a line of its notes,
    which so many `people` said or agreed with.
    """

    day: date | None
    channel: str
    helped: bool
    area: str | None
    said: tuple[Said, ...]
    people: int = 1


@dataclass(frozen=True)
class Replies:
    """One page of replies. `number` counts from 1 and is always one of `pages`."""

    replies: tuple[Reply, ...]
    number: int
    pages: int
    total: int


def page(survey: Survey, number: int, *, hidden: Hidden = frozenset()) -> Replies:
    """Replies of the newest day first; a page that is not there gives the nearest one.

    The codes of statements that are `hidden` are left out. The words as they came are left in
    the database: they are not even opened.
    """
    sent = (Response.survey_id == survey.id, Response.sent_on.is_not(None))
    total = db.session.scalar(select(func.count()).select_from(Response).where(*sent)) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    found = db.session.scalars(
        select(Response)
        .where(*sent)
        .order_by(Response.sent_on.desc(), Response.id)
        .offset((number - 1) * PAGE)
        .limit(PAGE)
        .options(
            selectinload(Response.answers).options(
                load_only(
                    Answer.question,
                    Answer.outcome,
                    Answer.value,
                    Answer.rather_not_say,
                    Answer.reading,
                    Answer.language,
                ),
                selectinload(Answer.statements).selectinload(Statement.codes),
            )
        )
    )
    asked = {version.number: version.questionnaire for version in survey.versions}
    names = names_ever()
    replies = tuple(_reply(one, asked[one.version], names, hidden) for one in found)
    return Replies(replies, number, pages, total)


def _reply(
    response: Response, asked: Questionnaire, names: Mapping[str, CodeName], hidden: Hidden
) -> Reply:
    answers = {answer.question: answer for answer in response.answers}
    told = {
        question.about: _said(question, answers[question.key], names, hidden)
        for question in asked.questions
        if question.key in answers and question.about
    }
    said = tuple(
        _said(question, answers[question.key], names, hidden)
        for question in asked.questions
        if question.key in answers and not question.about
    )
    area = told["borough"].answer if "borough" in told else BOROUGHS.get(response.borough or "")
    return Reply(
        day=response.sent_on,
        channel=response.channel,
        helped=response.helped,
        area=area,
        said=said,
        people=response.people,
    )


def _said(
    question: Question, answer: Answer, names: Mapping[str, CodeName], hidden: Hidden
) -> Said:
    closed = answer.value is not None and not isinstance(question, FreeText)
    return Said(
        question=question.wording,
        answer=question.say(question.value_from(answer.value)) if closed else None,
        passages=tuple(
            passage(one, names, answer.language, hidden=hidden) for one in answer.statements
        ),
        state=_state(answer),
    )


def passage(
    statement: Statement,
    names: Mapping[str, CodeName],
    language: str = DEFAULT_LANGUAGE,
    *,
    hidden: Hidden = frozenset(),
) -> Passage:
    """A statement as it is shown, with its codes by name; `language` is its whole answer's."""
    is_blind = statement.id in hidden
    codes = [] if is_blind else [one.code for one in statement.codes]
    return Passage(
        statement.text,
        tuple(names[code].name if code in names else code for code in codes),
        statement.id,
        language_of(statement.text) or language,
        statement.translation or "",
        statement.translation_by or "",
        is_blind,
    )


def _state(answer: Answer) -> str:
    if answer.reading in BEING_READ:
        return "being_read"
    if answer.reading == "held":
        return "held"
    if answer.rather_not_say:
        return "rather_not_say"
    return "skipped" if answer.outcome == "skip" else "answered"
