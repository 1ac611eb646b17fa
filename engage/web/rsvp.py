"""The page that a link in a text opens: can you come, and what would help you to?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage import calendars, open_pages, rsvp_by_web, rsvp_links, times
from engage.extensions import db
from engage.models import Invitation
from engage.rsvp_by_web import Answered, AskAgain
from engage.session_words import by
from engage.web import guesses, languages, meet, rsvp_shown
from engage.web.access import anyone
from engage.web.need_words import need_words
from engage.web.rsvp_shown import Shown

bp = Blueprint("rsvp", __name__, url_prefix="/r")
TRIES = 30


def _invitation(token: str) -> Invitation | None:
    """The invitation a link is for."""
    invitation = rsvp_links.invitation_at(token)
    if invitation is None:
        guesses.count("rsvp-link", limit=TRIES)
    else:
        languages.prefer(invitation.person.language)
    return invitation


def _no_such_link() -> ResponseReturnValue:
    return render_template("rsvp/no_link.html"), 404


@dataclass(frozen=True)
class Typed:
    """What stands in the form: yes or no by the key of a session, what would help, and words."""

    comes: Mapping[str, str] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    words: str = ""


@dataclass(frozen=True)
class Asked:
    """One session on the page: what it is, where they stand, and what they say.

    `shown` is what a page opened before said otherwise of it; `carries` is what this one says.
    """

    key: str
    facts: dict[str, object]
    standing: str
    says: str
    shown: Shown | None
    carries: str


@bp.get("/<token>")
@anyone
def one(token: str) -> ResponseReturnValue:
    """What to know of the session, and a form: opening it answers nothing, as scanners open it."""
    invitation = _invitation(token)
    if invitation is None:
        return _no_such_link()
    asked = rsvp_by_web.beside(invitation)
    said = {rsvp_by_web.key_of(one): SAID.get(one.state, "") for one in asked}
    return _form(token, asked, Typed(said, rsvp_by_web.needs_told(asked)))


SAID = {"accepted": "yes", "waiting": "yes", "declined": "no"}
"""What they told us before, to start from."""


def _form(
    token: str,
    asked: Sequence[Invitation],
    typed: Typed,
    *,
    changed: Mapping[str, Shown | None] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    """The form, with what was typed; of sessions that `changed`, what was shown before."""
    now, changed, errors = times.now(), changed or {}, errors or {}
    on = [one for one in asked if rsvp_by_web.can_answer(one, now=now)]
    if not on:
        return _nothing_to_answer(asked)
    cannot = rsvp_by_web.could_not(on)
    off = [one for one in asked if one.session.cancelled_at and rsvp_by_web.key_of(one) in changed]
    return render_template(
        "rsvp/one.html",
        token=token,
        sessions=[_asked(one, typed, changed) for one in on],
        off=[meet.facts(one.session) for one in off],
        changed=changed,
        is_several=len(asked) > 1,
        choices=[
            (need, words)
            for need, words in need_words().items()
            if len(cannot.get(need, ())) < len(on)
        ],
        could_not=_could_not(on),
        typed=typed,
        problems=errors,
        errors=[(f"come-{key}-yes", message) for key, message in errors.items()],
    )


def _asked(one: Invitation, typed: Typed, changed: Mapping[str, Shown | None]) -> Asked:
    key = rsvp_by_web.key_of(one)
    before = changed.get(key)
    return Asked(
        key,
        meet.facts(one.session),
        _standing(one),
        typed.comes.get(key, ""),
        None if before is None or before.is_like(rsvp_shown.now(one)) else before,
        rsvp_shown.seal(one),
    )


def _could_not(on: Sequence[Invitation]) -> list[tuple[str, list[str]]]:
    """What we could not arrange, in words; of several sessions, with the days."""
    cannot, words = rsvp_by_web.could_not(on), need_words()
    return [
        (
            words[need],
            [meet.said_day(one.session.starts_local) for one in those if len(on) > 1],
        )
        for need, those in cannot.items()
    ]


def _nothing_to_answer(asked: Sequence[Invitation]) -> str:
    off = [one.session for one in asked if one.session.cancelled_at is not None]
    return render_template(
        "rsvp/ended.html", is_off=len(off) == len(asked), meeting=asked[0].session
    )


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
    asked = rsvp_by_web.beside(invitation)
    shown, typed = _read(asked)
    seen = {key: one.revision for key, one in shown.items()}
    said = Answered(typed.comes, seen, typed.needs, typed.words)
    try:
        rsvp_by_web.answer(asked, said, now=times.now())
    except AskAgain as why:
        db.session.commit()
        return _ask_again(token, asked, typed, shown, why)
    db.session.commit()
    return redirect(url_for(".said", token=token), 303)


YES_NO = ("yes", "no")


def _read(asked: Sequence[Invitation]) -> tuple[dict[str, Shown], Typed]:
    """What the form carries of the page it was on, and what was typed."""
    shown, comes = {}, {}
    for one in asked:
        key = rsvp_by_web.key_of(one)
        if before := rsvp_shown.read(request.form.get(f"shown-{key}", ""), one):
            shown[key] = before
        if (says := request.form.get(f"come-{key}")) in YES_NO:
            comes[key] = str(says)
    needs = rsvp_by_web.known_needs(request.form.getlist("need[]"))
    words = " ".join(request.form.get("words", "").split())[: rsvp_by_web.LONGEST]
    return shown, Typed(comes, needs, words)


def _ask_again(
    token: str,
    asked: Sequence[Invitation],
    typed: Typed,
    shown: Mapping[str, Shown],
    why: AskAgain,
) -> ResponseReturnValue:
    """The page once more, with all they typed but a yes or no to what a session no longer is."""
    changed = {key: shown.get(key) for key in why.changed}
    comes = {key: says for key, says in typed.comes.items() if key not in changed}
    errors = {
        rsvp_by_web.key_of(one): gettext("Choose yes or no")
        for one in asked
        if rsvp_by_web.key_of(one) in why.unanswered - why.changed
    }
    page = _form(token, asked, replace(typed, comes=comes), changed=changed, errors=errors)
    return page, 409 if changed else 400


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
            (rsvp_by_web.key_of(one), meet.facts(one.session), _standing(one), one.state)
            for one in on
        ],
        needs=[need_words()[one] for one in need_words() if one in rsvp_by_web.needs_told(on)],
        could_not=_could_not(on),
    )


@bp.get("/<token>/<key>/session.ics")
@anyone
def calendar_file(token: str, key: str) -> ResponseReturnValue:
    """The session as a file for a calendar, with the link of one online for who has a place."""
    invitation = _invitation(token)
    asked = rsvp_by_web.beside(invitation) if invitation else []
    one = next((one for one in asked if rsvp_by_web.key_of(one) == key), None)
    if one is None:
        return _no_such_link()
    made = calendars.for_session(
        one.session,
        url=open_pages.address_of(one.session),
        has_link=one.state == "accepted",
        now=times.now(),
    )
    return Response(
        made,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="session.ics"'},
    )
