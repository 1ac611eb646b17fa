"""Alerts of danger: all of them, one of them, and what staff say they did."""

from __future__ import annotations

import uuid

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import alerts, audit, concerns, helplines, inbox, times
from engage.extensions import db, settings
from engage.models import Alert
from engage.web.access import may, only

bp = Blueprint("alerts", __name__, url_prefix="/staff/alerts")


def register(app: Flask) -> None:
    """Give every staff page what waits, and templates the kinds of danger in plain words."""
    app.jinja_env.globals.update(waiting_alerts=_waiting)
    app.jinja_env.filters.update(dangers=dangers)


def _waiting() -> alerts.Waiting | None:
    """What waits, for those who may open it; nothing to ask the database for anybody else."""
    return alerts.waiting(now=times.now()) if may("facilitator") else None


def dangers(tiers: list[str]) -> list[str]:
    """The kinds of danger in plain words, the gravest first."""
    words = {
        "immediate": gettext("Life may be in danger now"),
        "child": gettext("A child may be at risk"),
        "self": gettext("May be thinking of suicide or hurting themselves"),
        "others": gettext("Somebody may be hurting or threatening them"),
        "rough": gettext("May have nowhere to sleep"),
    }
    return [str(said) for tier, said in words.items() if tier in tiers]


def _alert_or_404(alert_id: uuid.UUID) -> Alert:
    return db.session.get(Alert, alert_id) or abort(404)


@bp.get("")
@only("facilitator")
def listed() -> ResponseReturnValue:
    """Every alert, those nobody has seen first, and whether the helplines need a check."""
    now = times.now()
    lines = helplines.in_use(settings().instance)
    rows = [(alert, inbox.caller(alert.phone)) for alert in alerts.listed()]
    return render_template(
        "alerts/listed.html",
        rows=rows,
        concerns=concerns.unseen(),
        lines=lines,
        overdue=lines.overdue(times.today(now)),
    )


@bp.get("/<uuid:alert_id>")
@only("facilitator")
def one(alert_id: uuid.UUID) -> ResponseReturnValue:
    """One alert, with the words that raised it."""
    return _page(_alert_or_404(alert_id))


def _page(alert: Alert, *, done: str = "", error: str = "") -> str:
    return render_template(
        "alerts/one.html",
        alert=alert,
        caller=inbox.caller(alert.phone),
        text=alerts.words_of(alert),
        may_see_number=may("contact"),
        done=done,
        error=error,
        errors=[("done", error)] if error else [],
    )


@bp.post("/<uuid:alert_id>/seen")
@only("facilitator")
def seen(alert_id: uuid.UUID) -> ResponseReturnValue:
    """Say that you have looked."""
    alert, now = _alert_or_404(alert_id), times.now()
    if alerts.mark_seen(alert, by=current_user.id, now=now):
        audit.note("saw an alert", alert.id, by=current_user.id, now=now)
        flash(gettext("You have seen this. Now write what was done."), "good")
    else:
        flash(gettext("Somebody had already seen this one."))
    db.session.commit()
    return redirect(url_for(".one", alert_id=alert.id), 303)


@bp.post("/<uuid:alert_id>/done")
@only("facilitator")
def done(alert_id: uuid.UUID) -> ResponseReturnValue:
    """Write what was done; nothing that was typed is lost when there is more to do first."""
    alert, now = _alert_or_404(alert_id), times.now()
    words = request.form.get("done", "")
    try:
        is_first = alerts.mark_done(alert, words, now=now)
    except alerts.SayWhatWasDone:
        not_seen = gettext("Press “I have seen this” first.")
        error = not_seen if alert.seen_at is None else gettext("Write what was done.")
        return _page(alert, done=words, error=error)
    if not is_first:
        error = gettext("Somebody has already written what was done.")
        return _page(alert, done=words, error=error)
    audit.note("said what was done about an alert", alert.id, by=current_user.id, now=now)
    db.session.commit()
    flash(gettext("Thank you. It is written down."), "good")
    return redirect(url_for(".listed"), 303)
