"""A calendar of one's own sessions: staff make its secret address, and their calendar reads it."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, calendar_feeds, calendars, times
from engage.extensions import db, settings
from engage.models import Session
from engage.web.access import anyone, only

bp = Blueprint("calendar_feed", __name__)

SHOWN_ONCE = "calendar_key"
CALENDAR = "text/calendar; charset=utf-8"


@bp.get("/staff/calendar")
@only("facilitator")
def mine() -> ResponseReturnValue:
    """One's own address: shown once, just after it was made; changed or ended at any time."""
    key = session.pop(SHOWN_ONCE, None)
    address = calendar_feeds.address(key) if key else ""
    return render_template(
        "sessions/calendar.html",
        feed=calendar_feeds.of(current_user),
        address=address,
        subscribe=f"webcal:{address.partition(':')[2]}" if address else "",
        is_here_only=urlsplit(settings().public_url).scheme != "https",
    )


@bp.post("/staff/calendar/make")
@only("facilitator")
def make() -> ResponseReturnValue:
    """Make an address; the one before it, if there was one, stops."""
    now = times.now()
    session[SHOWN_ONCE] = calendar_feeds.make(current_user, now=now)
    audit.note("made a calendar address", current_user.id, by=current_user.id, now=now)
    db.session.commit()
    return redirect(url_for(".mine"), 303)


@bp.post("/staff/calendar/end")
@only("facilitator")
def end() -> ResponseReturnValue:
    """End the address."""
    calendar_feeds.end(current_user)
    audit.note("ended a calendar address", current_user.id, by=current_user.id, now=times.now())
    db.session.commit()
    flash(gettext("The address is ended. It opens nothing now."), "good")
    return redirect(url_for(".mine"), 303)


@bp.get("/calendar/<key>.ics")
@anyone
def feed(key: str) -> ResponseReturnValue:
    """The sessions of whoever made the address; a calendar cannot sign in, so its key is all."""
    staff = calendar_feeds.whose(key) or abort(404)
    made = calendars.for_staff(
        calendar_feeds.sessions_of(staff),
        name=gettext("Sessions, %(service)s", service=settings().service_name),
        url=_page_of,
        now=times.now(),
    )
    return Response(made, content_type=CALENDAR)


def _page_of(one: Session) -> str:
    return f"{settings().public_url}/staff/sessions/{one.id}"
