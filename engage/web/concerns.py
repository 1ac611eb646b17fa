"""A worry about somebody at a session, passed on in one tap, and seen by a person."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import Blueprint, Flask, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, concerns, times
from engage.extensions import db, settings
from engage.models import Concern, Session
from engage.web.access import only

bp = Blueprint("concerns", __name__, url_prefix="/staff")

BACK_TO = {"checking_in": "checking_in.page", "session": "sessions.one"}
"""Where a tap may come from, and the page it goes back to."""


def register(app: Flask) -> None:
    """Give the session page what waits of it, and every button what it does."""
    app.jinja_env.globals.update(concerns_of=_concerns_of, someone_is_on_call=_someone_is_on_call)


def _concerns_of(session: Session) -> Sequence[Concern]:
    return concerns.unseen(session)


def _someone_is_on_call() -> bool:
    return bool(settings().on_call_number)


def passed_on(session: Session) -> tuple[str, str]:
    """Pass it on and commit; what to say of it, and in which tone."""
    now = times.now()
    if concerns.pass_on(session, by=current_user.id, now=now):
        audit.note("passed a concern on", session.id, by=current_user.id, now=now)
    db.session.commit()
    if _someone_is_on_call():
        said = gettext("Passed on. Whoever is on call is told by text, with no name.")
        return str(said), "good"
    said = gettext("Passed on. It shows on the alerts page. Nobody is on call: tell someone.")
    return str(said), "bad"


@bp.post("/sessions/<uuid:session_id>/concern")
@only("facilitator")
def pass_on(session_id: uuid.UUID) -> ResponseReturnValue:
    """One tap, and nothing to be typed; two within a minute are one."""
    session = db.session.get(Session, session_id) or abort(404)
    said, tone = passed_on(session)
    flash(said, tone)
    back = BACK_TO.get(request.form.get("from", ""), "sessions.one")
    return redirect(url_for(back, session_id=session.id), 303)


@bp.post("/concerns/<uuid:concern_id>/seen")
@only("facilitator")
def seen(concern_id: uuid.UUID) -> ResponseReturnValue:
    """Say that you know of it and see to it."""
    concern, now = db.session.get(Concern, concern_id) or abort(404), times.now()
    if concerns.mark_seen(concern, by=current_user.id, now=now):
        audit.note("saw a concern", concern.id, by=current_user.id, now=now)
        flash(gettext("You have seen this concern. Talk to whoever passed it on."), "good")
    else:
        flash(gettext("Somebody had already seen this one."))
    db.session.commit()
    if request.form.get("from") == "session":
        return redirect(url_for("sessions.one", session_id=concern.session_id), 303)
    return redirect(url_for("alerts.listed"), 303)
