"""Themes that the codebook does not hold: looking for them, and what was found."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user
from sqlalchemy import select

from engage import (
    audit,
    blind_hiding,
    found_history,
    found_members,
    found_undone,
    theme_searches,
    times,
)
from engage import found_themes as themes
from engage import replies as reply_pages
from engage.answering import survey_by_key
from engage.codes import code_names
from engage.extensions import db
from engage.models import Answer, FoundTheme, Staff, Statement, Survey, ThemePlace, ThemeSearch
from engage.models.discovery import HELD, LEFT, PROPOSED, UNDER_WAY
from engage.replies import Passage
from engage.theme_searches import StillLooking
from engage.web import found_shown
from engage.web.access import only

bp = Blueprint("found_themes", __name__, url_prefix="/staff")
WHOLE, A_PAGE = 12, 50
"""So many themes are shown with what was said, and so many statements stand on a page."""
SMALL = 3
"""What fewer people than this said is told in a line: it may be chance."""
UNSURE = 0.5


@bp.app_template_filter("found_name")
def found_name(theme: FoundTheme) -> str:
    """What a found theme is called on a page."""
    return found_shown.name_of(theme)


def theme_or_404(theme_id: uuid.UUID) -> FoundTheme:
    """A found theme."""
    return db.session.get(FoundTheme, theme_id) or abort(404)


def survey_of(theme: FoundTheme) -> Survey:
    """The survey in which a theme was found."""
    return theme_searches.survey_of(db.session.get_one(ThemeSearch, theme.search_id))


@bp.get("/surveys/<key>/found")
@only("facilitator")
def page(key: str) -> ResponseReturnValue:
    """What the newest search found, or what one would look at."""
    survey = survey_by_key(key) or abort(404)
    searches = theme_searches.all_of(survey)
    return _page(survey, searches[0] if searches else None, newest=True)


@bp.post("/surveys/<key>/found")
@only("facilitator")
def look(key: str) -> ResponseReturnValue:
    """Have a worker look for themes."""
    survey = survey_by_key(key) or abort(404)
    everything, now = request.form.get("what") == "everything", times.now()
    try:
        made = theme_searches.ask(survey.id, by=current_user, now=now, everything=everything)
        audit.note("looked for new themes", made.id, by=current_user.id, now=now)
    except StillLooking:
        flash(gettext("We are looking already."))
    db.session.commit()
    return redirect(url_for(".page", key=key), 303)


@bp.get("/found/<uuid:search_id>")
@only("facilitator")
def search(search_id: uuid.UUID) -> ResponseReturnValue:
    """What one search found: an earlier one, or one inside a theme."""
    found = db.session.get(ThemeSearch, search_id) or abort(404)
    return _page(theme_searches.survey_of(found), found, newest=False)


def _page(survey: Survey, found: ThemeSearch | None, *, newest: bool) -> str:
    is_done = found is not None and theme_searches.is_done(found)
    shown = found_shown.shown(found) if found is not None and is_done else []
    waiting = [one for one in shown if one.theme.state == PROPOSED]
    fresh = [one for one in waiting if not one.same_as]
    whole = [one for one in fresh if one.people >= SMALL][:WHOLE]
    parent = db.session.get(FoundTheme, found.parent_id) if found and found.parent_id else None
    statements, people = found_members.people_in(found) if found and is_done else (0, 0)
    asker = db.session.get(Staff, found.asked_by) if found and found.asked_by else None
    return render_template(
        "found/search.html",
        survey=survey,
        search=found,
        newest=newest,
        parent=parent,
        is_done=is_done,
        looking=found is not None and found.state in UNDER_WAY,
        held=found is not None and found.state == HELD,
        asker=asker.name if asker else "",
        statements=statements,
        people=people,
        whole=whole,
        smaller=[one for one in fresh if one not in whole],
        again=[one for one in waiting if one.same_as],
        decided=[one for one in shown if one.decided],
        left=theme_searches.left_out(found) if found and is_done else {},
        few=theme_searches.FEW,
        to_look_at=theme_searches.to_look_at(survey) if newest else None,
        earlier=[one for one in theme_searches.all_of(survey) if newest and one is not found],
        back_url=_back(survey, parent, newest=newest),
    )


def _back(survey: Survey, parent: FoundTheme | None, *, newest: bool) -> str:
    if newest:
        return url_for("replies.survey", key=survey.key)
    if parent is not None:
        return url_for("found_themes.theme", theme_id=parent.id)
    return url_for(".page", key=survey.key)


@bp.get("/found/<uuid:search_id>/left")
@only("facilitator")
def left(search_id: uuid.UUID) -> ResponseReturnValue:
    """The statements that are in no theme, by why."""
    found = db.session.get(ThemeSearch, search_id) or abort(404)
    survey, parts = theme_searches.survey_of(found), []
    for why in LEFT:
        ids = found_members.without_theme(found, why)
        parts.append((why, len(ids), _passages(ids[: 4 * A_PAGE], survey)))
    return render_template(
        "found/left.html",
        survey=survey,
        search=found,
        parts=parts,
        most=4 * A_PAGE,
        back_url=url_for(".search", search_id=search_id),
    )


@bp.get("/found/themes/<uuid:theme_id>")
@only("facilitator")
def theme(theme_id: uuid.UUID) -> ResponseReturnValue:
    """One found theme: all its statements, and what was decided on it."""
    return theme_page(theme_or_404(theme_id))


def theme_page(found: FoundTheme, *, error: str = "", name: str | None = None) -> str:
    """The page of one found theme; a new name that cannot be kept comes back with its error."""
    members = found_members.of(found)
    ids = members.statements or _own(found)
    pages = max(1, -(-len(ids) // A_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    here = ids[(number - 1) * A_PAGE : number * A_PAGE]
    inside = theme_searches.inside(found)
    before = db.session.get(FoundTheme, found.same_as) if found.same_as else None
    return render_template(
        "found/theme.html",
        theme=found,
        survey=survey_of(found),
        is_open=found.state == PROPOSED,
        statements=len(members.statements),
        people=members.people,
        passages=_passages(here, survey_of(found)),
        unsure=_unsure(found, here),
        number=number,
        pages=pages,
        decided=found_shown.decided(found),
        by=found_shown.by_whom(found),
        inside=inside,
        before=before if before is not None and before.state != PROPOSED else None,
        before_decided=found_shown.decided(before) if before is not None else "",
        history=[(one, found_shown.in_words(one)) for one in found_history.of(found)],
        can_undo=found_undone.can_undo(found),
        can_split=len(members.statements) >= themes.FEWEST_TO_SPLIT,
        seen=themes.mark(found),
        name=found.name if name is None else name,
        error=error,
        errors=[("name", error)] if error else [],
        back_url=url_for("found_themes.search", search_id=found.search_id),
    )


def _own(found: FoundTheme) -> list[uuid.UUID]:
    """The statements that a theme had before it was put with another."""
    mine = select(ThemePlace.statement_id).where(ThemePlace.theme_id == found.id)
    return list(db.session.scalars(mine.order_by(ThemePlace.nearest)))


def _unsure(found: FoundTheme, ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these statements that the machine is not sure belong here."""
    mine = select(ThemePlace.statement_id).where(ThemePlace.search_id == found.search_id)
    doubtful = mine.where(ThemePlace.statement_id.in_(ids), ThemePlace.confidence < UNSURE)
    return set(db.session.scalars(doubtful))


def _passages(ids: list[uuid.UUID], survey: Survey) -> list[tuple[str, Passage]]:
    """Each of these statements with the question that it answers."""
    names, there = code_names(), found_shown.statements(ids)
    hidden = blind_hiding.ids_hidden_from(current_user)
    columns = select(Statement.id, Answer.language, Answer.question).join(Answer)
    rows = db.session.execute(columns.where(Statement.id.in_(ids)))
    known = {one: (language, question) for one, language, question in rows}
    found = []
    for one in there.values():
        language, question = known[one.id]
        asked = survey.latest.questionnaire.find(question)
        wording = asked.wording if asked else ""
        found.append((wording, reply_pages.passage(one, names, language, hidden=hidden)))
    return found
