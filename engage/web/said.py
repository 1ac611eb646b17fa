"""An answer as the person who gave it would read it back."""

from __future__ import annotations

from flask_babel import gettext

from engage.models import Response
from surveys.questions import Question
from surveys.reading import Outcome


def in_words(response: Response, asked: Question, *, language: str) -> str | None:
    """An answer as a person would read it back; None when it was skipped."""
    answer = response.answer_to(asked.key)
    if answer is None or answer.outcome == Outcome.SKIP:
        rather_not = answer is not None and answer.rather_not_say
        return gettext("I would rather not say") if rather_not else None
    if answer.outcome == Outcome.ANSWER_TEXT:
        return answer.words
    return asked.say(asked.value_from(answer.value), language=language)
