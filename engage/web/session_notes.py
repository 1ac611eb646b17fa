"""Pages for notes of a session: typed by theme, looked through for names, and saved."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from flask import (
    Blueprint,
    Flask,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user
from sqlalchemy import select

from engage import audit, session_notes, times
from engage.extensions import db
from engage.models import NotesInHand, Session
from engage.web import concerns, form_ids, notes_form
from engage.web.access import only
from engage.web.headers import MAY_GO_BACK
from engage.web.notes_form import Page
from engage.web.sessions import session_or_404

bp = Blueprint("session_notes", __name__, url_prefix="/staff/sessions/<uuid:session_id>/notes")

PATIENCE = 3.0
GLANCE = 0.1
"""For how long a page waits for a worker to look lines through, and how often it asks, in seconds.

It is mostly done at once; where it is not, the next page says so.
"""
MOST_OF_AN_ID = 36
BY_SCRIPT = "X-Keeps"
"""A header of our script, which then goes to the next page itself."""


@dataclass(frozen=True)
class Notes:
    """What there is of a session's notes."""

    in_hand: list[NotesInHand]
    saved: int


def register(app: Flask) -> None:
    """Give the session page what there is of its notes."""
    app.jinja_env.globals.update(notes_of=_notes_of)


def _notes_of(session: Session) -> Notes:
    return Notes(session_notes.in_hand(session), session_notes.saved(session))


def _notes_or_back(session: Session, notes_id: uuid.UUID) -> NotesInHand | None:
    notes = db.session.get(NotesInHand, notes_id)
    return notes if notes is not None and notes.session_id == session.id else None


@bp.get("")
@only("facilitator")
def form(session_id: uuid.UUID) -> ResponseReturnValue:
    """Notes to type, empty; a browser may go back to what was typed.

    The id of the page stands in its address too, so that whoever comes back to it has the same.
    """
    session = session_or_404(session_id)
    form_id = request.args.get("page", "")
    if form_ids.read(form_id, session.id) is None:
        fresh = url_for(".form", session_id=session.id, page=form_ids.new(session.id))
        return redirect(fresh, 303)
    page = make_response(_form(session, Page(), form_id, is_fresh=True))
    page.headers["Cache-Control"] = MAY_GO_BACK
    return page


def _form(
    session: Session,
    page: Page,
    form_id: str,
    *,
    more: str = "",
    kept: str = "",
    is_fresh: bool = False,
) -> str:
    """The form; our script keeps its words in the tab, those of lines in hand apart as `kept`."""
    asked = session_notes.asked_at(session)
    return render_template(
        "session_notes/form.html",
        session=session,
        survey=session_notes.survey_of(session),
        asked=asked,
        rows=notes_form.with_room(page, asked, more),
        strays=page.strays,
        choices=[(one.key, one.wording) for one in asked],
        errors=page.errors,
        form_id=form_id,
        kept=kept or request.form.get("kept", "")[:MOST_OF_AN_ID],
        most=session_notes.most_people(session),
        notes=_notes_of(session),
        is_fresh=is_fresh,
    )


@bp.get("/hand-in")
@only("facilitator")
def hand_in_again(session_id: uuid.UUID) -> ResponseReturnValue:
    """Whoever opens the address that a form is sent to goes to a form."""
    return redirect(url_for(".form", session_id=session_id), 303)


@bp.post("/hand-in")
@only("facilitator")
def hand_in(session_id: uuid.UUID) -> ResponseReturnValue:
    """Take lines in and have them looked through; saved at once where there is nothing to ask.

    Not at the address of the form: a browser lets go of the page it has of that, sent or not.
    """
    session, now = session_or_404(session_id), times.now()
    asked = session_notes.asked_at(session)
    page = notes_form.read(request.form, asked, session_notes.most_people(session))
    form_id = form_ids.read(request.form.get("form", ""), session.id)
    sealed = request.form.get("form", "") if form_id else form_ids.new(session.id)
    if "concern" in request.form:
        said, tone = concerns.passed_on(session)
        if BY_SCRIPT in request.headers:
            return jsonify(said=said)
        flash(said, tone)
        page.errors = []
        return _form(session, page, sealed)
    if "more" in request.form:
        page.errors = []
        return _form(session, page, sealed, more=request.form["more"])
    if form_id is None:
        flash(gettext("We lost our place. Please press “Save” once more."), "bad")
        return _form(session, page, sealed), 400
    if page.errors:
        return _form(session, page, sealed), 400
    try:
        session_notes.hand_in(session, form_id, page.lines, by=current_user.id, now=now)
    except session_notes.AlreadySaved:
        db.session.rollback()
        flash(gettext("These lines were saved before. Nothing is saved twice."), "good")
        return _on_to(url_for(".form", session_id=session.id))
    db.session.commit()
    return _looked_at(session, form_id)


