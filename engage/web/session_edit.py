"""Pages that change a planned session: quietly what changes nobody's plans, and moving it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user
from werkzeug.datastructures import MultiDict

from engage import audit, repeating, replanning, ringing, session_changes, times
from engage.extensions import db
from engage.models import Session
from engage.planning import CannotPlan
from engage.session_changes import Move
from engage.venues import in_full
from engage.web import pressed, session_choices, session_typed, texts_go
from engage.web.access import only
from engage.web.sessions import session_or_404

bp = Blueprint("session_edit", __name__, url_prefix="/staff/sessions")


@bp.route("/<uuid:session_id>/edit", methods=["GET", "POST"])
@only("facilitator")
def edit(session_id: uuid.UUID) -> ResponseReturnValue:
    """Change what changes nobody's plans; nobody is told."""
    session, now = session_or_404(session_id), times.now()
    choices = session_choices.choices()
    if request.method == "GET":
        typed = session_typed.of_session(session, now=now)
        return _page(session, typed, session_typed.Filled(), choices)
    filled = session_typed.read_details(request.form, known=choices.known)
    offered = 0
    if filled.details is not None:
        try:
            offered = replanning.change(session, filled.details, now=now)
        except CannotPlan as problem:
            filled.errors[problem.field] = problem.message
    if filled.errors:
        db.session.rollback()
        return _page(session, request.form, filled, choices), 400
    audit.note("changed a session", session.id, by=current_user.id, now=now)
    db.session.commit()
    flash(_saved(offered), "good")
    return redirect(url_for("sessions.one", session_id=session_id), 303)


def _saved(offered: int) -> str:
    words = ngettext(
        "Saved. %(num)s person who waits is offered a place by text.",
        "Saved. %(num)s people who wait are offered a place by text.",
        offered,
    )
    return str(words if offered else gettext("Saved. Nobody was told."))


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


@bp.route("/<uuid:session_id>/move", methods=["GET", "POST"])
@only("facilitator")
def move(session_id: uuid.UUID) -> ResponseReturnValue:
    """Move a session to another time or place, once it is said who would be told."""
    session, now = session_or_404(session_id), times.now()
    if session.cancelled_at is not None or session.starts_at <= now:
        flash(gettext("This session is over or off, so it cannot move."), "bad")
        return redirect(url_for("sessions.one", session_id=session_id))
    if request.method == "GET":
        typed = session_typed.of_session(session, now=now)
        return _move_form(session, typed, session_typed.Filled())
    filled = session_typed.read_move(request.form, today=times.today(now))
    _check(filled, session, now=now)
    to = filled.move
    if to is None or filled.errors or "change" in request.form:
        return _move_form(session, request.form, filled), 400 if filled.errors else 200
    if "sure" not in request.form:
        return _sure(session, to)
    try:
        told = session_changes.move(session, to, now=now)
    except CannotPlan as problem:
        db.session.rollback()
        filled.errors[_box(problem)] = problem.message
        return _move_form(session, request.form, filled), 400
    audit.note("moved a session", session.id, by=current_user.id, now=now)
    db.session.commit()
    _say_moved(session, told, now=now)
    return redirect(url_for("sessions.one", session_id=session_id), 303)


def _say_moved(session: Session, told: int, *, now: datetime) -> None:
    by_text = ngettext(
        "%(num)s person is told by text.",
        "%(num)s people are told by text.",
        told,
    )
    if told or ringing.of_change(session, now=now):
        words = gettext("The session has moved.")
        texts_go.say_changed(words, session, told=by_text if told else "", now=now)
    else:
        flash(gettext("Saved. There was nobody to tell."), "good")


def _check(filled: session_typed.Filled, session: Session, *, now: datetime) -> None:
    """Say what does not fit before anybody is asked to confirm it."""
    to = filled.move
    if to is None:
        return
    if to.ends_local <= to.starts_local:
        filled.errors["ends"] = gettext("Choose a finish time that is after the start.")
    if times.from_local(to.starts_local, session.zone) <= now:
        filled.errors["date"] = gettext("Choose a day and time that has not passed.")


def _box(problem: CannotPlan) -> str:
    return "date" if problem.field == "starts" else problem.field


def _move_form(session: Session, typed: MultiDict[str, str], filled: session_typed.Filled) -> str:
    return render_template(
        "sessions/move.html",
        session=session,
        typed=typed,
        problems=filled.errors,
        errors=filled.summary,
    )


def _sure(session: Session, to: Move) -> str:
    """From where to where, how many would be told, and whether a text comes too late for that."""
    now = times.now()
    told = [one for one in session.invitations if one.state in session_changes.MOVED]
    return render_template(
        "sessions/move_sure.html",
        session=session,
        changes=list(_changes(session, to)),
        told=len(told),
        are_too_late=texts_go.are_too_late(session, to.starts_local, now=now),
        texts_again=texts_go.again(now=now),
        holiday=repeating.bank_holiday(to.starts_local.date()),
        again=pressed.again(),
    )


def _changes(session: Session, to: Move) -> Iterator[tuple[str, str]]:
    """What is so now and what will be; what stays the same is said once."""
    before, after = Session(**_when_and_where(session)), Session(**_when_and_where(to))
    for label, say in (
        (gettext("When"), _when),
        (gettext("Where"), in_full),
        (gettext("Link"), lambda one: one.link),
    ):
        old, new = say(before), say(after)
        if old != new:
            yield gettext("%(what)s, until now", what=label), old or gettext("None")
            yield gettext("%(what)s, from now on", what=label), new or gettext("None")
        elif new:
            yield label, new


def _when_and_where(one: Session | Move) -> dict[str, object]:
    names = ("starts_local", "ends_local", "place", "address", "link")
    return {name: getattr(one, name) for name in names}


def _when(one: Session) -> str:
    starts, ends = one.starts_local, one.ends_local
    day = f"{times.spoken_date(starts.date())} {starts.year}"
    return f"{day}, {times.spoken_time(starts)} to {times.spoken_time(ends)}"
