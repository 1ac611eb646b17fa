"""What is printed for those who hold a session: its run sheet and its check-in list."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from engage import run_sheets, times
from engage.extensions import db
from engage.models import Invitation, Session
from engage.models.consultations import HOLDING
from engage.venues import in_full, thank_you
from engage.web import meet
from engage.web.access import only
from engage.web.sessions import session_or_404

bp = Blueprint("session_prints", __name__, url_prefix="/staff/sessions")

WALK_INS, ROWS = 8, 20
"""At least so many rows for walk-ins, and what fills a page."""
STEP = re.compile(r"[-•*]\s*(.+)")


@dataclass(frozen=True)
class Block:
    """A part of a run sheet: its heading in capitals, words, and steps to tick."""

    heading: str
    lines: tuple[str, ...]
    steps: tuple[str, ...]


@bp.get("/<uuid:session_id>/run-sheet")
@only("facilitator")
def run_sheet(session_id: uuid.UUID) -> ResponseReturnValue:
    """What happens when, and on a page of its own what is said about consent."""
    session = session_or_404(session_id)
    return render_template(
        "sessions/run_sheet.html",
        facts=list(_facts(session)),
        run_sheet=list(blocks(run_sheets.run_sheet_of(session))),
        consent=list(blocks(run_sheets.consent_script_of(session))),
        **around(session),
    )


@bp.get("/<uuid:session_id>/check-in-list")
@only("facilitator")
def check_in_list(session_id: uuid.UUID) -> ResponseReturnValue:
    """First names of people with a place, boxes to tick, and room for walk-ins."""
    session = session_or_404(session_id)
    held = db.session.scalars(
        select(Invitation)
        .where(Invitation.session_id == session.id, Invitation.state.in_(HOLDING))
        .order_by(Invitation.place)
    )
    names = sorted((one.person.first_name or "" for one in held), key=_by_name)
    return render_template(
        "sessions/check_in_list.html",
        names=names,
        walk_ins=max(WALK_INS, ROWS - len(names)),
        **around(session),
    )


def _by_name(name: str) -> tuple[bool, str]:
    """By the alphabet, so that a list tells nothing of who said yes first; no name comes last."""
    return not name, name.casefold()


def around(session: Session) -> dict[str, object]:
    """What every page with a paper of a session says around it."""
    return {
        "session": session,
        "is_over": session.ends_at <= times.now(),
        "back_url": url_for("sessions.one", session_id=session.id),
    }


def _facts(session: Session) -> Iterator[tuple[str, str]]:
    """What those who hold it look up on the day."""
    yield gettext("When"), f"{meet.said_day(session.starts_local)}, {meet.said_hours(session)}"
    yield gettext("Where"), session.link if session.online else in_full(session)
    yield gettext("Held by"), ", ".join(one.name for one in session.facilitators)
    yield gettext("Peer co-lead"), session.peer_lead or ""
    yield gettext("Places"), str(session.capacity)
    yield gettext("Thank-you"), ". ".join(filter(None, (thank_you(session), session.pay_note)))
    yield gettext("Nearest bus"), session.nearest_bus
    yield gettext("Getting there"), session.getting_there


def blocks(text: str) -> Iterator[Block]:
    """A run sheet in its parts: an empty line or a line in capitals begins another."""
    heading = ""
    lines: list[str] = []
    steps: list[str] = []
    for line in [*map(str.strip, text.splitlines()), ""]:
        is_heading = line.isupper()
        if (not line or is_heading) and (heading or lines or steps):
            yield Block(heading, tuple(lines), tuple(steps))
            heading, lines, steps = "", [], []
        if is_heading:
            heading = line
        elif found := STEP.fullmatch(line):
            steps.append(found[1])
        elif line:
            lines.append(line)
