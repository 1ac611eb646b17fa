"""The check before answers are sent, the sending, and thanks with what happens next."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from engage import answering, retention, times, to_the_web, web_answers
from engage.extensions import db
from engage.models import Response, Survey
from engage.web import code_in_hand, easy_read, languages, next_page, not_kept, said, visit
from engage.web.access import anyone
from surveys.questionnaire import Questionnaire
from surveys.questions import Question

bp = Blueprint("check_and_send", __name__, url_prefix="/s")


@bp.get("/<key>/check")
@anyone
def check(key: str) -> ResponseReturnValue:
    """Show every answer before it is sent, with a way to change each."""
    survey = next_page.survey_or_404(key)
    response = visit.response_of(survey)
    if response is None or not survey.is_open(times.now()):
        return next_page.to_start(survey)
    questionnaire = languages.speak(answering.questionnaire_of(response))
    if not questionnaire.is_done(response.values):
        return next_page.go_on(survey, response)
    code_in_hand.ready(response)
    rows = [
        _row(survey, response, questionnaire, asked)
        for asked in questionnaire.asked(response.values)
    ]
    return render_template(
        "answer/check.html",
        survey=survey,
        asked=questionnaire,
        rows=rows,
        back_url=_last(survey, response, questionnaire),
        again="again" in request.args,
        by_text=response.channel != "web",
    )


def _row(
    survey: Survey, response: Response, questionnaire: Questionnaire, asked: Question
) -> tuple[str, str | None, str]:
    shown = easy_read.version(questionnaire.filled(asked, response.values))
    answer = said.in_words(response, asked, language=questionnaire.language_of(asked))
    return shown.wording, answer, next_page.address(survey, asked, checking=True)


def _last(survey: Survey, response: Response, questionnaire: Questionnaire) -> str:
    """The address of the last step before the check."""
    values = response.values
    asked = [one for one in questionnaire.questions if questionnaire.is_asked(one, values)]
    return next_page.address(survey, asked[-1]) if asked else next_page.start_address(survey)


@bp.post("/<key>/check")
@anyone
def send(key: str) -> ResponseReturnValue:
    """Send the answers, once however often the button is pressed."""
    survey = next_page.survey_or_404(key)
    response = visit.response_of(survey)
    if response is None:
        return _sent(survey)
    questionnaire = answering.questionnaire_of(response)
    now = times.now()
    if not survey.is_open(now):
        lost = not_kept.kept_words(response, questionnaire.questions)
        return not_kept.closed(survey, lost if response.sent_on is None else [])
    if not questionnaire.is_done(response.values):
        return next_page.go_on(survey, response)
    answering.send(response, now=now)
    answering.finish(response, now=now)
    to_the_web.finished_on_web(response, now=now)
    code_in_hand.give(response)
    db.session.commit()
    return _sent(survey)


def _sent(survey: Survey) -> ResponseReturnValue:
    """On to what may be asked about the person, or else to the thanks."""
    response = visit.sent_just_now(survey)
    if response is None:
        return redirect(url_for(".thanks", key=survey.key), 303)
    code_in_hand.show(response, now=times.now())
    visit.let_go_when_over(survey, response)
    return next_page.go_on(survey, response)


@bp.get("/<key>/thanks")
@anyone
def thanks(key: str) -> ResponseReturnValue:
    """Say thank you and what happens next, and nothing of what was said."""
    survey = next_page.survey_or_404(key)
    if not visit.has_sent(survey):
        return next_page.to_start(survey)
    asked = languages.speak(survey.latest.questionnaire)
    return render_template(
        "answer/thanks.html",
        survey=survey,
        asked=asked,
        told_by=web_answers.told_by(survey),
        code=code_in_hand.shown(survey, now=times.now()),
        hear_back_days=retention.RULES["hear_back"].days,
    )


@bp.errorhandler(CSRFError)
def not_from_our_page(_error: CSRFError) -> ResponseReturnValue:
    """A form that is older than the cookie: nothing is sent, and one more press sends it."""
    survey = web_answers.survey_at((request.view_args or {})["key"])
    if survey is None:
        return render_template("errors/404.html"), 404
    if visit.response_of(survey) is not None:
        return redirect(url_for(".check", key=survey.key, again=1), 303)
    if visit.has_sent(survey):
        return _sent(survey)
    return not_kept.lost_place(survey, [])
