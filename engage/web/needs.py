"""What people need in order to come to sessions, as tasks: taken by somebody, and closed."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import access_needs, audit, times
from engage.extensions import db
from engage.models import AccessNeed
from engage.web.access import only
from engage.web.need_words import need_words

bp = Blueprint("needs", __name__, url_prefix="/staff/needs")
LONGEST = 400


@bp.app_template_filter("need_in_words")
def _need_in_words(need: str) -> str:
    return need_words().get(need, need)


@bp.get("")
@only("facilitator")
def listed() -> ResponseReturnValue:
    """Everything that is still open, by session."""
    return render_template("sessions/needs.html", found=access_needs.still_open(now=times.now()))


@bp.post("/<uuid:need_id>/take")
@only("facilitator")
def take(need_id: uuid.UUID) -> ResponseReturnValue:
    """See to it oneself."""
    need = _need_or_404(need_id)
    if access_needs.take(need, by=current_user.id):
        audit.note("took on a need", need.id, by=current_user.id, now=times.now())
        flash(gettext("You see to this now."), "good")
    else:
        flash(gettext("A colleague sees to this already."), "bad")
    db.session.commit()
    return _back(need)


@bp.post("/<uuid:need_id>/close")
@only("facilitator")
def close(need_id: uuid.UUID) -> ResponseReturnValue:
    """Say what came of it."""
    need, now = _need_or_404(need_id), times.now()
    state = request.form.get("state", "")
    note = " ".join(request.form.get("note", "").split())[:LONGEST]
    if state == "open":
        access_needs.reopen(need)
    elif state in access_needs.CLOSED:
        if state == "cannot" and not note:
            flash(gettext("Write in the note why it cannot be done, then press again."), "bad")
            return _back(need)
        access_needs.close(need, state, note, by=current_user.id, now=now)
    else:
        abort(400)
    audit.note(f"a need is {state}", need.id, by=current_user.id, now=now)
    db.session.commit()
    flash(gettext("Saved."), "good")
    return _back(need)


def _need_or_404(need_id: uuid.UUID) -> AccessNeed:
    return db.session.get(AccessNeed, need_id) or abort(404)


def _back(need: AccessNeed) -> ResponseReturnValue:
    if request.form.get("from") == "all":
        return redirect(url_for(".listed"), 303)
    session_id = need.invitation.session_id
    return redirect(url_for("sessions.one", session_id=session_id, _anchor="needs"), 303)
