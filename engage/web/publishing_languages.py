"""The languages of a draft: which it has, and its texts beside their words in one of them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
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
from engage.web.writing_words import text_names
from surveys import behind, side_by_side
from surveys.lexicon import DEFAULT_LANGUAGE
from surveys.side_by_side import Group, Row

Said = dict[str, str]


@dataclass(frozen=True)
class Shown:
    """One group of texts as the page shows it: what stands in each box, and what others saved.

    `theirs` has the saved words of each text that somebody else changed as well. The marks tell
    whether the words, or the texts they are for, have changed since.
    """

    group: Group
    said: Said
    theirs: Said
    mark: str
    mark_of_texts: str


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
    if still := _still_behind(draft, language):
        flash(still)
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


def _still_behind(draft: SurveyDraft, language: str) -> str:
    parts = side_by_side.groups(draft.definition, language)
    texts = sum(len(one.behind) for one in parts)
    if not texts:
        return ""
    return str(
        ngettext(
            "%(num)s text has changed since its words were written. Look at it again.",
            "%(num)s texts have changed since their words were written. Look at them again.",
            texts,
        )
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
        theirs = {name: words for name, words in saved.items() if words != typed[name]}
        is_typed = bool(theirs) and mark(typed) != was
        if is_typed and mark(saved) != was:
            both[key] = Shown(now, typed, theirs, mark(saved), _mark_of_texts(now))
            continue
        if is_typed:
            drafts.write(draft, side_by_side.with_words(draft.definition, language, key, typed))
        _settle(draft, language, nth, now, theirs if is_typed else ())
    return both


def _settle(
    draft: SurveyDraft, language: str, nth: str, now: Group, written: Collection[str]
) -> None:
    """Take words as right for texts that changed: those just written, or all that were looked at.

    Not where a text has changed once more since the page was opened.
    """
    is_looked_at = f"looked-{nth}" in request.form or _is_checked_now()
    names = {row.name for row in now.behind if is_looked_at or row.name in written}
    if names and request.form.get(f"texts-{nth}") == _mark_of_texts(now):
        drafts.write(draft, behind.looked_at(draft.definition, language, now.key, names))


def _is_checked_now() -> bool:
    """Whether the page says that a native speaker has checked the words, and did not before."""
    return request.form.get("checked") == "1" and request.form.get("was_checked") == "0"


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
    return Shown(group, said, {}, mark(said), _mark_of_texts(group))


def _mark_of_texts(group: Group) -> str:
    return mark({row.name: row.original for row in group.rows})


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
        labels=text_names(),
        checked=side_by_side.is_checked(draft.definition, language),
        has_pipes=any("${" in row.original for one in shown for row in one.group.rows),
        missing=sum(len(one.group.missing) for one in shown),
        error=error,
        errors=[(f"group-{one.group.key}" if one.group.key else "group", error) for one in changed],
    )
