"""The local lists: words of this place that are always taken out, never, or made general."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user
from sqlalchemy import select

from engage import (
    audit,
    corrections,
    drills,
    listing,
    local_cases,
    local_words,
    local_words_file,
    reading_again,
    times,
)
from engage import passages as texts
from engage.answering import survey_by_key
from engage.csv_files import CannotRead
from engage.extensions import db
from engage.local_words import CannotList, Entry
from engage.local_words_file import Brought
from engage.models import LocalCase, LocalWord, Staff
from engage.web import teaching_words
from engage.web.access import only

bp = Blueprint("local_words", __name__, url_prefix="/staff/local-words")
SHOWN = 200
FIRST = {"kind": "kind-1", "label": "label-1", "sure": "sure-1"}
"""The first box of each question with several."""


@bp.route("", methods=["GET", "POST"])
@only("facilitator")
def listed() -> ResponseReturnValue:
    """Every list, or those words that are looked for, which never stand in an address."""
    typed = request.form.get("find", "")[: local_words.LONGEST]
    wanted = local_words.folded(typed)
    found = [one for one in local_words.listed() if wanted in one.words]
    adders = {one.id: one.name for one in db.session.scalars(select(Staff))}
    return render_template(
        "teaching/words.html",
        wanted=typed,
        lists=[
            (kind, words, [one for one in found[:SHOWN] if one.kind == kind])
            for kind, words in teaching_words.kinds().items()
        ],
        many=len(found),
        shown=SHOWN,
        adders=adders,
    )


@bp.route("/add", methods=["GET", "POST"])
@only("facilitator")
def add() -> ResponseReturnValue:
    """Put words on a list: first say what they touch, then keep them."""
    if request.method == "GET":
        return _form({})
    entry = _read()
    problems = listing.problems(entry, sure="sure" in request.form)
    if problems:
        return _form(problems), 400
    if "look" in request.form:
        return _form({}, touches=_touches(entry))
    before, now = drills.lists_now(), times.now()
    word = local_words.add(entry, by=current_user, now=now)
    local_cases.heed(entry)
    audit.note("put words on a local list", word.id, by=current_user.id, now=now)
    drills.lists_changed(before, now=now)
    db.session.commit()
    flash(gettext("Those words are on the list."), "good")
    return redirect(url_for(".passages", word_id=word.id), 303)


def _read() -> Entry:
    given = request.form
    kind = given.get("kind", "")
    return Entry(
        given.get("words", "").strip(),
        kind,  # type: ignore[arg-type]
        label=given.get("label") if kind == "always" else None,
        general=given.get("general", "").strip() if kind == "general" else None,
    )


def _touches(entry: Entry) -> int:
    if entry.kind == "never":
        return len(texts.answers_without(entry.words))
    return len(texts.holding(entry.words))


def _form(problems: dict[str, str], touches: int | None = None) -> str:
    labels = teaching_words.labels()
    return render_template(
        "teaching/add.html",
        typed=request.form,
        problems=problems,
        errors=[(FIRST.get(name, name), words) for name, words in problems.items()],
        kinds=list(teaching_words.kinds().items()),
        labels=[(label, labels[label]) for label in teaching_words.OFTEN],
        touches=touches,
    )


def _word(word_id: uuid.UUID) -> LocalWord:
    return db.session.get(LocalWord, word_id) or abort(404)


@bp.post("/<uuid:word_id>/remove")
@only("facilitator")
def remove(word_id: uuid.UUID) -> ResponseReturnValue:
    """Take words off their list."""
    word, before, now = _word(word_id), drills.lists_now(), times.now()
    local_words.remove(word)
    audit.note("took words off a local list", word_id, by=current_user.id, now=now)
    drills.lists_changed(before, now=now)
    db.session.commit()
    flash(gettext("Those words are off the list. Passages stay as they are."), "good")
    return redirect(url_for(".listed"), 303)


@bp.get("/<uuid:word_id>/passages")
@only("facilitator")
def passages(word_id: uuid.UUID) -> ResponseReturnValue:
    """How many more passages words on a list touch."""
    word = _word(word_id)
    survey = survey_by_key(request.args.get("survey", ""))
    never = word.kind == "never"
    many = len(texts.answers_without(word.words) if never else texts.holding(word.words))
    return render_template("teaching/touches.html", word=word, many=many, survey=survey)


@bp.post("/<uuid:word_id>/passages")
@only("facilitator")
def apply(word_id: uuid.UUID) -> ResponseReturnValue:
    """Take words out of the passages that hold them; or have answers read that may keep them."""
    word, now = _word(word_id), times.now()
    if word.kind == "never":
        many = reading_again.ask_for(texts.answers_without(word.words))
        audit.note("had answers read again", word.id, by=current_user.id, now=now)
        said = ngettext(
            "%(num)s answer is being read again.", "%(num)s answers are being read again.", many
        )
    else:
        many = corrections.take_out_of_others(word, by=current_user, now=now)
        said = ngettext(
            "%(num)s passage changed. It waits to be read.",
            "%(num)s passages changed. They wait to be read.",
            many,
        )
    db.session.commit()
    flash(said, "good")
    survey = survey_by_key(request.form.get("survey", ""))
    if survey is not None:
        return redirect(url_for("replies.quotes", key=survey.key), 303)
    return redirect(url_for(".listed"), 303)


@bp.get("/cases")
@only("facilitator")
def cases() -> ResponseReturnValue:
    """Every case by which the anonymiser is tried, and whether it comes right."""
    return render_template("teaching/cases.html", cases=drills.cases())


@bp.post("/cases/<uuid:case_id>/remove")
@only("facilitator")
def remove_case(case_id: uuid.UUID) -> ResponseReturnValue:
    """Try one case no more, and keep nothing of it."""
    db.session.delete(db.session.get(LocalCase, case_id) or abort(404))
    audit.note("took a local case away", case_id, by=current_user.id, now=times.now())
    db.session.commit()
    flash(gettext("That case is gone."), "good")
    return redirect(url_for(".cases"), 303)


@bp.get("/words.csv")
@only("facilitator")
def as_file() -> ResponseReturnValue:
    """The lists as a file."""
    audit.note("took the local lists away", "lists", by=current_user.id, now=times.now())
    db.session.commit()
    return Response(
        local_words_file.written(local_words.listed()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="local-words.csv"'},
    )


@bp.route("/bring", methods=["GET", "POST"])
@only("facilitator")
def bring() -> ResponseReturnValue:
    """Bring a file of words: see what it would add, then add it."""
    if request.method == "GET":
        return _bring_page()
    try:
        if "rows" in request.form:
            return _brought(local_words_file.read(request.form["rows"].encode()))
        file = request.files.get("file")
        if file is None or not file.filename:
            return _bring_page(gettext("Choose a file first")), 400
        with file.stream:
            data = file.read(local_words_file.MOST_BYTES + 1)
        brought = local_words_file.read(data)
    except CannotRead as problem:
        return _bring_page(str(problem)), 400
    return _bring_page(brought=brought, rows=data.decode("utf-8-sig"))


def _bring_page(error: str = "", brought: Brought | None = None, rows: str = "") -> str:
    return render_template(
        "teaching/bring.html",
        error=error,
        errors=[("file", error)] if error else [],
        brought=brought,
        rows=rows,
        kinds=teaching_words.kinds(),
    )


def _brought(brought: Brought) -> ResponseReturnValue:
    now = times.now()
    try:
        kept = local_words_file.keep(brought, by=current_user, now=now)
    except CannotList as refused:
        db.session.rollback()
        return _bring_page(str(refused)), 400
    for word in kept:
        audit.note("put words on a local list", word.id, by=current_user.id, now=now)
    db.session.commit()
    words = ngettext(
        "%(num)s entry is on the lists now.", "%(num)s entries are on the lists now.", len(kept)
    )
    flash(words, "good")
    return redirect(url_for(".listed"), 303)
