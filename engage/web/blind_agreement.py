"""After a blind round: how far people agree, where they differ, and settling it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage import (
    agreement_file,
    audit,
    blind_agreement,
    blind_hiding,
    blind_rounds,
    blind_settling,
    coding_by_hand,
    disclosure,
    passages,
    times,
)
from engage.answering import questionnaire_of
from engage.blind_agreement import MACHINE
from engage.blind_settling import Shown
from engage.codes import code_names
from engage.coding_by_hand import CannotDecide
from engage.extensions import db, settings
from engage.models import BlindCoder, BlindRound, Statement
from engage.web import blind_shown, coding_shown, ticked_codes
from engage.web.access import may, only
from engage.web.blind_rounds import round_or_404, survey_of

bp = Blueprint("blind_agreement", __name__, url_prefix="/staff/rounds/<uuid:round_id>")
TOOK_AWAY = "took the figures of a blind round away"


def _not_yet(round_id: uuid.UUID) -> ResponseReturnValue:
    """Where to go while the agreement may not be seen; readers of summaries know of no round."""
    if not may("facilitator", "peer"):
        abort(404)
    flash(gettext("Not yet. You can see this once the reading is done."))
    return redirect(url_for("blind_rounds.page", round_id=round_id), 303)


def _reads_words(coder: BlindCoder | None) -> bool:
    """Whether whoever is signed in may read statements that nobody has released."""
    return coder is not None or may("facilitator")


@bp.get("/agreement")
@only("facilitator", "peer", "policy")
def page(round_id: uuid.UUID) -> ResponseReturnValue:
    """Figures first, in plain words; then each statement on which people differ."""
    found, coder = round_or_404(round_id)
    if not blind_rounds.may_see_agreement(found, coder):
        return _not_yet(round_id)
    figures, reads = blind_agreement.of(found), _reads_words(coder)
    names = _names(found, by_name=reads)
    return render_template(
        "blind/agreement.html",
        round=found,
        survey=survey_of(found),
        names=names,
        figures=figures,
        in_short=list(blind_shown.in_short(figures, names)),
        told=blind_shown.told,
        who=blind_shown.who,
        code_names={code: one.name for code, one in blind_rounds.names(found).items()},
        given=_code_counts(figures, exact=reads),
        splits={
            split: blind_shown.split_table(rows, split, names, _counts(rows, exact=reads))
            for split, rows in figures.splits
        },
        differences=_differences(found) if reads else [],
        agreed=_agreed(found) if may("facilitator") else 0,
        may_settle=may("facilitator") and blind_rounds.is_over(found),
        is_over=blind_rounds.is_over(found),
        may_take=may("facilitator", "policy"),
        polarities=dict(coding_shown.polarities()),
        seen_mark=coding_by_hand.mark,
        back_url=url_for("blind_rounds.page", round_id=round_id)
        if may("facilitator", "peer")
        else url_for("summaries.listed"),
    )


def _agreed(found: BlindRound) -> int:
    return len(blind_settling.agreed(found))


def _differences(found: BlindRound) -> list[Shown]:
    """Where people differ, without what somebody still reads blind in another round."""
    hidden = blind_hiding.ids_hidden_from(current_user)
    every = blind_settling.everything(found)
    return [one for one in every if not one.is_same and one.statement.id not in hidden]


def _names(found: BlindRound, *, by_name: bool) -> dict[str, str]:
    """What each reader is called: by name to those who read along, else by a number."""
    names = blind_rounds.called(found.coders)
    called = {}
    for one in found.coders:
        label = (
            gettext("Peer coder %(n)s", n=one.number)
            if one.peer
            else gettext("Staff coder %(n)s", n=one.number)
        )
        if by_name and one.staff_id == current_user.id:
            label = gettext("You")
        elif by_name:
            label = names[one.id] or gettext("Somebody who has left")
        called[str(one.id)] = label
    return called | {MACHINE: gettext("The machine")}


def _counts(rows: Any, *, exact: bool) -> dict[str, int | None]:
    """How many statements are in each part of a split, as far as that may be told."""
    counts = {which: n for which, n, _rows in rows}
    if exact:
        return dict(counts)
    safe = disclosure.parts(counts, limit=settings().small_number)
    return {which: one.people for which, one in safe.items()}


def _code_counts(figures: blind_agreement.Agreement, *, exact: bool) -> dict[str, str]:
    """How many statements people gave each code, as far as that may be told."""
    limit = settings().small_number
    found = {}
    for one in figures.codes:
        shown = disclosure.shown(one.given, limit=limit)
        hidden = shown.hidden and not exact
        found[one.code] = gettext("fewer than %(limit)s", limit=limit) if hidden else f"{one.given}"
    return found


@bp.get("/agreement.csv")
@only("facilitator", "policy")
def as_file(round_id: uuid.UUID) -> ResponseReturnValue:
    """The figures for a spreadsheet: nobody's name, and not a word of a statement."""
    found, coder = round_or_404(round_id)
    if not blind_rounds.may_see_agreement(found, coder):
        return _not_yet(round_id)
    figures = blind_agreement.of(found)
    names = _names(found, by_name=False)
    audit.note(TOOK_AWAY, found.id, by=current_user.id, now=times.now())
    db.session.commit()
    counts = {split: _counts(rows, exact=False) for split, rows in figures.splits}
    return Response(
        agreement_file.written(
            figures, names, counts, _code_counts(figures, exact=False), blind_rounds.names(found)
        ),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="agreement.csv"'},
    )


