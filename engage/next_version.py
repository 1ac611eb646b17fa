"""What the next version of a survey would do to the answers people have given to it so far."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from engage import heads
from engage.extensions import db
from engage.models import Answer, Conversation, Response, Survey
from surveys.changes import Change, what_changes
from surveys.progress import State
from surveys.questionnaire import Questionnaire
from surveys.reading import Outcome


@dataclass(frozen=True)
class SoFar:
    """How many people a survey has met.

    `answered` have finished. `half_way` have begun: they stay on their version to the end.
    `invited` have been asked by text and not said yes: they would get the newest version.
    """

    answered: int
    half_way: int
    invited: int


@dataclass(frozen=True)
class Effect:
    """What is different in the version of this number, each thing with what it means."""

    number: int
    changes: tuple[tuple[str, str], ...]


def so_far(survey: Survey) -> SoFar:
    """How many have answered, are half way, or have been invited."""
    theirs = Response.survey_id == survey.id
    asked = (Conversation.survey_id == survey.id, Conversation.state == State.INVITED)
    return SoFar(
        answered=_people_of(theirs, Response.finished_on.is_not(None)),
        half_way=_count(Response.id, theirs, Response.finished_on.is_(None)),
        invited=_count(Conversation.id, *asked),
    )


def _count(ids: InstrumentedAttribute[uuid.UUID], *which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(ids)).where(*which)) or 0


def _people_of(*which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.sum(heads.units(*which).c.people))) or 0


def effect(survey: Survey, questionnaire: Questionnaire) -> Effect:
    """What it would do to make this the survey's next version."""
    given = _given(survey)
    changes = what_changes(survey.latest.questionnaire, questionnaire)
    return Effect(
        number=survey.latest.number + 1,
        changes=tuple((one.what, one.means(_people(one, given))) for one in changes),
    )


_Given = Sequence[tuple[str, object, int]]


def _given(survey: Survey) -> _Given:
    """Each question answered so far, with the value given and by how many; skips left out."""
    value = cast(Answer.value, String).label("value")
    by_unit = (
        select(Answer.question, value, heads.MOST.label("people"))
        .join(Response, Response.id == Answer.response_id)
        .where(Response.survey_id == survey.id, Response.sent_on.is_not(None))
        .where(Answer.outcome != Outcome.SKIP)
        .group_by(Answer.question, value, heads.UNIT)
    )
    rows = db.session.execute(heads.summed(by_unit, "question", "value"))
    return [(key, json.loads(plain) if plain else None, people) for key, plain, people in rows]


def _people(change: Change, given: _Given) -> int:
    """How many gave the answers that a change touches."""
    return sum(
        people
        for key, value, people in given
        if key == change.question and (change.value is None or _is_it(change.value, value))
    )


def _is_it(wanted: str, value: object) -> bool:
    return wanted in value if isinstance(value, list) else wanted == value
