"""Where a facilitator makes the device in their hands a shared tablet, which signs them out."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user, logout_user

from engage import audit, times
from engage.answering import survey_by_key
from engage.extensions import db
from engage.models import Survey
from engage.web import shared_tablet
from engage.web.access import only

bp = Blueprint("handing_over", __name__, url_prefix="/staff/surveys")


def _survey_or_404(key: str) -> Survey:
    return survey_by_key(key) or abort(404)


@bp.get("/<key>/tablet")
@only("facilitator")
def before(key: str) -> ResponseReturnValue:
    """Say what a shared tablet does, and how to end it."""
    survey = _survey_or_404(key)
    return render_template(
        "sharing/tablet.html",
        survey=survey,
        is_open=survey.is_open(times.now()),
        back_url=url_for("replies.survey", key=survey.key),
    )


@bp.post("/<key>/tablet")
@only("facilitator")
def hand_over(key: str) -> ResponseReturnValue:
    """Sign out, here and everywhere, and show the survey and nothing else from now on."""
    survey, now = _survey_or_404(key), times.now()
    if not survey.is_open(now):
        return redirect(url_for(".before", key=survey.key), 303)
    audit.note("handed over a tablet", survey.id, by=current_user.id, now=now)
    db.session.commit()
    logout_user()
    shared_tablet.hand_over(survey)
    return redirect(url_for("answer.start", key=survey.key), 303)