def _looked_at(session: Session, notes_id: uuid.UUID) -> ResponseReturnValue:
    """Save where nothing is to be taken out; else go to the page that asks."""
    _wait_for_a_look(notes_id)
    notes = db.session.get(NotesInHand, notes_id, populate_existing=True)
    if notes is not None and notes.state == "looked" and not session_notes.marked(notes):
        return _save(session, notes_id)
    return _on_to(url_for(".look", session_id=session.id, notes_id=notes_id))


def _wait_for_a_look(notes_id: uuid.UUID) -> None:
    """Give a worker a moment; each look is a transaction of its own, and so sees what is new."""
    until = time.monotonic() + PATIENCE
    state = select(NotesInHand.state).where(NotesInHand.id == notes_id)
    while db.session.scalar(state) == "waiting" and time.monotonic() < until:
        db.session.rollback()
        time.sleep(GLANCE)
    db.session.rollback()


def _on_to(address: str) -> ResponseReturnValue:
    """The next page; told to our script as words, for what it says is said once."""
    if BY_SCRIPT in request.headers:
        return jsonify(to=address)
    return redirect(address, 303)


def _gone(session: Session) -> ResponseReturnValue:
    flash(gettext("Those lines are saved already, or were thrown away."))
    return redirect(url_for(".form", session_id=session.id), 303)


@bp.get("/<uuid:notes_id>")
@only("facilitator")
def look(session_id: uuid.UUID, notes_id: uuid.UUID) -> ResponseReturnValue:
    """What would be taken out of lines in hand, before they are saved."""
    session = session_or_404(session_id)
    notes = _notes_or_back(session, notes_id)
    if notes is None:
        return _gone(session)
    if session_notes.strays(session, notes):
        return redirect(url_for(".change", session_id=session.id, notes_id=notes_id), 303)
    asked = session_notes.asked_at(session)
    marked = session_notes.marked(notes)
    touched = [line for line, _ in marked]
    return render_template(
        "session_notes/look.html",
        session=session,
        notes=notes,
        wording={one.key: one.wording for one in asked},
        marked=marked,
        others=[line for line in session_notes.lines_of(notes) if line not in touched],
    )


@bp.post("/<uuid:notes_id>/save")
@only("facilitator")
def save(session_id: uuid.UUID, notes_id: uuid.UUID) -> ResponseReturnValue:
    """Save lines that were looked through, without what was found."""
    return _save(session_or_404(session_id), notes_id)


def _save(session: Session, notes_id: uuid.UUID) -> ResponseReturnValue:
    now = times.now()
    try:
        lines = session_notes.save(session, notes_id, now=now)
    except session_notes.AlreadySaved:
        db.session.rollback()
        flash(gettext("These lines were saved before. Nothing is saved twice."), "good")
        return _on_to(url_for(".form", session_id=session.id))
    except (session_notes.NotLookedThrough, session_notes.NotAsked):
        db.session.rollback()
        return _on_to(url_for(".look", session_id=session.id, notes_id=notes_id))
    audit.note("saved notes of a session", session.id, by=current_user.id, now=now)
    db.session.commit()
    words = ngettext("%(num)s line is saved.", "%(num)s lines are saved.", lines)
    flash(words, "good")
    return _on_to(url_for(".form", session_id=session.id))


@bp.get("/<uuid:notes_id>/change")
@only("facilitator")
def change(session_id: uuid.UUID, notes_id: uuid.UUID) -> ResponseReturnValue:
    """The lines in hand, to be changed before they are saved."""
    session = session_or_404(session_id)
    notes = _notes_or_back(session, notes_id)
    if notes is None:
        return _gone(session)
    page = notes_form.of_lines(session_notes.lines_of(notes), session_notes.asked_at(session))
    again = form_ids.again(notes.id, session.id)
    return _form(session, page, again, kept=str(notes.id), is_fresh=True)


@bp.post("/<uuid:notes_id>/throw-away")
@only("facilitator")
def throw_away(session_id: uuid.UUID, notes_id: uuid.UUID) -> ResponseReturnValue:
    """Forget lines that were handed in and not saved."""
    session, now = session_or_404(session_id), times.now()
    if session_notes.throw_away(session, notes_id):
        audit.note("threw notes away", session.id, by=current_user.id, now=now)
        flash(gettext("Those lines are gone. Nothing of them is kept."), "good")
    db.session.commit()
    return redirect(url_for(".form", session_id=session.id), 303)
