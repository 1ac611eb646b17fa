"""The pretend phones: a shelf of handsets to pick up and text from, for trying the service."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext, ngettext

from engage import inbound, phones_on_screen, times
from engage.extensions import db, settings
from engage.phones_on_screen import LONGEST_TEXT, Shown, Waiting
from engage.texting.protocol import Arrived
from engage.web.access import anyone

bp = Blueprint("phones", __name__, url_prefix="/phones")


def _only_on_screen() -> None:
    if settings().provider != "on-screen":
        abort(404)


@bp.get("")
@anyone
def shelf() -> ResponseReturnValue:
    """The phones there are to pick up, each with why and its last text."""
    _only_on_screen()
    now = times.now()
    rows = []
    for handset in phones_on_screen.shelf():
        texts = phones_on_screen.texts_on(handset.id)
        rows.append((handset, _bubble(texts[-1], now=now) if texts else None))
    return render_template("phones/shelf.html", rows=rows)


@bp.get("/<uuid:phone_id>")
@anyone
def phone(phone_id: uuid.UUID) -> ResponseReturnValue:
    """One phone in the hand; the script asks for the conversation alone."""
    _only_on_screen()
    if "X-Fragment" in request.headers:
        _number(phone_id)
        return render_template("phones/_talk.html", **_talk(phone_id))
    return _in_hand(phone_id)


@bp.post("/<uuid:phone_id>")
@anyone
def send(phone_id: uuid.UUID) -> ResponseReturnValue:
    """Send a text from this phone, by the same door as a real one."""
    _only_on_screen()
    number = _number(phone_id)
    words = request.form.get("words", "")
    error = _problem(words)
    if error:
        return _in_hand(phone_id, words, error), 400
    inbound.store(Arrived(f"PHONE{uuid.uuid4().hex}", number, words), now=times.now())
    db.session.commit()
    return redirect(url_for(".phone", phone_id=phone_id), 303)


def _number(phone_id: uuid.UUID) -> str:
    return phones_on_screen.number_of(phone_id) or abort(404)


def _problem(words: str) -> str:
    if not words.strip():
        return gettext("Write something to send")
    if len(words) > LONGEST_TEXT:
        return gettext(
            "A text has %(most)s letters at most. Please make it shorter", most=LONGEST_TEXT
        )
    return ""


def _in_hand(phone_id: uuid.UUID, words: str = "", error: str = "") -> str:
    handset = phones_on_screen.pick_up(phone_id) or abort(404)
    return render_template(
        "phones/phone.html",
        handset=handset,
        others=[other for other in phones_on_screen.shelf() if other.id != phone_id],
        words=words,
        error=error,
        errors=[("conversation-box", error)] if error else [],
        **_talk(phone_id),
    )


def _talk(phone_id: uuid.UUID) -> dict[str, Any]:
    now = times.now()
    return {
        "texts": [_bubble(text, now=now) for text in phones_on_screen.texts_on(phone_id)],
        "waiting": _waiting(phones_on_screen.waiting_for(phone_id), now=now),
    }


def _bubble(text: Shown, *, now: datetime) -> dict[str, Any]:
    """A text as the macro draws it."""
    words = text.words or gettext("We no longer keep what this text said.")
    when = _when(text.at, now=now)
    return {"mine": text.mine, "words": words, "time": when, "parts": text.parts}


def _when(moment: datetime, *, now: datetime) -> str:
    wall = times.local(moment)
    clock = times.spoken_time(wall)
    if wall.date() == times.today(now):
        return clock
    return f"{format_date(wall.date(), 'd MMMM')}, {clock}"


def _waiting(found: Waiting, *, now: datetime) -> str:
    if not found.count:
        return ""
    said = ngettext("%(num)s text is on its way.", "%(num)s texts are on their way.", found.count)
    if found.not_before is None or found.not_before <= now:
        return said
    goes = gettext("The first goes at %(time)s.", time=_when(found.not_before, now=now))
    return f"{said} {goes}"
