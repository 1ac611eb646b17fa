"""Putting a passage right: words that were missed, and what is no detail and was taken out."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import corrections, passages, summaries, times
from engage.codes import names_ever
from engage.corrections import Correction, FalseAlarm, Missed
from engage.extensions import db
from engage.local_words import CannotList
from engage.models import Answer, Statement, Survey
from engage.replies import passage
from engage.web import teaching_words
from engage.web.access import only

bp = Blueprint("correcting", __name__, url_prefix="/staff/statements")
AROUND = 24
FIRST = {"label": "label-1", "at": "at-1", "reach": "reach-1"}
"""The first box of each question with several."""


@bp.get("/<uuid:statement_id>/put-right")
@only("facilitator")
def form(statement_id: uuid.UUID) -> ResponseReturnValue:
    """The passage, and what could be wrong with it."""
    return _page(_statement(statement_id))


@bp.post("/<uuid:statement_id>/put-right")
@only("facilitator")
def put_right(statement_id: uuid.UUID) -> ResponseReturnValue:
    """Change the passage, teach the lists where it holds everywhere, and keep a case of it."""
    statement, now = _statement(statement_id), times.now()
    survey, found = _survey_of(statement), _read()
    was = {statement.text, statement.translation}
    is_out = _is_published(survey, was)
    try:
        word = corrections.put_right(
            statement, found, sure="sure" in request.form, by=current_user, now=now
        )
    except CannotList as refused:
        db.session.rollback()
        return _page(_statement(statement_id), refused.problems), 400
    db.session.commit()
    flash(gettext("Done. Somebody reads this passage again before it may be quoted."), "good")
    if is_out:
        flash(_of_what_is_out(found), "bad")
    if word is not None:
        return redirect(url_for("local_words.passages", word_id=word.id, survey=survey.key), 303)
    return redirect(url_for("replies.quotes", key=survey.key), 303)


def _statement(statement_id: uuid.UUID) -> Statement:
    return db.session.get(Statement, statement_id) or abort(404)


def _survey_of(statement: Statement) -> Survey:
    return db.session.get_one(Answer, statement.answer_id).response.survey


def _of_what_is_out(found: Correction) -> str:
    if isinstance(found, Missed):
        return gettext(
            "It is taken out of the published summary too. Copies that people saved still have it."
        )
    return gettext("It stands in the published summary as it was. Publish that again to change it.")


def _is_published(survey: Survey, texts: Collection[str | None]) -> bool:
    """Whether one of these stands in the summary that is out."""
    summary = summaries.published(survey)
    if summary is None:
        return False
    themes = summaries.from_dict(summary.content).themes
    return any(quote.text in texts for theme in themes for quote in theme.quotes)


def _read() -> Correction:
    given = request.form
    if "back" in given:
        at = given.get("at", "")
        place = int(at) if at.isascii() and at.isdigit() and len(at) < 4 else -1
        reach = "never" if given.get("reach") == "never" else "here"
        return FalseAlarm(place, given["back"].strip(), reach, given.get("seen", ""))
    reach = given.get("reach", "")
    return Missed(
        given.get("words", "").strip(),
        given.get("label", ""),
        reach if reach in ("always", "general") else "here",
        given.get("general", "").strip(),
    )


def _page(statement: Statement, problems: dict[str, str] | None = None) -> str:
    problems = problems or {}
    is_back = "back" in request.form
    if is_back and "words" in problems:
        problems["back"] = problems.pop("words")
    survey = _survey_of(statement)
    labels = teaching_words.labels()
    sure = "sure-back" if is_back else "sure-1"
    errors = [
        (sure if name == "sure" else FIRST.get(name, name), words)
        for name, words in problems.items()
    ]
    return render_template(
        "teaching/passage.html",
        statement=statement,
        passage=passage(statement, names_ever()),
        survey=survey,
        parts=list(passages.parts(statement.text)),
        taken_out=_taken_out(statement.text),
        labels=[(label, labels[label]) for label in teaching_words.MISSED],
        mark=passages.mark(statement),
        typed=request.form,
        is_back=is_back,
        problems=problems,
        errors=errors,
        back_url=url_for("replies.quotes", key=survey.key),
    )


def _taken_out(text: str) -> list[str]:
    """Each thing that was taken out, with a few words around it."""
    return [
        ("… " if start > AROUND else "")
        + text[max(0, start - AROUND) : end + AROUND].strip()
        + (" …" if end + AROUND < len(text) else "")
        for start, end in passages.put_back_in_brackets(text)
    ]
