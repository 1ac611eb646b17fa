"""Replying to a phone from the shared inbox."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, composing, replying, times
from engage.extensions import db
from engage.models import Phone
from engage.replying import LONGEST, Typed
from engage.text_back import language_of
from engage.web.access import only
from engage.web.costs import not_to_ask
from engage.web.inbox import back_to, phone_or_404, thread_page
from engage.web.thread_words import when

bp = Blueprint("replying", __name__, url_prefix="/staff/inbox")


@bp.post("/<uuid:phone_id>/reply")
@only("facilitator")
def reply(phone_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a reply costs, make it plain, or send it."""
    phone = phone_or_404(phone_id)
    words = composing.unix_lines(request.form.get("words", "")).strip()
    language = language_of(phone)
    if "swap" in request.form:
        return thread_page(phone, words=composing.plain(words, language))
    if "look" in request.form:
        return thread_page(phone, words=words)
    if problem := _problem(words):
        return thread_page(phone, words=words, error=problem), 400
    return _send(phone, words)


def _problem(words: str) -> str:
    if not words:
        return str(gettext("Write your text first"))
    if len(words) > LONGEST:
        return str(gettext("Make it shorter. It can have %(most)s letters", most=LONGEST))
    return not_to_ask(composing.cost(words))


def _send(phone: Phone, words: str) -> ResponseReturnValue:
    now = times.now()
    typed = Typed(words, request.form.get("seen", ""), later="later" in request.form)
    try:
        goes = replying.reply(phone, typed, by=current_user, now=now)
    except replying.HasStopped:
        db.session.rollback()
        return _again(phone, words, gettext("They have stopped texts. Ring them instead"))
    except replying.OutOfHours as closed:
        db.session.rollback()
        problem = gettext(
            "It is too late in the day to text. It can go when hours open: %(when)s",
            when=when(closed.opens),
        )
        return _again(phone, words, problem)
    except replying.NewerTexts:
        db.session.rollback()
        problem = gettext(
            "Something new came while you wrote. Read it above, then send yours if it still fits"
        )
        return _again(phone, words, problem)
    audit.note("replied by text", phone.id, by=current_user.id, now=now)
    db.session.commit()
    said = gettext("Your text is on its way.") if goes <= now else gettext("Your text waits.")
    if goes > now:
        said = f"{said} " + gettext("It goes when hours open: %(when)s.", when=when(goes))
    flash(said, "good")
    return back_to(phone)


def _again(phone: Phone, words: str, problem: str) -> ResponseReturnValue:
    """The page once more, with what was typed; the phone is read afresh after the rollback."""
    fresh = db.session.get(Phone, phone.id, populate_existing=True) or abort(404)
    return thread_page(fresh, words=words, error=problem), 409
