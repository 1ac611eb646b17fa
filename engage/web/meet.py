"""The page of a session that anybody may open: what it is, when, where, and how to come."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date, format_time, gettext

from engage import calendars, open_pages, times
from engage.extensions import settings
from engage.models import Session
from engage.texting.numbers import spoken, to_e164
from engage.times import spoken_date, spoken_time
from engage.venues import map_link, thank_you
from engage.web import languages, sharing
from engage.web.access import anyone

bp = Blueprint("meet", __name__, url_prefix="/meet")


@bp.get("/<key>")
@anyone
def one(key: str) -> ResponseReturnValue:
    """What to know before coming; nobody's name, and not how many are coming."""
    session = open_pages.session_at(key) or abort(404)
    return render_template(
        "meet/one.html",
        key=open_pages.key_of(session),
        is_over=session.ends_at <= times.now(),
        map_url=map_link(session),
        **facts(session),
    )


@bp.get("/<key>/session.ics")
@anyone
def calendar_file(key: str) -> ResponseReturnValue:
    """The session as a file for a calendar, without the link that people with a place are sent."""
    session = open_pages.session_at(key) or abort(404)
    made = calendars.for_session(session, url=open_pages.address_of(session), now=times.now())
    return Response(
        made,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="session.ics"'},
    )


def facts(session: Session) -> dict[str, object]:
    """What the page and the poster say of a session, in the language that they are in."""
    return {
        "meeting": session,
        "day": said_day(session.starts_local),
        "hours": said_hours(session),
        "pay": thank_you(session),
        "number": sharing.left_to_right(spoken(to_e164(settings().service_number))),
        "is_free": settings().replies_are_free,
    }


def said_day(starts: datetime) -> str:
    """The day as people who read the page say it: Tuesday 3 March 2027."""
    if languages.page_language() == languages.ENGLISH:
        return f"{spoken_date(starts.date())} {starts.year}"
    return str(format_date(starts.date(), "EEEE d MMMM y"))


def said_hours(session: Session) -> str:
    """From when until when: 2pm to 4pm."""
    starts, ends = (_said_time(one) for one in (session.starts_local, session.ends_local))
    return str(gettext("%(starts)s to %(ends)s", starts=starts, ends=ends))


def _said_time(wall: datetime) -> str:
    if languages.page_language() == languages.ENGLISH:
        return spoken_time(wall)
    return str(format_time(wall, "H:mm", rebase=False))
