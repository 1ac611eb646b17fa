"""What people put forward for the codebook: the list, one with what was said, and a new one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import codebook_proposals, codebook_proposing, codebooks, disclosure, times
from engage.codebook_proposals import OPEN, Proposal, SaidMeanwhile
from engage.codebook_proposing import CannotPropose, Typed
from engage.codes import code_names
from engage.extensions import db, settings
from engage.models import Session
from engage.models.codebooks import (
    CAME_FROM,
    DROP,
    NAME,
    NEW,
    PAGE,
    PARTLY,
    SESSION,
    SPLIT,
    TAKEN,
    TEXT,
    TOGETHER,
)
from engage.web import codebook_words
from engage.web.access import may, only
from engage.web.from_ids import by_id

bp = Blueprint("codebook_proposals", __name__, url_prefix="/staff/codebook/proposals")
_PAGES = {TOGETHER: "merge", SPLIT: "split", DROP: "drop"}
_FIRST = {"kind": "kind-1", "what": "what-1"}
"""The first box of each question with several."""


def _or_404(proposal_id: uuid.UUID) -> Proposal:
    return codebook_proposals.one(proposal_id) or abort(404)


@bp.get("")
@only("facilitator", "policy")
def listed() -> ResponseReturnValue:
    """Everything put forward, what waits for a decision first."""
    found = codebook_proposals.listed()
    return render_template(
        "codebook/proposals.html",
        waiting=[one for one in found if one.state == OPEN],
        decided=[one for one in found if one.state != OPEN],
        states=codebook_words.states(),
    )


@bp.get("/new")
@only("facilitator", "policy")
def new() -> ResponseReturnValue:
    """Something to put forward: about a theme, or from a session, where the address says so."""
    given = request.args
    session = _session(given.get("session", ""))
    code = given.get("code", "")
    typed = Typed("", "", code=code, came_from=SESSION if session else PAGE, session=session)
    return _form(typed)


@bp.post("/from-text")
@only("facilitator")
def from_text() -> ResponseReturnValue:
    """The form with the words of a text typed in; of the text itself nothing comes along."""
    return _form(Typed(request.form.get("words", ""), NAME, came_from=TEXT))


@bp.post("/new")
@only("facilitator", "policy")
def put_forward() -> ResponseReturnValue:
    """Keep what was put forward."""
    typed = _typed()
    try:
        made = codebook_proposing.put_forward(typed, by=current_user, now=times.now())
    except CannotPropose as refused:
        db.session.rollback()
        return _form(typed, refused.problems), 400
    db.session.commit()
    flash(gettext("Thank you. Colleagues can read it and say what they think."), "good")
    return redirect(url_for(".one", proposal_id=made.id), 303)


def _typed() -> Typed:
    given = request.form
    came_from = given.get("came_from", "")
    return Typed(
        words=given.get("words", ""),
        kind=given.get("kind", ""),
        code=given.get("code", ""),
        with_code=given.get("with_code", ""),
        came_from=came_from if came_from in CAME_FROM else PAGE,
        session=_session(given.get("session", "")),
        people=given.get("people", type=int),
    )


def _session(written: str) -> Session | None:
    found = by_id(written)
    return db.session.get(Session, found) if found and may("facilitator") else None


def _form(typed: Typed, problems: dict[str, str] | None = None) -> str:
    problems = problems or {}
    return render_template(
        "codebook/propose.html",
        typed=typed,
        people=request.form.get("people", ""),
        kinds=list(codebook_words.proposed().items()),
        themes=[(code, known.name) for code, known in code_names().items()],
        most=codebook_proposing.LONGEST_WORDS,
        problems=problems,
        errors=[(_FIRST.get(at, at), words) for at, words in problems.items()],
    )


@bp.get("/<uuid:proposal_id>")
@only("facilitator", "policy")
def one(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """One proposal, with all that was said and decided."""
    return _page(_or_404(proposal_id))


def _page(
    proposal: Proposal,
    problems: dict[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    problems, row = problems or {}, proposal.row
    exact = may("facilitator")
    count = disclosure.shown(row.people or 0, limit=settings().small_number)
    return render_template(
        "codebook/proposal.html",
        proposal=proposal,
        state=codebook_words.states()[proposal.state],
        theme=codebooks.current().find(row.code or ""),
        session=db.session.get(Session, row.session_id) if row.session_id else None,
        people=row.people if exact else count.people,
        limit=settings().small_number,
        follows=_follows(proposal) if exact and proposal.is_to_do else "",
        decisions=[
            (what, words) for what, words in codebook_words.states().items() if what != OPEN
        ],
        may_decide=exact,
        typed=typed or {},
        problems=problems,
        errors=[(_FIRST.get(at, at), words) for at, words in problems.items()],
    )


def _follows(proposal: Proposal) -> str:
    """Where what was decided is done; empty where the theme it is about has gone."""
    row = proposal.row
    if row.kind == NEW:
        return url_for("codebook.new", proposal=row.id)
    if row.code not in code_names():
        return ""
    if row.kind in _PAGES:
        where = f"codebook_moving.{_PAGES[row.kind]}"
        return url_for(where, code_id=row.code, proposal=row.id)
    return url_for("codebook.theme", code_id=row.code, proposal=row.id)


def _back_to(proposal: Proposal) -> ResponseReturnValue:
    return redirect(url_for(".one", proposal_id=proposal.row.id), 303)


@bp.post("/<uuid:proposal_id>/comment")
@only("facilitator", "policy")
def comment(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Write a comment under a proposal."""
    proposal, words = _or_404(proposal_id), request.form.get("comment", "")
    try:
        codebook_proposals.say(proposal, words, by=current_user, now=times.now())
    except CannotPropose as refused:
        db.session.rollback()
        return _page(proposal, refused.problems, {"comment": words}), 400
    db.session.commit()
    flash(gettext("Your comment is there."), "good")
    return _back_to(proposal)


@bp.post("/<uuid:proposal_id>/decide")
@only("facilitator")
def decide(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Take a proposal up, in part, or not; then go on to where it is done."""
    proposal, given = _or_404(proposal_id), request.form
    what, reason, seen = given.get("what", ""), given.get("reason", ""), given.get("seen", -1, int)
    typed = {"what": what, "reason": reason}
    try:
        how = {"seen": seen, "by": current_user, "now": times.now()}
        codebook_proposals.decide(proposal, what, reason, **how)
    except CannotPropose as refused:
        db.session.rollback()
        return _page(proposal, refused.problems, typed), 400
    except SaidMeanwhile:
        db.session.rollback()
        return _page(_or_404(proposal_id), typed={**typed, "meanwhile": "yes"}), 409
    db.session.commit()
    flash(gettext("Your decision is kept, with the reason."), "good")
    follows = _follows(_or_404(proposal_id)) if what in (TAKEN, PARTLY) else ""
    return redirect(follows, 303) if follows else _back_to(proposal)


@bp.post("/<uuid:proposal_id>/open-again")
@only("facilitator", "policy")
def open_again(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Open a proposal again that was decided on, saying why."""
    proposal, words = _or_404(proposal_id), request.form.get("again", "")
    try:
        codebook_proposals.open_again(proposal, words, by=current_user, now=times.now())
    except CannotPropose as refused:
        db.session.rollback()
        return _page(proposal, refused.problems, {"again": words}), 400
    except SaidMeanwhile:
        db.session.rollback()
        return _page(_or_404(proposal_id), typed={"comment": words, "meanwhile": "yes"}), 409
    db.session.commit()
    flash(gettext("It is open again."), "good")
    return _back_to(proposal)
