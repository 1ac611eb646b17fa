"""Twilio's door: texts that arrive and reports on texts we sent, each with a signature."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from engage import delivery, inbound, times
from engage.extensions import csrf, db, settings
from engage.log import log
from engage.texting.numbers import NotANumber, to_e164
from engage.texting.protocol import Arrived
from engage.texting.twilio import is_signed
from engage.texting.words import unpacked
from engage.web.access import anyone
from engage.web.doors import door

bp = Blueprint("texts", __name__, url_prefix="/texts")
csrf.exempt(bp)

EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
SID = re.compile(r"[A-Za-z0-9]{2,64}")


def _done() -> Response:
    return Response(EMPTY_TWIML, mimetype="text/xml")


def _signed_fields() -> Mapping[str, str]:
    """The fields of a request that Twilio signed; 403 otherwise, before any database work.

    Checked against the configured address and the path and query exactly as they came:
    Flask's own idea of the address decodes parts of it. Only a service that uses Twilio has
    this door.
    """
    config = settings()
    if config.provider != "twilio":
        abort(404)
    url = config.public_url + request.environ["RAW_URI"]
    signature = request.headers.get("X-Twilio-Signature", "")
    if not is_signed(config, url, request.form, signature):
        abort(403)
    return request.form


@bp.post("/in", strict_slashes=True)
@anyone
@door
def arrived() -> ResponseReturnValue:
    """Store a text once and answer at once; a worker does the rest.

    A body may be missing (a picture alone). 500 when it cannot be stored, so that Twilio
    tries its fallback address.
    """
    fields = _signed_fields()
    sid = fields.get("MessageSid") or fields.get("SmsSid") or ""
    try:
        number = to_e164(fields.get("From", ""))
    except NotANumber:
        abort(400)
    if not SID.fullmatch(sid):
        abort(400)
    body = unpacked(fields.get("Body", ""), parts=fields.get("NumSegments", ""))
    try:
        inbound.keep(Arrived(sid, number, body), now=times.now())
    except SQLAlchemyError as error:
        log.error("text.not_stored", error=error)
        abort(500)
    return _done()


@bp.post("/status", strict_slashes=True)
@anyone
@door
def reported() -> ResponseReturnValue:
    """Keep what Twilio says became of a text; `m` is our own id for it."""
    fields = _signed_fields()
    sid, status = fields.get("MessageSid", ""), fields.get("MessageStatus", "")
    if not (SID.fullmatch(sid) and status.isidentifier()):
        abort(400)
    code = fields.get("ErrorCode", "")[:12]
    error = code if code.isalnum() else None
    delivery.report(request.args.get("m"), sid, status[:20], error, now=times.now())
    db.session.commit()
    return _done()
