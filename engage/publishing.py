"""Publishing a survey: from a file somebody wrote to one that people can answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from engage.extensions import db
from engage.models import Survey, SurveyVersion
from surveys.keywords import is_reserved
from surveys.questionnaire import Questionnaire


class CannotPublish(Exception):
    """The survey cannot go out as it is; the message says what to mend."""


@dataclass(frozen=True)
class Terms:
    """How a survey is asked: with or without a link to the person, by which word, until when."""

    anonymous: bool
    text_word: str | None
    closes_at: datetime | None


def publish(questionnaire: Questionnaire, terms: Terms, *, now: datetime) -> Survey:
    """Open a new survey now, its first version frozen; raises CannotPublish."""
    word = terms.text_word.strip().upper() if terms.text_word else None
    if word is not None and (not word.isalnum() or len(word) > 16 or is_reserved(word)):
        raise CannotPublish("Choose one text word, up to 16 letters, and not STOP or such.")
    if terms.closes_at is not None and terms.closes_at <= now:
        raise CannotPublish("Choose a closing day that has not passed.")
    survey = Survey(
        id=uuid.uuid4(),
        key=questionnaire.key,
        title=questionnaire.title,
        anonymous=terms.anonymous,
        text_word=word,
        opens_at=now,
        closes_at=terms.closes_at,
        versions=[SurveyVersion(number=1, definition=questionnaire.to_dict(), published_at=now)],
    )
    try:
        with db.session.begin_nested():
            db.session.add(survey)
    except IntegrityError:
        raise CannotPublish("There is a survey with that key or that text word already.") from None
    return survey
