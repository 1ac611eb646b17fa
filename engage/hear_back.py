"""Numbers left at the end of a survey to hear what comes of it, kept apart from every answer.

Their keyed hash is of a kind of its own, so that without the keys nobody can tell which of the
phones we know took part in what. Whoever sends the news asks `wanted` as for any text: a phone
that has stopped texts gets none.
"""

from __future__ import annotations

import uuid

from sqlalchemy import delete, func, select

from engage.extensions import db, insert, keyring
from engage.models import HearBack, Survey
from engage.texting.numbers import UK_MOBILE, NotANumber, to_mobile


class NotAUKMobile(ValueError):
    """What was typed is not the number of a UK mobile, to which alone the news goes."""


def leave(survey: Survey, typed: str, *, language: str) -> None:
    """Keep a number for the news of one survey, once however often; raises NotAUKMobile."""
    try:
        number = to_mobile(typed)
    except NotANumber:
        raise NotAUKMobile from None
    if not UK_MOBILE.fullmatch(number):
        raise NotAUKMobile
    row = insert(HearBack).values(
        id=uuid.uuid4(),
        survey_id=survey.id,
        number=number,
        number_key=_key_of(number),
        language=language,
    )
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=["survey_id", "number_key"], set_={"language": language}
        )
    )


def how_many(survey: Survey) -> int:
    """How many people left a number to hear what comes of a survey."""
    of_it = select(func.count()).select_from(HearBack).where(HearBack.survey_id == survey.id)
    return db.session.scalar(of_it) or 0


def forget(number: str) -> None:
    """Let a number go from every survey: its holder wants no texts, or never left it."""
    db.session.execute(delete(HearBack).where(HearBack.number_key == _key_of(number)))


def _key_of(number: str) -> str:
    return keyring().key_of(number, kind="hear-back")
