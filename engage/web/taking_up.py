"""Before another response is taken up on this device: what was begun here need not be lost."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engage import web_answers
from engage.models import Survey
from engage.web import languages, pressed, visit

WITHOUT = "without"


def ask_first(survey: Survey) -> ResponseReturnValue | None:
    """A page that offers a code for what was begun here, or the same press without one.

    None when nothing would be lost, or they have said that they go on without.
    """
    response = visit.response_of(survey)
    if response is None or not response.answers or not web_answers.is_only_here(response):
        return None
    if WITHOUT in request.form:
        return None
    page = render_template(
        "receipt/first.html",
        survey=survey,
        asked=languages.speak(survey.latest.questionnaire),
        action=request.path,
        pressed=pressed.again(),
        without=WITHOUT,
    )
    return page, 409
