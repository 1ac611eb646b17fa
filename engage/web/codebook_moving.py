"""Two themes put together, one split, one dropped: what will happen first, then it does."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage import codebook_changes, codebook_moves, codebooks, times
from engage.codebook_changes import EMPTY, CannotChange, Theme
from engage.codebook_moves import Carried
from engage.codebook_proposals import Proposal
from engage.codebooks import ChangedMeanwhile
from engage.codes import names_ever
from engage.extensions import db
from engage.models.codebooks import TOGETHER
from engage.web import codebook_form, coding_shown
from engage.web.access import only
from engage.web.codebook import code_or_404, made
from engage.web.from_ids import by_id

bp = Blueprint("codebook_moving", __name__, url_prefix="/staff/codebook/<code_id>")
TICKED = "statement[]"


def _name_of(code_id: str) -> str:
    """What a theme is called, or was: its statements can still be moved."""
    carried = code_id in codebook_moves.carried()
    known = names_ever().get(code_id)
    if known is None and not carried:
        abort(404)
    return known.name if known else code_id


def _moved(many: int) -> str:
    return ngettext("%(num)s statement moved.", "%(num)s statements moved.", many)


@bp.route("/merge", methods=["GET", "POST"])
@only("facilitator")
def merge(code_id: str) -> ResponseReturnValue:
    """Say what putting a theme into another one would do; then do it."""
    name, found = _name_of(code_id), codebook_form.proposal()
    into = request.form.get("into", "")
    if request.method == "GET":
        is_asked = found and found.row.kind == TOGETHER
        return _merge(code_id, name, (found.row.with_code or "") if found and is_asked else "")
    if "really" not in request.form or request.form.get("looked") != into:
        if codebooks.current().find(into) is None or into == code_id:
            problems = {"into": gettext("Choose the theme to put it into")}
            return _merge(code_id, name, into, problems), 400
        return _merge(code_id, name, into, looked=into)
    how = {"by": current_user, "now": times.now(), "why": request.form.get("why", "")}
    on = codebook_form.made_out_of()
    try:
        book, many = codebook_moves.merge(code_id, into, on=on, **how)
    except CannotChange as refused:
        db.session.rollback()
        return _merge(code_id, name, into, refused.problems, looked=into), 400
    except ChangedMeanwhile:
        db.session.rollback()
        return _merge(code_id, name, into, looked=into, **codebook_form.since(on)), 409
    made(found if book.version != on else None, book.version, how["why"])
    db.session.commit()
    flash(gettext("“%(name)s” is part of this theme now.", name=name) + " " + _moved(many), "good")
    return redirect(url_for("codebook.theme", code_id=into), 303)


def _merge(
    code_id: str,
    name: str,
    into: str,
    problems: dict[str, str] | None = None,
    looked: str = "",
    **more: object,
) -> str:
    book = codebooks.current()
    code, other = book.find(code_id), book.find(looked)
    joined = codebook_moves.joined(code, other) if code and other else other
    return render_template(
        "codebook/merge.html",
        **codebook_form.of_form(EMPTY, problems, proposal=codebook_form.proposal(), **more),
        code_id=code_id,
        name=name,
        is_there=code is not None,
        into=into,
        others=[(one.id, one.name) for one in book.codes if one.id != code_id],
        looked=other,
        new_words=_added(joined.keywords, other.keywords) if joined and other else 0,
        new_examples=_added(joined.examples, other.examples) if joined and other else 0,
        carried=codebook_moves.carried().get(code_id, Carried()),
    )


def _added(lines: tuple[str, ...], was: tuple[str, ...]) -> int:
    return len(lines) - len(was)


@bp.route("/drop", methods=["GET", "POST"])
@only("facilitator")
def drop(code_id: str) -> ResponseReturnValue:
    """Say what dropping a theme would do; then do it."""
    code, found = code_or_404(code_id), codebook_form.proposal()
    if request.method == "GET":
        return _drop(code)
    why, on = request.form.get("why", ""), codebook_form.made_out_of()
    try:
        book = codebook_changes.drop(code_id, by=current_user, now=times.now(), why=why, on=on)
    except CannotChange as refused:
        db.session.rollback()
        return _drop(code, refused.problems), 400
    except ChangedMeanwhile:
        db.session.rollback()
        return _drop(code, **codebook_form.since(on)), 409
    made(found, book.version, why)
    db.session.commit()
    flash(gettext("“%(name)s” is no longer in the codebook.", name=code.name), "good")
    return redirect(url_for("codebook.listed"), 303)


def _drop(code: Theme, problems: dict[str, str] | None = None, **more: object) -> str:
    found = codebook_form.proposal()
    return render_template(
        "codebook/drop.html",
        **codebook_form.of_form(code, problems, proposal=found, **more),
        code=code,
        carried=codebook_moves.carried().get(code.id, Carried()),
    )


@bp.route("/split", methods=["GET", "POST"])
@only("facilitator")
def split(code_id: str) -> ResponseReturnValue:
    """Write a theme to be made out of this one, and tick what goes to it."""
    code, found = code_or_404(code_id), codebook_form.proposal()
    if request.method == "GET":
        start = codebook_form.filled_in(EMPTY, found)
        return _split(code, codebook_form.in_group(start, code.group))
    typed, on = codebook_form.typed(), codebook_form.made_out_of()
    why, ticked = request.form.get("why", ""), _ticked()
    how = {"by": current_user, "now": times.now(), "why": why, "on": on}
    try:
        new, many = codebook_moves.split(code_id, typed, ticked, **how)
    except CannotChange as refused:
        db.session.rollback()
        return _split(code, typed, refused.problems), 400
    except ChangedMeanwhile:
        db.session.rollback()
        return _split(code, typed, **codebook_form.since(on)), 409
    made(found, on + 1, why)
    db.session.commit()
    flash(gettext("“%(name)s” is a theme now.", name=new.name) + " " + _moved(many), "good")
    return redirect(url_for(".move", code_id=code_id, to_id=new.id), 303)


def _ticked() -> list[uuid.UUID]:
    found = (by_id(written) for written in request.form.getlist(TICKED))
    return [one for one in found if one is not None][: codebook_moves.A_PAGE]


def _split(
    code: Theme, shown: Theme, problems: dict[str, str] | None = None, **more: object
) -> str:
    found: Proposal | None = codebook_form.proposal()
    return render_template(
        "codebook/split.html",
        **codebook_form.of_form(shown, problems, proposal=found, **more),
        code=code,
        page=codebook_moves.page(code.id, 1, reader=current_user),
        ticked=set(_ticked()),
        how_sure=coding_shown.how_sure_of(code.id),
    )


@bp.route("/move-to/<to_id>", methods=["GET", "POST"])
@only("facilitator")
def move(code_id: str, to_id: str) -> ResponseReturnValue:
    """Tick which of a theme's statements go to another one, a page at a time."""
    name, to = _name_of(code_id), code_or_404(to_id)
    if code_id == to_id:
        abort(404)
    number = request.values.get("page", 1, type=int)
    if request.method == "POST":
        how = {"by": current_user, "now": times.now()}
        many = codebook_moves.move(_ticked(), code_id, to_id, **how)
        db.session.commit()
        nothing = gettext("Nothing was ticked, so nothing moved.")
        flash(_moved(many) if many else nothing, "good" if many else "")
        return redirect(url_for(".move", code_id=code_id, to_id=to_id, page=number), 303)
    return render_template(
        "codebook/move.html",
        code_id=code_id,
        name=name,
        to=to,
        page=codebook_moves.page(code_id, number, reader=current_user),
        how_sure=coding_shown.how_sure_of(code_id),
    )
