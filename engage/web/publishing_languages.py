"""The languages of a draft: which it has, and its texts beside their words in one of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage import composing, drafts, times
from engage.extensions import db
from engage.models import SurveyDraft
from engage.web.access import only
from engage.web.languages import direction, language_names, name_of, own_name
from engage.web.publishing_check import to_translate
from engage.web.writing import draft_or_404
from engage.web.writing_turns import mark
from surveys import side_by_side
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.side_by_side import Group, Row

Said = dict[str, str]


@dataclass(frozen=True)
class Shown:
    """One group of texts as the page shows it: what stands in each box, and what others saved.

    `theirs` has the saved words of each text that somebody else changed as well.
    """

    group: Group
    said: Said
    theirs: Said
    mark: str


@only("facilitator")
def languages(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The languages a draft has words in, and adding one."""
    draft = draft_or_404(draft_id)
    has = side_by_side.languages_of(draft.definition)
    own = str(draft.definition.get("language") or DEFAULT_LANGUAGE)
    more = {code: name for code, name in language_names().items() if code not in (own, *has)}
    if request.method == "GET":
        return _list_page(draft, own, more)
    code = request.form.get("language", "")
    if code not in more:
        return _list_page(draft, own, more, gettext("Choose a language first")), 400
    drafts.take(draft, None, now=times.now())
    drafts.write(draft, side_by_side.with_language(draft.definition, code))
    db.session.commit()
    return redirect(url_for(".words_in", draft_id=draft.id, language=code), 303)


def _list_page(draft: SurveyDraft, own: str, more: Mapping[str, str], error: str = "") -> str:
    return render_template(
        "publishing/languages.html",
        draft=draft,
        own=name_of(own),
        found=[
            (one, side_by_side.is_checked(draft.definition, one.code), own_name(one.code))
            for one in to_translate(draft)
        ],
        more=sorted(more.items(), key=lambda pair: pair[1]),
        error=error,
        errors=[("language", error)] if error else [],
    )


def _draft_with(draft_id: uuid.UUID, language: str) -> SurveyDraft:
    draft = draft_or_404(draft_id)
    return draft if language in side_by_side.languages_of(draft.definition) else abort(404)


@only("facilitator")
def take_language_away(draft_id: uuid.UUID, language: str) -> ResponseReturnValue:
    """Ask first; then take all the words in one language away."""
    draft = _draft_with(draft_id, language)
    if request.method == "GET":
        groups = side_by_side.groups(draft.definition, language)
        words = sum(bool(row.words) for one in groups for row in one.rows)
        return render_template(
            "publishing/take_away.html",
            draft=draft,
            language=language,
            name=name_of(language),
            words=words,
        )
    drafts.take(draft, None, now=times.now())
    drafts.write(draft, side_by_side.without_language(draft.definition, language))
    db.session.commit()
    flash(gettext("The words in %(language)s are gone.", language=name_of(language)), "good")
    return redirect(url_for(".languages", draft_id=draft.id), 303)


@only("facilitator")
def words_in(draft_id: uuid.UUID, language: str) -> ResponseReturnValue:
    """Each text beside its words in a language; any button saves whatever was typed."""
    draft = _draft_with(draft_id, language)
    if request.method == "GET":
        shown = [_saved(one) for one in side_by_side.groups(draft.definition, language)]
        return _words_page(draft, language, shown)
    drafts.take(draft, None, now=times.now())
    both = _save(draft, language)
    checked = request.form.get("checked") == "1"
    if request.form.get("was_checked") != str(int(checked)):
        drafts.write(draft, side_by_side.with_check(draft.definition, language, checked=checked))
    db.session.commit()
    if both:
        shown = [
            both.get(one.key) or _saved(one)
            for one in side_by_side.groups(draft.definition, language)
        ]
        return _words_page(draft, language, shown), 409
    flash(_left(draft, language), "good")
    at = request.form.get("save", "")
    anchor = at if at.startswith("group") else None
    return redirect(url_for(".words_in", draft_id=draft.id, language=language, _anchor=anchor), 303)


def _left(draft: SurveyDraft, language: str) -> str:
    left = next(one.texts for one in to_translate(draft) if one.code == language)
    if not left:
        return str(gettext("Saved. Everything has words."))
    return str(
        ngettext("Saved. %(num)s is still to write.", "Saved. %(num)s are still to write.", left)
    )


def _save(draft: SurveyDraft, language: str) -> dict[str | None, Shown]:
    """Keep what was typed in each group; those that somebody else changed as well come back."""
    both: dict[str | None, Shown] = {}
    for nth, key in _groups_typed():
        now = next(
            (one for one in side_by_side.groups(draft.definition, language) if one.key == key), None
        )
        if now is None:
            continue
        saved, typed = _words(now.rows), _typed(nth, now.rows)
        was = request.form.get(f"was-{nth}")
        if typed == saved or mark(typed) == was:
            continue
        if mark(saved) == was:
            drafts.write(draft, side_by_side.with_words(draft.definition, language, key, typed))
            continue
        theirs = {name: words for name, words in saved.items() if words != typed[name]}
        both[key] = Shown(now, typed, theirs, mark(saved))
    return both


def _groups_typed() -> Sequence[tuple[str, str | None]]:
    """The number of each group in the form, and the key of its question."""
    names = (name for name in request.form if name.startswith("group-"))
    return [(name.removeprefix("group-"), request.form[name] or None) for name in names]


def _typed(nth: str, rows: Sequence[Row]) -> Said:
    given = {row.name: request.form.get(f"{nth}-{row.name}", row.words) for row in rows}
    return {name: composing.unix_lines(words).strip() for name, words in given.items()}


def _words(rows: Sequence[Row]) -> Said:
    return {row.name: row.words.strip() for row in rows}


def _saved(group: Group) -> Shown:
    said = _words(group.rows)
    return Shown(group, said, {}, mark(said))


def _words_page(draft: SurveyDraft, language: str, shown: Sequence[Shown]) -> str:
    changed = [one for one in shown if one.theirs]
    error = gettext("Somebody else wrote here too. Look at both, and save what is right")
    own = str(draft.definition.get("language") or DEFAULT_LANGUAGE)
    return render_template(
        "publishing/words_in.html",
        draft=draft,
        shown=shown,
        code=language,
        name=name_of(language),
        dir=direction(language),
        own=own,
        own_dir=direction(own),
        own_name=name_of(own),
        labels=_labels(),
        checked=side_by_side.is_checked(draft.definition, language),
        has_pipes=any("${" in row.original for one in shown for row in one.group.rows),
        missing=sum(len(one.group.missing) for one in shown),
        error=error,
        errors=[(f"group-{one.group.key}" if one.group.key else "group", error) for one in changed],
    )


def _labels() -> dict[str, str]:
    return {
        "title": gettext("Title"),
        "purpose": gettext("Who asks, and why"),
        "thanks": gettext("Thanks at the end"),
        "wording": gettext("Question"),
        "hint": gettext("Hint"),
        "body": gettext("What it says"),
        "text": gettext("Shorter words for texts"),
        "easy": gettext("Question in Easy Read"),
        "easy_hint": gettext("Hint in Easy Read"),
        "low_label": gettext("Low end"),
        "high_label": gettext("High end"),
        "unit": gettext("What is counted"),
        "labels": gettext("Point"),
        "options": gettext("Answer"),
    }
