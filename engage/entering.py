"""Forms filled in on paper, or told to one of us, typed in: read whole, and kept once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from engage import answering, web_answers
from engage.answering import AlreadyAnswered
from engage.extensions import db
from engage.models import Response, Survey
from engage.web_answers import NOT_SAY
from surveys.progress import Given
from surveys.questionnaire import Questionnaire
from surveys.questions import ABOUT_YOU, Consent, Question
from surveys.reading import Flag, Outcome, Reading, Value, unclear

STILL_TAKEN = timedelta(days=14)
"""For how long after a survey has closed its forms can be typed in: some come on its last day."""
CHANNELS = ("paper", "phone")
Typed = Mapping[str, Sequence[str]]
"""What was typed or picked for each question, by its key."""


@dataclass(frozen=True)
class Form:
    """One form: how it came, and `helped` when somebody else wrote or typed it for them.

    Its `id`, given before it is typed, becomes that of the response, so that it is kept once.
    """

    id: uuid.UUID
    channel: str
    helped: bool
    version: int


@dataclass
class Contents:
    """What stands in a form: answers to keep, questions that were not theirs to answer, and those
    whose answers cannot be read."""

    given: list[Given] = field(default_factory=list)
    left_out: list[Question] = field(default_factory=list)
    not_read: dict[str, Reading] = field(default_factory=dict)
    refused: bool = False


def takes_forms(survey: Survey, *, now: datetime) -> bool:
    """Whether forms can be typed in now: while it is open, and for a fortnight after."""
    if now < survey.opens_at:
        return False
    return survey.closes_at is None or now < survey.closes_at + STILL_TAKEN


def read(asked: Questionnaire, typed: Typed, *, today: date) -> Contents:
    """Read a whole form as every channel reads answers; what is left empty was skipped.

    An answer to a question that the others do not lead to is left out. Nothing after the words of
    somebody who does not agree to take part is read.
    """
    found, values = Contents(), dict[str, Value]()
    for question in asked.steps:
        if not question.takes_answer or found.refused:
            continue
        written = _written(asked, question, typed)
        # Once something cannot be read, what leads where is not known, and nothing is kept yet.
        if not (found.not_read or asked.is_asked(question, values)):
            found.left_out += [question] if any(written) else []
            continue
        language = asked.language_of(question)
        reading = _reading(question, written, language=language, today=today)
        if reading.outcome is Outcome.CLARIFY:
            found.not_read[question.key] = reading
            continue
        given = web_answers.given(question, reading)
        found.given.append(given)
        values[question.key] = given.known
        found.refused = asked.is_refused(values)
    return found


def _written(asked: Questionnaire, question: Question, typed: Typed) -> list[str]:
    """What stands at a question; to fill in any of the last page is to say we may ask it."""
    if question.key == ABOUT_YOU:
        has_any = any("".join(typed.get(one.key, ())).strip() for one in asked.about_you)
        return ["yes" if has_any else "no"]
    return [one for one in typed.get(question.key, ()) if one.strip() or _is_agreement(question)]


def _is_agreement(question: Question) -> bool:
    return isinstance(question, Consent) and not question.is_of_words


def _reading(question: Question, written: list[str], *, language: str, today: date) -> Reading:
    if not written and _is_agreement(question):
        return unclear()  # left empty on the paper is something to say, not to forget
    if not any(written):
        return Reading(Outcome.SKIP)
    if written == [NOT_SAY]:
        return Reading(Outcome.SKIP, flags=frozenset({Flag.RATHER_NOT_SAY}))
    if NOT_SAY in written:
        return unclear()
    return web_answers.read_typed(question, written, language=language, today=today)


def keep(
    survey: Survey, form: Form, asked: Questionnaire, contents: Contents, *, now: datetime
) -> Response:
    """Keep a form, finished and with no person; raises SurveyClosed or AlreadyAnswered.

    One that is typed in after the survey has closed counts as of its last day.
    """
    if not takes_forms(survey, now=now):
        raise answering.SurveyClosed
    if db.session.get(Response, form.id) is not None:
        raise AlreadyAnswered
    if survey.closes_at is not None:
        now = min(now, survey.closes_at - timedelta(seconds=1))
    response = answering.start(
        survey, form.channel, now=now, version=form.version, response_id=form.id
    )
    response.helped = form.helped
    for given in contents.given:
        question = asked.find(given.question)
        language = asked.language_of(question) if question else asked.language
        answering.record(response, given, now=now, language=language)
    answering.finish(response, now=now)
    db.session.flush()
    return response


def says_the_same(response: Response, contents: Contents) -> bool:
    """Whether a form that was kept before holds just these answers."""
    kept = {one.question: (one.outcome, one.value, one.words) for one in response.answers}
    return kept == {
        one.question: (str(one.outcome), _plain(one.value), one.words or None)
        for one in contents.given
    }


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def take_back(form_id: uuid.UUID) -> bool:
    """Delete what was typed in by mistake; False when it is gone already."""
    response = db.session.get(Response, form_id)
    if response is None or response.channel not in CHANNELS:
        return False
    answering.forget(response)
    return True
