"""Pages for facilitators: consultations, each with all that belongs to it as one thing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user
from sqlalchemy import select

from engage import audit, consulting, consulting_so_far, paying, times
from engage.consulting import NotYet
from engage.extensions import db
from engage.models import Consultation, Session, Survey
from engage.web import consultation_form, made_general
from engage.web.access import may_open, only
from engage.web.consultation_words import labels, level_words, levels, modes, state_words

bp = Blueprint("consultations", __name__, url_prefix="/staff/consultations")
PARTS: Mapping[str, type[Survey] | type[Session]] = {"survey": Survey, "session": Session}


def register(app: Flask) -> None:
    """Give templates what is due to be told, so that pages for facilitators chase it."""
    app.context_processor(lambda: {"chased": _chased})
    app.jinja_env.filters.update(level=level_words, state=state_words)


def _chased() -> list[consulting.Chase]:
    return consulting.chased(now=times.now()) if may_open("consultations.listed") else []


def _found(consultation_id: uuid.UUID) -> Consultation:
    return db.session.get(Consultation, consultation_id) or abort(404)


def _to(consultation: Consultation, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(".one", consultation_id=consultation.id, _anchor=anchor), 303)


def _note(what: str, consultation: Consultation) -> None:
    audit.note(what, consultation.id, by=current_user.id, now=times.now())
    db.session.commit()


@bp.get("")
@only("facilitator")
def listed() -> ResponseReturnValue:
    """Every consultation: open, being planned, and closed."""
    found = list(db.session.scalars(select(Consultation).order_by(Consultation.title)))
    return render_template(
        "consultations/listed.html",
        is_open=[one for one in found if one.opened_at and not one.closed_at],
        planned=[one for one in found if not one.opened_at],
        closed=[one for one in found if one.closed_at],
        needs=consulting_so_far.needs_open(now=times.now()),
        surveys=consulting_so_far.surveys_in_each(),
    )


@bp.route("/new", methods=["GET", "POST"])
@only("facilitator")
def new() -> ResponseReturnValue:
    """Plan a consultation; its name is enough to begin, and how much say people have."""
    if request.method == "GET":
        blank = consultation_form.shown(consulting.Plan(title="")) | {"level": ""}
        return _form_page(None, blank, {})
    now = times.now()
    filled = consultation_form.read(request.form, before=None, today=times.today(now))
    if filled.plan is not None:
        try:
            planned = consulting.create(filled.plan, now=now)
        except NotYet as problem:
            filled.errors = problem.problems
        else:
            _note("planned a consultation", planned)
            flash(gettext("It is saved. It is not open yet."), "good")
            return _to(planned)
    return _form_page(None, request.form, filled.errors), 400


@bp.route("/<uuid:consultation_id>/edit", methods=["GET", "POST"])
@only("facilitator")
def edit(consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Change what a consultation says; with ?lacking, what it lacks to open is marked."""
    consultation, now = _found(consultation_id), times.now()
    stored = consulting.plan_of(consultation)
    if request.method == "GET":
        marked = "lacking" in request.args and not consultation.opened_at
        lacks = consulting.missing_to_open(consultation, now=now) if marked else {}
        return _form_page(consultation, consultation_form.shown(stored), lacks)
    if consultation_form.changed_under(request.form, stored):
        return _form_page(consultation, request.form, {}, theirs=_theirs(stored)), 409
    filled = consultation_form.read(request.form, before=stored, today=times.today(now))
    if filled.plan is not None:
        try:
            consulting.change(consultation, filled.plan, now=now)
        except NotYet as problem:
            filled.errors = problem.problems
        else:
            _note("changed a consultation", consultation)
            flash(gettext("It is saved."), "good")
            return _to(consultation)
    return _form_page(consultation, request.form, filled.errors), 400


def _theirs(stored: consulting.Plan) -> list[tuple[str, str]]:
    """What somebody else wrote meanwhile, where it is not what was typed here."""
    theirs = consultation_form.in_words(consultation_form.shown(stored))
    mine = consultation_form.in_words(request.form)
    return [(words, theirs[name]) for name, words in labels().items() if theirs[name] != mine[name]]


def _form_page(
    consultation: Consultation | None,
    typed: Mapping[str, str],
    problems: dict[str, str],
    *,
    theirs: list[tuple[str, str]] | None = None,
) -> str:
    return render_template(
        "consultations/edit.html",
        consultation=consultation,
        typed=typed,
        problems=problems,
        errors=consultation_form.summary(problems),
        theirs=theirs,
        labels=labels(),
        levels=levels(),
        modes=modes(),
        made_general=made_general.levels(),
        seen=consultation_form.mark_of(consulting.plan_of(consultation)) if consultation else "",
    )


