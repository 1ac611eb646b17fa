"""The receipt code on the way: put away once it is written down, or given to stop for now."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engage import answering, retention, times, web_answers
from engage.extensions import db
from engage.web import code_in_hand, languages, next_page, shared_tablet, visit
from engage.web.access import anyone

bp = Blueprint("receipt", __name__, url_prefix="/s")


@bp.post("/<key>/have-it")
@anyone
def have_it(key: str) -> ResponseReturnValue:
    """They have written it down: it is shown here no more, and alone leads to what is not sent."""
    survey = next_page.survey_or_404(key)
    code_in_hand.put_away()
    if visit.has_sent(survey):
        return redirect(url_for("check_and_send.thanks", key=survey.key), 303)
    response = visit.response_of(survey)
    if response is not None and not web_answers.is_only_here(response):
        visit.forget(survey)
    if shared_tablet.is_on():
        shared_tablet.clear()
    return next_page.to_start(survey)


@bp.post("/<key>/stop")
@anyone
def stop(key: str) -> ResponseReturnValue:
    """Give a code with which to come back to what is not sent yet, on any phone."""
    survey = next_page.survey_or_404(key)
    response = visit.response_of(survey)
    if response is None or not survey.is_open(times.now()):
        return next_page.to_start(survey)
    code_in_hand.give(response)
    db.session.commit()
    code_in_hand.show(response, now=times.now())
    return redirect(url_for(".stopped", key=survey.key), 303)


@bp.get("/<key>/stopped")
@anyone
def stopped(key: str) -> ResponseReturnValue:
    """Show the code, and say until when and where it brings them back."""
    survey, now = next_page.survey_or_404(key), times.now()
    response = visit.response_of(survey)
    code = code_in_hand.shown(survey, now=now)
    if response is None or code is None or not survey.is_open(now):
        return next_page.to_start(survey)
    asked = languages.speak(answering.questionnaire_of(response))
    return render_template(
        "receipt/stopped.html",
        survey=survey,
        asked=asked,
        code=code,
        by_text=response.channel == "text",
        last_day=retention.last_day_of(response),
        on_url=next_page.first_open(survey, response),
    )
