"""Writing a survey: the drafts there are, starting one, and one survey with all its questions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user
from sqlalchemy import select

from engage import audit, drafts, times, web_answers
from engage.answering import survey_by_key
from engage.drafts import ChangedSince
from engage.extensions import db
from engage.models import Survey, SurveyDraft
from engage.publishing import LONGEST_TITLE
from engage.web import writing_lost, writing_preview, writing_turns
from engage.web.access import only
from engage.web.writing_words import CHOICES, kind_in_words
from surveys import on_offer, piping
from surveys.condition_words import when_asked
from surveys.loading import bank, from_dict
from surveys.questionnaire import Questionnaire
from surveys.questions import Question
from surveys.wording import segments

bp = Blueprint("writing", __name__, url_prefix="/staff/write")
TEXTS = ("title", "purpose", "thanks")


@dataclass(frozen=True)
class Ready:
    """A ready survey to start from: what it is for, and how long it takes to answer."""

    name: str
    survey: Questionnaire
    minutes: int


@dataclass(frozen=True)
class Listed:
    """One question as the page of the whole survey shows it; `number` only where it is counted."""

    key: str
    number: int | None
    name: str
    kind: str
    when: str
    texts: int | None
    problems: list[str]


def register(app: Flask) -> None:
    """Let templates ask whether there is a page of this name."""
    app.jinja_env.tests["there"] = lambda endpoint: endpoint in app.view_functions


def draft_or_404(draft_id: uuid.UUID) -> SurveyDraft:
    """The draft an address means; raises ChangedSince where something sent comes too late."""
    found = db.session.get(SurveyDraft, draft_id)
    if found is None and request.method == "POST":
        raise ChangedSince
    return found or abort(404)


@bp.app_errorhandler(ChangedSince)
def gone(_error: ChangedSince | None = None) -> ResponseReturnValue:
    """Say that somebody was quicker to publish the draft, or threw it away; show what came late."""
    db.session.rollback()
    if lost := writing_lost.page(request.form):
        return lost, 409
    flash(gettext("That draft is gone: it was published, or thrown away."), "")
    return redirect(url_for("replies.surveys"), 303)


def to_overview(draft: SurveyDraft, key: str | None = None, **more: Any) -> ResponseReturnValue:
    """Go to the page of the whole survey, to one question of it if need be."""
    place = {"_anchor": f"q-{key}"} if key else {}
    return redirect(url_for("writing.overview", draft_id=draft.id, **(place | more)), 303)


def look_again(draft: SurveyDraft) -> ResponseReturnValue:
    """Change nothing, and say that somebody else was quicker to change the draft."""
    db.session.rollback()
    flash(gettext("This survey has changed since you opened it. Look again, please."))
    return to_overview(draft)


@bp.get("")
@only("facilitator")
def listed() -> ResponseReturnValue:
    """The surveys being written, the one changed last first."""
    found = drafts.all_of_them()
    ids = [one.survey_id for one in found if one.survey_id]
    titles = {one.id: one for one in db.session.scalars(select(Survey).where(Survey.id.in_(ids)))}
    return render_template("writing/listed.html", drafts=found, published=titles)


@bp.get("/start")
@only("facilitator")
def start() -> ResponseReturnValue:
    """Choose what to start from: a blank page, a ready survey or a file."""
    return render_template("writing/start.html", ready=_ready(), title="", problems={}, errors=[])


@cache
def _ready() -> list[Ready]:
    surveys = ((name, from_dict(written)) for name, written in drafts.library().items())
    return [Ready(name, survey, web_answers.minutes(survey)) for name, survey in surveys]


@bp.post("/start")
@only("facilitator")
def begin() -> ResponseReturnValue:
    """Start a survey, from a ready one or with a title alone."""
    now, by = times.now(), current_user.id
    ready, title = request.form.get("ready", ""), request.form.get("title", "").strip()
    if ready:
        if ready not in drafts.library():
            abort(404)
        draft = drafts.from_library(ready, by=by, now=now)
    elif not title or len(title) > LONGEST_TITLE:
        wrong = gettext("Write what the survey is about, in %(most)s letters at most", most=200)
        page = render_template(
            "writing/start.html",
            ready=_ready(),
            title=title,
            problems={"title": wrong},
            errors=[("title", wrong)],
        )
        return page, 400
    else:
        draft = drafts.new(title, by=by, now=now)
    audit.note("began to write a survey", draft.id, by=by, now=now)
    db.session.commit()
    return to_overview(draft)


@bp.post("/copy/<key>")
@only("facilitator")
def copy(key: str) -> ResponseReturnValue:
    """Begin the next version of a published survey, or go on with it."""
    survey = survey_by_key(key) or abort(404)
    draft = drafts.copy_of(survey, by=current_user.id, now=times.now())
    audit.note("began to change a survey", survey.id, by=current_user.id, now=times.now())
    db.session.commit()
    return to_overview(draft)


@bp.get("/<uuid:draft_id>")
@only("facilitator")
def overview(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The whole survey: its words, its questions in order, and what there is to do with it."""
    draft = draft_or_404(draft_id)
    found, problems = drafts.playable(draft), drafts.problems(draft)
    return render_template(
        "writing/overview.html",
        draft=draft,
        texts=draft.definition,
        questions=list(_questions(draft, found, problems)),
        about_you=[_bank_name(name) for name in drafts.about_you(draft)],
        problems=[one for one in problems if one.question is None],
        all_problems=len(problems),
        playable=found,
        minutes=web_answers.minutes(found) if found else 0,
        removed=(draft.removed or {}).get("question"),
        focus=_focus(draft),
    )