@bp.get("/<uuid:consultation_id>")
@only("facilitator")
def one(consultation_id: uuid.UUID) -> ResponseReturnValue:
    """One consultation: what it asks, who is asked and came, what it cost, what came of it."""
    consultation, now = _found(consultation_id), times.now()
    lacks = {} if consultation.opened_at else consulting.missing_to_open(consultation, now=now)
    return render_template(
        "consultations/one.html",
        consultation=consultation,
        now=now,
        today=times.today(now),
        so_far=consulting_so_far.of(consultation, now=now),
        budget=paying.budget_of(consultation),
        lacks=[(consultation_form.FIRST_BOX.get(name, name), said) for name, said in lacks.items()],
        other_surveys=consulting.other_surveys(),
        other_sessions=consulting.other_sessions(),
    )


@bp.post("/<uuid:consultation_id>/open")
@only("facilitator")
def open_it(consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Open it, or say what it lacks at each field of its form."""
    consultation = _found(consultation_id)
    try:
        opened = consulting.open_now(consultation, now=times.now())
    except NotYet:
        return redirect(url_for(".edit", consultation_id=consultation_id, lacking=1), 303)
    if opened:
        _note("opened a consultation", consultation)
        flash(gettext("It is open from today."), "good")
    return _to(consultation)


@bp.route("/<uuid:consultation_id>/close", methods=["GET", "POST"])
@only("facilitator")
def close(consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Write how what people said was weighed, and close it."""
    consultation, now = _found(consultation_id), times.now()
    if consultation.opened_at is None or consultation.closed_at is not None:
        flash(gettext("It is not open, so there is nothing to close."), "bad")
        return _to(consultation)
    weighed, problems = consultation.weighed, dict[str, str]()
    if request.method == "POST":
        weighed = consultation_form.tidy(request.form.get("weighed", ""))
        problems = _too_long("weighed", weighed)
        if not problems:
            try:
                consulting.close_now(consultation, weighed, now=now)
            except NotYet as problem:
                problems = problem.problems
            else:
                _note("closed a consultation", consultation)
                flash(gettext("It is closed. Now tell people what came of it."), "good")
                return _to(consultation)
    page = render_template(
        "consultations/close.html",
        consultation=consultation,
        still_open=consulting.in_the_way_of_closing(consultation, now=now),
        weighed=weighed,
        problems=problems,
        errors=list(problems.items()),
    )
    return page, 400 if problems else 200


@bp.route("/<uuid:consultation_id>/tell", methods=["GET", "POST"])
@only("facilitator")
def tell(consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Write what came of it; note that people were told, and are no longer waiting to hear."""
    consultation = _found(consultation_id)
    impact, problems = consultation.impact, dict[str, str]()
    if request.method == "POST":
        impact = consultation_form.tidy(request.form.get("impact", ""))
        problems = _too_long("impact", impact) or _telling(consultation, impact)
        if not problems:
            return _to(consultation, "came")
    page = render_template(
        "consultations/tell.html",
        consultation=consultation,
        surveys=consulting.surveys_of(consultation),
        impact=impact,
        problems=problems,
        errors=list(problems.items()),
    )
    return page, 400 if problems else 200


def _telling(consultation: Consultation, impact: str) -> dict[str, str]:
    """Write what came of it, and that people were told where that was pressed; or say why not."""
    try:
        if "told" in request.form:
            if consulting.told(consultation, impact, now=times.now()):
                _note("told people what came of a consultation", consultation)
            flash(gettext("Done: people have been told what came of it."), "good")
        else:
            consulting.write_impact(consultation, impact)
            _note("wrote what came of a consultation", consultation)
            flash(gettext("It is saved."), "good")
    except NotYet as problem:
        return problem.problems
    return {}


def _too_long(name: str, words: str) -> dict[str, str]:
    if len(words) <= consultation_form.LONGEST:
        return {}
    return {
        name: gettext(
            "Make this shorter: %(limit)s letters or fewer. It has %(count)s now",
            limit=consultation_form.LONGEST,
            count=len(words),
        )
    }


@bp.post("/<uuid:consultation_id>/<any(survey, session):kind>/<any(add, take_out):how>")
@only("facilitator")
def parts(consultation_id: uuid.UUID, kind: str, how: str) -> ResponseReturnValue:
    """Make a survey or a session part of it, or let it stand by itself again."""
    consultation, chosen = _found(consultation_id), _chosen(PARTS[kind])
    if chosen is None:
        flash(gettext("Choose one from the list first."), "bad")
    elif (consulting.add if how == "add" else consulting.take_out)(consultation, chosen):
        _note(f"{'added a' if how == 'add' else 'took out a'} {kind}", consultation)
        said = gettext("“%(title)s” is part of it now.", title=chosen.title)
        out = gettext("“%(title)s” stands by itself again.", title=chosen.title)
        flash(said if how == "add" else out, "good")
    else:
        flash(gettext("Somebody has just moved it. This is how it stands now."), "bad")
    return _to(consultation, f"{kind}s")


def _chosen(model: type[Survey] | type[Session]) -> Any:
    try:
        return db.session.get(model, uuid.UUID(request.form.get("which", "")))
    except ValueError:
        return None
