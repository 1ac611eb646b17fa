"""The page that a link in a text opens: can you come, and what would help you to?"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage import calendars, open_pages, rsvp_by_web, rsvp_links, throttles, times
from engage.extensions import db
from engage.models import Invitation
from engage.rsvp_by_web import Answered
from engage.session_words import by
from engage.web import languages, meet
from engage.web.access import anyone
from engage.web.need_words import need_words

bp = Blueprint("rsvp", __name__, url_prefix="/r")
TRIES = 30


def _invitation(token: str) -> Invitation | None:
    """The invitation a link is for. Guessing is slowed, and a link that works is not."""
    if invitation := rsvp_links.invitation_at(token):
        languages.prefer(invitation.person.language)
        return invitation
    now = times.now()
    allowed = throttles.allow("rsvp-link", request.remote_addr or "", limit=TRIES, now=now)
    db.session.commit()
    if not allowed:
        abort(429)
    return None


def _no_such_link() -> ResponseReturnValue:
    return render_template("rsvp/no_link.html"), 404


@bp.get("/<token>")
@anyone
def one(token: str) -> ResponseReturnValue:
    """What to know of the session, and a form: opening it answers nothing, as scanners open it."""
    invitation = _invitation(token)
    if invitation is None:
        return _no_such_link()
    asked = rsvp_by_web.beside(invitation)
    return _form(token, asked, needs=rsvp_by_web.needs_told(asked))


def _form(
    token: str,
    asked: Sequence[Invitation],
    *,
    needs: frozenset[str],
    comes: dict[int, str] | None = None,
    words: str = "",
    errors: dict[int, str] | None = None,
) -> str:
    now = times.now()
    on = {n: i for n, i in enumerate(asked, 1) if rsvp_by_web.can_answer(i, now=now)}
    if not on:
        return _nothing_to_answer(asked)
    return render_template(
        "rsvp/one.html",
        token=token,
        sessions=[
            (n, meet.facts(i.session), _standing(i), (comes or _said(on)).get(n, ""))
            for n, i in on.items()
        ],
        is_several=len(asked) > 1,
        choices=list(need_words().items()),
        needs=needs,
        words=words,
        problems=errors or {},
        errors=[(f"come-{n}-yes", message) for n, message in (errors or {}).items()],
    )


def _nothing_to_answer(asked: Sequence[Invitation]) -> str:
    off = [one.session for one in asked if one.session.cancelled_at is not None]
    return render_template(
        "rsvp/ended.html", is_off=len(off) == len(asked), meeting=asked[0].session
    )


def _said(on: dict[int, Invitation]) -> dict[int, str]:
    """What they told us before, to start from."""
    said = {"accepted": "yes", "waiting": "yes", "declined": "no"}
    return {n: said.get(one.state, "") for n, one in on.items()}


def _standing(invitation: Invitation) -> str:
    """Where they stand now, in words; nothing where they have not answered."""
    if invitation.state == "offered":
        return _offered(invitation)
    return {
        "invited": "",
        "accepted": gettext("You have a place."),
        "waiting": gettext(
            "It is full just now. You are on the waiting list. We text you if a place comes free."
        ),
        "declined": gettext("You told us that you cannot come. You can change your mind."),
        "lapsed": gettext("The time to answer is over. Say yes to wait for another place."),
    }[invitation.state]


def _offered(invitation: Invitation) -> str:
    until = invitation.offered_until
    if until is None or until >= invitation.session.starts_at:
        return str(gettext("This session has moved. We keep a place for you. Can you come?"))
    when = by(until, languages.page_language(), now=times.now())
    return str(gettext("We keep a place for you until %(when)s. Can you come?", when=when))


@bp.post("/<token>")
@anyone
def answer(token: str) -> ResponseReturnValue:
    """Take a yes or a no, and what would help; pressed twice it is one answer."""
    invitation = _invitation(token)
    if invitation is None:
        return _no_such_link()
    asked, now = rsvp_by_web.beside(invitation), times.now()
    comes = {
        n: said
        for n in range(1, len(asked) + 1)
        if (said := request.form.get(f"come-{n}")) in YES_NO
    }
    needs = rsvp_by_web.known_needs(request.form.getlist("need[]"))
    words = " ".join(request.form.get("words", "").split())[: rsvp_by_web.LONGEST]
    missing = {
        n: gettext("Choose yes or no")
        for n, one in enumerate(asked, 1)
        if n not in comes and rsvp_by_web.can_answer(one, now=now)
    }
    if missing:
        page = _form(token, asked, needs=needs, comes=comes, words=words, errors=missing)
        return page, 400
    rsvp_by_web.answer(asked, Answered(comes, needs, words), now=now)
    db.session.commit()
    return redirect(url_for(".said", token=token), 303)


YES_NO = ("yes", "no")


@bp.get("/<token>/said")
@anyone
def said(token: str) -> ResponseReturnValue:
    """Where they stand now that they have answered."""
    invitation = _invitation(token)
    if invitation is None:
        return _no_such_link()
    asked, now = rsvp_by_web.beside(invitation), times.now()
    on = [one for one in asked if rsvp_by_web.can_answer(one, now=now)]
    if not on:
        return _nothing_to_answer(asked)
    return render_template(
        "rsvp/said.html",
        token=token,
        standing=[
            (n, meet.facts(one.session), _standing(one), one.state)
            for n, one in enumerate(asked, 1)
            if one in on
        ],
        needs=[need_words()[one] for one in need_words() if one in rsvp_by_web.needs_told(on)],
    )


@bp.get("/<token>/<int:number>/session.ics")
@anyone
def calendar_file(token: str, number: int) -> ResponseReturnValue:
    """The session as a file for a calendar, with the link of one online for who has a place."""
    invitation = _invitation(token)
    asked = rsvp_by_web.beside(invitation) if invitation else []
    if not 1 <= number <= len(asked):
        return _no_such_link()
    session = asked[number - 1].session
    made = calendars.for_session(
        session,
        url=open_pages.address_of(session),
        has_link=asked[number - 1].state == "accepted",
        now=times.now(),
    )
    return Response(
        made,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="session.ics"'},
    )
