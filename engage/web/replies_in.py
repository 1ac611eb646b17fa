"""Bringing in replies from a table: what a file would add, and then adding it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage import answering, audit, entering, replies_file, times
from engage.answering import survey_by_key
from engage.csv_files import CannotRead
from engage.extensions import db
from engage.models import Survey
from engage.replies_file import Brought
from engage.web.access import only
from engage.web.entry_form import WAYS

ROOM = 2 * replies_file.MOST_BYTES

bp = Blueprint("replies_in", __name__, url_prefix="/staff/surveys")


@bp.url_value_preprocessor
def make_room(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a table be larger than what other pages take; before anything reads the request."""
    request.max_content_length = request.max_form_memory_size = ROOM


@bp.route("/<key>/bring", methods=["GET", "POST"])
@only("facilitator")
def bring(key: str) -> ResponseReturnValue:
    """Bring a file of replies: see what it would add, then add it."""
    survey = survey_by_key(key) or abort(404)
    if request.method == "GET":
        return _page(survey)
    today = times.today(times.now())
    try:
        if "rows" in request.form:
            brought = replies_file.read(request.form["rows"].encode(), survey, today=today)
            return _keep(survey, brought)
        file = request.files.get("file")
        if file is None or not file.filename:
            return _page(survey, error=gettext("Choose a file first")), 400
        with file.stream:
            data = file.read(replies_file.MOST_BYTES + 1)
        brought = replies_file.read(data, survey, today=today)
    except CannotRead as problem:
        return _page(survey, error=str(problem)), 400
    return _page(survey, brought=brought, rows=data.decode("utf-8-sig"))


def _page(
    survey: Survey, *, error: str = "", brought: Brought | None = None, rows: str = ""
) -> str:
    asked = survey.latest.questionnaire
    return render_template(
        "entering/bring.html",
        survey=survey,
        questions=[one.wording for one in asked.questions if one.takes_answer],
        error=error,
        errors=[("file", error)] if error else [],
        brought=brought,
        rows=rows,
        is_taken=entering.takes_forms(survey, now=times.now()),
        back_url=url_for("replies.survey", key=survey.key),
    )


def _keep(survey: Survey, brought: Brought) -> ResponseReturnValue:
    now, way = times.now(), WAYS.get(request.form.get("way", ""), WAYS["paper"])
    try:
        kept = replies_file.keep(survey, brought, channel=way.channel, helped=way.helped, now=now)
    except answering.SurveyClosed:
        db.session.rollback()
        return _page(survey, error=gettext("This survey takes no more replies")), 409
    audit.note("brought in replies", survey.id, by=current_user.id, now=now)
    db.session.commit()
    words = ngettext("%(num)s reply is in now.", "%(num)s replies are in now.", len(kept))
    flash(words, "good")
    return redirect(url_for("replies.survey", key=survey.key), 303)
