"""Answering a survey on the web: one question a page, a check before sending, and thanks."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.exc import IntegrityError

from engage import answering, front_page, times, to_the_web, web_answers
from engage.extensions import db
from engage.models import Response, Survey
from engage.web import visit
from engage.web.access import anyone
from surveys.progress import Given
from surveys.questionnaire import Questionnaire
from surveys.questions import DateQuestion, FreeText, Number, PickSeveral, Question
from surveys.reading import Flag, Outcome, Reading

bp = Blueprint("answer", __name__, url_prefix="/s")

MISSED = "missed"


def _survey(key: str) -> Survey:
    return web_answers.survey_at(key) or abort(404)


def _start_page(survey: Survey) -> ResponseReturnValue:
    return redirect(url_for("answer.start", key=survey.key), 303)


def _question_page(survey: Survey, asked: Question) -> ResponseReturnValue:
    return redirect(url_for("answer.question", key=survey.key, question=asked.key), 303)


def _address(survey: Survey, asked: Question, origin: str | None, **more: str) -> str:
    """The address of a question; `origin` is "check" when the way on leads back there."""
    query: dict[str, Any] = {"from": origin, **more}
    return url_for("answer.question", key=survey.key, question=asked.key, **query)


def next_page(survey: Survey, response: Response) -> ResponseReturnValue:
    """The first question not answered yet, or the check when there is none."""
    waiting = answering.questionnaire_of(response).next_after(None, response.values)
    if waiting is not None:
        return _question_page(survey, waiting)
    return redirect(url_for("answer.check", key=survey.key), 303)


@bp.get("/<key>")
@anyone
def start(key: str) -> ResponseReturnValue:
    """Say who asks, why, and how long it takes; opening the link changes nothing."""
    survey = _survey(key)
    if survey.key != key:
        return redirect(url_for("answer.start", key=survey.key))
    if not survey.is_open(times.now()):
        return _not_open(survey)
    if visit.has_sent(survey):
        return render_template("answer/sent.html", survey=survey)
    response = visit.response_of(survey)
    if response is not None and response.answers:
        return render_template("answer/carry_on.html", survey=survey)
    asked = survey.latest.questionnaire
    return render_template(
        "answer/start.html", survey=survey, asked=asked, minutes=web_answers.minutes(asked)
    )


def _not_open(survey: Survey) -> str:
    summary = survey in front_page.surveys_with_summary()
    return render_template(
        "answer/closed.html",
        survey=survey,
        has_summary=summary,
        unsent=visit.response_of(survey) is not None,
        yet_to_open=times.now() < survey.opens_at,
    )


@bp.post("/<key>")
@anyone
def begin(key: str) -> ResponseReturnValue:
    """Begin, carry on, or begin again with a clean sheet."""
    survey = _survey(key)
    response = visit.response_of(survey)
    if response is not None and "again" in request.form:
        db.session.delete(response)
        response = None
    if response is None:
        try:
            response = answering.start(survey, "web", now=times.now())
        except answering.SurveyClosed:
            return _start_page(survey)
    visit.begun(survey, response)
    db.session.commit()
    return next_page(survey, response)


@bp.route("/<key>/q/<question>", methods=["GET", "POST"])
@anyone
def question(key: str, question: str) -> ResponseReturnValue:
    """Ask one question; a good answer leads on, one we cannot read is explained."""
    survey = _survey(key)
    response = visit.response_of(survey)
    questionnaire = (
        answering.questionnaire_of(response) if response else survey.latest.questionnaire
    )
    asked = questionnaire.find(question) or abort(404)
    if response is None or not survey.is_open(times.now()):
        return _start_page(survey)
    if request.method == "POST":
        return _answered(survey, response, questionnaire, asked)
    if web_answers.reachable(questionnaire, response.values, asked) is not asked:
        return next_page(survey, response)
    answer = response.answer_to(asked.key)
    if answer is None and MISSED in request.args:
        return _asking(survey, response, asked, None, _explain(asked)), 400
    return _asking(survey, response, asked, web_answers.to_show(asked, answer))


def _answered(
    survey: Survey, response: Response, questionnaire: Questionnaire, asked: Question
) -> ResponseReturnValue:
    if "skip" in request.form:
        reading = Reading(Outcome.SKIP)
    else:
        typed, today = request.form.getlist("answer"), times.today(times.now())
        language = questionnaire.language
        reading = web_answers.read_typed(asked, typed, language=language, today=today)
    if reading.outcome is Outcome.CLARIFY:
        return _not_read(survey, response, questionnaire, asked, reading)
    kept = _keep(survey, response, web_answers.given(asked, reading))
    if kept is None:
        return _start_page(survey)
    following = questionnaire.next_after(asked.key, kept.values)
    if following is None or _checking():
        return next_page(survey, kept)
    return _question_page(survey, following)


def _not_read(
    survey: Survey,
    response: Response,
    questionnaire: Questionnaire,
    asked: Question,
    reading: Reading,
) -> ResponseReturnValue:
    """Explain, on a page opened afresh, so that a browser's Back never warns of sending twice.

    What a person wrote, or what would take the place of an answer, stays on the page itself.
    """
    typed = request.form.get("answer", "")
    if Flag.TOO_LONG in reading.flags:
        return _asking(survey, response, asked, typed, _too_long(asked, typed)), 400
    written = isinstance(asked, web_answers.WRITTEN) and typed.strip()
    if written or response.answer_to(asked.key) is not None:
        return _asking(survey, response, asked, typed, _explain(asked)), 400
    origin = "check" if _checking() else None
    return redirect(_address(survey, asked, origin, **{MISSED: "1"}), 303)


def _keep(survey: Survey, response: Response, given: Given) -> Response | None:
    """Record and commit; of the same answer sent twice at once, the later one stays.

    None when the response went meanwhile, as when it was begun again in another window.
    """
    try:
        answering.record(response, given, now=times.now())
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        again = visit.response_of(survey)
        if again is not None:
            answering.record(again, given, now=times.now())
            db.session.commit()
        return again
    return response


def _checking() -> bool:
    return request.args.get("from") == "check"


def _too_long(asked: Question, typed: str) -> str:
    return ngettext(
        "That is one letter more than we can take. Please make it a little shorter",
        "That is %(num)s letters more than we can take. Please make it shorter",
        len(typed.strip()) - (asked.limit if isinstance(asked, FreeText) else 0),
    )


def _explain(asked: Question) -> str:
    if isinstance(asked, FreeText):
        return gettext("Write something, or press “Skip this question”")
    if isinstance(asked, PickSeveral):
        return gettext("Pick at least one answer, or press “Skip this question”")
    if isinstance(asked, Number):
        return gettext("Write how many as one number, or press “Skip this question”")
    if isinstance(asked, DateQuestion):
        return gettext("Write a date, like 3 March 2027, or press “Skip this question”")
    return gettext("Pick one answer, or press “Skip this question”")


def _asking(
    survey: Survey,
    response: Response,
    asked: Question,
    value: object,
    error: str = "",
) -> str:
    questionnaire, values = answering.questionnaire_of(response), response.values
    number, total = questionnaire.position(asked.key, values)
    earlier = questionnaire.before(asked.key, values)
    origin = "check" if _checking() else None
    if origin:
        back = url_for("answer.check", key=survey.key)
    elif earlier:
        back = url_for("answer.question", key=survey.key, question=earlier.key)
    else:
        back = url_for("answer.start", key=survey.key)
    return render_template(
        "answer/question.html",
        asked=asked,
        value=value,
        error=error,
        errors=[("answer-1", error)] if error else [],
        step=gettext("Question %(number)s of %(total)s", number=number, total=total),
        action=_address(survey, asked, origin),
        back_url=back,
    )


@bp.get("/<key>/check")
@anyone
def check(key: str) -> ResponseReturnValue:
    """Show every answer before it is sent, with a way to change each."""
    survey = _survey(key)
    response = visit.response_of(survey)
    if response is None or not survey.is_open(times.now()):
        return _start_page(survey)
    questionnaire = answering.questionnaire_of(response)
    if questionnaire.next_after(None, response.values) is not None:
        return next_page(survey, response)
    rows = [
        (
            asked.wording,
            _in_words(response, asked, language=questionnaire.language),
            _address(survey, asked, "check"),
        )
        for asked in questionnaire.asked(response.values)
    ]
    last = url_for("answer.question", key=survey.key, question=questionnaire.questions[-1].key)
    return render_template("answer/check.html", survey=survey, rows=rows, back_url=last)


def _in_words(response: Response, asked: Question, *, language: str) -> str | None:
    """An answer as a person would read it back; None when it was skipped."""
    answer = response.answer_to(asked.key)
    if answer is None or answer.outcome == Outcome.SKIP:
        rather_not = answer is not None and answer.rather_not_say
        return gettext("I would rather not say") if rather_not else None
    if answer.outcome == Outcome.ANSWER_TEXT:
        return answer.words
    return asked.say(asked.value_from(answer.value), language=language)


@bp.post("/<key>/check")
@anyone
def send(key: str) -> ResponseReturnValue:
    """Send the answers, once however often the button is pressed."""
    survey = _survey(key)
    response = visit.response_of(survey)
    if response is None:
        return _sent(survey)
    questionnaire = answering.questionnaire_of(response)
    if not survey.is_open(times.now()):
        return _start_page(survey)
    if questionnaire.next_after(None, response.values) is not None:
        return next_page(survey, response)
    now = times.now()
    answering.send(response, now=now)
    answering.finish(response, now=now)
    to_the_web.finished_on_web(response, now=now)
    db.session.commit()
    return _sent(survey)


def _sent(survey: Survey) -> ResponseReturnValue:
    """On to the thanks; from here the cookie no longer knows which answers were theirs."""
    if visit.has_sent(survey):
        visit.sent(survey)
    return redirect(url_for(".thanks", key=survey.key), 303)


@bp.get("/<key>/thanks")
@anyone
def thanks(key: str) -> ResponseReturnValue:
    """Say thank you and what happens next, and nothing of what was said."""
    survey = _survey(key)
    if not visit.has_sent(survey):
        return _start_page(survey)
    return render_template(
        "answer/thanks.html", survey=survey, thanks=survey.latest.questionnaire.thanks
    )
