"""Pages for facilitators: plan a session, see who is coming, invite a group, call it off."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user
from sqlalchemy import select

from engage import (
    attendance,
    audit,
    calendars,
    inviting,
    planning,
    session_changes,
    session_invites,
    times,
)
from engage.extensions import db
from engage.models import Consultation, Session
from engage.session_words import words
from engage.times import spoken_date, spoken_time
from engage.web import session_form
from engage.web.access import only
from engage.web.asking import are_you_sure, texted
from surveys.wording import Sentence

bp = Blueprint("sessions", __name__, url_prefix="/staff/sessions")


@bp.app_template_filter("spoken_day")
def _spoken_day(session: Session) -> str:
    return f"{spoken_date(session.starts_local.date())} {session.starts_local.year}"


@bp.app_template_filter("spoken_hours")
def _spoken_hours(session: Session) -> str:
    starts, ends = spoken_time(session.starts_local), spoken_time(session.ends_local)
    return str(gettext("%(starts)s to %(ends)s", starts=starts, ends=ends))


def _session_or_404(session_id: uuid.UUID) -> Session:
    return db.session.get(Session, session_id) or abort(404)


@bp.get("")
@only("facilitator")
def listed() -> ResponseReturnValue:
    """Sessions to come and sessions that are over."""
    coming, over = attendance.sessions_for_staff(now=times.now())
    return render_template(
        "sessions/listed.html", coming=coming, over=over, filled=attendance.places_filled()
    )


@bp.route("/new", methods=["GET", "POST"])
@only("facilitator")
def new() -> ResponseReturnValue:
    """Plan a session."""
    found = list(db.session.scalars(select(Consultation).order_by(Consultation.title)))
    filled, now = session_form.Filled(), times.now()
    if request.method == "POST":
        known = [one.id for one in found]
        filled = session_form.read(request.form, consultations=known, today=times.today(now))
        planned = _plan(filled)
        if planned is not None:
            audit.note("planned a session", planned.id, by=current_user.id, now=now)
            db.session.commit()
            flash(gettext("The session is planned. Nobody has been asked yet."), "good")
            return redirect(url_for(".one", session_id=planned.id))
    page = render_template(
        "sessions/new.html",
        typed=request.form,
        problems=filled.errors,
        errors=filled.summary,
        consultations=[(one.id, one.title) for one in found],
    )
    return page, 400 if filled.errors else 200


def _plan(filled: session_form.Filled) -> Session | None:
    """The session, or None with an error in the form where it belongs."""
    if filled.plan is None:
        return None
    try:
        return planning.plan(filled.plan, now=times.now())
    except planning.CannotPlan as problem:
        name = "date" if problem.field == "starts" else problem.field
        filled.errors[name] = problem.message
        return None


@bp.get("/<uuid:session_id>")
@only("facilitator")
def one(session_id: uuid.UUID) -> ResponseReturnValue:
    """One session: who is coming, what they need, and when they are reminded."""
    return _session_page(_session_or_404(session_id))


def _session_page(session: Session, group_error: str = "") -> str:
    groups = inviting.groups()
    box = "group" if groups else "invite"
    reminders = [
        (f"{spoken_date(due.at.date())}, {spoken_time(due.at)}", due.state)
        for due in attendance.reminders(session)
    ]
    return render_template(
        "sessions/one.html",
        session=session,
        going=attendance.of(session),
        reminders=reminders,
        groups=groups,
        is_coming=_is_coming(session),
        is_over=session.ends_at <= times.now(),
        group_error=group_error,
        errors=[(box, group_error)] if group_error else [],
    )


def _is_coming(session: Session) -> bool:
    return session.cancelled_at is None and session.starts_at > times.now()


@bp.post("/<uuid:session_id>/invite")
@only("facilitator")
def invite(session_id: uuid.UUID) -> ResponseReturnValue:
    """First say who would be texted; ask them once that is confirmed."""
    session, now = _session_or_404(session_id), times.now()
    group = inviting.group_with(request.form.get("group", ""))
    if not _is_coming(session):
        flash(gettext("This session is over or off, so nobody was texted."), "bad")
        return redirect(url_for(".one", session_id=session_id))
    if group is None:
        return _session_page(session, gettext("Choose a group of people first")), 400
    phones = session_invites.people_to_ask(session, group)
    if "sure" not in request.form:
        return are_you_sure(
            group,
            words(Sentence.SESSION_INVITATION, session),
            len(phones),
            _left_out(inviting.size(group) - len(phones)),
            title=session.title,
            to=url_for(".invite", session_id=session_id),
            back=url_for(".one", session_id=session_id),
        )
    asked = session_invites.invite(session, phones, now=now)
    audit.note("invited to a session", session.id, by=current_user.id, now=now)
    db.session.commit()
    flash(texted(asked), "good")
    return redirect(url_for(".one", session_id=session_id))


def _left_out(people: int) -> list[str]:
    words = ngettext(
        "%(num)s person in the group is left out: asked already, has told us to stop, or has no "
        "number that works.",
        "%(num)s people in the group are left out: asked already, have told us to stop, or have "
        "no number that works.",
        people,
    )
    return [words] if people else []


@bp.post("/<uuid:session_id>/remind")
@only("facilitator")
def remind(session_id: uuid.UUID) -> ResponseReturnValue:
    """Send everyone who is coming a reminder now, and not twice in half a day."""
    session, now = _session_or_404(session_id), times.now()
    if not _is_coming(session):
        flash(gettext("This session is over or off, so nobody was reminded."), "bad")
    elif planning.remind_now(session, now=now):
        audit.note("reminded people of a session", session.id, by=current_user.id, now=now)
        db.session.commit()
        flash(gettext("A reminder is on its way to everyone who has a place."), "good")
    else:
        flash(gettext("A reminder went in the last 12 hours, so no other was sent."), "bad")
    return redirect(url_for(".one", session_id=session_id))


@bp.route("/<uuid:session_id>/cancel", methods=["GET", "POST"])
@only("facilitator")
def cancel(session_id: uuid.UUID) -> ResponseReturnValue:
    """Ask first; then call the session off and tell everyone who said yes or waits."""
    session, now = _session_or_404(session_id), times.now()
    if not _is_coming(session):
        flash(gettext("This session is over or off already."), "bad")
        return redirect(url_for(".one", session_id=session_id))
    if request.method == "GET":
        return render_template(
            "sessions/cancel.html", session=session, going=attendance.of(session)
        )
    told = session_changes.cancel(session, now=now)
    audit.note("called a session off", session.id, by=current_user.id, now=now)
    db.session.commit()
    words = ngettext(
        "The session is off. %(num)s person is being told by text.",
        "The session is off. %(num)s people are being told by text.",
        told,
    )
    flash(words, "good")
    return redirect(url_for(".one", session_id=session_id))


@bp.get("/<uuid:session_id>/session.ics")
@only("facilitator")
def calendar_file(session_id: uuid.UUID) -> ResponseReturnValue:
    """The session as a file for a calendar."""
    session = _session_or_404(session_id)
    return Response(
        calendars.for_session(session, now=times.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="session.ics"'},
    )
