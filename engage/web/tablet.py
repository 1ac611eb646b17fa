"""A shared tablet: it shows one survey and nothing else, and clears itself for the next person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from engage import times, web_answers
from engage.extensions import settings
from engage.models import Survey
from engage.web import languages, next_page, shared_tablet, visit
from engage.web.access import anyone

bp = Blueprint("tablet", __name__, url_prefix="/s")

OPEN_TO_IT = frozenset({"health", "privacy", "sign_in", "security"})
"""The pages that a tablet shows beside those of its survey, by blueprint. Staff sign in on it."""
TAKE_ANSWERS = frozenset(
    {"questions.take", "about_you.take", "hear_back.leave", "tablet.clear", "tablet.still_here"}
)
"""Where what comes is taken however late it comes, so that nothing written is lost."""
HERE = "here"
"""What the script adds to a form: it has seen that somebody was there all the time."""
SECONDS_TO_SAY = 60
"""How long it asks whether anybody is there: at least 20 seconds in WCAG 2.2, 2.2.1."""


def register(app: Flask) -> None:
    """Look before each page whether this is a shared tablet, and tell templates."""
    app.before_request(_begin)
    app.context_processor(_for_layouts)
    app.jinja_env.globals.update(on_tablet=shared_tablet.is_on)


def _begin() -> ResponseReturnValue | None:
    """Lead anything else than its survey to the start, and ask who it is after a while."""
    if not shared_tablet.is_on() or request.endpoint == "static":
        return None
    if not _is_open_to_it():
        return to_start()
    if not _may_be_another():
        shared_tablet.seen(times.now())
        return None
    if request.endpoint in TAKE_ANSWERS:
        return None
    return _who_is_there(next_page.survey_or_404(shared_tablet.survey_key()))


def _is_open_to_it() -> bool:
    if request.blueprint in OPEN_TO_IT or request.path.startswith("/staff"):
        return True
    return request.path.startswith(f"/s/{shared_tablet.survey_key()}/") or (
        request.path == f"/s/{shared_tablet.survey_key()}"
    )


def _may_be_another() -> bool:
    """Whether the tablet was left with something of a person on it."""
    is_left = shared_tablet.is_left(times.now()) and HERE not in request.form
    return is_left and visit.knows_anything()


def to_start() -> ResponseReturnValue:
    """To the first page of the survey that the tablet is for."""
    return redirect(_start_address(), 303)


def _start_address() -> str:
    return url_for("answer.start", key=shared_tablet.survey_key())


def start(survey: Survey) -> ResponseReturnValue:
    """The first page, plain and big; or who is there, when somebody has begun."""
    if visit.has_sent(survey):
        return redirect(url_for("check_and_send.thanks", key=survey.key))
    response = visit.response_of(survey)
    if response is not None and response.answers:
        return _who_is_there(survey)
    asked = languages.speak(survey.latest.questionnaire)
    minutes = web_answers.minutes(asked)
    return render_template("tablet/start.html", survey=survey, asked=asked, minutes=minutes)


def _who_is_there(survey: Survey) -> str:
    asked = languages.speak(survey.latest.questionnaire)
    onward = request.full_path.rstrip("?") if languages.opens_with_a_link() else ""
    return render_template(
        "tablet/who_is_there.html",
        survey=survey,
        asked=asked,
        is_sent=visit.has_sent(survey),
        onward=onward,
    )


@bp.post("/<key>/still-here")
@anyone
def still_here(key: str) -> ResponseReturnValue:
    """It is the same person: on to the page they asked for."""
    survey = next_page.survey_or_404(key)
    if not shared_tablet.is_on():
        return next_page.to_start(survey)
    shared_tablet.seen(times.now())
    onward, response = next_page.onward(survey), visit.response_of(survey)
    if onward:
        return redirect(onward, 303)
    return next_page.go_on(survey, response) if response else next_page.to_start(survey)


@bp.get("/<key>/clear")
@anyone
def sure(key: str) -> ResponseReturnValue:
    """Say what clearing means while answers are not sent; nothing of them is shown."""
    survey = next_page.survey_or_404(key)
    response = visit.response_of(survey)
    if not shared_tablet.is_on() or response is None:
        return next_page.to_start(survey)
    asked = languages.speak(survey.latest.questionnaire)
    onward = next_page.first_open(survey, response)
    return render_template("tablet/sure.html", survey=survey, asked=asked, onward=onward)


@bp.post("/<key>/clear")
@anyone
def clear(key: str) -> ResponseReturnValue:
    """Clear everything of this person; ask first while they would lose answers by it.

    With a code to come back with, or once all is sent, they lose nothing.
    """
    survey = next_page.survey_or_404(key)
    if not shared_tablet.is_on():
        return next_page.to_start(survey)
    response = visit.response_of(survey)
    would_lose = response is not None and response.answers and web_answers.is_only_here(response)
    if would_lose and "sure" not in request.form:
        return redirect(url_for(".sure", key=survey.key), 303)
    shared_tablet.clear()
    return next_page.to_start(survey)


@bp.errorhandler(CSRFError)
def not_from_our_page(_error: CSRFError) -> ResponseReturnValue:
    """A page of somebody who has been cleared already."""
    if shared_tablet.is_on():
        return to_start()
    return render_template("errors/expired.html"), 400


def _for_layouts() -> dict[str, Any]:
    if not shared_tablet.is_on():
        return {}
    at_rest = request.endpoint == "answer.start" and not shared_tablet.is_in_use()
    return {
        "home_url": _start_address(),
        "tablet": {
            "clear_url": url_for("tablet.clear", key=shared_tablet.survey_key()),
            "staff_url": "" if visit.knows_anything() else url_for("security.login"),
            "ask_after": 0 if at_rest else settings().tablet_seconds,
            "ask_for": SECONDS_TO_SAY,
        },
    }
