"""Coding by hand: one statement at a time, with what the machine made of it and why."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import blind_hiding, code_history, coding_by_hand, passages, reruns, times
from engage.answering import questionnaire_of, survey_by_key
from engage.codes import code_names
from engage.coding_by_hand import CannotDecide
from engage.extensions import db
from engage.models import Staff, Statement, Survey
from engage.web import coding_shown, ticked_codes
from engage.web.access import only

bp = Blueprint("coding", __name__, url_prefix="/staff")


@bp.app_template_filter("as_counted")
def as_counted(how_many: int) -> str:
    """A number of statements that wait, which are counted no further than so far."""
    if how_many < coding_by_hand.MOST_COUNTED:
        return f"{how_many:,}"
    return gettext("%(most)s or more", most=f"{how_many:,}")


def _survey_or_404(key: str) -> Survey:
    return survey_by_key(key) or abort(404)


def _statement(statement_id: uuid.UUID) -> Statement:
    """A statement in answers that were sent."""
    found = db.session.get(Statement, statement_id) or abort(404)
    return found if coding_by_hand.answer_of(found).response.sent_on else abort(404)


def _survey_of(statement: Statement) -> Survey:
    return coding_by_hand.answer_of(statement).response.survey


@bp.get("/surveys/<key>/coding")
@only("facilitator")
def page(key: str) -> ResponseReturnValue:
    """The next statement to decide on, or the next behind one that was skipped."""
    survey = _survey_or_404(key)
    after = _by_id(request.args.get("after", ""))
    hidden = blind_hiding.hidden_from(current_user)
    statement = coding_by_hand.next_one(survey, after=after, but=hidden)
    if statement is not None:
        return _page(statement, after=after)
    return render_template(
        "coding/done.html",
        survey=survey,
        progress=coding_by_hand.progress(survey),
        back_url=url_for("replies.survey", key=key),
    )


@bp.get("/statements/<uuid:statement_id>/codes")
@only("facilitator")
def one(statement_id: uuid.UUID) -> ResponseReturnValue:
    """One statement with its codes, whether somebody has decided on them or not."""
    statement = _statement(statement_id)
    return _to_blind_round(statement) or _page(statement)


def _to_blind_round(statement: Statement) -> ResponseReturnValue | None:
    """The way to the round in which whoever is signed in has still to read a statement blind."""
    round_id = blind_hiding.round_of(statement, current_user)
    if round_id is None:
        return None
    flash(
        gettext(
            "That one is in a blind round of yours. Read it here first. "
            "You can see its themes once you say that you are done."
        )
    )
    return redirect(url_for("blind_rounds.page", round_id=round_id), 303)


@bp.post("/statements/<uuid:statement_id>/codes")
@only("facilitator")
def decide(statement_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was decided, and go on to the next statement."""
    statement, after = _statement(statement_id), _by_id(request.form.get("after", ""))
    if there := _to_blind_round(statement):
        return there
    survey, now, given = _survey_of(statement), times.now(), _given(statement)
    if not passages.take_turn(statement) or not _is_as_seen(statement):
        db.session.rollback()
        flash(gettext("Somebody changed this one while you read. Look at it again."), "bad")
        return redirect(url_for(".one", statement_id=statement_id), 303)
    try:
        if not given and "no_theme" not in request.form:
            raise CannotDecide("code", "Tick a theme, or choose “No theme”")
        note = request.form.get("note", "")
        coding_by_hand.decide(statement, given, by=current_user, now=now, note=note)
    except CannotDecide as refused:
        db.session.rollback()
        statement = _statement(statement_id)
        return _page(statement, after=after, problems={refused.field: str(refused)}), 400
    db.session.commit()
    flash(gettext("Saved."), "good")
    return redirect(url_for(".page", key=survey.key, after=after.id if after else None), 303)


@bp.post("/surveys/<key>/coding/undo")
@only("facilitator")
def undo(key: str) -> ResponseReturnValue:
    """Take back what whoever is signed in decided last, and show it again."""
    survey = _survey_or_404(key)
    statement = coding_by_hand.undo(survey, by=current_user, now=times.now())
    db.session.commit()
    if statement is None:
        flash(gettext("There is nothing of yours to take back."))
        return redirect(url_for(".page", key=key), 303)
    flash(gettext("Taken back. Its themes are as they were before."), "good")
    return redirect(url_for(".one", statement_id=statement.id), 303)


def _by_id(written: str) -> Statement | None:
    try:
        return db.session.get(Statement, uuid.UUID(written))
    except ValueError:
        return None


def _is_as_seen(statement: Statement) -> bool:
    return request.form.get("seen") in (None, coding_by_hand.mark(statement))


def _given(statement: Statement) -> dict[str, str | None]:
    """The codes that were ticked, each with what is said of it.

    One that has gone from the codebook may stay where it is.
    """
    known = {*code_names(), *(one.code for one in statement.codes)}
    return ticked_codes.given(known)


def _page(
    statement: Statement,
    *,
    after: Statement | None = None,
    problems: Mapping[str, str] | None = None,
) -> str:
    answer, problems = coding_by_hand.answer_of(statement), problems or {}
    survey, asked = answer.response.survey, questionnaire_of(answer.response).find(answer.question)
    given = _given(statement) if problems else None
    rows = coding_shown.rows(statement, given)
    groups = coding_shown.others(rows, given or {})
    coder = db.session.get(Staff, statement.coded_by) if statement.coded_by else None
    return render_template(
        "coding/statement.html",
        statement=statement,
        survey=survey,
        question=asked.wording if asked else "",
        parts=coding_shown.parts(statement),
        rows=rows,
        groups=groups,
        ticked_below=any(row.is_ticked for others in groups.values() for row in others),
        polarities=coding_shown.polarities(),
        say=coding_shown.said_by_tone(statement),
        seen=coding_by_hand.mark(statement),
        progress=coding_by_hand.progress(survey),
        coder=coder.name if coder else "",
        history=[(one, coding_shown.in_words(one.change)) for one in code_history.of(statement)],
        after=after,
        note=request.form.get("note", ""),
        problems=problems,
        errors=[("code-1" if at == "code" else at, words) for at, words in problems.items()],
        learned=next(iter(reruns.latest(1)), None),
        back_url=url_for("replies.survey", key=survey.key),
    )
