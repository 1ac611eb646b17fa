"""GOV.UK Notify's doors: texts that arrive and reports on texts we sent, each with our token."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from engage import delivery, inbound, times
from engage.extensions import csrf, db, settings
from engage.log import log
from engage.texting import notify
from engage.texting.numbers import NotANumber, to_e164
from engage.texting.protocol import Arrived, NoAnswer
from engage.web.access import anyone
from engage.web.doors import door

bp = Blueprint("notify_texts", __name__, url_prefix="/texts/notify")
csrf.exempt(bp)

NOTHING_MORE = 204


def _named() -> dict[str, Any]:
    """The fields of a request with the token that we gave Notify; 403 before any database work.

    400 for what is no JSON object, or has no id of Notify's. Only a service that uses Notify
    has these doors.
    """
    if settings().provider != "notify":
        abort(404)
    if not notify.is_from_notify(settings(), request.headers.get("Authorization", "")):
        abort(403)
    fields = request.get_json(force=True, silent=True)
    if not isinstance(fields, dict) or not _is_id(fields.get("id")):
        abort(400)
    return fields


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False


@bp.post("/in", strict_slashes=True)
@anyone
@door
def arrived() -> ResponseReturnValue:
    """Store a text once and answer at once; a worker does the rest.

    500 when it cannot be stored: Notify tries again every five minutes, five times.
    """
    fields = _named()
    try:
        came = notify.received(fields, number="source_number", words="message", at="date_received")
        number = to_e164(came.number)
    except (NoAnswer, NotANumber):
        abort(400)
    try:
        inbound.keep(Arrived(came.sid, number, came.body, came.at), now=times.now())
    except SQLAlchemyError as error:
        log.error("text.not_stored", error=error)
        abort(500)
    return Response(status=NOTHING_MORE)


@bp.post("/status", strict_slashes=True)
@anyone
@door
def reported() -> ResponseReturnValue:
    """Keep what Notify says became of a text; `reference` is our own id for it."""
    fields = _named()
    found = notify.became(str(fields.get("status")))
    if found is None:
        abort(400)
    reference = fields.get("reference")
    delivery.report(
        reference if isinstance(reference, str) else None,
        fields["id"].lower(),
        found.step,
        found.code,
        now=times.now(),
    )
    db.session.commit()
    return Response(status=NOTHING_MORE)
