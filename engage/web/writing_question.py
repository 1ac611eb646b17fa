"""Writing one question: its words, its answers, and how it looks while it is written."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage import drafts, times
from engage.extensions import db
from engage.models import SurveyDraft
from engage.web import pressed, writing_form, writing_options, writing_preview, writing_turns
from engage.web.access import only
from engage.web.writing import draft_or_404, to_overview
from engage.web.writing_form import Fields
from engage.web.writing_words import field_names, kind_in_words
from surveys import on_offer
from surveys.condition_words import when_asked
from surveys.pictures import pictures
from surveys.questions import KINDS

bp = Blueprint("writing_question", __name__, url_prefix="/staff/write/<uuid:draft_id>/q/<question>")
ANCHORS = {"options": "label-0", "labels": "low", "show_when": "when", "kind": "wording"}
"""Where on the page a field is that has no box by its own name."""
LEADS_ON = ("save", "next")


def question_or_404(draft: SurveyDraft, key: str) -> Mapping[str, Any]:
    """The question an address means."""
    return drafts.question(draft, key) or abort(404)


def address(draft: SurveyDraft, key: str, *, at: str = "", **more: Any) -> str:
    """The address of a question's page, and of one place on it."""
    place: dict[str, Any] = {"at": at, "_anchor": at} if at else {}
    return url_for("writing_question.question", draft_id=draft.id, question=key, **place, **more)


@bp.route("", methods=["GET", "POST"])
@only("facilitator")
def question(draft_id: uuid.UUID, question: str) -> ResponseReturnValue:
    """Write one question; whatever is pressed, what was typed is saved."""
    draft = draft_or_404(draft_id)
    if request.method == "POST" and drafts.question(draft, question) is None:
        return _gone(draft, question)
    written = question_or_404(draft, question)
    if request.method == "GET":
        return _page(draft, question, {})
    fields, pressed = writing_form.typed(request.form, written), request.form.get("do", "save")
    if pressed == "show":
        return _page(draft, question, fields)
    if pressed == "put-in":
        if wrong := _not_put_in(draft, question):
            return _page(draft, question, fields, wrong), 400
        key, otherwise = request.form["put-in"], request.form["put-in-words"]
        fields = writing_options.put_in(fields, key, otherwise)
    if not writing_turns.is_mine(draft, question):
        db.session.rollback()
        is_there = drafts.question(draft, question) is not None
        return _both(draft, question, fields) if is_there else _gone(draft, question)
    return _saved(draft, question, fields, pressed)


def _saved(draft: SurveyDraft, key: str, fields: Fields, pressed: str) -> ResponseReturnValue:
    """Save what was typed, do what was pressed, and go on."""
    language = str(draft.definition.get("language") or "en")
    fields, place = writing_options.done(fields, pressed, language)
    key = drafts.change(draft, key, fields)
    db.session.commit()
    if pressed == "when":
        return redirect(url_for("writing_when.when", draft_id=draft.id, question=key), 303)
    if pressed not in LEADS_ON:
        return redirect(address(draft, key, **(place or {"at": "wording"})), 303)
    if any(one.question == key for one in drafts.problems(draft)):
        return redirect(address(draft, key, look="1"), 303)
    flash(gettext("Saved."), "good")
    if pressed == "next":
        return redirect(url_for("writing.add", draft_id=draft.id, after=key), 303)
    return to_overview(draft, key)


def _not_put_in(draft: SurveyDraft, key: str) -> dict[str, str]:
    """What is to be chosen and written before an earlier answer can be put in."""
    known = dict(writing_options.to_put_in(_earlier(draft, key)))
    wrong = {}
    if request.form.get("put-in") not in known:
        wrong["put-in"] = gettext("Choose a question")
    if not request.form.get("put-in-words", "").strip():
        wrong["put-in-words"] = gettext("Write what stands there when they skipped it")
    return wrong


def _earlier(draft: SurveyDraft, key: str) -> list[Mapping[str, Any]]:
    listed = drafts.questions(draft)
    return list(listed[: [one["key"] for one in listed].index(key)])


