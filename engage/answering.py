"""Keeping what people answer, the same way whichever channel it came by."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engage import local_cases, pseudonyms
from engage.extensions import db, nudge
from engage.models import Answer, Person, Response, Survey, TookPart
from engage.models.people import BOROUGHS
from engage.models.surveys import published
from engage.scripts import language_of
from engage.times import today
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.progress import Given
from surveys.questionnaire import Questionnaire
from surveys.questions import Consent
from surveys.reading import Outcome
from surveys.tongue import guess


class SurveyClosed(Exception):
    """The survey takes no more answers."""

    message = "This survey has closed. Thank you for wanting to take part."


class NotYetAgreed(Exception):
    """Nothing is kept before somebody has been asked for their consent."""


class AlreadyAnswered(Exception):
    """This person has a response to this survey already."""


def questionnaire_of(response: Response) -> Questionnaire:
    """The questions this response answers: its own version, whatever came after."""
    return published(response.survey_id, response.version)


def start(
    survey: Survey,
    channel: str,
    *,
    now: datetime,
    person: Person | None = None,
    version: int | None = None,
    response_id: uuid.UUID | None = None,
) -> Response:
    """A new response, after consent; an anonymous survey's never learns who it is from.

    It answers the newest version, or the one that was printed. A form that is typed in brings its
    own id. Raises SurveyClosed, or AlreadyAnswered where the database holds one from this person
    or with this id.
    """
    if not survey.is_open(now):
        raise SurveyClosed
    if survey.anonymous and person and db.session.get(TookPart, (survey.id, person.id)):
        raise AlreadyAnswered
    response = Response(
        id=response_id or uuid.uuid4(),
        survey_id=survey.id,
        version=version or survey.latest.number,
        anonymous=survey.anonymous,
        person_id=None if survey.anonymous or person is None else person.id,
        channel=channel,
        started_on=_day(now, anonymous=survey.anonymous),
    )
    try:
        with db.session.begin_nested():
            db.session.add(response)
    except IntegrityError:
        raise AlreadyAnswered from None
    return response


def _day(now: datetime, *, anonymous: bool) -> date:
    """The day to keep: for an anonymous survey the Monday of the week, for on a quiet day the
    one answer and the one text would be the same person's."""
    day = today(now)
    return day - timedelta(days=day.weekday()) if anonymous else day


def record(
    response: Response,
    given: Given,
    *,
    now: datetime,
    language: str = DEFAULT_LANGUAGE,
    hold_words: bool = False,
) -> Answer:
    """Keep one answer in place of any earlier one to the same question, or add words to it.

    By text each answer is sent as it is given; on the web nothing counts until `send`. With
    `hold_words` the words are kept from being themed until a person lets them. `language` is the
    one the question was asked in, and the answer's unless its words are plainly in another.
    Raises NotYetAgreed before the consent that goes first.
    """
    _agreed_or_raise(response, given.question)
    answer = response.answer_to(given.question)
    if answer is None:
        answer = Answer(id=uuid.uuid4(), question=given.question)
        response.answers.append(answer)
    elif given.adds:
        _add_words(answer, given.words)
        if hold_words:
            answer.reading = "held"
        return _counted(response, answer, given, now=now)
    if answer.words != (given.words or None):
        had_words, answer.words = bool(answer.words), given.words or None
        answer.reading = ("held" if hold_words else "waiting") if answer.words else "none"
        answer.statements.clear()
        if had_words and not answer.words:
            pseudonyms.let_go()
    answer.outcome = str(given.outcome)
    answer.value = given.value
    answer.language = _language_of(given.words) or language
    answer.rather_not_say = "rather_not_say" in given.flags
    return _counted(response, answer, given, now=now)


def _language_of(words: str) -> str | None:
    """The language somebody's own words are plainly in, whatever they were asked in."""
    return language_of(words) or guess(words) if words else None


def _agreed_or_raise(response: Response, question: str) -> None:
    asked, values = questionnaire_of(response), response.values
    first = [one for one in asked.questions if isinstance(one, Consent)]
    open_ones = (one.key for one in first if one.key not in values and asked.is_asked(one, values))
    if question not in {one.key for one in first} and next(open_ones, None) is not None:
        raise NotYetAgreed


def _add_words(answer: Answer, words: str) -> None:
    answer.words = "\n".join(filter(None, (answer.words, words)))
    answer.reading = "held" if answer.reading == "held" else "waiting"
    answer.statements.clear()
    if answer.outcome == Outcome.SKIP:
        answer.outcome = str(Outcome.ANSWER_TEXT)


def _counted(response: Response, answer: Answer, given: Given, *, now: datetime) -> Answer:
    questionnaire = questionnaire_of(response)
    asked = questionnaire.find(given.question)
    if asked is not None and asked.about == "borough":
        value = str(answer.value)
        response.borough = value if value in BOROUGHS else None
    if isinstance(asked, Consent):
        response.use_of_words = questionnaire.use_of_words(response.values)
    if response.channel != "web" or response.sent_on is not None:
        send(response, now=now)
    return answer


def send(response: Response, *, now: datetime) -> None:
    """Count the response from now on, and have its words read.

    An answer to a question that the others no longer lead to is let go, and with it what the
    response took from it: nobody is asked it.
    """
    asked, values = questionnaire_of(response), response.values
    standing = asked.standing(values)
    left = [one for one in response.answers if one.question not in standing]
    for answer in left:
        question = asked.find(answer.question)
        if question is None:
            continue
        response.answers.remove(answer)
        if question.about == "borough":
            response.borough = None
        if isinstance(question, Consent):
            response.use_of_words = asked.use_of_words(standing)
    if any(one.words for one in left):
        pseudonyms.let_go()
    response.sent_on = response.sent_on or _day(now, anonymous=response.anonymous)
    for answer in response.answers:
        if answer.reading == "waiting":
            nudge("answers.read", str(answer.id))


def forget(response: Response) -> None:
    """Delete a response and everything that was made of it."""
    local_cases.forget(response)
    db.session.delete(response)
    pseudonyms.let_go()


def finish(response: Response, *, now: datetime, person: Person | None = None) -> None:
    """The person has been through every question."""
    response.finished_on = response.finished_on or _day(now, anonymous=response.anonymous)
    if not response.anonymous or person is None:
        return
    if not db.session.get(TookPart, (response.survey_id, person.id)):
        db.session.add(TookPart(survey_id=response.survey_id, person_id=person.id))


def open_surveys(*, now: datetime) -> list[Survey]:
    """Surveys that take answers now, soonest to close first."""
    found = db.session.scalars(select(Survey).order_by(Survey.closes_at, Survey.title))
    return [survey for survey in found if survey.is_open(now)]


def survey_by_key(key: str) -> Survey | None:
    """The survey of that name in an address."""
    return db.session.scalar(select(Survey).where(Survey.key == key))
