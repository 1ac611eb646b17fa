"""Pages for facilitators that invite people to sessions: choose them, see the cost, then text."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user
from sqlalchemy import select

from engage import audit, choosing_people, composing, consulting, inviting, session_invites, times
from engage.choosing_people import Choice, Chosen
from engage.composing import Cost
from engage.extensions import db
from engage.models import Session
from engage.models.people import BOROUGHS
from engage.web import pressed
from engage.web.access import only
from engage.web.asking import texted
from engage.web.languages import name_of
from engage.web.sessions import session_or_404

bp = Blueprint("session_inviting", __name__, url_prefix="/staff/sessions")


@dataclass(frozen=True)
class Words:
    """The text in one language: how many people get it, and what it costs for all of them."""

    code: str
    name: str
    text: str
    people: int
    cost: Cost


@dataclass
class Filled:
    """Who was chosen on the form, and what to mend."""

    choice: Choice = field(default_factory=Choice)
    errors: dict[str, str] = field(default_factory=dict)


@bp.get("/<uuid:session_id>/choose")
@only("facilitator")
def choose(session_id: uuid.UUID) -> ResponseReturnValue:
    """Choose whom to ask to a session."""
    session = session_or_404(session_id)
    if elsewhere := _nobody(session):
        return elsewhere
    return _form(session, Filled())


@bp.post("/<uuid:session_id>/invite")
@only("facilitator")
def invite(session_id: uuid.UUID) -> ResponseReturnValue:
    """First say who would be texted, what and for how much; ask them once that is confirmed."""
    session, now = session_or_404(session_id), times.now()
    if elsewhere := _nobody(session):
        return elsewhere
    filled = _read()
    if filled.errors:
        return _form(session, filled), 400
    asked_about = [session, *_chosen_beside(session)]
    if "sure" not in request.form:
        return _are_you_sure(asked_about, filled.choice)
    phones = choosing_people.phones_for(asked_about, filled.choice, _ids("people"), now=now)
    asked = session_invites.invite_to(asked_about, phones, now=now)
    for one in asked_about:
        audit.note("invited to a session", one.id, by=current_user.id, now=now)
    db.session.commit()
    flash(texted(asked), "good")
    return redirect(url_for("sessions.one", session_id=session_id), 303)


def _nobody(session: Session) -> ResponseReturnValue | None:
    """Where to go instead when nobody can be asked to it now, with the reason said there."""
    if not session.is_coming(times.now()):
        flash(gettext("This session is over or off, so nobody was texted."), "bad")
        return redirect(url_for("sessions.one", session_id=session.id), 303)
    if consulting.not_open_yet(session):
        said = gettext("Its consultation is formal and has not opened, so nobody was texted.")
        flash(said, "bad")
        where = url_for("consultations.one", consultation_id=session.consultation_id)
        return redirect(where, 303)
    return None


def _form(session: Session, filled: Filled) -> str:
    return render_template(
        "sessions/choose.html",
        session=session,
        typed=request.form,
        problems=filled.errors,
        errors=list(filled.errors.items()),
        groups=inviting.groups(),
        boroughs=list(BOROUGHS.items()),
        languages=[(code, name_of(code)) for code in choosing_people.languages()],
        topics=[(one, one) for one in choosing_people.topics()],
        beside=_could_be_beside(session),
        most=choosing_people.MOST,
    )


def _could_be_beside(session: Session) -> list[Session]:
    """Other sessions to come of the same consultation or series, which one text can ask about."""
    with_it = []
    if session.consultation_id:
        with_it.append(Session.consultation_id == session.consultation_id)
    if session.series_id:
        with_it.append(Session.series_id == session.series_id)
    if not with_it:
        return []
    same = with_it[0] if len(with_it) == 1 else with_it[0] | with_it[1]
    found = db.session.scalars(
        select(Session).where(same, Session.id != session.id).order_by(Session.starts_local)
    )
    now = times.now()
    return [one for one in found if one.is_coming(now)]


def _chosen_beside(session: Session) -> list[Session]:
    wanted = set(request.form.getlist("beside[]"))
    return [one for one in _could_be_beside(session) if str(one.id) in wanted]


def _read() -> Filled:
    """Who the form means; an error for each part to mend."""
    group = inviting.group_with(request.form.get("group", ""))
    filled = Filled(
        Choice(
            group_id=group.id if group else None,
            boroughs=_known("borough", BOROUGHS),
            languages=_known("language", choosing_people.languages()),
            interests=_known("interest", choosing_people.topics()),
            most=_most(request.form.get("most", "")),
        )
    )
    if request.form.get("most", "").strip() and filled.choice.most is None:
        filled.errors["most"] = gettext(
            "Write how many people in digits, from 1 to %(most)s", most=choosing_people.MOST
        )
    if filled.choice.names_nobody:
        filled.errors["group"] = gettext("Choose who to ask first: a group, or another way")
    if len(request.form.getlist("beside[]")) >= session_invites.MOST_AT_ONCE:
        filled.errors["beside"] = gettext(
            "One text can ask about %(most)s sessions", most=session_invites.MOST_AT_ONCE
        )
    return filled


def _known(name: str, known: Any) -> frozenset[str]:
    return frozenset(one for one in request.form.getlist(f"{name}[]") if one in known)


def _most(typed: str) -> int | None:
    typed = typed.strip()
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= 4
    return int(typed) if is_number and 1 <= int(typed) <= choosing_people.MOST else None


def _ids(name: str) -> list[uuid.UUID]:
    """The people that were shown before, so that nobody else is texted than was said."""
    found = []
    for one in request.form.get(name, "").split():
        try:
            found.append(uuid.UUID(one))
        except ValueError:
            continue
    return found


def _are_you_sure(sessions: Sequence[Session], choice: Choice) -> str:
    chosen = choosing_people.look(sessions, choice, now=times.now())
    texts = _texts(sessions, chosen)
    return render_template(
        "sessions/invite_sure.html",
        session=sessions[0],
        sessions=sessions,
        chosen=chosen,
        texts=texts,
        total=sum(one.cost.total_pence for one in texts),
        count=sum(one.cost.segments * one.people for one in texts),
        left_out=_left_out(chosen),
        asked_lately=_asked_lately(chosen),
        again=[(name, what) for name, what in pressed.again() if name != "people"],
    )


def _texts(sessions: Sequence[Session], chosen: Chosen) -> list[Words]:
    in_order = sorted(sessions, key=lambda one: (one.starts_local, one.title))
    numbered = dict(enumerate(in_order, 1))
    found = []
    for code, people in chosen.languages.items():
        text = session_invites.asks(numbered, language=code)
        cost = composing.cost(text, code, people)
        found.append(Words(code, name_of(code), text, people, cost))
    return found


def _left_out(chosen: Chosen) -> list[str]:
    words: dict[str, Callable[[int], str]] = {
        choosing_people.ASKED: _asked,
        choosing_people.NO_PHONE: _no_phone,
        choosing_people.STOPPED: _stopped,
        choosing_people.UNUSABLE: _unusable,
        choosing_people.PAUSED: _paused,
        choosing_people.HELD: _held,
        choosing_people.ENOUGH: _enough,
        choosing_people.NOT_NOW: partial(_not_now, most=chosen.most),
    }
    return [say(chosen.left_out[why]) for why, say in words.items() if why in chosen.left_out]


def _asked(people: int) -> str:
    return str(
        ngettext("%(num)s person was asked before.", "%(num)s people were asked before.", people)
    )


def _no_phone(people: int) -> str:
    return str(ngettext("%(num)s person has no number.", "%(num)s people have no number.", people))


def _stopped(people: int) -> str:
    return str(
        ngettext(
            "%(num)s person has stopped our texts.",
            "%(num)s people have stopped our texts.",
            people,
        )
    )


def _unusable(people: int) -> str:
    return str(
        ngettext(
            "%(num)s person has a number that does not work.",
            "%(num)s people have a number that does not work.",
            people,
        )
    )


def _paused(people: int) -> str:
    return str(
        ngettext(
            "%(num)s person asked for a pause from texts.",
            "%(num)s people asked for a pause from texts.",
            people,
        )
    )


def _held(people: int) -> str:
    return str(
        ngettext(
            "A colleague is texting with %(num)s person.",
            "Colleagues are texting with %(num)s people.",
            people,
        )
    )


def _enough(people: int) -> str:
    return str(
        ngettext(
            "%(num)s person has had all the texts we may send in a week.",
            "%(num)s people have had all the texts we may send in a week.",
            people,
        )
    )


def _not_now(people: int, most: int) -> str:
    said = ngettext(
        "%(num)s person is left out, as you ask %(most)s at most with one press.",
        "%(num)s people are left out, as you ask %(most)s at most with one press.",
        people,
        most=most,
    )
    why = gettext("Those we asked least lately come first.")
    return f"{said} {why}"


def _asked_lately(chosen: Chosen) -> list[tuple[str, int]]:
    week, month, quarter, longer = chosen.spread
    return [
        (gettext("Asked in the last 7 days"), week),
        (gettext("Asked 8 to 30 days ago"), month),
        (gettext("Asked 31 to 90 days ago"), quarter),
        (gettext("Not asked in the last 90 days"), longer),
    ]
