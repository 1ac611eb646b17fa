"""The questions of a survey, one a page: a good answer leads on, a poor one is explained."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from engage import answering, times, to_the_web, web_answers
from engage.extensions import db
from engage.models import Survey
from engage.web import (
    changing,
    just_done,
    next_page,
    not_kept,
    question_page,
    shared_tablet,
    tablet,
    visit,
)
from engage.web.access import anyone
from engage.web.not_kept import Written
from engage.web.step import Step, find, keep, once_asked
from surveys.progress import Given
from surveys.questions import AboutYou, Information
from surveys.reading import Flag, Outcome, Reading

bp = Blueprint("questions", __name__, url_prefix="/s")

MISSED = "missed"


@bp.get("/<key>/q/<question>")
@anyone
def ask(key: str, question: str) -> ResponseReturnValue:
    """Ask one question, or show one page to read, when those before it are answered."""
    survey = next_page.survey_or_404(key)
    questionnaire, asked, response = find(survey, question) or abort(404)
    if response is None or not survey.is_open(times.now()):
        return next_page.to_mine() if next_page.from_mine() else next_page.to_start(survey)
    if next_page.from_mine():
        return _to_change(Step(survey, response, questionnaire, asked))
    if isinstance(asked, AboutYou):
        return redirect(next_page.address(survey, asked))
    if web_answers.reachable(questionnaire, response.values, asked) is not asked:
        return next_page.go_on(survey, response, checking=next_page.from_check())
    step = Step(survey, response, questionnaire, asked)
    if isinstance(asked, Information):
        return question_page.read_on(asked, step.place())
    return _asked_on(step)


def _to_change(step: Step) -> ResponseReturnValue:
    """One question of what a code opened, while the other answers lead to it."""
    is_asked = step.questionnaire.is_asked(step.asked, step.response.values)
    if not (is_asked and step.asked.takes_answer) or isinstance(step.asked, AboutYou):
        return next_page.to_mine()
    return _asked_on(step)


def _asked_on(step: Step) -> ResponseReturnValue:
    asked, answer = step.asked, step.response.answer_to(step.asked.key)
    if answer is None and MISSED in request.args:
        error = question_page.missed(asked)
        return question_page.asked_on(asked, step.place(), error=error), 400
    is_shown = next_page.from_mine() or not web_answers.is_sent(step.response)
    shown = web_answers.to_show(asked, answer if is_shown else None)
    return question_page.asked_on(asked, step.place(), value=shown)


@bp.post("/<key>/q/<question>")
@anyone
def take(key: str, question: str) -> ResponseReturnValue:
    """Take one answer and lead on; what was written is never lost, whatever is in its way."""
    step = _step(next_page.survey_or_404(key), question)
    if not isinstance(step, Step):
        return step
    if not step.asked.takes_answer:
        return redirect(step.place().action, 303)
    reading = _reading(step)
    if reading.outcome is Outcome.CLARIFY:
        return _not_read(step, reading)
    return _taken(step, web_answers.given(step.asked, reading))


def _step(survey: Survey, question: str) -> Step | ResponseReturnValue:
    """The question that an answer came to; where none can be kept, a page that says why."""
    found = find(survey, question)
    if found is None:
        return _to_no_question(survey, question)
    questionnaire, asked, response = found
    if response is None or not survey.is_open(times.now()):
        shown = questionnaire.filled(asked, response.values if response else {})
        return _why_not(survey, not_kept.typed_now(shown))
    return Step(survey, response, questionnaire, asked)


def _to_no_question(survey: Survey, key: str) -> ResponseReturnValue:
    """Words from a page that the survey no longer has are shown back; else nothing is there."""
    typed = request.form.get("answer", "").strip()
    if not typed:
        return render_template("errors/404.html"), 404
    asked = once_asked(survey, key)
    return _why_not(survey, not_kept.typed_now(asked) if asked else [Written(survey.title, typed)])


def _why_not(survey: Survey, written: list[Written]) -> ResponseReturnValue:
    is_open = survey.is_open(times.now())
    if next_page.from_mine():
        return not_kept.not_changed(survey, written) if written else next_page.to_mine()
    if not written and (visit.has_sent(survey) or not is_open):
        return next_page.to_start(survey)
    return (not_kept.lost_place if is_open else not_kept.closed)(survey, written)


def _reading(step: Step) -> Reading:
    if "skip" in request.form and question_page.can_skip(step.asked):
        return Reading(Outcome.SKIP)
    today = times.today(times.now())
    return web_answers.read_typed(
        step.asked, question_page.typed(), language=step.language, today=today
    )


def _not_read(step: Step, reading: Reading) -> ResponseReturnValue:
    """Explain, on a page opened afresh, so that a browser's Back never warns of sending twice.

    What a person wrote or picked, or what would take the place of an answer, stays on the page.
    """
    asked, typed = step.asked, question_page.typed()
    error = question_page.explained(asked, typed, reading, language=step.language)
    stays = web_answers.stands_alone(typed) or step.response.answer_to(asked.key) is not None
    written = web_answers.is_written(asked) and "".join(typed).strip()
    if stays or written or Flag.TOO_LONG in reading.flags:
        return _again(step, error)
    return redirect(step.address(**{MISSED: "1"}), 303)


def _again(step: Step, error: str) -> ResponseReturnValue:
    """The question once more, with what was typed or picked in it."""
    value = web_answers.typed_to_show(step.asked, question_page.typed())
    return question_page.asked_on(step.asked, step.place(), value=value, error=error), 400


def _taken(step: Step, given: Given) -> ResponseReturnValue:
    survey, asked = step.survey, step.asked
    if step.questionnaire.is_refused({**step.response.values, asked.key: given.known}):
        if next_page.from_mine():
            return redirect(url_for("mine.sure"), 303)
        to_the_web.refused_on_web(step.response)
        visit.forget(survey)
        db.session.commit()
        just_done.mark(f"no thanks {survey.key}", now=times.now())
        return redirect(url_for("answer.no_thanks", key=survey.key), 303)
    if first := changing.ask_first(step, given):
        return first
    try:
        kept = keep(survey, step.response, given, language=step.language)
    except answering.NotYetAgreed:
        db.session.rollback()
        return not_kept.not_agreed_yet(survey, not_kept.typed_now(asked))
    if next_page.from_mine():
        return next_page.to_mine() if kept else _why_not(survey, not_kept.typed_now(asked))
    if kept is None:
        return not_kept.lost_place(survey, not_kept.typed_now(asked))
    if next_page.from_check():
        return next_page.go_on(survey, kept, checking=True)
    visit.let_go_when_over(survey, kept)
    return redirect(next_page.ahead(survey, kept, asked), 303)


@bp.errorhandler(CSRFError)
def not_from_our_page(_error: CSRFError) -> ResponseReturnValue:
    """A form that is older than the cookie: ask for the same answer again, with it filled in.

    On a shared tablet it is of somebody before, and nobody else sees what they typed.
    """
    found = request.view_args or {}
    if shared_tablet.is_on():
        return tablet.to_start()
    survey = web_answers.survey_at(found["key"])
    if survey is None:
        return render_template("errors/404.html"), 404
    step = _step(survey, found["question"])
    if not isinstance(step, Step):
        return step
    error = gettext("We lost our place for a moment. Please press “Continue” once more")
    return _again(step, error)
