"""Versions of the codebook: who changed what, when and why, and going back to one."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import codebook_changes, codebook_proposals, codebook_versions, codebooks, times
from engage.codebook_changes import EMPTY, CannotChange, Theme
from engage.codebooks import ChangedMeanwhile
from engage.extensions import db
from engage.web import codebook_form, codebook_words
from engage.web.access import may, only
from engage.web.coding_shown import group_name

bp = Blueprint("codebook_versions", __name__, url_prefix="/staff/codebook/versions")


@bp.get("")
@only("facilitator", "policy")
def listed() -> ResponseReturnValue:
    """Every version, and what each changed against the one before."""
    return render_template(
        "codebook/versions.html",
        versions=codebook_words.since_told(codebook_versions.listed()),
        proposals=codebook_proposals.by_version(),
        now=codebooks.number(),
    )


@bp.get("/<int:version_number>")
@only("facilitator", "policy")
def one(version_number: int) -> ResponseReturnValue:
    """One version with its themes, and what going back to it would change."""
    return _page(version_number)


def _page(number: int, problems: dict[str, str] | None = None, **more: object) -> str:
    version = codebook_versions.one(number) or abort(404)
    book, now = codebooks.numbered(number), codebooks.current()
    groups: dict[str, list[Theme]] = {}
    for code in book.codes:
        groups.setdefault(group_name(code.group), []).append(code)
    back = codebook_versions.differences(now, book) if number != now.version else ()
    return render_template(
        "codebook/version.html",
        **codebook_form.of_form(EMPTY, problems, **more),
        version=version,
        told=codebook_words.all_told(version.differences),
        proposals=codebook_proposals.by_version().get(number, []),
        by_group=groups,
        is_now=number == now.version,
        back=codebook_words.all_told(back),
        may_change=may("facilitator"),
    )


@bp.post("/<int:version_number>/go-back")
@only("facilitator")
def go_back(version_number: int) -> ResponseReturnValue:
    """Make a new version with the themes of this one."""
    if codebook_versions.one(version_number) is None:
        abort(404)
    on, why = codebook_form.made_out_of(), request.form.get("why", "")
    how = {"by": current_user, "now": times.now(), "why": why, "on": on}
    try:
        book = codebook_changes.go_back(version_number, **how)
    except CannotChange as refused:
        db.session.rollback()
        return _page(version_number, refused.problems), 400
    except ChangedMeanwhile:
        db.session.rollback()
        return _page(version_number, **codebook_form.since(on)), 409
    db.session.commit()
    words = {"number": book.version, "was": version_number}
    flash(gettext("Version %(number)s has the themes of version %(was)s.", **words), "good")
    return redirect(url_for(".listed"), 303)
