"""When an answer could not be kept: why, what to do, and the words, so that they are not lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engage import front_page, times, web_answers
from engage.models import Response, Survey
from engage.web import languages, visit
from surveys.questions import Question
from surveys.reading import Outcome

NOT_KEPT = 409


@dataclass(frozen=True)
class Written:
    """What somebody wrote, and the question they wrote it to."""

    question: str
    words: str


def typed_now(asked: Question) -> list[Written]:
    """What came with this very request in a person's own words; a choice is soon made again."""
    typed = request.form.get("answer", "").strip()
    return [Written(asked.wording, typed)] if typed and web_answers.is_written(asked) else []


def kept_words(response: Response, questions: Sequence[Question]) -> list[Written]:
    """What a response has in somebody's own words, for each of these questions that has some."""
    answers = ((one.wording, response.answer_to(one.key)) for one in questions)
    return [
        Written(wording, answer.words)
        for wording, answer in answers
        if answer is not None and answer.words and answer.outcome == Outcome.ANSWER_TEXT
    ]


def closed(survey: Survey, written: list[Written]) -> ResponseReturnValue:
    """The survey takes no answers now, or none yet."""
    asked = languages.speak(survey.latest.questionnaire)
    page = render_template(
        "answer/closed.html",
        survey=survey,
        asked=asked,
        has_summary=survey in front_page.surveys_with_summary(),
        unsent=_is_unsent(survey, written),
        yet_to_open=times.now() < survey.opens_at,
        written=written,
    )
    return page, NOT_KEPT if written else 200


def _is_unsent(survey: Survey, written: list[Written]) -> bool:
    """Whether answers were begun that do not count; by text each counts as it is given."""
    if visit.has_sent(survey):
        return False
    response = visit.response_of(survey)
    return bool(written) if response is None else response.sent_on is None


def lost_place(survey: Survey, written: list[Written]) -> ResponseReturnValue:
    """We do not know whose answer this is: the cookie has gone, or they were sent already."""
    return _page(survey, written, why="sent" if visit.has_sent(survey) else "lost")


def not_agreed_yet(survey: Survey, written: list[Written]) -> ResponseReturnValue:
    """The question whether they agree, before which nothing is kept, is still open."""
    return _page(survey, written, why="not yet agreed")


def not_changed(survey: Survey, written: list[Written]) -> ResponseReturnValue:
    """What a code opened cannot be changed now: it is shut again, or gone, or the survey closed."""
    asked = languages.speak(survey.latest.questionnaire)
    is_open = survey.is_open(times.now())
    page = render_template("mine/not_changed.html", asked=asked, is_open=is_open, written=written)
    return page, NOT_KEPT


def _page(survey: Survey, written: list[Written], *, why: str) -> ResponseReturnValue:
    asked = languages.speak(survey.latest.questionnaire)
    page = render_template(
        "answer/not_kept.html", survey=survey, asked=asked, why=why, written=written
    )
    return page, NOT_KEPT
