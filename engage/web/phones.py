"""The pretend phones: a shelf of handsets to pick up and text from, for trying the service."""

from __future__ import annotations

import uuid
from datetime import datetime
from itertools import pairwise
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext, ngettext

from engage import inbound, phones_on_screen, pretend_network, times
from engage.extensions import db, settings
from engage.phones_on_screen import LONGEST_TEXT, Shown, Waiting
from engage.texting.on_screen import TROUBLES
from engage.texting.protocol import Arrived
from engage.web.access import anyone
from engage.web.phone_words import in_words, trouble_words, ways_to_send
from surveys.wording import segments

bp = Blueprint("phones", __name__, url_prefix="/phones")

FEWEST_WORDS = 3


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
        texts = phones_on_screen.texts_on(handset.id, now=now)
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
    """Send a text from this phone, by the same door as a real one, in one of several ways."""
    _only_on_screen()
    number = _number(phone_id)
    words = request.form.get("words", "")
    way = request.form.get("way", "")
    error = _problem(words, way)
    if error:
        return _in_hand(phone_id, words, error), 400
    now = times.now()
    for sid, said in _sent_as(words, way):
        inbound.store(Arrived(sid, number, said), now=now)
    db.session.commit()
    return redirect(url_for(".phone", phone_id=phone_id), 303)


@bp.post("/<uuid:phone_id>/count")
@anyone
def count(phone_id: uuid.UUID) -> ResponseReturnValue:
    """How many texts the network would count the words as; the script asks for that alone."""
    _only_on_screen()
    words = request.form.get("words", "")[: LONGEST_TEXT * 2]
    if "X-Fragment" in request.headers:
        return _counted(words)
    return _in_hand(phone_id, words)


@bp.post("/<uuid:phone_id>/trouble")
@anyone
def trouble(phone_id: uuid.UUID) -> ResponseReturnValue:
    """Have something go wrong for this phone, or put it right again."""
    _only_on_screen()
    _number(phone_id)
    kind = request.form.get("kind", "")
    if kind in TROUBLES:
        pretend_network.make_trouble(phone_id, kind)
    else:
        pretend_network.put_right(phone_id)
        flash(gettext("Nothing goes wrong for this phone now."), "good")
    db.session.commit()
    return redirect(url_for(".phone", phone_id=phone_id), 303)


def _number(phone_id: uuid.UUID) -> str:
    return phones_on_screen.number_of(phone_id) or abort(404)


def _problem(words: str, way: str) -> str:
    if not words.strip():
        return gettext("Write something to send")
    if len(words) > LONGEST_TEXT:
        return gettext(
            "A text has %(most)s letters at most. Please make it shorter", most=LONGEST_TEXT
        )
    if way == "parts" and len(words.split()) < FEWEST_WORDS:
        return gettext("Write three words or more to send them in three parts")
    return ""


def _sent_as(words: str, way: str) -> list[tuple[str, str]]:
    """The texts that arrive, each with the network's id for it, in the order they come."""
    sid = _new_sid()
    if way == "again":
        return [(sid, words), (sid, words)]
    if way == "double":
        return [(sid, words), (_new_sid(), words)]
    if way == "parts":
        said = words.split()
        third, rest = divmod(len(said), 3)
        cuts = [0, third, 2 * third + (rest > 1), len(said)]
        pieces = [" ".join(said[a:b]) for a, b in pairwise(cuts)]
        return [(_new_sid(), pieces[place]) for place in (1, 0, 2)]
    return [(sid, words)]


def _new_sid() -> str:
    return f"PHONE{uuid.uuid4().hex}"


def _in_hand(phone_id: uuid.UUID, words: str = "", error: str = "") -> str:
    handset = phones_on_screen.pick_up(phone_id) or abort(404)
    return render_template(
        "phones/phone.html",
        handset=handset,
        others=[other for other in phones_on_screen.shelf() if other.id != phone_id],
        words=words,
        error=error,
        errors=[("conversation-box", error)] if error else [],
        counted=_counted(words),
        ways=ways_to_send(),
        kinds=[(kind, trouble_words(kind).goes_wrong) for kind in TROUBLES],
        kind=pretend_network.trouble_of(phone_id) or "",
        **_talk(phone_id),
    )


def _talk(phone_id: uuid.UUID) -> dict[str, Any]:
    now = times.now()
    kind = pretend_network.trouble_of(phone_id)
    return {
        "phone_id": phone_id,
        "texts": [_bubble(text, now=now) for text in phones_on_screen.texts_on(phone_id, now=now)],
        "waiting": _waiting(phones_on_screen.waiting_for(phone_id), now=now),
        "trouble": trouble_words(kind) if kind else None,
    }


def _bubble(text: Shown, *, now: datetime) -> dict[str, Any]:
    """A text as the macro draws it."""
    words = text.words or gettext("We no longer keep what this text said.")
    return {
        "mine": text.mine,
        "words": words,
        "time": _when(text.at, now=now),
        "parts": text.parts,
        "fate": in_words(text),
        "missing": text.fate in ("lost", "refused", "coming"),
    }


def _counted(words: str) -> str:
    """The size of what is being written, as the network would count it."""
    if not words:
        return ""
    letters = ngettext("%(num)s letter", "%(num)s letters", len(words))
    parts = ngettext("%(num)s part", "%(num)s parts", segments(words).count)
    return f"{letters}, {parts}"


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
