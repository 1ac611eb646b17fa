"""Reading blind: whose rounds there are, making one, and one statement at a time without a hint."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import blind_draw, blind_rounds, coding_by_hand, times
from engage.answering import questionnaire_of, survey_by_key
from engage.blind_rounds import CannotKeep, NotOpen
from engage.extensions import db
from engage.models import BlindCoder, BlindRound, Staff, Statement, Survey
from engage.models.blind_rounds import SKIPPED
from engage.web import blind_shown, coding_shown, ticked_codes
from engage.web.access import may, only

CODER = "coder-"
"""How the name of each box begins that chooses a coder."""
bp = Blueprint("blind_rounds", __name__, url_prefix="/staff")


def round_or_404(round_id: uuid.UUID) -> tuple[BlindRound, BlindCoder | None]:
    """A round with the part in it of whoever is signed in; a peer sees only their own rounds."""
    found = db.session.get(BlindRound, round_id) or abort(404)
    coder = blind_rounds.coder_in(found, current_user)
    return (found, coder) if coder or not blind_rounds.is_peer(current_user) else abort(404)


def _coder_or_404(round_id: uuid.UUID) -> BlindCoder:
    """The part in a round of whoever is signed in, who reads in it."""
    return round_or_404(round_id)[1] or abort(404)


def survey_of(found: BlindRound) -> Survey:
    """The survey whose statements a round reads."""
    return db.session.get_one(Survey, found.survey_id)


@bp.get("/rounds")
@only("facilitator", "peer")
def mine() -> ResponseReturnValue:
    """The first page of a peer coder: what this is, and the rounds they are in."""
    others = blind_rounds.everything() if may("facilitator") else []
    parts = blind_rounds.of_coder(current_user)
    own = {one.round_id for one in parts}
    return render_template(
        "blind/mine.html",
        parts=[
            (one, survey_of(one.round), blind_rounds.progress(one), _maker(one.round))
            for one in parts
        ],
        others=[(one, survey_of(one)) for one in others if one.id not in own],
        is_open_for=blind_rounds.is_open_for,
        is_over=blind_rounds.is_over,
        is_peer=blind_rounds.is_peer(current_user),
    )


@bp.get("/surveys/<key>/rounds")
@only("facilitator")
def of_survey(key: str) -> ResponseReturnValue:
    """The rounds of one survey, and a way to a new one."""
    survey = survey_by_key(key) or abort(404)
    return render_template(
        "blind/of_survey.html",
        survey=survey,
        rounds=blind_rounds.of_survey(survey),
        is_over=blind_rounds.is_over,
        back_url=url_for("replies.survey", key=key),
    )


@bp.route("/surveys/<key>/rounds/new", methods=["GET", "POST"])
@only("facilitator")
def new(key: str) -> ResponseReturnValue:
    """How many statements, and who reads them."""
    survey, able = survey_by_key(key) or abort(404), blind_rounds.may_read()
    if request.method == "GET":
        return _new_page(survey, able, {})
    chosen = [one for one in able if f"{CODER}{one.id}" in request.form]
    size = request.form.get("size", "").strip()
    try:
        number = int(size) if size.isascii() and size.isdigit() and len(size) < 5 else 0
        found = blind_rounds.make(
            survey, size=number, coders=chosen, by=current_user, now=times.now()
        )
    except CannotKeep as refused:
        db.session.rollback()
        return _new_page(survey, able, {refused.field: str(refused)}), 400
    db.session.commit()
    flash(gettext("The round is made. Tell the people in it that they can begin."), "good")
    return redirect(url_for(".page", round_id=found.id), 303)


def _new_page(survey: Survey, able: list[Staff], problems: Mapping[str, str]) -> str:
    return render_template(
        "blind/new.html",
        survey=survey,
        able=[(one, blind_rounds.is_peer(one)) for one in able],
        chosen={one.id for one in able if f"{CODER}{one.id}" in request.form},
        size=request.form.get("size", str(blind_rounds.USUAL_SIZE)),
        there_are=blind_draw.how_many(survey),
        problems=problems,
        errors=[("coder-1" if at == "coders" else at, words) for at, words in problems.items()],
        back_url=url_for(".of_survey", key=survey.key),
    )


@bp.get("/rounds/<uuid:round_id>")
@only("facilitator", "peer")
def page(round_id: uuid.UUID) -> ResponseReturnValue:
    """For a coder the next statement, or one of theirs again; for others how far the round is."""
    found, coder = round_or_404(round_id)
    if coder is None or not blind_rounds.is_open_for(coder):
        return _state(found, coder)
    order, read = blind_rounds.order(coder), blind_rounds.readings(coder)
    place = request.args.get("at", 0, type=int)
    if 0 < place <= len(order):
        return _statement_page(coder, place, is_again=order[place - 1] in read)
    left = [at for at, one in enumerate(order, start=1) if one not in read]
    if left:
        return _statement_page(coder, left[0])
    skipped = [at for at, one in enumerate(order, 1) if read[one].outcome == SKIPPED]
    return render_template(
        "blind/end.html",
        round=found,
        survey=survey_of(found),
        progress=blind_rounds.progress(coder),
        first_skipped=skipped[0] if skipped else 0,
        back_url=url_for(".mine"),
    )


@bp.post("/rounds/<uuid:round_id>")
@only("facilitator", "peer")
def keep(round_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what a coder makes of one statement, and go on."""
    coder = _coder_or_404(round_id)
    order = blind_rounds.order(coder)
    place = next((at for at, one in enumerate(order, 1) if str(one) == request.form.get("of")), 0)
    if not place:
        abort(404)
    is_again = "again" in request.form
    try:
        return _keep(coder, order[place - 1], place, is_again=is_again)
    except NotOpen:
        db.session.rollback()
        flash(gettext("This round is over, so that one was not kept. Thank you for reading."))
        return redirect(url_for(".page", round_id=round_id), 303)
    except CannotKeep as refused:
        db.session.rollback()
        problems = {refused.field: str(refused)}
        return _statement_page(coder, place, is_again=is_again, problems=problems), 400


