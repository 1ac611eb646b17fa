"""Deciding on one found theme: a name, a code, with another, looked inside, dropped, taken back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import found_members, found_undone, times
from engage import found_themes as themes
from engage.codebooks import ChangedMeanwhile
from engage.codes import code_names
from engage.coding_by_hand import CannotDecide
from engage.extensions import db
from engage.found_themes import DecidedAlready, NewCode, SeenOtherwise
from engage.found_undone import BuiltOn
from engage.models import FoundTheme
from engage.models.discovery import PROPOSED
from engage.web import found_rows, found_shown
from engage.web.access import only
from engage.web.found_themes import survey_of, theme_or_404, theme_page

bp = Blueprint("found_deciding", __name__, url_prefix="/staff/found/themes")
Problems = Mapping[str, str]
FIRST = {"statements": "s-1"}


@bp.post("/<uuid:theme_id>/name")
@only("facilitator")
def rename(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Call a found theme something else."""
    found, name = theme_or_404(theme_id), request.form.get("name", "")
    try:
        themes.rename(found, name, by=current_user, now=times.now(), seen=_seen())
    except CannotDecide as refused:
        db.session.rollback()
        return theme_page(theme_or_404(theme_id), error=str(refused), name=name), 400
    except DecidedAlready:
        return _changed(theme_id)
    db.session.commit()
    return _on_to_theme(theme_id, gettext("It has its new name."))


@bp.get("/<uuid:theme_id>/accept")
@only("facilitator")
def accept_form(theme_id: uuid.UUID) -> ResponseReturnValue:
    """What a found theme is to be as a theme of the codebook."""
    found = theme_or_404(theme_id)
    return _accept_page(found) if found.state == PROPOSED else _changed(theme_id)