@bp.post("/preview")
@only("facilitator")
def preview(draft_id: uuid.UUID, question: str) -> ResponseReturnValue:
    """How the question looks with what is typed now; a part of the page, and nothing is kept."""
    draft = draft_or_404(draft_id)
    fields = writing_form.typed(request.form, question_or_404(draft, question))
    fields = writing_form.without_blanks(fields)
    return render_template(
        "writing/_preview.html", preview=writing_preview.of(draft, question, fields)
    )


def _page(
    draft: SurveyDraft, key: str, fields: Fields, wrong: Mapping[str, str] | None = None
) -> str:
    saved = question_or_404(draft, key)
    written = {**saved, **fields}
    problems = wrong or ({} if fields else _looked_for(draft, key))
    options = list(on_offer.options(written))
    rows = min(request.args.get("rows", 0, type=int), writing_form.MOST_OPTIONS)
    earlier = _earlier(draft, key)
    return render_template(
        "writing/question.html",
        draft=draft,
        asked=written,
        kind=kind_in_words(written),
        rows=writing_form.rows(options, at_least=rows),
        labelled=sum(bool(one.get("label")) for one in options),
        points=_points(written),
        when=when_asked(saved, drafts.questions(draft)),
        has_earlier=bool(earlier),
        to_put_in=writing_options.to_put_in(earlier),
        put_in=(request.form.get("put-in", ""), request.form.get("put-in-words", "")),
        pictures=pictures(),
        problems=problems,
        errors=list(problems.items()),
        at=request.args.get("at", ""),
        as_it_was=writing_turns.mark(saved),
        preview=writing_preview.of(draft, key, writing_form.without_blanks(fields)),
    )


def _looked_for(draft: SurveyDraft, key: str) -> dict[str, str]:
    """What is to put right in the question, by where on the page; only after it was saved."""
    if "look" not in request.args:
        return {}
    found = [one for one in drafts.problems(draft) if one.question == key]
    return {ANCHORS.get(one.field or "kind", one.field or ""): one.message for one in found}


def _points(written: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Each point of a scale with the words it has."""
    numbers = [number for number, _ in on_offer.points(written)]
    said = on_offer.labels(written) or [""] * len(numbers)
    ends = {n: on_offer.words(written, name) for n, name in _ends(numbers).items()}
    named = zip(numbers, [*said, *[""] * len(numbers)], strict=False)
    return [(n, words or ends.get(n, "")) for n, words in named]


def _ends(numbers: list[int]) -> dict[int, str]:
    return {numbers[0]: "low_label", numbers[-1]: "high_label"} if numbers else {}


def _both(draft: SurveyDraft, key: str, fields: Fields) -> ResponseReturnValue:
    """The page for two people who changed one question at the same time."""
    saved, names = question_or_404(draft, key), field_names()
    rows = [
        (names[name], _in_words(saved.get(name)), _in_words(fields[name]))
        for name in fields
        if name in names
    ]
    title = on_offer.name_of(saved) or gettext("A question")
    return writing_turns.both(draft, rows, key=key, title=title, back=address(draft, key))


def _gone(draft: SurveyDraft, key: str) -> ResponseReturnValue:
    """Say that somebody else took the question away, or put it back with what was typed."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        abort(404)
    fields = writing_form.without_blanks(writing_form.typed(request.form, {"kind": kind}))
    if "put_back" not in request.form:
        names = field_names()
        rows = [(names[n], said) for n in fields if n in names and (said := _in_words(fields[n]))]
        action = address(draft, key)
        page = render_template(
            "writing/gone.html", draft=draft, rows=rows, typed=pressed.again(), action=action
        )
        return page, 409
    drafts.take(draft, None, now=times.now())
    is_last = draft.removed is not None and draft.removed["question"]["key"] == key
    back = drafts.put_back(draft) if is_last else None
    back = drafts.change(draft, back or drafts.add(draft, kind), fields)
    db.session.commit()
    flash(gettext("It is back, with what you wrote."), "good")
    return to_overview(draft, back)


def _in_words(value: Any) -> str:
    """A field of a question as it can be read beside another version of it."""
    if isinstance(value, list):
        lines = (one.get("label", "") if isinstance(one, Mapping) else str(one) for one in value)
        return "\n".join(line for line in lines if line)
    if isinstance(value, bool):
        return gettext("Yes") if value else ""
    return "" if value is None else str(value)