def _keep(
    coder: BlindCoder, statement_id: uuid.UUID, place: int, *, is_again: bool
) -> ResponseReturnValue:
    if not blind_rounds.take_turn(coder):
        raise NotOpen
    read = blind_rounds.readings(coder)
    given, skip = ticked_codes.given(), "skip" in request.form
    if not given and not skip and "no_theme" not in request.form:
        raise CannotKeep("code", gettext("Tick a theme, or choose “No theme” or “Skip”"))
    before = blind_rounds.mark(read.get(statement_id))
    note = request.form.get("note", "")
    reading = blind_rounds.read(coder, statement_id, given, note=note, skip=skip)
    if before not in (request.form.get("seen", ""), blind_rounds.mark(reading)):
        db.session.rollback()
        flash(gettext("You changed this one on another page. This is how it is now."), "bad")
        return redirect(url_for(".page", round_id=coder.round_id, at=place), 303)
    order = blind_rounds.order(coder)
    db.session.commit()
    goes_on = is_again and place < len(order) and order[place] in read
    after = place + 1 if goes_on else None
    return redirect(url_for(".page", round_id=coder.round_id, at=after), 303)


@bp.post("/rounds/<uuid:round_id>/done")
@only("facilitator", "peer")
def done(round_id: uuid.UUID) -> ResponseReturnValue:
    """A coder says that they are done; from then on nothing of theirs changes."""
    coder = _coder_or_404(round_id)
    try:
        blind_rounds.finish(coder, by=current_user, now=times.now())
    except NotOpen:
        db.session.rollback()
    else:
        db.session.commit()
        flash(gettext("Thank you. What you read is kept."), "good")
    return redirect(url_for(".page", round_id=round_id), 303)


@bp.post("/rounds/<uuid:round_id>/close")
@only("facilitator")
def close(round_id: uuid.UUID) -> ResponseReturnValue:
    """Close a round for everybody; what was read so far counts."""
    found, _coder = round_or_404(round_id)
    blind_rounds.close(found, by=current_user, now=times.now())
    db.session.commit()
    flash(gettext("The round is closed."), "good")
    return redirect(url_for(".page", round_id=round_id), 303)


def _maker(found: BlindRound) -> str:
    made_by = db.session.get(Staff, found.made_by) if found.made_by else None
    return made_by.name if made_by else ""


def _state(found: BlindRound, coder: BlindCoder | None) -> str:
    names = blind_rounds.called(found.coders)
    return render_template(
        "blind/state.html",
        round=found,
        survey=survey_of(found),
        coder=coder,
        coders=[(one, names[one.id], blind_rounds.progress(one)) for one in found.coders],
        is_over=blind_rounds.is_over(found),
        may_see=blind_rounds.may_see_agreement(found, coder),
        may_close=may("facilitator") and not blind_rounds.is_over(found),
        back_url=url_for(".mine"),
    )


def _statement_page(
    coder: BlindCoder,
    place: int,
    *,
    is_again: bool = False,
    problems: Mapping[str, str] | None = None,
) -> str:
    problems = problems or {}
    order, read = blind_rounds.order(coder), blind_rounds.readings(coder)
    statement = db.session.get_one(Statement, order[place - 1])
    answer, reading = coding_by_hand.answer_of(statement), read.get(statement.id)
    asked = questionnaire_of(answer.response).find(answer.question)
    given = ticked_codes.given() if problems else dict(reading.codes) if reading else {}
    note = request.form.get("note", "") if problems else (reading.note if reading else "")
    groups = blind_shown.groups(blind_rounds.names(coder.round), given)
    return render_template(
        "blind/statement.html",
        round=coder.round,
        survey=survey_of(coder.round),
        statement=statement,
        question=asked.wording if asked else "",
        groups=groups,
        polarities=coding_shown.polarities(),
        place=place,
        every=len(order),
        reading=reading,
        is_again=is_again,
        is_last_read=place == len(order) or order[place] not in read,
        progress=blind_rounds.progress(coder),
        seen=blind_rounds.mark(reading),
        note=note or "",
        maker=_maker(coder.round),
        problems=problems,
        errors=[("code-1" if at == "code" else at, words) for at, words in problems.items()],
        back_url=url_for(".mine"),
    )
