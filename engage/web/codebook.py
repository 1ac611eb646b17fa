"""The codebook: every theme, the page of each where it is changed, and new ones."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import (
    audit,
    codebook_changes,
    codebook_file,
    codebook_moves,
    codebook_proposals,
    codebook_versions,
    codebooks,
    times,
)
from engage.codebook_changes import EMPTY, CannotChange, Theme
from engage.codebook_moves import Carried
from engage.codebook_proposals import OPEN, Proposal
from engage.codebooks import ChangedMeanwhile
from engage.codes import names_ever
from engage.extensions import db
from engage.web import codebook_form, codebook_words
from engage.web.access import may, only
from engage.web.coding_shown import group_name

bp = Blueprint("codebook", __name__, url_prefix="/staff/codebook")
bp.add_app_template_filter(codebook_words.about, "proposal_about")
bp.add_app_template_filter(codebook_words.happened, "proposal_happened")


def code_or_404(code_id: str) -> Theme:
    """A theme of the codebook in use."""
    return codebooks.current().find(code_id) or abort(404)


def made(found: Proposal | None, version: int, why: str) -> None:
    """Say under a proposal which version was made of it."""
    if found is not None:
        codebook_proposals.made(found, version, why, by=current_user, now=times.now())


@bp.get("")
@only("facilitator", "policy")
def listed() -> ResponseReturnValue:
    """All themes by their group; how many statements carry each, for those who read replies."""
    book, carried = codebooks.current(), _carried()
    groups: dict[str, list[tuple[Theme, str]]] = {}
    for code in book.codes:
        words = codebook_words.carried_in_words(carried.get(code.id, Carried()))
        groups.setdefault(group_name(code.group), []).append((code, words))
    names = names_ever()
    left = [
        (one, names[one].name if one in names else one, many)
        for one, many in carried.items()
        if not book.find(one)
    ]
    return render_template(
        "codebook/listed.html",
        version=book.version,
        latest=codebook_versions.one(book.version),
        groups=groups,
        many=len(book.codes),
        left=[(one, name, many.by_people) for one, name, many in left if many.by_people],
        waiting=codebook_proposals.how_many_open(),
        may_change=may("facilitator"),
    )


def _carried() -> dict[str, Carried]:
    """Exact numbers are for those who read the replies themselves."""
    return codebook_moves.carried() if may("facilitator") else {}


@bp.get("/file")
@only("facilitator", "policy")
def as_file() -> ResponseReturnValue:
    """The codebook in use as a file."""
    book = codebooks.current()
    audit.note("took the codebook away", book.version, by=current_user.id, now=times.now())
    db.session.commit()
    name = f'attachment; filename="codebook-{book.version}.yaml"'
    return Response(
        codebook_file.written(book),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": name},
    )


@bp.get("/<code_id>")
@only("facilitator", "policy")
def theme(code_id: str) -> ResponseReturnValue:
    """One theme: its form for those who may change it, else what it says."""
    code, found = code_or_404(code_id), codebook_form.proposal()
    return _theme(code, codebook_form.filled_in(code, found), proposal=found)


def _theme(
    code: Theme, shown: Theme, problems: dict[str, str] | None = None, **more: object
) -> str:
    carried = _carried().get(code.id, Carried())
    waiting = [
        one
        for one in codebook_proposals.listed()
        if one.state == OPEN and code.id in (one.row.code, one.row.with_code)
    ]
    return render_template(
        "codebook/theme.html",
        **codebook_form.of_form(shown, problems, **more),
        code=code,
        kicker=group_name(code.group),
        carried=codebook_words.carried_in_words(carried),
        waiting=waiting,
        may_change=may("facilitator"),
    )


@bp.post("/<code_id>")
@only("facilitator")
def change(code_id: str) -> ResponseReturnValue:
    """Let a theme be what was typed from now on."""
    typed, on = codebook_form.typed(code_id), codebook_form.made_out_of()
    why, found = request.form.get("why", ""), codebook_form.proposal()
    code = codebooks.current().find(code_id)
    if code is None:
        return _gone(typed, on)
    if typed == code and on != codebooks.number():
        flash(gettext("The theme says that already."))
        return redirect(url_for(".theme", code_id=code_id), 303)
    try:
        if typed == code:
            raise CannotChange({"name": gettext("You have not changed anything yet")})
        book = codebook_changes.edit(typed, by=current_user, now=times.now(), why=why, on=on)
    except CannotChange as refused:
        db.session.rollback()
        return _theme(code, typed, refused.problems, proposal=found), 400
    except ChangedMeanwhile:
        db.session.rollback()
        return _changed(code_id, typed, on, found)
    made(found, book.version, why)
    db.session.commit()
    flash(gettext("Saved. This is version %(number)s now.", number=book.version), "good")
    return redirect(url_for(".theme", code_id=code_id), 303)


def _changed(code_id: str, typed: Theme, on: int, found: Proposal | None) -> ResponseReturnValue:
    """What somebody typed, beside what another did while they typed it."""
    code = codebooks.current().find(code_id)
    if code is None:
        return _gone(typed, on)
    is_known = codebooks.SHIPPED <= on <= codebooks.number()
    was = (codebooks.numbered(on).find(code_id) if is_known else None) or code
    both = codebook_form.kept_together(was, typed, code)
    return _theme(code, both, proposal=found, **codebook_form.since(on)), 409


def _gone(typed: Theme, on: int) -> ResponseReturnValue:
    """What somebody typed about a theme that left the codebook meanwhile, as a new one."""
    if typed.id not in names_ever():
        abort(404)
    return _new(typed, **codebook_form.since(on)), 409


@bp.get("/new")
@only("facilitator")
def new() -> ResponseReturnValue:
    """A new theme to write."""
    found = codebook_form.proposal()
    return _new(codebook_form.filled_in(EMPTY, found), proposal=found)


def _new(shown: Theme, problems: dict[str, str] | None = None, **more: object) -> str:
    return render_template("codebook/new.html", **codebook_form.of_form(shown, problems, **more))


@bp.post("/new")
@only("facilitator")
def add() -> ResponseReturnValue:
    """Keep a new theme."""
    typed, found = codebook_form.typed(), codebook_form.proposal()
    why = request.form.get("why", "")
    try:
        book = codebook_changes.add(typed, by=current_user, now=times.now(), why=why)
    except CannotChange as refused:
        db.session.rollback()
        return _new(typed, refused.problems, proposal=found), 400
    made(found, book.version, why)
    db.session.commit()
    flash(gettext("“%(name)s” is a theme now.", name=typed.name), "good")
    return redirect(url_for(".theme", code_id=book.codes[-1].id), 303)
