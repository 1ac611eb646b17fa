"""Showing a phone's number to those who may see it: on a page of its own, and recorded."""

from __future__ import annotations

import uuid

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_security import current_user

from engage import audit, inbox, times
from engage.extensions import db
from engage.texting.numbers import spoken
from engage.web.access import only
from engage.web.inbox import phone_or_404

bp = Blueprint("numbers", __name__, url_prefix="/staff/inbox")


@bp.get("/<uuid:phone_id>/number")
@only("contact")
def ask(phone_id: uuid.UUID) -> ResponseReturnValue:
    """Say that looking is recorded, before the number is shown."""
    return render_template("inbox/number.html", caller=inbox.caller(phone_or_404(phone_id)))


@bp.post("/<uuid:phone_id>/number")
@only("contact")
def show(phone_id: uuid.UUID) -> ResponseReturnValue:
    """Show the number, and write down who saw it. No text or answer stands beside it."""
    phone = phone_or_404(phone_id)
    audit.note("saw a number", phone.id, by=current_user.id, now=times.now())
    db.session.commit()
    return render_template(
        "inbox/number.html",
        caller=inbox.caller(phone),
        number=spoken(phone.number or ""),
        has_stopped=phone.stopped_at is not None,
        wrong_number=phone.stopped_by == "wrong_number",
    )
