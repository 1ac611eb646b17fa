"""Putting a statement into English: the words as they came, and who made the English."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, times, translating
from engage.extensions import db
from engage.models import Answer, Staff, Statement, Survey
from engage.web.access import only

bp = Blueprint("translating", __name__, url_prefix="/staff/statements")


def _statement(statement_id: uuid.UUID) -> Statement:
    return translating.statement(statement_id) or abort(404)


def _survey_of(found: Statement) -> Survey:
    return db.session.get_one(Answer, found.answer_id).response.survey


@bp.get("/<uuid:statement_id>/english")
@only("facilitator")
def statement(statement_id: uuid.UUID) -> ResponseReturnValue:
    """The statement, and its English so far."""
    found = _statement(statement_id)
    return _page(found, found.translation or "", found.translation_by or "")


@bp.post("/<uuid:statement_id>/english")
@only("facilitator")
def save(statement_id: uuid.UUID) -> ResponseReturnValue:
    """Keep its English, with who made it."""
    found, now = _statement(statement_id), times.now()
    english, by = request.form.get("english", ""), request.form.get("by", "")
    try:
        translating.translate(found, english, by_what=by, staff=current_user, now=now)
    except translating.NotWellMade as problem:
        db.session.rollback()
        return _page(found, english, by, error=gettext(str(problem))), 400
    audit.note("put a statement into English", found.id, by=current_user.id, now=now)
    db.session.commit()
    flash(gettext("Saved."), "good")
    return redirect(url_for("replies.survey", key=_survey_of(found).key), 303)


def _page(found: Statement, english: str, by: str, error: str = "") -> str:
    staff = db.session.get(Staff, found.translated_by) if found.translated_by else None
    survey = _survey_of(found)
    at = "english" if by in translating.BY else "by"
    return render_template(
        "translating/statement.html",
        found=found,
        survey=survey,
        english=english,
        by=by,
        made_by=staff.name if staff else "",
        error=error,
        error_at=at if error else "",
        errors=[("by-1" if at == "by" else "english", error)] if error else [],
        back_url=url_for("replies.survey", key=survey.key),
    )
