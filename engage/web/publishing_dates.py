"""A survey that is out: closing it early, and moving its last day."""

from __future__ import annotations

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, next_version, publishing, times
from engage.answering import survey_by_key
from engage.extensions import db
from engage.models import Survey
from engage.publishing import CannotPublish
from engage.web.access import only
from engage.web.publishing_form import FIRST_BOX, day_shown, day_typed


def _running_or_back(key: str) -> tuple[Survey, ResponseReturnValue | None]:
    """The survey, and where to go instead where it has finished."""
    survey = survey_by_key(key) or abort(404)
    if survey.closes_at is None or survey.closes_at > times.now():
        return survey, None
    flash(gettext("This survey has finished already."), "bad")
    return survey, redirect(url_for("replies.survey", key=key), 303)


@only("facilitator")
def close(key: str) -> ResponseReturnValue:
    """Ask first; then take no more answers."""
    survey, elsewhere = _running_or_back(key)
    if elsewhere is not None:
        return elsewhere
    if request.method == "GET":
        so_far = next_version.so_far(survey)
        return render_template("publishing/close.html", survey=survey, so_far=so_far)
    publishing.close_now(survey, now=times.now())
    audit.note("closed a survey early", survey.id, by=current_user.id, now=times.now())
    db.session.commit()
    flash(gettext("It is closed. It takes no more answers."), "good")
    return redirect(url_for("replies.survey", key=key), 303)


@only("facilitator")
def closing(key: str) -> ResponseReturnValue:
    """Move the last day, or have none."""
    survey, elsewhere = _running_or_back(key)
    if elsewhere is not None:
        return elsewhere
    now, errors = times.now(), dict[str, str]()
    if request.method == "POST":
        day = day_typed(request.form, "closes", errors, today=times.today(now))
        moment = publishing.end_of(day) if day else None
        if not errors and _moved(survey, moment, errors):
            audit.note("moved a survey's last day", survey.id, by=current_user.id, now=now)
            db.session.commit()
            said = gettext("The last day is moved.") if day else gettext("It has no last day now.")
            flash(said, "good")
            return redirect(url_for("replies.survey", key=key), 303)
    page = render_template(
        "publishing/closing.html",
        survey=survey,
        shown=day_shown(request.form, "closes") if request.method == "POST" else _last_day(survey),
        error=errors.get("closes", ""),
        errors=[(FIRST_BOX[name], said) for name, said in errors.items()],
    )
    return page, 400 if errors else 200


def _moved(survey: Survey, moment: datetime | None, errors: dict[str, str]) -> bool:
    try:
        publishing.move_closing(survey, moment, now=times.now())
    except CannotPublish as problem:
        errors |= problem.problems
    return not errors


def _last_day(survey: Survey) -> tuple[str, str, str]:
    day = survey.last_day
    return (str(day.day), str(day.month), str(day.year)) if day else ("", "", "")
