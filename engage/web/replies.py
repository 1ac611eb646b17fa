"""Pages for facilitators: surveys, replies as they come in, and quotes to check."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage import (
    asking,
    audit,
    blind_hiding,
    blind_rounds,
    coding_by_hand,
    consulting,
    counting,
    hear_back,
    inviting,
    passages,
    releasing,
    times,
)
from engage import replies as reply_pages
from engage.answering import survey_by_key
from engage.codes import names_ever
from engage.extensions import db
from engage.models import Statement, Survey
from engage.web.access import only
from engage.web.asking import are_you_sure, texted

bp = Blueprint("replies", __name__, url_prefix="/staff")
QUOTES_A_PAGE = 20


def _survey_or_404(key: str) -> Survey:
    return survey_by_key(key) or abort(404)


@bp.get("/surveys")
@only("facilitator")
def surveys() -> ResponseReturnValue:
    """Open and finished surveys, and how many have replied to each."""
    now = times.now()
    still_open, finished = counting.surveys_for_staff(now=now)
    return render_template(
        "replies/surveys.html",
        now=now,
        still_open=still_open,
        finished=finished,
        replied=counting.replied([*still_open, *finished]),
    )


@bp.get("/surveys/<key>")
@only("facilitator")
def survey(key: str) -> ResponseReturnValue:
    """The replies to one survey, newest day first."""
    return _survey_page(_survey_or_404(key))


def _survey_page(found: Survey, group_error: str = "") -> str:
    groups = inviting.groups()
    box = "group" if groups else "invite"
    return render_template(
        "replies/survey.html",
        survey=found,
        group_error=group_error,
        errors=[(box, group_error)] if group_error else [],
        is_open=found.is_open(times.now()),
        yet_to_open=times.now() < found.opens_at,
        running=found.closes_at is None or times.now() < found.closes_at,
        replied=counting.replied([found])[found.id],
        reading=counting.reading(found),
        counted=counting.answers_counted(found),
        page=reply_pages.page(
            found,
            request.args.get("page", 1, type=int),
            hidden=blind_hiding.ids_hidden_from(current_user),
        ),
        groups=groups,
        hear_back=hear_back.how_many(found),
        to_check=releasing.how_many(found),
        to_decide=coding_by_hand.waiting(found),
        rounds=len(blind_rounds.of_survey(found)),
    )


@bp.post("/surveys/<key>/invite")
@only("facilitator")
def invite(key: str) -> ResponseReturnValue:
    """First say who would be texted; ask them once that is confirmed."""
    found, now = _survey_or_404(key), times.now()
    group = inviting.group_with(request.form.get("group", ""))
    if not found.is_open(now):
        flash(gettext("This survey is not open, so nobody was texted."), "bad")
        return redirect(url_for(".survey", key=key))
    if consulting.not_open_yet(found):
        flash(
            gettext("Its consultation is formal and has not opened, so nobody was texted."), "bad"
        )
        return redirect(url_for("consultations.one", consultation_id=found.consultation_id))
    if group is None:
        return _survey_page(found, gettext("Choose a group of people first")), 400
    if "sure" not in request.form:
        asked = inviting.look(found, group, now=now)
        return are_you_sure(
            group,
            asked.words,
            asked.people,
            reasons(asked.left_out),
            title=found.title,
            to=url_for(".invite", key=key),
            back=url_for(".survey", key=key),
        )
    people = asking.begin(found, group, by=current_user.id, now=now)
    audit.note("invited to a survey", found.id, by=current_user.id, now=now)
    db.session.commit()
    flash(texted(people), "good")
    return redirect(url_for(".survey", key=key))


def reasons(left_out: Mapping[str, int]) -> list[str]:
    """Why people are left out, each with how many."""
    words = {
        inviting.ASKED: gettext("asked already, or answered"),
        inviting.BUSY: gettext("in the middle of another survey"),
        inviting.STOPPED: gettext("have told us to stop texts"),
        inviting.UNUSABLE: gettext("number does not work"),
        inviting.NO_PHONE: gettext("no phone number"),
        inviting.PAUSED: gettext("have asked us to pause"),
        inviting.SESSIONS_ONLY: gettext("want texts about sessions only"),
        inviting.ENOUGH: gettext("have had enough texts from us this week"),
        inviting.HELD: gettext("one of us is texting with them now"),
    }
    return [f"{left_out[key]}: {text}" for key, text in words.items() if key in left_out]


@bp.route("/surveys/<key>/quotes", methods=["GET", "POST"])
@only("facilitator")
def quotes(key: str) -> ResponseReturnValue:
    """Read statements, and say which may be quoted."""
    found = _survey_or_404(key)
    if request.method == "POST":
        return _check_quotes(found)
    return _quotes_page(found)


def _quotes_page(found: Survey, error: str = "") -> str:
    statements, names = releasing.to_check(found, limit=QUOTES_A_PAGE), names_ever()
    hidden = blind_hiding.ids_hidden_from(current_user)
    return render_template(
        "replies/quotes.html",
        survey=found,
        error=error,
        errors=[(f"statement-{one.id}-1", error) for one in statements[:1] if error],
        passages=[
            (one.id, passages.mark(one), reply_pages.passage(one, names, hidden=hidden))
            for one in statements
        ],
        left=releasing.how_many(found),
    )


def _check_quotes(found: Survey) -> ResponseReturnValue:
    chosen = _chosen()
    now = times.now()
    wrong = _put_right()
    if wrong is not None:
        chosen.pop(wrong, None)
    waiting = releasing.waiting(found, list(chosen))
    read = [_decide(one, chosen[one.id]) for one in waiting if _is_as_seen(one)]
    for statement_id, decision in read:
        audit.note(decision, statement_id, by=current_user.id, now=now)
    db.session.commit()
    if wrong is not None:
        return redirect(url_for("correcting.form", statement_id=wrong), 303)
    if not read:
        changed = gettext("This changed while you read. Read it again")
        return _quotes_page(
            found, changed if waiting else gettext("Choose for one statement or more")
        ), 400
    words = ngettext("%(num)s statement is done.", "%(num)s statements are done.", len(read))
    flash(words, "good")
    return redirect(url_for(".quotes", key=found.key))


def _is_as_seen(statement: Statement) -> bool:
    """Whether a statement still waits and reads as on the page; then nobody else has it now."""
    if not passages.take_turn(statement) or statement.released_on is not None:
        return False
    return request.form.get(f"seen-{statement.id}") in (None, passages.mark(statement))


def _chosen() -> dict[uuid.UUID, str]:
    """What was chosen for each statement; anything else in the form is left alone."""
    found: dict[uuid.UUID, str] = {}
    for name, value in request.form.items():
        if not name.startswith("statement-") or value not in ("release", "keep"):
            continue
        try:
            found[uuid.UUID(name.removeprefix("statement-"))] = value
        except ValueError:
            continue
    return found


def _put_right() -> uuid.UUID | None:
    """The statement in which something is to be put right; what was chosen so far is kept."""
    try:
        return uuid.UUID(request.form.get("correct", ""))
    except ValueError:
        return None


def _decide(statement: Statement, choice: str) -> tuple[uuid.UUID, str]:
    now = times.now()
    if choice == "release":
        releasing.release(statement, current_user, now=now)
        return statement.id, "let a statement be quoted"
    releasing.keep_back(statement, now=now)
    return statement.id, "kept a statement back"


@bp.get("/texts")
@only("facilitator")
def texts() -> ResponseReturnValue:
    """Where texts to read used to be: they are in the inbox now."""
    return redirect(url_for("inbox.listed"), 301)
