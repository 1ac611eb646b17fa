"""When texts about a session go, and that some people are to be rung: in words, for staff."""

from __future__ import annotations

from datetime import datetime

from flask import flash
from flask_babel import gettext, ngettext

from engage import ringing, times
from engage.models import Session


def again(*, now: datetime) -> str:
    """When texts go out again: at 9am tomorrow. Empty while they do."""
    goes = ringing.goes_at(now=now)
    if goes == now:
        return ""
    at = times.spoken_time(times.local(goes))
    if times.today(goes) == times.today(now):
        return str(gettext("at %(time)s today", time=at))
    return str(gettext("at %(time)s tomorrow", time=at))


def are_too_late(session: Session, to_local: datetime | None = None, *, now: datetime) -> bool:
    """Whether a text could only go once the session has begun, as it is or where it moves to."""
    starts = min(session.starts_local, to_local or session.starts_local)
    return ringing.goes_at(now=now) >= times.from_local(starts, session.zone)


def say_changed(words: str, session: Session, *, told: str, now: datetime) -> None:
    """Say that a session has changed, who is told by text and when, and that some are to be rung.

    `told` says how many are told by text, and is empty for nobody.
    """
    opens, to_ring = again(now=now), ringing.of_change(session, now=now)
    goes = gettext("Texts go out again %(when)s.", when=opens) if told and opens else ""
    flash(" ".join(filter(None, (words, told, goes))), "good")
    if to_ring:
        flash(
            ngettext(
                "%(num)s person hears of it too late by text. Please ring them: see below.",
                "%(num)s people hear of it too late by text. Please ring them: see the list below.",
                len(to_ring),
            ),
            "bad",
        )
