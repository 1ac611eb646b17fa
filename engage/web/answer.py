"""The first page of a survey: who asks and why, beginning, and coming back to what was begun."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import answering, times, web_answers
from engage.extensions import db
from engage.web import (
    code_in_hand,
    helping,
    just_done,
    languages,
    next_page,
    not_kept,
    opened,
    shared_tablet,
    tablet,
    visit,
)
from engage.web.access import anyone

bp = Blueprint("answer", __name__, url_prefix="/s")


@bp.get("/<key>")
@anyone
def start(key: str) -> ResponseReturnValue:
    """Say who asks, why, and how long it takes; opening the link changes nothing."""
    survey = next_page.survey_or_404(key)
    if survey.key != key:
        return redirect(url_for("answer.start", key=survey.key))
    if not survey.is_open(times.now()):
        return not_kept.closed(survey, [])
    if shared_tablet.is_on():
        return tablet.start(survey)
    asked = languages.speak(survey.latest.questionnaire)
    if visit.has_sent(survey):
        visit.sent(survey)  # whoever comes to the start now need not be who sent them
        code_in_hand.put_away_of(survey)
        opened.close()
        return render_template("answer/sent.html", survey=survey, asked=asked)
    response = visit.response_of(survey)
    if response is not None and response.answers:
        return render_template(
            "answer/carry_on.html",
            survey=survey,
            asked=asked,
            by_text=response.channel == "text",
            is_only_here=web_answers.is_only_here(response),
        )
    return render_template(
        "answer/start.html", survey=survey, asked=asked, minutes=web_answers.minutes(asked)
    )


@bp.post("/<key>")
@anyone
def begin(key: str) -> ResponseReturnValue:
    """Begin, carry on, or begin again with a clean sheet.

    What was said by text, or has a code, stays with whoever said it.
    """
    survey = next_page.survey_or_404(key)
    response = visit.response_of(survey)
    if response is not None and "again" in request.form:
        if web_answers.is_only_here(response):
            db.session.delete(response)
        response = None
    if response is None:
        try:
            response = answering.start(survey, "web", now=times.now())
        except answering.SurveyClosed:
            return next_page.to_start(survey)
    visit.begun(survey, response)
    helping.begun(survey, response)
    db.session.commit()
    return next_page.go_on(survey, response)


@bp.get("/<key>/no-thanks")
@anyone
def no_thanks(key: str) -> ResponseReturnValue:
    """For somebody who did not agree to take part: nothing was kept, and how to come back."""
    survey = next_page.survey_or_404(key)
    if not just_done.was(f"no thanks {survey.key}", now=times.now()):
        return next_page.to_start(survey)
    asked = languages.speak(survey.latest.questionnaire)
    return render_template("answer/no_thanks.html", survey=survey, asked=asked)
