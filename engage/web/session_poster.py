"""A poster of a session on A4, whose code leads to the page that anybody may open."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage import open_pages, qr, times
from engage.extensions import db, settings
from engage.models import Session
from engage.sharing import HERE_ONLY
from engage.venues import in_full, thank_you
from engage.web import languages, meet, poster_fit, sharing
from engage.web.access import only

bp = Blueprint("session_poster", __name__, url_prefix="/staff/sessions")

CODE = 6.0
"""How wide its code is, in a 21st of the paper's width: 60 mm on A4."""
PIECES = re.compile(r"[^./]*[./]|[^./]+")
"""An address in pieces: a line ends between two."""


@bp.get("/<uuid:session_id>/poster")
@only("facilitator")
def poster(session_id: uuid.UUID) -> ResponseReturnValue:
    """A poster on A4 that leads to the session's page, its fixed words in any ready language."""
    session = db.session.get(Session, session_id) or abort(404)
    offered = [sharing.tongue(code) for code in languages.ready()]
    language = request.args.get("lang", languages.ENGLISH)
    if language not in [one.code for one in offered]:
        abort(404)
    return render_template(
        "sessions/poster.html",
        sheet=_sheet(session, language),
        offered=offered,
        language=language,
        is_checked=sharing.is_checked(language),
        pretend=_is_pretend(),
        session=session,
        is_over=session.ends_at <= times.now(),
        back_url=url_for("sessions.one", session_id=session.id),
    )


def _sheet(session: Session, language: str) -> str:
    """What is on the poster, in one language; the staff page round it stays in English."""
    address = open_pages.address_of(session)
    parts = urlsplit(address)
    drawing = qr.draw(address)
    languages.page_in(language)
    known, thanks = list(_known(session)), _thanks(session)
    paid = [(gettext("Thank-you"), f"{thanks} {session.pay_note}")]
    sheet = render_template(
        "meet/poster.html",
        short=f"{parts.netloc}{parts.path}",
        parts=PIECES.findall(f"{parts.netloc}{parts.path}"),
        drawing=drawing,
        wide=drawing.wide(code=CODE),
        known=known,
        thanks=thanks,
        fit=poster_fit.largest([(label, words) for label, words, _ in known] + paid),
        **meet.facts(session),
    )
    languages.page_in(languages.ENGLISH)
    return sheet


def _known(session: Session) -> Iterator[tuple[str, str, bool]]:
    """What to know before coming, and whether it is said in our words or as staff wrote it."""
    if session.online:
        yield gettext("Where"), gettext("Online. We text you the link when you have a place."), True
    else:
        yield gettext("Where"), in_full(session), False
    if session.nearest_bus:
        yield gettext("Nearest bus"), session.nearest_bus, False
    if session.getting_there:
        yield gettext("Getting there"), session.getting_there, False
    known = {"yes": gettext("Yes"), "no": gettext("No")}
    if not session.online and session.step_free in known:
        yield gettext("Can I get in without steps?"), known[session.step_free], True
    if not session.online and session.quiet_room in known:
        yield gettext("Is there a quiet room?"), known[session.quiet_room], True


def _thanks(session: Session) -> str:
    pay = thank_you(session)
    return gettext("%(pay)s for your time.", pay=pay) if pay else ""


def _is_pretend() -> bool:
    """Whether none of it works beyond this computer."""
    config = settings()
    return config.provider == "on-screen" or urlsplit(config.public_url).hostname in HERE_ONLY
