"""Texts that did not go, for staff to decide about, and starting sending again."""

from __future__ import annotations

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, sender, times, undelivered
from engage.extensions import db
from engage.web.access import only
from engage.web.not_sent import why_not_sent
from engage.web.sending_state import state_of_sending
from engage.web.thread_words import kind_in_words

bp = Blueprint("undelivered", __name__, url_prefix="/staff")


@bp.get("/undelivered")
@only("facilitator")
def listed() -> ResponseReturnValue:
    """Texts that did not arrive, and texts of which nobody knows."""
    now = times.now()
    return render_template(
        "inbox/undelivered.html",
        parked=undelivered.parked(now=now),
        did_not_go=undelivered.did_not_go(now=now),
        why=why_not_sent,
        kind=kind_in_words,
        sending=state_of_sending(),
    )


@bp.post("/undelivered/<uuid:text_id>/arrived")
@only("facilitator")
def arrived(text_id: uuid.UUID) -> ResponseReturnValue:
    """A person says that a text got there."""
    return _settled(
        text_id,
        undelivered.it_arrived(text_id),
        "said a text arrived",
        gettext("Thank you. It counts as sent."),
    )


@bp.post("/undelivered/<uuid:text_id>/again")
@only("facilitator")
def again(text_id: uuid.UUID) -> ResponseReturnValue:
    """Send a text once more."""
    return _settled(
        text_id,
        undelivered.send_again(text_id, now=times.now()),
        "sent a text again",
        gettext("It goes again, in the hours for texting."),
    )


def _settled(text_id: uuid.UUID, was_open: bool, what: str, words: str) -> ResponseReturnValue:
    if was_open:
        audit.note(what, text_id, by=current_user.id, now=times.now())
        db.session.commit()
        flash(words, "good")
    else:
        flash(gettext("A colleague has dealt with that one."))
    return redirect(url_for(".listed"), 303)


@bp.post("/sending/resume")
@only("admin")
def resume() -> ResponseReturnValue:
    """Let texts leave again."""
    if sender.resume():
        audit.note("let texts leave again", "sending", by=current_user.id, now=times.now())
        db.session.commit()
        flash(gettext("Texts are going out again."), "good")
    else:
        flash(gettext("Texts were going out already."))
    return redirect(url_for(".listed"), 303)
