"""Once answers are sent: may we ask a few things about the person? A yes leads to them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engage import answering, times
from engage.models import Response, Survey
from engage.web import languages, next_page, visit
from engage.web.access import anyone
from engage.web.step import keep
from surveys.progress import Given
from surveys.questions import ABOUT_YOU, AboutYou
from surveys.reading import Outcome

bp = Blueprint("about_you", __name__, url_prefix="/s")


def _sent(survey: Survey) -> Response | None:
    """This visitor's response, sent, to a survey that has something to ask about them."""
    response = visit.sent_response_of(survey)
    if response is None or not survey.is_open(times.now()):
        return None
    return response if answering.questionnaire_of(response).find(ABOUT_YOU) else None


@bp.get("/<key>/about-you")
@anyone
def ask(key: str) -> ResponseReturnValue:
    """Ask whether we may ask, and say why."""
    survey = next_page.survey_or_404(key)
    response = _sent(survey)
    if response is None:
        return next_page.to_start(survey)
    questionnaire = languages.speak(answering.questionnaire_of(response))
    gate = questionnaire.find(ABOUT_YOU)
    count = gate.count if isinstance(gate, AboutYou) else 0
    return render_template("answer/about_you.html", survey=survey, asked=questionnaire, count=count)


@bp.post("/<key>/about-you")
@anyone
def take(key: str) -> ResponseReturnValue:
    """Take the yes or the no; anything but a yes is the end, and all is sent already."""
    survey = next_page.survey_or_404(key)
    response = _sent(survey)
    if response is None:
        return next_page.to_start(survey)
    questionnaire = languages.speak(answering.questionnaire_of(response))
    value = "yes" if request.form.get("answer") == "yes" else "no"
    given = Given(ABOUT_YOU, Outcome.ANSWER, value)
    kept = keep(survey, response, given, language=questionnaire.language)
    if kept is None:
        return next_page.to_start(survey)
    onward = next_page.first_open(survey, kept)
    visit.let_go_when_over(survey, kept)
    return redirect(onward, 303)