def _to_settle(round_id: uuid.UUID, statement_id: uuid.UUID) -> tuple[BlindRound, Statement]:
    """A statement of a round that is over, which whoever is signed in may be told all about."""
    found, _coder = round_or_404(round_id)
    in_it = any(one.statement_id == statement_id for one in found.statements)
    if not in_it or not blind_rounds.is_over(found):
        abort(404)
    if statement_id in blind_hiding.ids_hidden_from(current_user):
        abort(404)
    return found, db.session.get_one(Statement, statement_id)


@bp.get("/statements/<uuid:statement_id>")
@only("facilitator")
def settling(round_id: uuid.UUID, statement_id: uuid.UUID) -> ResponseReturnValue:
    """One statement with what each said, to decide on something else."""
    return _settle_page(*_to_settle(round_id, statement_id))


@bp.post("/statements/<uuid:statement_id>")
@only("facilitator")
def settle(round_id: uuid.UUID, statement_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what one reader said, or something else that was ticked."""
    found, statement = _to_settle(round_id, statement_id)
    if not passages.take_turn(statement) or request.form.get("seen") not in (
        None,
        coding_by_hand.mark(statement),
    ):
        db.session.rollback()
        flash(gettext("Somebody decided on this one meanwhile. Look at it again."), "bad")
        return redirect(url_for(".settling", round_id=round_id, statement_id=statement_id), 303)
    try:
        given = _chosen(found, statement)
        blind_settling.settle(statement, given, by=current_user, now=times.now())
    except CannotDecide as refused:
        db.session.rollback()
        return _settle_page(found, statement, {refused.field: str(refused)}), 400
    db.session.commit()
    flash(gettext("Saved."), "good")
    return redirect(url_for(".page", round_id=round_id, _anchor="differ"), 303)


def _chosen(found: BlindRound, statement: Statement) -> dict[str, str | None]:
    reader = request.form.get("reader", "")
    if reader:
        given = blind_settling.settled_by(found, statement, reader)
        if given is None:
            raise CannotDecide("code", gettext("That cannot be kept as it is. Tick themes"))
        return given
    given = ticked_codes.given(code_names())
    if not given and "no_theme" not in request.form:
        raise CannotDecide("code", gettext("Tick a theme, or choose “No theme”"))
    return given


def _settle_page(
    found: BlindRound, statement: Statement, problems: dict[str, str] | None = None
) -> str:
    problems = problems or {}
    answer = coding_by_hand.answer_of(statement)
    asked = questionnaire_of(answer.response).find(answer.question)
    [shown] = [one for one in blind_settling.everything(found) if one.statement.id == statement.id]
    given = (
        ticked_codes.given(code_names())
        if problems
        else {one.code: one.polarity for one in statement.codes}
    )
    return render_template(
        "blind/settle.html",
        round=found,
        survey=survey_of(found),
        one=shown,
        question=asked.wording if asked else "",
        names=_names(found, by_name=True),
        code_names={code: one.name for code, one in blind_rounds.names(found).items()},
        polarities=coding_shown.polarities(),
        groups=blind_shown.groups(code_names(), given),
        seen=coding_by_hand.mark(statement),
        problems=problems,
        errors=[("code-1" if at == "code" else at, words) for at, words in problems.items()],
        back_url=url_for(".page", round_id=found.id),
    )


@bp.post("/keep")
@only("facilitator")
def keep_agreed(round_id: uuid.UUID) -> ResponseReturnValue:
    """Decide on all that everybody read alike, at one press."""
    found, _coder = round_or_404(round_id)
    if not blind_rounds.is_over(found):
        abort(404)
    kept = blind_settling.keep_agreed(found, by=current_user, now=times.now())
    db.session.commit()
    words = ngettext("%(num)s statement is decided.", "%(num)s statements are decided.", kept)
    flash(words, "good")
    return redirect(url_for(".page", round_id=round_id), 303)
