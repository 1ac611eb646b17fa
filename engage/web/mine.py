"""See, change or delete what you said: a receipt code opens it, without account or name."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage import answering, receipt_codes, receipts, times, to_the_web, web_answers
from engage.extensions import db
from engage.models import Response
from engage.web import code_in_hand, just_done, languages, next_page, opened, said, taking_up, visit
from engage.web.access import anyone
from surveys.questionnaire import Questionnaire
from surveys.questions import ABOUT_YOU, Question
from surveys.reading import Outcome

bp = Blueprint("mine", __name__, url_prefix="/mine")

Row = tuple[str, str | None, str | None]


@bp.get("")
@anyone
def seen() -> ResponseReturnValue:
    """Show what the code opened, or ask for the code."""
    response = opened.response(now=times.now())
    if response is None:
        return _ask_for_code(was_open=opened.was_open())
    is_open = response.survey.is_open(times.now())
    questionnaire = languages.speak(answering.questionnaire_of(response))
    return render_template(
        "mine/said.html",
        asked=questionnaire,
        is_open=is_open,
        is_counted=response.sent_on is not None,
        rows=_rows(response, questionnaire, is_open=is_open),
    )


def _ask_for_code(*, typed: str = "", error: str = "", was_open: bool = False) -> str:
    errors = [("code", error)] if error else []
    return render_template(
        "mine/enter.html", typed=typed, error=error, errors=errors, was_open=was_open
    )


def _rows(response: Response, questionnaire: Questionnaire, *, is_open: bool) -> list[Row]:
    """Each question, what was said, and where to change it while answers are taken."""
    values = response.values
    of_you = [one for one in questionnaire.about_you if one.key in values and one.key != ABOUT_YOU]
    return [
        (
            questionnaire.filled(asked, values).wording,
            _answer(response, asked, language=questionnaire.language_of(asked)),
            next_page.to_change(response.survey, asked) if is_open else None,
        )
        for asked in [*questionnaire.asked(values), *of_you]
    ]


def _answer(response: Response, asked: Question, *, language: str) -> str | None:
    answer = response.answer_to(asked.key)
    if answer is not None and answer.outcome == Outcome.ANSWER_TEXT and not answer.words:
        return gettext("We no longer have your own words. Their time was up.")
    return said.in_words(response, asked, language=language)


@bp.post("")
@anyone
def enter() -> ResponseReturnValue:
    """Take the code, and open what it leads to: an answer that was sent, or one to go on with."""
    typed, now = request.form.get("code", ""), times.now()
    try:
        found = receipts.find(typed, address=request.remote_addr or "", now=now)
    except receipts.TooManyTries:
        db.session.commit()
        wait = gettext("Too many codes were tried. Please wait 15 minutes and try again")
        return _ask_for_code(error=wait), 429
    db.session.commit()
    if found is None:
        return _ask_for_code(typed=typed, error=_not_found(typed)), 400
    if web_answers.is_sent(found) or not found.survey.is_open(now):
        opened.open_up(found, now=now)
        return next_page.to_mine()
    if first := taking_up.ask_first(found.survey):
        return first
    visit.begun(found.survey, found)
    code_in_hand.know(found, receipt_codes.plainest(typed) or "")
    return next_page.go_on(found.survey, found)


def _not_found(typed: str) -> str:
    if not typed.strip():
        return gettext("Write your code: two words and four numbers")
    return gettext("We cannot find that code. Look at both words and all four numbers")


@bp.post("/close")
@anyone
def close() -> ResponseReturnValue:
    """Shut what was opened."""
    opened.close()
    return next_page.to_mine()


@bp.get("/delete")
@anyone
def sure() -> ResponseReturnValue:
    """Ask once whether it shall all go."""
    response = opened.response(now=times.now())
    if response is None:
        return next_page.to_mine()
    asked = languages.speak(answering.questionnaire_of(response))
    return render_template("mine/sure.html", asked=asked, by_text=response.channel == "text")


@bp.post("/delete")
@anyone
def delete() -> ResponseReturnValue:
    """Delete everything, once however often the button is pressed."""
    now = times.now()
    response = opened.response(now=now)
    if response is None and not opened.is_gone(now=now):
        return next_page.to_mine()
    if response is not None:
        survey = response.survey
        is_theirs = visit.known_response_of(survey) in (response, None)
        to_the_web.taken_back_on_web(response)
        db.session.commit()
        if is_theirs:
            visit.forget(survey)
    opened.close()
    just_done.mark("deleted", now=now)
    return redirect(url_for(".deleted"), 303)


@bp.get("/deleted")
@anyone
def deleted() -> ResponseReturnValue:
    """Say that it is gone, and what is not."""
    if not just_done.was("deleted", now=times.now()):
        return next_page.to_mine()
    return render_template("mine/deleted.html")
