"""Choosing who is asked a question: everyone, or only people who gave certain answers before."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage import drafts
from engage.extensions import db
from engage.models import SurveyDraft
from engage.web import writing_rows, writing_turns
from engage.web.access import only
from engage.web.writing import draft_or_404
from engage.web.writing_question import address, question_or_404
from engage.web.writing_rows import ALL, ANY, MOST_ROWS, Row
from surveys import on_offer
from surveys.condition_words import when_asked

bp = Blueprint(
    "writing_when", __name__, url_prefix="/staff/write/<uuid:draft_id>/q/<question>/when"
)


@bp.route("", methods=["GET", "POST"])
@only("facilitator")
def when(draft_id: uuid.UUID, question: str) -> ResponseReturnValue:
    """Choose who is asked this question, a row for each answer it waits for."""
    draft = draft_or_404(draft_id)
    saved = question_or_404(draft, question)
    found = writing_rows.rows_of(saved.get("show_when"), _earlier(draft, question))
    if request.method == "GET":
        return _page(draft, question, *(found or (ALL, [])), is_kept=found is None)
    join = ANY if request.form.get("join") == ANY else ALL
    rows, pressed = _typed(), request.form.get("do", "save")
    if pressed == "add":
        return _added(draft, question, join, rows)
    if pressed.startswith("away-"):
        rows = [one for nth, one in enumerate(rows) if pressed != f"away-{nth}"]
        return _page(draft, question, join, rows)
    if pressed == "everyone":
        return _save(draft, question, None)
    asked = _earlier(draft, question)
    if wrong := _wrong(rows, asked):
        return _page(draft, question, join, rows, wrong), 400
    if found is None and not rows:
        return redirect(address(draft, question), 303)
    return _save(draft, question, writing_rows.plain_of(rows, join, asked))


def _typed() -> list[Row]:
    form = request.form
    numbers = [nth for nth in range(MOST_ROWS) if f"key-{nth}" in form]
    return [
        Row(
            form[f"key-{nth}"],
            form.get(f"test-{nth}", ""),
            tuple(one for name, one in form.items() if name.startswith(f"value-{nth}-")),
            form.get(f"bound-{nth}", ""),
        )
        for nth in numbers
    ]


def _earlier(draft: SurveyDraft, key: str) -> Mapping[str, Mapping[str, Any]]:
    """The questions before this one that it may wait for, by their keys, in order."""
    listed = drafts.questions(draft)
    before = listed[: [one["key"] for one in listed].index(key)]
    return {one["key"]: one for one in before if writing_rows.is_asked(one)}


def _added(draft: SurveyDraft, key: str, join: str, rows: Sequence[Row]) -> ResponseReturnValue:
    chosen = _earlier(draft, key).get(request.form.get("more", ""))
    if chosen is None or len(rows) >= MOST_ROWS:
        return _page(draft, key, join, rows, {"more": gettext("Choose a question")}), 400
    first, _ = writing_rows.tests_of(chosen)[0]
    return _page(draft, key, join, [*rows, Row(chosen["key"], first)])


def _wrong(rows: Sequence[Row], asked: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What is to put right in the rows, by the box it is about."""
    wrong = {}
    for nth, row in enumerate(rows):
        if row.question not in asked:
            wrong[f"row-{nth}"] = gettext("This question does not come before it. Take it away")
        elif row.test not in dict(writing_rows.tests_of(asked[row.question])):
            wrong[f"row-{nth}"] = gettext("Choose what the answer has to be")
        elif lacks := writing_rows.lacks(row, asked[row.question]):
            part, said = lacks
            wrong[f"{part}-{nth}" if part == "bound" else f"row-{nth}"] = said
    return wrong


def _save(draft: SurveyDraft, key: str, condition: Any) -> ResponseReturnValue:
    if not writing_turns.is_mine(draft, key):
        db.session.rollback()
        listed = drafts.questions(draft)
        theirs = when_asked(question_or_404(draft, key), listed)
        mine = when_asked({"show_when": condition}, listed)
        title = gettext("Who is asked this?")
        back = url_for(".when", draft_id=draft.id, question=key)
        return writing_turns.both(draft, [(title, theirs, mine)], key=key, title=title, back=back)
    drafts.change(draft, key, {"show_when": condition})
    db.session.commit()
    flash(gettext("Saved."), "good")
    return redirect(address(draft, key, at="when"), 303)


def _page(
    draft: SurveyDraft,
    key: str,
    join: str,
    rows: Sequence[Row],
    problems: Mapping[str, str] | None = None,
    *,
    is_kept: bool = False,
) -> str:
    """`is_kept`: the condition has parts within parts, and is shown in words alone."""
    saved, asked = question_or_404(draft, key), _earlier(draft, key)
    return render_template(
        "writing/when.html",
        draft=draft,
        asked=saved,
        name=_name(saved),
        now=when_asked(saved, drafts.questions(draft)),
        is_kept=is_kept,
        join=join,
        rows=[(row, asked.get(row.question), _answers(row, asked)) for row in rows],
        tests={one: writing_rows.tests_of(written) for one, written in asked.items()},
        names={one: on_offer.name_of(written) for one, written in asked.items()},
        to_choose=[
            (one, on_offer.name_of(w) or gettext("No words yet")) for one, w in asked.items()
        ],
        problems=problems or {},
        errors=list((problems or {}).items()),
        as_it_was=writing_turns.mark(saved),
    )


def _answers(row: Row, asked: Mapping[str, Mapping[str, Any]]) -> Sequence[tuple[str | int, str]]:
    return on_offer.answers(asked[row.question]) if row.question in asked else []


def _name(question: Mapping[str, Any]) -> str:
    return on_offer.name_of(question) or gettext("A question with no words yet")