@bp.post("/<uuid:theme_id>/accept")
@only("facilitator")
def accept(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Make a theme of the codebook of it, and give it to the statements that stay ticked."""
    new = NewCode(
        request.form.get("name", ""),
        request.form.get("definition", ""),
        [
            request.form.get(f"example-{nth}", "")
            for nth in range(1, themes.MOST_EXAMPLES + 1)
            if f"keep-{nth}" in request.form
        ],
    )

    def decide(found: FoundTheme) -> str:
        how = {"by": current_user, "now": times.now(), "why": request.form.get("why", "")}
        themes.accept(found, new, found_rows.ticked(), seen=_seen(), **how)
        return gettext("“%(name)s” is a theme of the codebook now.", name=new.name.strip())

    return _decided(theme_id, decide, _accept_page)


@bp.get("/<uuid:theme_id>/merge")
@only("facilitator")
def merge_form(theme_id: uuid.UUID) -> ResponseReturnValue:
    """What a found theme could be put with."""
    found = theme_or_404(theme_id)
    return _merge_page(found) if found.state == PROPOSED else _changed(theme_id)


@bp.post("/<uuid:theme_id>/merge")
@only("facilitator")
def merge(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Put it with another that was found, or with a theme of the codebook."""
    kind, _, chosen = request.form.get("with", "").partition(":")

    def decide(found: FoundTheme) -> str:
        how = {"by": current_user, "now": times.now(), "why": request.form.get("why", "")}
        if kind == "found":
            other = next((one for one in themes.others(found) if str(one.id) == chosen), found)
            themes.merge_with_theme(found, other, seen=_seen(), **how)
            return gettext("It is with “%(name)s” now.", name=found_shown.name_of(other))
        themes.merge_with_code(found, chosen, found_rows.ticked(), seen=_seen(), **how)
        return gettext("Its statements have “%(name)s” now.", name=found_shown.code_name(chosen))

    return _decided(theme_id, decide, _merge_page)


@bp.get("/<uuid:theme_id>/drop")
@only("facilitator")
def drop_form(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Why a found theme is to be dropped."""
    found = theme_or_404(theme_id)
    return _drop_page(found) if found.state == PROPOSED else _changed(theme_id)


@bp.post("/<uuid:theme_id>/drop")
@only("facilitator")
def drop(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Leave a found theme be."""

    def decide(found: FoundTheme) -> str:
        why = request.form.get("why", "")
        themes.drop(found, why, by=current_user, now=times.now(), seen=_seen())
        return gettext("Dropped. Its statements stay as they are.")

    return _decided(theme_id, decide, _drop_page)


@bp.post("/<uuid:theme_id>/split")
@only("facilitator")
def split(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Look for themes inside it."""
    found = theme_or_404(theme_id)
    try:
        search = themes.split(found, by=current_user, now=times.now(), seen=_seen())
    except CannotDecide as refused:
        db.session.rollback()
        flash(str(refused) + ".", "bad")
        return redirect(url_for("found_themes.theme", theme_id=theme_id), 303)
    except DecidedAlready:
        return _changed(theme_id)
    db.session.commit()
    return redirect(url_for("found_themes.search", search_id=search.id), 303)


@bp.post("/<uuid:theme_id>/undo")
@only("facilitator")
def undo(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Take back what was decided last on it."""
    found = theme_or_404(theme_id)
    if request.form.get("seen") not in (None, themes.mark(found)):
        return _changed(theme_id)
    try:
        undone = found_undone.undo(found, by=current_user, now=times.now())
    except (BuiltOn, ChangedMeanwhile) as refused:
        db.session.rollback()
        words = str(refused) or gettext("Somebody changed the codebook just now. Try once more")
        flash(words + ".", "bad")
        return redirect(url_for("found_themes.theme", theme_id=theme_id), 303)
    db.session.commit()
    words = gettext("Taken back. It is as it was before.")
    return _on_to_theme(theme_id, words if undone else gettext("There is nothing to take back."))


def _seen() -> str | None:
    return request.form.get("seen")


def _decided(
    theme_id: uuid.UUID,
    decide: Callable[[FoundTheme], str],
    form: Callable[..., str],
) -> ResponseReturnValue:
    """Keep a decision and go on to the others; or show its form again, with what was typed."""
    found = theme_or_404(theme_id)
    search_id, problems, changed = found.search_id, {}, frozenset[uuid.UUID]()
    again = gettext("Somebody changed this while you read. Look at it once more")
    try:
        words = decide(found)
        db.session.commit()
        flash(words, "good")
        return redirect(url_for("found_themes.search", search_id=search_id), 303)
    except CannotDecide as refused:
        problems = {refused.field: str(refused)}
    except SeenOtherwise as otherwise:
        changed, problems = otherwise.changed, {"statements": again}
    except ChangedMeanwhile:
        problems = {"name": gettext("Somebody changed the codebook just now. Try once more")}
    except DecidedAlready:
        db.session.rollback()
        if theme_or_404(theme_id).state != PROPOSED:
            return _changed(theme_id)
        problems = {"statements" if found_rows.ticked() else "why": again}
    db.session.rollback()
    return form(theme_or_404(theme_id), problems=problems, changed=changed), 400


def _changed(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Show whoever comes later what the first one did."""
    db.session.rollback()
    flash(gettext("Somebody decided on this, or changed it. This is how it is now."), "bad")
    return redirect(url_for("found_themes.theme", theme_id=theme_id), 303)


def _on_to_theme(theme_id: uuid.UUID, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("found_themes.theme", theme_id=theme_id), 303)


def _accept_page(
    found: FoundTheme, *, problems: Problems | None = None, changed: Collection[uuid.UUID] = ()
) -> str:
    rows, typed = found_rows.rows(found, changed=changed, again=problems is not None), request.form
    near = [row.english or row.text for row in rows[: themes.MOST_EXAMPLES]]
    if problems is not None:
        near = [typed.get(f"example-{nth + 1}", "") for nth in range(len(near))]
    name = found_shown.name_of(found)
    begun = gettext("What people say about %(name)s.", name=found.name)
    return _render(
        "found/accept.html",
        found,
        problems,
        rows=rows,
        name=typed.get("name", name),
        definition=typed.get("definition", begun),
        examples=[(one, problems is None or f"keep-{nth}" in typed) for nth, one in _counted(near)],
    )


def _counted(near: list[str]) -> list[tuple[int, str]]:
    return list(enumerate(near, start=1))


def _merge_page(
    found: FoundTheme, *, problems: Problems | None = None, changed: Collection[uuid.UUID] = ()
) -> str:
    had = found_members.had_by(found)
    return _render(
        "found/merge.html",
        found,
        problems,
        rows=found_rows.rows(found, changed=changed, again=problems is not None),
        others=[(f"found:{one.id}", found_shown.name_of(one)) for one in themes.others(found)],
        codes=[(f"code:{code}", known.name) for code, known in code_names().items()],
        chosen=request.form.get("with", f"code:{had.code}" if had else ""),
        had=found_shown.had_in_words(had),
    )


def _drop_page(
    found: FoundTheme, *, problems: Problems | None = None, changed: Collection[uuid.UUID] = ()
) -> str:
    return _render("found/drop.html", found, problems)


def _render(template: str, found: FoundTheme, problems: Problems | None, **more: object) -> str:
    problems, members = problems or {}, found_members.of(found)
    return render_template(
        template,
        theme=found,
        survey=survey_of(found),
        statements=len(members.statements),
        people=members.people,
        why=request.form.get("why", ""),
        seen=themes.mark(found),
        problems=problems,
        errors=[(FIRST.get(at, at), words) for at, words in problems.items()],
        back_url=url_for("found_themes.theme", theme_id=found.id),
        **more,
    )
