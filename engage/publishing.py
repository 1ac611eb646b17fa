"""Publishing a survey: from a file or a draft somebody wrote to one that people can answer."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from engage.drafts import ChangedSince
from engage.extensions import db
from engage.models import Survey, SurveyDraft, SurveyVersion
from engage.times import from_local, last_day
from surveys import text_words
from surveys.changes import what_changes
from surveys.keys import LONGEST_KEY, is_key
from surveys.loading import from_dict, unready
from surveys.problems import SurveyProblems
from surveys.questionnaire import Questionnaire

LONGEST_TITLE = 200
_BETWEEN = re.compile(r"[-_]")


class CannotPublish(Exception):
    """The survey cannot go out as it is; `problems` says what to mend, by what it is about."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("\n".join(self.problems.values()))


@dataclass(frozen=True)
class Terms:
    """How a survey is asked: with or without a link to the person, by which word, and when.

    It opens at once without `opens_at`, and stays open without `closes_at`.
    """

    anonymous: bool
    text_word: str | None
    closes_at: datetime | None
    opens_at: datetime | None = None

    @property
    def word(self) -> str | None:
        """The text word as it is kept: in capitals."""
        return (self.text_word or "").strip().upper() or None

    @property
    def last_day(self) -> date | None:
        """The last day on which answers are taken, if there is one."""
        return last_day(self.closes_at) if self.closes_at else None


def start_of(day: date) -> datetime:
    """The moment a day begins for people."""
    return from_local(datetime.combine(day, time(0)))


def end_of(day: date) -> datetime:
    """The moment a day is over for people."""
    return start_of(day + timedelta(days=1))


def look(questionnaire: Questionnaire, terms: Terms, *, now: datetime) -> dict[str, str]:
    """What stands in the way of publishing a new survey, by what it is about; empty if nothing."""
    return dict(_in_the_way(questionnaire, terms, now))


def _in_the_way(
    questionnaire: Questionnaire, terms: Terms, now: datetime
) -> Iterator[tuple[str, str]]:
    if len(questionnaire.title) > LONGEST_TITLE:
        yield "title", f"The title is long. Make it {LONGEST_TITLE} letters or fewer."
    if not is_key(questionnaire.key):
        yield (
            "key",
            (
                "The address starts with a letter. It has small letters, digits, - and _ only, "
                f"and {LONGEST_KEY} at most."
            ),
        )
    if terms.word is not None and (why := text_words.why_not(terms.word)):
        yield "word", why
    opens = terms.opens_at or now
    if terms.closes_at is not None and terms.closes_at <= max(opens, now):
        yield "closes", "Choose a closing day that has not passed, on or after the opening day."
    yield from _clashes(questionnaire.key, terms.word, now)


def _clashes(key: str, word: str | None, now: datetime) -> Iterator[tuple[str, str]]:
    """Another survey with this address or this word: an address is read without its marks.

    The word of a survey that has finished is free again.
    """
    mine = _letters(key)
    for survey in db.session.scalars(select(Survey).order_by(Survey.opens_at)):
        their_word = "" if _is_over(survey, now) else (survey.text_word or "").casefold()
        theirs = {_letters(survey.key), their_word} - {""}
        if mine in theirs:
            yield "key", f"The address {key} leads to “{survey.title}”. Choose another."
        if word is not None and word.casefold() in theirs:
            yield "word", f"The word {word} belongs to “{survey.title}”. Choose another."


def _letters(key: str) -> str:
    return _BETWEEN.sub("", key.casefold())


def publish(questionnaire: Questionnaire, terms: Terms, *, now: datetime) -> Survey:
    """A new survey, its first version frozen; raises CannotPublish."""
    if problems := look(questionnaire, terms, now=now):
        raise CannotPublish(problems)
    if terms.word and (before := word_of_a_finished_one(terms.word, now=now)):
        before.text_word = None
        db.session.flush()
    survey = Survey(
        id=uuid.uuid4(),
        key=questionnaire.key,
        title=questionnaire.title,
        anonymous=terms.anonymous,
        text_word=terms.word,
        opens_at=terms.opens_at or now,
        closes_at=terms.closes_at,
        versions=[SurveyVersion(number=1, definition=questionnaire.to_dict(), published_at=now)],
    )
    try:
        with db.session.begin_nested():
            db.session.add(survey)
    except IntegrityError:
        another = "Somebody has just published a survey with that address or that text word."
        raise CannotPublish(
            dict(_clashes(questionnaire.key, terms.word, now)) or {"key": another}
        ) from None
    return survey


