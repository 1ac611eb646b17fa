"""Searches for themes that the codebook does not hold: asked for here, done by a worker.

Nothing here reads language, so that the pages can use it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.exc import IntegrityError

from engage.extensions import db, nudge
from engage.models import (
    Answer,
    FoundTheme,
    Response,
    Staff,
    Statement,
    StatementCode,
    Survey,
    ThemePlace,
    ThemeSearch,
)
from engage.models.discovery import DONE
from engage.models.findings import ASK
from surveys.lexicon import DEFAULT_LANGUAGE

FEW = 30
"""With fewer statements than this, reading them all tells more than any machine."""


class StillLooking(Exception):
    """A search of this survey is under way; one at a time is enough."""


@dataclass(frozen=True)
class ToLookAt:
    """How many statements have no theme or need a person, how many there are in all.

    Of each, how many are of an answer in another language, and nobody has put them into English.
    """

    without: int
    everything: int
    without_in_other_languages: int
    in_other_languages: int


_carries = select(StatementCode.code).where(StatementCode.statement_id == Statement.id).exists()
WITHOUT: ColumnElement[bool] = or_(~_carries, Statement.outcome == ASK)
"""That a statement has no theme, or that the machine asks for a person."""
_not_english = (Answer.language != DEFAULT_LANGUAGE) & Statement.translation.is_(None)


def of_survey(survey_id: uuid.UUID, *columns: Any) -> Any:
    """These columns of every statement in answers to a survey that were sent."""
    return (
        select(*columns)
        .select_from(Statement)
        .join(Answer, Answer.id == Statement.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.survey_id == survey_id, Response.sent_on.is_not(None))
    )


def to_look_at(survey: Survey) -> ToLookAt:
    """How much there is to look at now."""
    groups = (WITHOUT.label("without"), _not_english.label("not_english"))
    counted = of_survey(survey.id, *groups, func.count()).group_by("without", "not_english")
    many = {(bool(a), bool(b)): count for a, b, count in db.session.execute(counted)}
    return ToLookAt(
        without=many.get((True, False), 0) + many.get((True, True), 0),
        everything=sum(many.values()),
        without_in_other_languages=many.get((True, True), 0),
        in_other_languages=many.get((True, True), 0) + many.get((False, True), 0),
    )


def ask(
    survey_id: uuid.UUID,
    *,
    by: Staff,
    now: datetime,
    everything: bool = False,
    inside: FoundTheme | None = None,
) -> ThemeSearch:
    """Have a worker look for themes, in a survey or `inside` one that was found.

    Raises StillLooking while another search of the survey is under way: the database decides.
    """
    search = ThemeSearch(
        id=uuid.uuid4(),
        survey_id=survey_id,
        parent_id=inside.id if inside else None,
        everything=everything,
        asked_by=by.id,
        asked_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(search)
    except IntegrityError as taken:
        raise StillLooking from taken
    nudge("themes.look", str(search.id))
    return search


def all_of(survey: Survey) -> list[ThemeSearch]:
    """Every search of a whole survey, the newest first."""
    mine = select(ThemeSearch).where(ThemeSearch.survey_id == survey.id)
    whole = mine.where(ThemeSearch.parent_id.is_(None))
    return list(db.session.scalars(whole.order_by(ThemeSearch.asked_at.desc(), ThemeSearch.id)))


def inside(theme: FoundTheme) -> ThemeSearch | None:
    """The newest search inside a theme."""
    mine = select(ThemeSearch).where(ThemeSearch.parent_id == theme.id)
    return db.session.scalar(mine.order_by(ThemeSearch.asked_at.desc()).limit(1))


def survey_of(search: ThemeSearch) -> Survey:
    """The survey in which a search looks."""
    return db.session.get_one(Survey, search.survey_id)


def is_done(search: ThemeSearch) -> bool:
    """Whether what a search found can be read."""
    return search.state == DONE


def left_out(search: ThemeSearch) -> dict[str, int]:
    """How many statements of a search have no theme, by why."""
    mine = select(ThemePlace.why_left, func.count()).where(ThemePlace.search_id == search.id)
    rows = db.session.execute(
        mine.where(ThemePlace.why_left.is_not(None)).group_by(ThemePlace.why_left)
    )
    return {why: count for why, count in rows if why}
