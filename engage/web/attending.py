"""The page on which staff mark who came to a session, all of them saved together."""

from __future__ import annotations

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage import attending, audit, times
from engage.attending import Change, Marked
from engage.extensions import db
from engage.models.consultations import ATTENDED
from engage.web.access import only
from engage.web.sessions import session_or_404

bp = Blueprint("attending", __name__, url_prefix="/staff/sessions/<uuid:session_id>/attendance")
NOT_YET = ""


@bp.get("")
@only("facilitator")
def sheet(session_id: uuid.UUID) -> ResponseReturnValue:
    """Everybody asked to the session, with a mark for each."""
    session = session_or_404(session_id)
    return render_template(
        "attending/sheet.html",
        session=session,
        sheet=attending.sheet(session),
        may_mark=attending.may_be_marked(session, now=times.now()),
        states=_states(),
    )


def _states() -> list[tuple[str, str]]:
    """Each mark with its words; the last is that there is none."""
    return [
        ("came", gettext("Came")),
        ("part", gettext("Came for part")),
        ("apologies", gettext("Sent apologies")),
        ("missed", gettext("Did not make it")),
        (NOT_YET, gettext("Not marked")),
    ]


@bp.post("")
@only("facilitator")
def mark(session_id: uuid.UUID) -> ResponseReturnValue:
    """Keep every mark that was changed; nobody is told, and nobody is left out of anything."""
    session, now = session_or_404(session_id), times.now()
    if not attending.may_be_marked(session, now=now):
        flash(gettext("You can mark who came once it has started."), "bad")
        return redirect(url_for(".sheet", session_id=session_id), 303)
    marked = attending.mark(session, _changes())
    audit.note("marked who came", session.id, by=current_user.id, now=now)
    db.session.commit()
    _tell(marked)
    if marked.left:
        return redirect(url_for(".sheet", session_id=session_id), 303)
    return redirect(url_for("sessions.one", session_id=session_id, _anchor="after"), 303)


def _changes() -> dict[uuid.UUID, Change]:
    """What the form says of each person, and what it said when it was opened."""
    found = {}
    for name, value in request.form.items():
        key = _id_in(name, "attended-")
        if key is not None and value in (*ATTENDED, NOT_YET):
            found[key] = Change(request.form.get(f"was-{key}") or None, value or None)
    return found


def _id_in(name: str, before: str) -> uuid.UUID | None:
    if not name.startswith(before):
        return None
    try:
        return uuid.UUID(name.removeprefix(before))
    except ValueError:
        return None


def _tell(marked: Marked) -> None:
    if marked.left:
        said = ngettext(
            "A colleague marked %(num)s person while you had this open. Theirs is kept: please "
            "look again.",
            "A colleague marked %(num)s people while you had this open. Theirs is kept: please "
            "look again.",
            marked.left,
        )
        flash(said, "bad")
    elif marked.changed:
        said = ngettext(
            "Saved. %(num)s mark is new.", "Saved. %(num)s marks are new.", marked.changed
        )
        flash(said, "good")
    else:
        flash(gettext("Saved. Nothing was different."), "good")