def _is_over(survey: Survey, now: datetime) -> bool:
    return survey.closes_at is not None and survey.closes_at <= now


def word_of_a_finished_one(word: str, *, now: datetime) -> Survey | None:
    """The finished survey whose text word this was, which a new one may take over."""
    found = db.session.scalar(select(Survey).where(Survey.text_word == word))
    return found if found is not None and _is_over(found, now) else None


def whole(draft: SurveyDraft) -> Questionnaire:
    """The survey in a draft; raises CannotPublish while there is something to put right."""
    try:
        questionnaire = from_dict(draft.definition)
    except SurveyProblems:
        questionnaire = None
    if questionnaire is None or any(unready(questionnaire)):
        raise CannotPublish({"draft": "There are still things to put right in this survey."})
    return questionnaire


def publish_draft(
    draft: SurveyDraft, revision: int, terms: Terms, *, key: str, now: datetime
) -> Survey:
    """A new survey from a draft as it was at this revision; the draft is then gone.

    Of two people who do it at once one publishes. Raises CannotPublish or ChangedSince.
    """
    questionnaire = replace(whole(draft), key=key)
    with db.session.begin_nested():
        _claim(draft, revision)
        return publish(questionnaire, terms, now=now)


def publish_next(draft: SurveyDraft, revision: int, *, now: datetime) -> Survey:
    """The next version of a survey from its draft at this revision; the draft is then gone.

    Responses remember their own version. Raises CannotPublish or ChangedSince.
    """
    questionnaire = whole(draft)
    survey = db.session.get_one(Survey, draft.survey_id)
    if problems := look_at_next(survey, questionnaire, now=now):
        raise CannotPublish(problems)
    number = survey.latest.number + 1
    definition = {**questionnaire.to_dict(), "key": survey.key}
    _claim(draft, revision)
    survey.title = questionnaire.title
    survey.versions.append(SurveyVersion(number=number, definition=definition, published_at=now))
    try:
        db.session.flush()
    except IntegrityError:
        raise ChangedSince from None
    return survey


def look_at_next(survey: Survey, questionnaire: Questionnaire, *, now: datetime) -> dict[str, str]:
    """What stands in the way of making this the next version; empty when nothing."""
    problems = {}
    if _is_over(survey, now):
        problems["draft"] = "This survey has finished, so its questions stay as they are."
    elif not what_changes(survey.latest.questionnaire, questionnaire):
        problems["draft"] = "Nothing in this draft is different from what people are asked now."
    if len(questionnaire.title) > LONGEST_TITLE:
        problems["title"] = f"The title is long. Make it {LONGEST_TITLE} letters or fewer."
    return problems


def _claim(draft: SurveyDraft, revision: int) -> None:
    """Take the draft away, so that whoever else publishes it at this moment finds it gone."""
    if draft.revision != revision:
        raise ChangedSince
    gone = db.session.scalar(
        delete(SurveyDraft)
        .where(SurveyDraft.id == draft.id, SurveyDraft.revision == revision)
        .returning(SurveyDraft.id)
        .execution_options(synchronize_session=False)
    )
    if gone is None:
        raise ChangedSince


def close_now(survey: Survey, *, now: datetime) -> bool:
    """Take no more answers from this moment; False when it has finished already."""
    if _is_over(survey, now):
        return False
    survey.closes_at = now
    survey.opens_at = min(survey.opens_at, now)
    return True


def move_closing(survey: Survey, closes_at: datetime | None, *, now: datetime) -> None:
    """Let a survey that has not finished take answers up to another moment, or for good.

    Raises CannotPublish.
    """
    if _is_over(survey, now):
        raise CannotPublish({"closes": "This survey has finished already."})
    if closes_at is not None and closes_at <= max(now, survey.opens_at):
        raise CannotPublish({"closes": "Choose a day that has not passed."})
    survey.closes_at = closes_at
