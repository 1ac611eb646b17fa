"""A survey answered on the web: which survey an address means, and where a person is in it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil

from sqlalchemy import func, or_, select

from engage import answering
from engage.extensions import db, settings
from engage.models import Answer, Consultation, Response, Survey
from surveys.kinds.pick_several import NONE_OF_THESE
from surveys.normalise import as_typed
from surveys.progress import Given
from surveys.questionnaire import Questionnaire
from surveys.questions import DateQuestion, FreeText, Number, PickSeveral, Question
from surveys.reading import Flag, Outcome, Reading, Value, unclear

NOT_SAY = "rather_not_say"
WRITTEN = (FreeText, Number, DateQuestion)
"""The kinds a person writes the answer to; to the others they choose one that is on the page."""
LONGEST_CHOICE = 200
SECONDS_TO_CHOOSE = 20
SECONDS_TO_WRITE = 60
LONGEST_ADDRESS = 200
_BETWEEN = re.compile(r"[^a-z0-9]+")


def survey_at(typed: str) -> Survey | None:
    """The survey an address means, by its key or by its text word.

    People type addresses from posters: capitals, spaces and full stops are forgiven.
    """
    letters = _BETWEEN.sub("", typed[:LONGEST_ADDRESS].replace("%20", " ").casefold())
    if not letters:
        return None
    key = func.replace(func.replace(Survey.key, "-", ""), "_", "")
    word = func.lower(Survey.text_word)
    found = db.session.scalars(select(Survey).where(or_(key == letters, word == letters))).all()
    return min(found, key=lambda survey: _unlike(survey, typed, letters), default=None)


def _unlike(survey: Survey, typed: str, letters: str) -> int:
    """How far an address is from a survey's own: its key as it is, its key in letters, its word."""
    if survey.key == typed.casefold():
        return 0
    return 1 if _BETWEEN.sub("", survey.key) == letters else 2


def minutes(questionnaire: Questionnaire) -> int:
    """About how long it takes, in whole minutes and never less than one."""
    asked = [question for question in questionnaire.questions if question.takes_answer]
    seconds = sum(
        SECONDS_TO_WRITE if isinstance(question, FreeText) else SECONDS_TO_CHOOSE
        for question in asked
    )
    _, longest = questionnaire.lengths()
    return max(1, ceil(seconds / 60 * longest / max(1, len(asked))))


def told_by(survey: Survey) -> date | None:
    """The day by which people are told what comes of a survey; None where it has no end.

    That is the day its consultation promises or, without one, the day of the decision it serves,
    where that is still to come at the end, or else some weeks after it closes.
    """
    closes = survey.last_day
    serves = survey.consultation_id and db.session.get(Consultation, survey.consultation_id)
    decided = (serves.tell_by or serves.decided_on) if serves else None
    if decided and (closes is None or decided >= closes):
        return decided
    return closes + timedelta(weeks=settings().tell_back_weeks) if closes else None


def response_to(survey: Survey, response_id: object) -> Response | None:
    """A response to this very survey, begun on the web or brought there by a link in a text.

    It is found by the id that a signed cookie brought back.
    """
    try:
        found = db.session.get(Response, uuid.UUID(str(response_id)))
    except ValueError:
        return None
    return found if found is not None and found.survey_id == survey.id else None


def is_sent(response: Response) -> bool:
    """Whether its answers have been sent; by text each goes as it is given, so the end counts."""
    if response.channel == "web":
        return response.sent_on is not None
    return response.finished_on is not None


def is_only_here(response: Response) -> bool:
    """Whether no text and no code leads back to it, so that it is lost where it is let go."""
    return response.channel == "web" and response.receipt_key is None


def is_over(response: Response) -> bool:
    """Whether its answers are sent, and nothing about the person is left to ask either."""
    waiting = answering.questionnaire_of(response).next_after(None, response.values)
    return is_sent(response) and waiting is None


def reachable(
    questionnaire: Questionnaire, values: Mapping[str, Value], asked: Question
) -> Question | None:
    """The step itself once all before it are answered, else the first that is not."""
    if questionnaire.is_asked(asked, values):
        before = questionnaire.before(asked.key, values)
        while before and (before.key in values or not before.takes_answer):
            before = questionnaire.before(before.key, values)
        if before is None:
            return asked
    return questionnaire.next_after(None, values)


def is_written(asked: Question) -> bool:
    """Whether the answer is written, and so would be lost if it were not shown again."""
    return isinstance(asked, WRITTEN)


def read_typed(
    asked: Question, typed: Sequence[str], *, language: str, today: date | None = None
) -> Reading:
    """What was chosen or typed on the page, read just as a text would be, one value a line.

    A choice comes from a button, so a long one is not from our page and is not read.
    """
    if not isinstance(asked, FreeText):
        if list(typed) == [NOT_SAY]:
            return Reading(Outcome.SKIP, flags=frozenset({Flag.RATHER_NOT_SAY}))
        if NOT_SAY in typed or any(len(one) > LONGEST_CHOICE for one in typed):
            return unclear()
    return asked.read("\n".join(typed), language=language, today=today)


def stands_alone(typed: Sequence[str]) -> str | None:
    """Which of the answers that go with no other was picked with another; None when none was."""
    picked = set(typed)
    alone = (one for one in (NOT_SAY, NONE_OF_THESE) if one in picked and len(picked) > 1)
    return next(alone, None)


def typed_to_show(asked: Question, typed: Sequence[str]) -> Value:
    """What to put back in the form of what was typed or picked on it just now."""
    if isinstance(asked, PickSeveral) and typed:
        return tuple(typed)
    return typed[0] if typed else ""


def words_too_many(asked: FreeText, typed: str) -> int:
    """About how many words have to go for an answer to fit."""
    return max(1, len(as_typed(typed)[asked.limit :].split()))


def given(asked: Question, reading: Reading) -> Given:
    """A reading that can be kept, as the answer to this question."""
    return Given(asked.key, reading.outcome, reading.value, reading.words, reading.flags)


def to_show(asked: Question, answer: Answer | None) -> Value:
    """What to put back in the form for an answer kept before; a day as it is written here."""
    if answer is None:
        return None
    if answer.rather_not_say:
        return None if isinstance(asked, WRITTEN) else NOT_SAY
    if answer.outcome == Outcome.ANSWER_TEXT:
        return answer.words
    value = asked.value_from(answer.value)
    return asked.say(value) if isinstance(asked, DateQuestion) and value else value
