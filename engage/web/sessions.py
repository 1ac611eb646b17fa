"""Pages for facilitators: plan a session, see who is coming, invite a group, call it off."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user
from werkzeug.datastructures import MultiDict

from engage import (
    access_needs,
    attendance,
    audit,
    calendars,
    inviting,
    open_pages,
    planning,
    reminders,
    repeating,
    ringing,
    session_changes,
    times,
    venues,
)
from engage.extensions import db, settings
from engage.models import Session
from engage.planning import Plan
from engage.repeating import Series
from engage.times import spoken_date, spoken_time
from engage.web import pressed, session_choices, session_typed, texts_go
from engage.web.access import may, only

bp = Blueprint("sessions", __name__, url_prefix="/staff/sessions")
bp.add_app_template_filter(venues.in_full)
bp.add_app_template_filter(venues.map_link)
bp.add_app_template_filter(open_pages.key_of, "open_key")


@bp.app_template_filter("spoken_day")
def _spoken_day(session: Session) -> str:
    return said_day(session.starts_local.date())


@bp.app_template_filter("said_day")
def said_day(day: date) -> str:
    """A day with its weekday and its year: Tuesday 3 March 2027."""
    return f"{spoken_date(day)} {day.year}"


@bp.app_template_filter("spoken_moment")
def _spoken_moment(wall: datetime) -> str:
    return f"{spoken_date(wall.date())} at {spoken_time(wall)}"


@bp.app_template_filter("spoken_hours")
def _spoken_hours(session: Session) -> str:
    return _hours(session.starts_local, session.ends_local)


@bp.app_template_filter("held_by")
def _held_by(session: Session) -> str:
    """Who holds it, by name, with the peer co-lead."""
    names = [one.name for one in session.facilitators]
    return ", ".join([*names, *([session.peer_lead] if session.peer_lead else [])])


@bp.app_template_filter("thank_you")
def _thank_you(session: Session) -> str:
    """What somebody gets for coming, and what there is to know about it."""
    return ". ".join(filter(None, [venues.thank_you(session), session.pay_note]))


def _hours(starts: datetime, ends: datetime) -> str:
    said = {"starts": spoken_time(starts), "ends": spoken_time(ends)}
    return str(gettext("%(starts)s to %(ends)s", **said))


def session_or_404(session_id: uuid.UUID) -> Session:
    """The session with this id; else the page is not found."""
    return db.session.get(Session, session_id) or abort(404)


@bp.get("")
@only("facilitator")
def listed() -> ResponseReturnValue:
    """Sessions to come and sessions that are over."""
    coming, over = attendance.sessions_for_staff(now=times.now())
    return render_template(
        "sessions/listed.html",
        coming=coming,
        over=over,
        filled=attendance.places_filled(),
        came=attendance.came(),
    )


@bp.route("/new", methods=["GET", "POST"])
@only("facilitator")
def new() -> ResponseReturnValue:
    """Plan a session, or one on each of many days; those are shown before they are planned."""
    now, offered = times.now(), session_choices.choices()
    if request.method == "GET":
        asked = request.args.get("consultation", "")
        typed = session_typed.blank(by=current_user.id, consultation=asked)
        return _form(typed, session_typed.Filled(), offered)
    filled = session_typed.read(request.form, known=offered.known, today=times.today(now))
    series = _check(filled, now=now)
    if filled.plan is None or filled.errors or "change" in request.form:
        return _form(request.form, filled, offered), 400 if filled.errors else 200
    if series is not None and "sure" not in request.form:
        return _dates(filled.plan, series)
    return _planned(filled.plan, series, now=now)


def _form(
    typed: MultiDict[str, str], filled: session_typed.Filled, offered: session_choices.Choices
) -> str:
    return render_template(
        "sessions/new.html",
        typed=typed,
        problems=filled.errors,
        errors=filled.summary,
        choices=offered,
    )


def _dates(plan: Plan, series: Series) -> str:
    """The days of sessions that repeat, to say yes to."""
    return render_template(
        "sessions/series.html",
        plan=plan,
        series=series,
        hours=_hours(plan.starts_local, plan.ends_local),
        again=pressed.again(),
    )


def _check(filled: session_typed.Filled, *, now: datetime) -> Series | None:
    """The days it repeats on, if it does; what does not fit is an error where it belongs."""
    if filled.plan is None:
        return None
    first = filled.plan.starts_local.date()
    try:
        planning.check(filled.plan, now=now)
        if filled.repeat is not None:
            return repeating.series(first, filled.repeat.every, until=filled.repeat.until)
    except planning.CannotPlan as problem:
        filled.errors["date" if problem.field == "starts" else problem.field] = problem.message
    except repeating.NoDates as nothing:
        filled.errors["until"] = _no_dates(nothing)
    except repeating.TooMany:
        filled.errors["until"] = gettext(
            "That makes more than %(most)s sessions. Choose an earlier last day",
            most=repeating.MOST,
        )
    return None


def _no_dates(nothing: repeating.NoDates) -> str:
    if not nothing.skipped:
        return str(gettext("That is before the first day. Choose a later day to repeat until"))
    days = ", ".join(f"{said_day(one.day)} ({one.holiday})" for one in nothing.skipped)
    return str(gettext("No day is left: each is a bank holiday. %(days)s", days=days))


def _planned(plan: Plan, series: Series | None, *, now: datetime) -> ResponseReturnValue:
    """Plan it; pressed twice, it is planned once."""
    first = plan if series is None else planning.on_day(plan, series.days[0])
    there = planning.already(first)
    if there is not None:
        flash(gettext("This session is planned already."), "good")
        return redirect(url_for(".one", session_id=there.id), 303)
    made = planning.plan_series(plan, series.days, now=now) if series else []
    made = made or [planning.plan(plan, now=now)]
    for one in made:
        audit.note("planned a session", one.id, by=current_user.id, now=now)
    db.session.commit()
    flash(_well_planned(made), "good")
    return redirect(url_for(".one", session_id=made[0].id), 303)


def _well_planned(made: list[Session]) -> str:
    words = ngettext(
        "The session is planned. Nobody has been asked yet.",
        "%(num)s sessions are planned. Nobody has been asked yet.",
        len(made),
    )
    holiday = repeating.bank_holiday(made[0].starts_local.date())
    if holiday:
        words += " " + gettext("That day is a bank holiday: %(name)s.", name=holiday)
    return str(words)


@bp.get("/<uuid:session_id>")
@only("facilitator")
def one(session_id: uuid.UUID) -> ResponseReturnValue:
    """One session: who is coming, what they need, and when they are reminded."""
    return _session_page(session_or_404(session_id))


def _session_page(session: Session) -> str:
    now = times.now()
    reminders_ = [
        (f"{spoken_date(due.at.date())}, {spoken_time(due.at)}", due.state)
        for due in attendance.reminders(session)
    ]
    return render_template(
        "sessions/one.html",
        session=session,
        going=attendance.of(session),
        needs=access_needs.of_session(session, now=now),
        reminders=reminders_,
        groups=inviting.groups(),
        is_coming=session.is_coming(times.now()),
        is_over=session.ends_at <= now,
        to_ring=ringing.of_change(session, now=now),
        to_remind=ringing.of_reminder(session),
        is_too_late=reminders.goes_if_asked(session, now=now) is None,
        texts_again=texts_go.again(now=now),
        may_see_numbers=may("contact"),
    )


@bp.post("/<uuid:session_id>/remind")
@only("facilitator")
def remind(session_id: uuid.UUID) -> ResponseReturnValue:
    """Send everyone who is coming a reminder now, and not twice in half a day."""
    session, now = session_or_404(session_id), times.now()
    if not session.is_coming(now):
        flash(gettext("This session is over or off, so nobody was reminded."), "bad")
    elif reminders.goes_if_asked(session, now=now) is None:
        flash(gettext("It is too late for a text. Ring whoever needs a reminder."), "bad")
    elif reminders.remind_now(session, now=now):
        audit.note("reminded people of a session", session.id, by=current_user.id, now=now)
        db.session.commit()
        flash(_reminded(texts_go.again(now=now)), "good")
    else:
        words = gettext(
            "A reminder went in the last 12 hours or is about to go, so no other was added."
        )
        flash(words, "bad")
    return redirect(url_for(".one", session_id=session_id))


def _reminded(goes: str) -> str:
    if goes:
        return str(gettext("A reminder goes %(when)s to everyone who has a place.", when=goes))
    return str(gettext("A reminder is on its way to everyone who has a place."))


@bp.route("/<uuid:session_id>/cancel", methods=["GET", "POST"])
@only("facilitator")
def cancel(session_id: uuid.UUID) -> ResponseReturnValue:
    """Ask first; then call the session off and tell everyone who said yes or waits."""
    session, now = session_or_404(session_id), times.now()
    if not session.is_coming(now):
        flash(gettext("This session is over or off already."), "bad")
        return redirect(url_for(".one", session_id=session_id))
    if request.method == "GET":
        return render_template(
            "sessions/cancel.html",
            session=session,
            going=attendance.of(session),
            are_too_late=texts_go.are_too_late(session, now=now),
            texts_again=texts_go.again(now=now),
        )
    told = session_changes.cancel(session, now=now)
    audit.note("called a session off", session.id, by=current_user.id, now=now)
    db.session.commit()
    by_text = ngettext(
        "%(num)s person is told by text.",
        "%(num)s people are told by text.",
        told,
    )
    texts_go.say_changed(
        gettext("The session is off."), session, told=by_text if told else "", now=now
    )
    return redirect(url_for(".one", session_id=session_id))


@bp.get("/<uuid:session_id>/session.ics")
@only("facilitator")
def calendar_file(session_id: uuid.UUID) -> ResponseReturnValue:
    """The session as a file for a calendar."""
    session = session_or_404(session_id)
    return Response(
        calendars.for_session(session, url=_address(session), has_link=True, now=times.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="session.ics"'},
    )


def _address(session: Session) -> str:
    """The page of a session in full, for those who sign in."""
    return f"{settings().public_url}{url_for('.one', session_id=session.id)}"
