"""Where the pages of a survey lead: to its start, the next step, the check, what is about you."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engage import answering, web_answers
from engage.models import Response, Survey
from surveys.questions import ABOUT_YOU, Question

CHECK = "check"
MINE = "mine"


def survey_or_404(key: str) -> Survey:
    """The survey an address means."""
    return web_answers.survey_at(key) or abort(404)


def from_check() -> bool:
    """Whether this step was come to from the check, so that the way on leads back there."""
    return request.args.get("from") == CHECK


def from_mine() -> bool:
    """Whether this step was come to from what a code opened, so that the way on leads there."""
    return request.args.get("from") == MINE


def address(survey: Survey, step: Question, *, checking: bool = False, **more: str) -> str:
    """The address of one step; with `checking`, one whose way on leads back to the check."""
    if step.key == ABOUT_YOU:
        return url_for("about_you.ask", key=survey.key)
    query: dict[str, Any] = {"from": CHECK if checking else None, **more}
    return url_for("questions.ask", key=survey.key, question=step.key, **query)


def to_change(survey: Survey, step: Question, **more: str) -> str:
    """The address of one step to change; its way on leads back to what a code opened."""
    query: dict[str, Any] = {"from": MINE, **more}
    return url_for("questions.ask", key=survey.key, question=step.key, **query)


def to_mine() -> ResponseReturnValue:
    """Back to what a code opened; without it, to where the code is asked for."""
    return redirect(url_for("mine.seen"), 303)


def start_address(survey: Survey) -> str:
    """The address of the first page, which says what can be done there."""
    return url_for("answer.start", key=survey.key)


def onward(survey: Survey) -> str:
    """The page of this survey that a form says to go on to; empty where it names none."""
    asked_for = request.form.get("onward", "")
    is_of_it = asked_for.startswith(f"{start_address(survey)}/") and asked_for.isprintable()
    return asked_for if is_of_it else ""


def to_start(survey: Survey) -> ResponseReturnValue:
    """Back to the first page."""
    return redirect(start_address(survey), 303)


def ahead(survey: Survey, response: Response, step: Question, *, checking: bool = False) -> str:
    """The address of what follows one step; what is about the person waits until all is sent."""
    questionnaire = answering.questionnaire_of(response)
    following = questionnaire.next_after(step.key, response.values)
    crosses = following and questionnaire.is_of_you(following) > questionnaire.is_of_you(step)
    if following is None or crosses:
        return first_open(survey, response, checking=checking)
    return address(survey, following, checking=checking)


def first_open(survey: Survey, response: Response, *, checking: bool = False) -> str:
    """The address of the first question without an answer, or else of the check or the thanks."""
    questionnaire, values = answering.questionnaire_of(response), response.values
    waiting, is_sent = questionnaire.next_after(None, values), web_answers.is_sent(response)
    if waiting is None or (not is_sent and questionnaire.is_done(values)):
        return url_for(f"check_and_send.{'thanks' if is_sent else 'check'}", key=survey.key)
    return address(survey, waiting, checking=checking)


def go_on(survey: Survey, response: Response, *, checking: bool = False) -> ResponseReturnValue:
    """On to the first step that is still open."""
    return redirect(first_open(survey, response, checking=checking), 303)
