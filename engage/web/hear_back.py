"""Leaving a number, apart from the answers, to hear what comes of a survey."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage import hear_back, retention, throttles, times
from engage.extensions import db
from engage.models import Survey
from engage.web import guesses, just_done, languages, next_page, visit
from engage.web.access import anyone

bp = Blueprint("hear_back", __name__, url_prefix="/s")

NUMBERS_FROM_ONE_PLACE = 60
"""How many numbers an address may leave in a quarter of an hour: a whole hostel may share one."""


@bp.get("/<key>/hear-back")
@anyone
def ask(key: str) -> ResponseReturnValue:
    """Ask for a number, of whoever has sent their answers."""
    survey = next_page.survey_or_404(key)
    if not visit.has_sent(survey):
        return next_page.to_start(survey)
    return _asking(survey)


def _asking(survey: Survey, *, typed: str = "", error: str = "") -> str:
    asked = languages.speak(survey.latest.questionnaire)
    errors = [("number", error)] if error else []
    return render_template(
        "receipt/hear_back.html",
        survey=survey,
        asked=asked,
        typed=typed,
        error=error,
        errors=errors,
        hear_back_days=retention.RULES["hear_back"].days,
    )


@bp.post("/<key>/hear-back")
@anyone
def leave(key: str) -> ResponseReturnValue:
    """Keep the number; one that is there already is as welcome."""
    survey = next_page.survey_or_404(key)
    if not visit.has_sent(survey):
        return next_page.to_start(survey)
    typed, who = request.form.get("number", ""), guesses.place()
    if not throttles.allow("hear-back", who, limit=NUMBERS_FROM_ONE_PLACE, now=times.now()):
        db.session.commit()
        wait = gettext("A lot of numbers came at once. Please wait 15 minutes and try again")
        return _asking(survey, typed=typed, error=wait), 429
    try:
        hear_back.leave(survey, typed, language=languages.chosen())
    except hear_back.NotAUKMobile:
        db.session.commit()
        return _asking(survey, typed=typed, error=_explained(typed)), 400
    db.session.commit()
    just_done.mark(f"hear back {survey.key}", now=times.now())
    return redirect(url_for(".left", key=survey.key), 303)


def _explained(typed: str) -> str:
    if not typed.strip():
        return gettext("Write your number, or go on without: you do not have to give one")
    return gettext("We can text UK mobile numbers only. Write one like 07700 900123")


@bp.get("/<key>/hear-back/left")
@anyone
def left(key: str) -> ResponseReturnValue:
    """Say what happens with the number now."""
    survey = next_page.survey_or_404(key)
    if not just_done.was(f"hear back {survey.key}", now=times.now()):
        return redirect(url_for(".ask", key=survey.key), 303)
    asked = languages.speak(survey.latest.questionnaire)
    return render_template("receipt/will_hear.html", survey=survey, asked=asked)
