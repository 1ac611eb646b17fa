"""Pages that change a planned session: quietly what changes nobody's plans, and moving it."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user
from werkzeug.datastructures import MultiDict

from engage import audit, replanning, times
from engage.extensions import db
from engage.models import Session
from engage.planning import CannotPlan
from engage.web import session_choices, session_typed
from engage.web.access import only

bp = Blueprint("session_edit", __name__, url_prefix="/staff/sessions")


def _session_or_404(session_id: uuid.UUID) -> Session:
    return db.session.get(Session, session_id) or abort(404)


@bp.route("/<uuid:session_id>/edit", methods=["GET", "POST"])
@only("facilitator")
def edit(session_id: uuid.UUID) -> ResponseReturnValue:
    """Change what changes nobody's plans; nobody is told."""
    session, now = _session_or_404(session_id), times.now()
    offered = session_choices.choices()
    if request.method == "GET":
        typed = session_typed.of_session(session, now=now)
        return _page(session, typed, session_typed.Filled(), offered)
    filled = session_typed.read_details(request.form, known=offered.known)
    if filled.details is not None:
        try:
            replanning.change(session, filled.details, now=now)
        except CannotPlan as problem:
            filled.errors[problem.field] = problem.message
    if filled.errors:
        db.session.rollback()
        return _page(session, request.form, filled, offered), 400
    audit.note("changed a session", session.id, by=current_user.id, now=now)
    db.session.commit()
    flash(gettext("Saved. Nobody was told."), "good")
    return redirect(url_for("sessions.one", session_id=session_id), 303)


def _page(
    session: Session,
    typed: MultiDict[str, str],
    filled: session_typed.Filled,
    offered: session_choices.Choices,
) -> str:
    return render_template(
        "sessions/edit.html",
        session=session,
        typed=typed,
        problems=filled.errors,
        errors=filled.summary,
        choices=offered,
    )
