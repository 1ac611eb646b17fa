"""When somebody types for a person: what to do, a mark on the answers, and handing over."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from engage import times
from engage.models import Response, Survey
from engage.web import languages, next_page, visit
from engage.web.access import anyone

bp = Blueprint("helping", __name__, url_prefix="/s")

HELPING = "helping"
FIRST_PAGES = frozenset({"answer.start", "helping.before"})
"""Where nobody knows yet who it is now."""
LAST_PAGES = frozenset({"check_and_send.thanks"})
"""Where there is nothing left to type."""


def register(app: Flask) -> None:
    """Tell templates while somebody types for the person."""
    app.context_processor(_for_layouts)


@bp.get("/<key>/helping")
@anyone
def before(key: str) -> ResponseReturnValue:
    """Tell both of them what to do before the first question."""
    survey = next_page.survey_or_404(key)
    if not survey.is_open(times.now()) or visit.has_sent(survey):
        return next_page.to_start(survey)
    asked = languages.speak(survey.latest.questionnaire)
    action = back = next_page.start_address(survey)
    return render_template("helping/before.html", asked=asked, action=action, back_url=back)


@bp.post("/<key>/stop-helping")
@anyone
def stop(key: str) -> ResponseReturnValue:
    """The person goes on by themselves, on the same page; that there was help stays marked."""
    survey = next_page.survey_or_404(key)
    session.pop(HELPING, None)
    return redirect(next_page.onward(survey) or next_page.start_address(survey), 303)


def begun(survey: Survey, response: Response) -> None:
    """Mark the response where the button pressed says that somebody types; another's ends it."""
    is_helped = HELPING in request.form
    response.helped = is_helped or (response.helped and bool(response.answers))
    if is_helped:
        session[HELPING] = survey.key
    elif not response.helped:
        session.pop(HELPING, None)


def _for_layouts() -> dict[str, Any]:
    key = (request.view_args or {}).get("key")
    is_of_it = bool(key) and session.get(HELPING) == key and visit.knows_anything()
    if not is_of_it or request.endpoint in FIRST_PAGES:
        return {}
    onward = request.full_path.rstrip("?") if languages.opens_with_a_link() else ""
    ended = request.endpoint in LAST_PAGES
    stop_url = "" if ended else url_for("helping.stop", key=key)
    return {"helping": {"stop_url": stop_url, "onward": onward}}
