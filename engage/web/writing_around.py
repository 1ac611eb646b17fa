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
from engage.web.languages import language_names, name_of
from engage.web.writing import TEXTS, draft_or_404, look_again, to_overview
from surveys.lexicon import DEFAULT_LANGUAGE, languages
from surveys.loading import bank

bp = Blueprint("writing_around", __name__, url_prefix="/staff/write/<uuid:draft_id>")


@bp.route("/words", methods=["GET", "POST"])
@only("facilitator")
def words(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The title, who asks and why, the thanks at the end, and the language of all of it."""
    draft = draft_or_404(draft_id)
    if request.method == "GET":
        return _words_page(draft, _saved(draft))
    form = _typed(draft)
    if request.form.get("do") == "show":
        return _words_page(draft, form)
    if not writing_turns.is_mine(draft):
        db.session.rollback()
        return _both(draft, form)
    is_in = draft.definition.get("language", DEFAULT_LANGUAGE)
    drafts.reword(draft, {n: said for n, said in form.items() if n != "language" or said != is_in})
    db.session.commit()
    flash(gettext("Saved."), "good")
    return to_overview(draft)


@bp.post("/words/preview")
@only("facilitator")
def look(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Advice on the words as they are typed; a part of the page, and nothing is kept."""
    return render_template("writing/_looked.html", **_looked(_typed(draft_or_404(draft_id))))


def _typed(draft: SurveyDraft) -> Mapping[str, str]:
    """The words as they were typed, in a language that we have or else the one they are in."""
    texts = {name: composing.unix_lines(request.form.get(name, "")).strip() for name in TEXTS}
    chosen = request.form.get("language", "")
    return {**_saved(draft), **texts, **({"language": chosen} if chosen in languages() else {})}


def _saved(draft: SurveyDraft) -> Mapping[str, str]:
    texts = {name: str(draft.definition.get(name) or "") for name in TEXTS}
    return {**texts, "language": str(draft.definition.get("language") or DEFAULT_LANGUAGE)}


def _looked(texts: Mapping[str, str]) -> dict[str, Any]:
    language = texts["language"]
    return {
        "advice": writing_advice.of(texts, language=language),
        "age": writing_advice.reading_age(texts, language=language),
        "purpose_words": len(texts["purpose"].split()),
    }


def _both(draft: SurveyDraft, form: Mapping[str, str]) -> ResponseReturnValue:
    """The page for two people who changed these words at the same time."""
    saved = _saved(draft)
    rows = [(label, saved[name], form[name]) for name, label in _labels().items()]
    rows.append((gettext("Language"), name_of(saved["language"]), name_of(form["language"])))
    back = url_for(".words", draft_id=draft.id)
    return writing_turns.both(draft, rows, key=None, title=gettext("The words"), back=back)


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
        languages=list(language_names().items()),
        **_looked(texts),
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