def _focus(draft: SurveyDraft) -> tuple[str, str]:
    """The button that has the focus: of the question just moved, the one that was pressed."""
    return _button(draft, request.args.get("moved", ""), request.args.get("way", ""))


def _button(draft: SurveyDraft, key: str, way: str) -> tuple[str, str]:
    """The way a question moves and its key; at either end it can only move the other way."""
    keys = [one["key"] for one in drafts.questions(draft)]
    ends = {keys[0]: "down", keys[-1]: "up"} if keys else {}
    return ends.get(key, way), key


def _questions(draft: SurveyDraft, found: Questionnaire | None, problems: Any) -> Any:
    written = drafts.questions(draft)
    number = 0
    for one in written:
        asked = found.find(one["key"]) if found else None
        counted = one.get("kind") != "information"
        number += counted
        yield Listed(
            key=one["key"],
            number=number if counted else None,
            name=piping.filled(on_offer.words(one, "wording"), lambda _: None),
            kind=kind_in_words(one),
            when=when_asked(one, written),
            texts=_texts(found, asked) if found and asked else None,
            problems=[each.message for each in problems if each.question == one["key"]],
        )


def _texts(survey: Questionnaire, asked: Question) -> int:
    return segments(writing_preview.as_text(survey, asked)).count


def _bank_name(name: str) -> str:
    return str(bank()[name]["wording"]) if name in bank() else name


@bp.post("/<uuid:draft_id>/order")
@only("facilitator")
def order(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Move a question up or down, take it away, or put back the one taken away last."""
    draft = draft_or_404(draft_id)
    key, way = request.form.get("question", ""), request.form.get("way", "")
    there = drafts.question(draft, key) is not None
    known = (there and way in ("up", "down", "remove")) or way == "put-back"
    if not known or not writing_turns.is_mine(draft):
        return look_again(draft)
    return _ordered(draft, key, way)


def _ordered(draft: SurveyDraft, key: str, way: str) -> ResponseReturnValue:
    number = [one["key"] for one in drafts.questions(draft)]
    if way == "put-back":
        back = drafts.put_back(draft)
        db.session.commit()
        flash(gettext("It is back where it was."), "good")
        return to_overview(draft, back)
    if way == "remove":
        place = number.index(key)
        drafts.remove(draft, key)
        db.session.commit()
        rest = [one["key"] for one in drafts.questions(draft)]
        return to_overview(draft, rest[min(place, len(rest) - 1)] if rest else None)
    drafts.move(draft, key, way)
    db.session.commit()
    place = [one["key"] for one in drafts.questions(draft)].index(key) + 1
    flash(gettext("Moved. It is now %(place)s of %(all)s.", place=place, all=len(number)), "good")
    return to_overview(draft, moved=key, way=way, _anchor="-".join(_button(draft, key, way)))


@bp.route("/<uuid:draft_id>/add", methods=["GET", "POST"])
@only("facilitator")
def add(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Choose the kind of a new question, and start to write it."""
    draft = draft_or_404(draft_id)
    after = request.args.get("after", "")
    before = drafts.question(draft, after)
    if request.method == "GET":
        return render_template("writing/add.html", draft=draft, choices=CHOICES, before=before)
    chosen = next((one for one in CHOICES if one.name == request.form.get("kind")), None)
    if chosen is None:
        abort(404)
    drafts.take(draft, None, now=times.now())
    key = drafts.add(
        draft, chosen.kind, after=after if before else None, fields=dict(chosen.fields)
    )
    db.session.commit()
    there: dict[str, Any] = {"draft_id": draft.id, "question": key, "_anchor": "wording"}
    return redirect(url_for("writing_question.question", **there), 303)
