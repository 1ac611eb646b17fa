"""Thanking those who came: first who would get what, then the button that sends it."""

from __future__ import annotations

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage import audit, composing, thanking, times
from engage.extensions import db
from engage.models import Session
from engage.thanking import Look
from engage.web.access import only
from engage.web.languages import name_of
from engage.web.sessions import session_or_404

bp = Blueprint("thanking", __name__, url_prefix="/staff/sessions/<uuid:session_id>/thanks")


@bp.get("")
@only("facilitator")
def look(session_id: uuid.UUID) -> ResponseReturnValue:
    """Who would be thanked, what it says in each language, and what it costs. Nothing goes."""
    session, now = session_or_404(session_id), times.now()
    found = thanking.look(session, now=now)
    return render_template(
        "thanking/look.html",
        session=session,
        look=found,
        words=_in_languages(found),
        total_pence=sum(
            composing.cost(body, people=count).total_pence for _, count, body in found.by_language
        ),
        may_thank=thanking.is_over(session, now=now),
        survey=thanking.after_survey(session, now=now),
        surveys=[(one.id, one.title) for one in thanking.surveys_to_join(now=now)],
    )


def _in_languages(found: Look) -> list[tuple[str, str, int, str]]:
    """Each language with its code, its name, how many read it, and the words."""
    return [(code, name_of(code), count, body) for code, count, body in found.by_language]


@bp.post("/survey")
@only("facilitator")
def join(session_id: uuid.UUID) -> ResponseReturnValue:
    """Choose the survey that goes with the thanks, or none; nothing is sent."""
    session, now = session_or_404(session_id), times.now()
    chosen = request.form.get("survey", "")
    known = {str(one.id): one.id for one in thanking.surveys_to_join(now=now)}
    if chosen and chosen not in known:
        flash(gettext("That survey takes no answers now. Choose another."), "bad")
    else:
        session.after_survey_id = known.get(chosen)
        db.session.commit()
        flash(gettext("Saved. Nothing is sent yet."), "good")
    return redirect(url_for(".look", session_id=session_id), 303)


@bp.post("")
@only("facilitator")
def thank(session_id: uuid.UUID) -> ResponseReturnValue:
    """Thank everybody who came and was not thanked yet."""
    session, now = session_or_404(session_id), times.now()
    if not thanking.is_over(session, now=now):
        flash(gettext("You can thank people once the session is over."), "bad")
        return redirect(url_for(".look", session_id=session_id), 303)
    texts = thanking.thank(session, now=now)
    _note(session, texts)
    db.session.commit()
    said = ngettext("%(num)s person is being thanked.", "%(num)s people are being thanked.", texts)
    nobody = gettext("Nobody was left to thank, so no text was sent.")
    flash(said if texts else nobody, "good")
    return redirect(url_for("sessions.one", session_id=session_id, _anchor="after"), 303)


def _note(session: Session, texts: int) -> None:
    if texts:
        what = "thanked people for a session"
        audit.note(what, session.id, by=current_user.id, now=times.now())
