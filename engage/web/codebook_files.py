"""A codebook brought as a file: what it would change first, then it is kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import (
    codebook_changes,
    codebook_file,
    codebook_moves,
    codebook_versions,
    codebooks,
    times,
)
from engage.codebook_changes import EMPTY, CannotChange
from engage.codebook_file import CannotRead
from engage.codebook_moves import Carried
from engage.codebooks import ChangedMeanwhile
from engage.extensions import db
from engage.web import codebook_form, codebook_words
from engage.web.access import only

bp = Blueprint("codebook_files", __name__, url_prefix="/staff/codebook/bring")
ROOM = 4 * codebook_file.MOST_BYTES
"""Bytes of a request: a form sends each letter that is not plain English as three times as many."""


@bp.url_value_preprocessor
def make_room(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a file be larger than what other pages take; before anything reads the request."""
    request.max_content_length = request.max_form_memory_size = ROOM


@bp.get("")
@only("facilitator")
def bring() -> ResponseReturnValue:
    """A file to choose."""
    return _page()


@bp.post("")
@only("facilitator")
def look() -> ResponseReturnValue:
    """What a file would change; nothing is kept yet."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page([gettext("Choose a file first")]), 400
    with file.stream:
        data = file.read(codebook_file.MOST_BYTES + 1)
    try:
        text = codebook_file.text_of(data)
        return _read_page(text)
    except CannotRead as problem:
        return _page(problem.messages), 400


@bp.post("/keep")
@only("facilitator")
def keep() -> ResponseReturnValue:
    """Make what was read a new version."""
    text, on = request.form.get("rows", ""), codebook_form.made_out_of()
    how = {"by": current_user, "now": times.now(), "on": on}
    try:
        file = codebook_file.read(text)
        why = codebook_changes.reason(request.form.get("why", ""))
        book = codebook_file.taken_in(codebooks.current(), file, drop_others=_drops())
        codebooks.change(book.codes, why=why, **how)
    except CannotRead as problem:
        db.session.rollback()
        return _page(problem.messages), 400
    except CannotChange as refused:
        db.session.rollback()
        return _read_page(text, refused.problems), 400
    except ChangedMeanwhile:
        db.session.rollback()
        return _read_page(text, **codebook_form.since(on)), 409
    db.session.commit()
    flash(gettext("The codebook is as in your file now."), "good")
    return redirect(url_for("codebook.listed"), 303)


def _drops() -> bool:
    return "drop" in request.form


def _page(messages: list[str] | tuple[str, ...] = ()) -> str:
    errors = [("file", message) for message in messages]
    return render_template("codebook/bring.html", errors=errors, messages=messages)


def _read_page(text: str, problems: dict[str, str] | None = None, **more: object) -> str:
    """What a file would change, its text with it; raises CannotRead."""
    file, now = codebook_file.read(text), codebooks.current()
    book = codebook_file.taken_in(now, file, drop_others=_drops())
    told = codebook_versions.differences(now, book)
    carried = codebook_moves.carried()
    dropped = [one for one in told if one.what == "dropped"]
    return render_template(
        "codebook/brought.html",
        **codebook_form.of_form(EMPTY, problems, **more),
        told=codebook_words.all_told(told),
        stays=[code.name for code in now.codes if not file.find(code.id)],
        dropped=[(one.name, carried.get(one.code, Carried()).by_people) for one in dropped],
        drops=_drops(),
        rows=text,
    )
