"""Writing a survey: what stands around its questions, and throwing a draft away."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, composing, drafts, times
from engage.extensions import db
from engage.models import SurveyDraft
from engage.web import writing_advice, writing_turns
from engage.web.access import only
from engage.web.writing import TEXTS, draft_or_404, look_again, to_overview
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.loading import bank

bp = Blueprint("writing_around", __name__, url_prefix="/staff/write/<uuid:draft_id>")


@bp.route("/words", methods=["GET", "POST"])
@only("facilitator")
def words(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The title, who asks and why, and the thanks at the end."""
    draft = draft_or_404(draft_id)
    if request.method == "GET":
        return _words_page(draft, _saved(draft))
    form = _typed()
    if request.form.get("do") == "show":
        return _words_page(draft, form)
    if not writing_turns.is_mine(draft):
        db.session.rollback()
        saved = _saved(draft)
        rows = [(label, saved[name], form[name]) for name, label in _labels().items()]
        back = url_for(".words", draft_id=draft.id)
        return writing_turns.both(draft, rows, key=None, title=gettext("The words"), back=back)
    drafts.reword(draft, form)
    db.session.commit()
    flash(gettext("Saved."), "good")
    return to_overview(draft)


@bp.post("/words/preview")
@only("facilitator")
def look(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Advice on the words as they are typed; a part of the page, and nothing is kept."""
    return render_template("writing/_looked.html", **_looked(draft_or_404(draft_id), _typed()))


def _typed() -> Mapping[str, str]:
    return {name: composing.unix_lines(request.form.get(name, "")).strip() for name in TEXTS}


def _saved(draft: SurveyDraft) -> Mapping[str, str]:
    return {name: str(draft.definition.get(name) or "") for name in TEXTS}


def _looked(draft: SurveyDraft, texts: Mapping[str, str]) -> dict[str, Any]:
    language = str(draft.definition.get("language") or DEFAULT_LANGUAGE)
    return {
        "advice": writing_advice.of(texts, language=language),
        "age": writing_advice.reading_age(texts, language=language),
        "purpose_words": len(texts["purpose"].split()),
    }


def _labels() -> Mapping[str, str]:
    return {
        "title": gettext("Title"),
        "purpose": gettext("Who asks, and why"),
        "thanks": gettext("Thanks at the end"),
    }


def _words_page(draft: SurveyDraft, texts: Mapping[str, str]) -> str:
    return render_template(
        "writing/words.html",
        draft=draft,
        texts=texts,
        labels=_labels(),
        as_it_was=writing_turns.mark(writing_turns.part_of(draft, None)),
        **_looked(draft, texts),
    )


@bp.route("/about-you", methods=["GET", "POST"])
@only("facilitator")
def about_you(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Which of the usual questions about the person are asked at the end."""
    draft = draft_or_404(draft_id)
    if request.method == "POST":
        chosen = [name for name in bank() if f"usual-{name}" in request.form]
        drafts.take(draft, None, now=times.now())
        drafts.ask_about_you(draft, chosen)
        db.session.commit()
        flash(gettext("Saved."), "good")
        return to_overview(draft)
    own = [name for name in drafts.about_you(draft) if name not in bank()]
    return render_template(
        "writing/about_you.html",
        draft=draft,
        usual=[(name, one["wording"]) for name, one in bank().items()],
        chosen=drafts.about_you(draft),
        own=own,
    )


@bp.route("/away", methods=["GET", "POST"])
@only("facilitator")
def away(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Throw the whole draft away, once that is confirmed, just as it was when it was asked."""
    draft = draft_or_404(draft_id)
    if request.method == "GET":
        return render_template("writing/away.html", draft=draft)
    if not writing_turns.is_as_shown(draft):
        return look_again(draft)
    drafts.remove_draft(draft)
    audit.note("threw a draft away", draft_id, by=current_user.id, now=times.now())
    db.session.commit()
    flash(gettext("It is thrown away."), "good")
    return redirect(url_for("writing.listed"), 303)
