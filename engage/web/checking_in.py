"""The check-in page of a session, for a tablet at the door: first names, and one tap each."""

from __future__ import annotations

import uuid

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, checking_in, times
from engage.checking_in import Added, Row
from engage.extensions import db
from engage.models import Session
from engage.web import form_ids
from engage.web.access import only
from engage.web.sessions import session_or_404

bp = Blueprint("checking_in", __name__, url_prefix="/staff/sessions/<uuid:session_id>/check-in")

STATES: dict[str, tuple[str, bool | None]] = {
    "here": ("here", True),
    "not-here": ("here", False),
    "agrees": ("agreed", True),
    "disagrees": ("agreed", False),
    "not-asked": ("agreed", None),
}
"""What each button asks for: a state, so that the same tap on two tablets is one."""


def register(app: Flask) -> None:
    """Give templates the name by which a person is called at the door."""
    app.jinja_env.filters.update(at_the_door=at_the_door)


def at_the_door(row: Row) -> str:
    """A first name, with a number where two have it or nobody gave one."""
    if not row.first_name:
        return str(gettext("No name given (%(number)s)", number=row.nth))
    return f"{row.first_name} ({row.nth})" if row.nth else row.first_name


@bp.get("")
@only("facilitator")
def page(session_id: uuid.UUID) -> ResponseReturnValue:
    """Who is expected, who is here, and who waits for a place."""
    session = session_or_404(session_id)
    return render_template(
        "checking_in/page.html",
        session=session,
        room=checking_in.room(session),
        form_id=form_ids.new(session.id),
        is_today=session.starts_local.date() == times.today(times.now()),
    )


@bp.post("")
@only("facilitator")
def tap(session_id: uuid.UUID) -> ResponseReturnValue:
    """One tap: who it is about, and the state that is wanted of them."""
    session = session_or_404(session_id)
    pressed = next((name for name in STATES if name in request.form), None)
    who = _uuid(request.form.get(pressed, "")) if pressed else None
    if session.cancelled_at is not None or pressed is None or who is None:
        return _back(session)
    kind, wanted = STATES[pressed]
    if kind == "here":
        is_known = checking_in.mark(session, who, here=bool(wanted))
    else:
        is_known = checking_in.mark_agreed(session, who, agreed=wanted)
    db.session.commit()
    if not is_known:
        flash(gettext("They are no longer on this list."), "bad")
    return _back(session, who if is_known else None)


def _uuid(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def _back(session: Session, who: uuid.UUID | None = None) -> ResponseReturnValue:
    at = f"p-{who}" if who else None
    return redirect(url_for(".page", session_id=session.id, _anchor=at), 303)


@bp.post("/walk-in")
@only("facilitator")
def walk_in(session_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody who was not asked; in a full room it asks first."""
    session, now = session_or_404(session_id), times.now()
    form_id = form_ids.read(request.form.get("form", ""), session.id)
    if form_id is None:
        flash(gettext("We lost our place. Please add them once more."), "bad")
        return _back(session)
    name = request.form.get("name", "")
    added = checking_in.walk_in(session, form_id, name, anyway="anyway" in request.form, now=now)
    if added is Added.FULL:
        return _is_full(session, name, request.form["form"])
    if added is Added.ADDED:
        audit.note("added a walk-in", session.id, by=current_user.id, now=now)
    db.session.commit()
    return _back(session, form_id)


def _is_full(session: Session, name: str, form_id: str) -> ResponseReturnValue:
    room = checking_in.room(session)
    db.session.rollback()
    return render_template(
        "checking_in/full.html",
        session=session,
        room=room,
        name=checking_in.tidy(name),
        form_id=form_id,
    )


@bp.post("/take-off")
@only("facilitator")
def take_off(session_id: uuid.UUID) -> ResponseReturnValue:
    """Take away a walk-in who was added by mistake."""
    session, now = session_or_404(session_id), times.now()
    who = _uuid(request.form.get("who", ""))
    if who is not None and checking_in.take_off(session, who):
        audit.note("took a walk-in off", session.id, by=current_user.id, now=now)
        flash(gettext("They are off the list."), "good")
    db.session.commit()
    return _back(session)
