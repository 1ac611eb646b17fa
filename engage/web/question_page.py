"""One question as a page: its words, how far along it is, the answer so far, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext, ngettext

from engage import web_answers
from engage.web import easy_read, shared_tablet
from surveys.kinds.date import FUTURE, PAST
from surveys.questionnaire import Answers, Questionnaire
from surveys.questions import (
    Consent,
    DateQuestion,
    FreeText,
    Information,
    Number,
    PickSeveral,
    Question,
)
from surveys.reading import Flag, Reading


@dataclass(frozen=True)
class Place:
    """Where a question stands: in which survey, after which answers, and which way on and back.

    `stop_url` gives a code to come back with; there is none where all is sent.
    """

    questionnaire: Questionnaire
    values: Answers
    action: str
    back_url: str
    stop_url: str = ""


def asked_on(asked: Question, place: Place, *, value: object = None, error: str = "") -> str:
    """The page that asks one question, with an answer kept or typed before, or what is wrong."""
    shown = easy_read.version(place.questionnaire.filled(asked, place.values))
    return render_template(
        "answer/question.html",
        title=_title(asked, place),
        asked=shown,
        value=value,
        error=error,
        errors=[("answer-1", error)] if error else [],
        step=_step(asked, place),
        language=place.questionnaire.language_of(asked),
        pictures=easy_read.pictures(shown),
        can_skip=can_skip(asked),
        action=place.action,
        back_url=place.back_url,
        stop_url=place.stop_url,
    )


def read_on(asked: Information, place: Place) -> str:
    """The page that is only read; its way on is a link."""
    shown = easy_read.version(place.questionnaire.filled(asked, place.values))
    return render_template(
        "answer/information.html",
        title=_title(asked, place),
        asked=shown,
        on_url=place.action,
        back_url=place.back_url,
    )


def _title(asked: Question, place: Place) -> str:
    """The title of its page, which browsers keep: on a shared tablet no earlier answer is in it."""
    values = {} if shared_tablet.is_on() else place.values
    return easy_read.version(place.questionnaire.filled(asked, values)).wording


def typed() -> list[str]:
    """What came in the answer's field, or in those of which several may be picked."""
    return [*request.form.getlist("answer"), *request.form.getlist("answer[]")]


def can_skip(asked: Question) -> bool:
    """Whether a question may be missed: all may, but for agreeing to take part at all."""
    return not isinstance(asked, Consent) or asked.is_of_words


def _step(asked: Question, place: Place) -> str:
    number, total = place.questionnaire.position(asked.key, place.values)
    if total is None:
        return gettext("Question %(number)s", number=number)
    return gettext("Question %(number)s of %(total)s", number=number, total=total)


def explained(asked: Question, typed: list[str], reading: Reading, *, language: str) -> str:
    """What is the matter with an answer that could not be kept, and what to do about it."""
    if isinstance(asked, FreeText) and Flag.TOO_LONG in reading.flags:
        return _too_long(asked, "\n".join(typed))
    if Flag.OUT_OF_RANGE in reading.flags and (out := _out_of_range(asked)):
        return out
    alone = web_answers.stands_alone(typed) if isinstance(asked, PickSeveral) else None
    if alone is None:
        return missed(asked)
    rather_not = alone == web_answers.NOT_SAY
    words = gettext("I would rather not say") if rather_not else asked.say((), language=language)
    return gettext("You picked “%(words)s” and something else. Pick one or the other", words=words)


def missed(asked: Question) -> str:
    """What to do where there is no answer that we can read."""
    if not can_skip(asked):
        return gettext("Pick one answer to go on")
    if isinstance(asked, FreeText):
        return gettext("Write something, or press “Skip this question”")
    if isinstance(asked, PickSeveral):
        return gettext("Pick at least one answer, or press “Skip this question”")
    if isinstance(asked, Number):
        return gettext("Write how many as one number, or press “Skip this question”")
    if isinstance(asked, DateQuestion):
        return gettext("Write a date, like 3 March 2027, or press “Skip this question”")
    return gettext("Pick one answer, or press “Skip this question”")


def _out_of_range(asked: Question) -> str:
    """How far an answer may go; nothing where that is not the matter."""
    if isinstance(asked, Number) and asked.high is not None:
        return gettext(
            "Write a number from %(low)s to %(high)s, or press “Skip this question”",
            low=asked.low,
            high=asked.high,
        )
    if isinstance(asked, DateQuestion) and asked.when == PAST:
        return gettext("Write a day that has already been, or press “Skip this question”")
    if isinstance(asked, DateQuestion) and asked.when == FUTURE:
        return gettext("Write a day that is still to come, or press “Skip this question”")
    return ""


def _too_long(asked: FreeText, typed: str) -> str:
    return ngettext(
        "That is about one word more than we can take. Please make it a little shorter",
        "That is about %(num)s words more than we can take. Please make it shorter",
        web_answers.words_too_many(asked, typed),
    )
