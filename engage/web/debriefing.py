"""The debrief after a session, and what the session's page says of all that is still to do."""

from __future__ import annotations

import uuid

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import after_session, attending, audit, debriefing, times
from engage.after_session import After
from engage.debriefing import LONGEST, Debrief
from engage.extensions import db
from engage.models import Session
from engage.web.access import only
from engage.web.sessions import session_or_404

bp = Blueprint("debriefing", __name__, url_prefix="/staff/sessions/<uuid:session_id>/debrief")
PARTS = ("people", "us", "change")


def register(app: Flask) -> None:
    """Let templates ask what is still to do after a session."""
    app.jinja_env.globals.update(after_session=_after, wants_debrief=_wants_debrief)


def _after(session: Session) -> After | None:
    return after_session.of(session, now=times.now())


def _wants_debrief(session: Session) -> bool:
    return debriefing.is_wanted(session, now=times.now())


@bp.get("")
@only("facilitator")
def write(session_id: uuid.UUID) -> ResponseReturnValue:
    """The three questions, with what was written before."""
    return _page(session_or_404(session_id))


def _page(session: Session, typed: Debrief | None = None, **problems: str) -> ResponseReturnValue:
    page = render_template(
        "debriefing/write.html",
        session=session,
        debrief=typed or debriefing.of(session),
        problems=problems,
        errors=list(problems.items()),
        may_write=attending.may_be_marked(session, now=times.now()),
    )
    return page, 400 if problems else 200


@bp.post("")
@only("facilitator")
def keep(session_id: uuid.UUID) -> ResponseReturnValue:
    """Keep it; what is too long or empty is handed back with all that was typed."""
    session, now = session_or_404(session_id), times.now()
    typed = Debrief(**{part: request.form.get(part, "").strip() for part in PARTS})
    if not attending.may_be_marked(session, now=now):
        flash(gettext("You can write this once the session has started."), "bad")
        return redirect(url_for(".write", session_id=session_id), 303)
    if typed.is_empty:
        return _page(session, typed, people=gettext("Write a few words in one of these"))
    long = gettext("Write this in %(most)s characters or fewer", most=LONGEST)
    if problems := {part: long for part in PARTS if len(getattr(typed, part)) > LONGEST}:
        return _page(session, typed, **problems)
    debriefing.write(session, typed, by=current_user.id, now=now)
    audit.note("wrote the debrief of a session", session.id, by=current_user.id, now=now)
    db.session.commit()
    flash(gettext("The debrief is kept."), "good")
    return redirect(url_for("sessions.one", session_id=session_id, _anchor="after"), 303)
