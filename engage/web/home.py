"""The front page: what this service is, what is open, and what came of it before."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engage import answering, front_page, times, web_answers
from engage.models import Survey
from engage.web.access import anyone
from engage.web.languages import language_for
from surveys.questionnaire import Questionnaire

bp = Blueprint("home", __name__)


@bp.get("/")
@anyone
def front() -> ResponseReturnValue:
    """Say what this is, and offer the surveys that are open now."""
    found = [(survey, _asked(survey)) for survey in answering.open_surveys(now=times.now())]
    return render_template(
        "home/front.html",
        surveys=[(survey, asked, web_answers.minutes(asked)) for survey, asked in found],
        told=[(survey, _asked(survey)) for survey in front_page.surveys_with_summary()],
    )


def _asked(survey: Survey) -> Questionnaire:
    """A survey as this visitor would be asked it."""
    questionnaire = survey.latest.questionnaire
    return questionnaire.in_language(language_for(questionnaire))


@bp.get("/S/<key>")
@anyone
def in_capitals(key: str) -> ResponseReturnValue:
    """A survey's address typed from a poster, capitals and all, and led there in one step."""
    meant = web_answers.survey_at(key)
    return redirect(url_for("answer.start", key=meant.key if meant else key))
