"""Publishing a summary: one person freezes it and asks, a second one publishes or sends it back.

Each page shows the draft as its readers will see it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext
from flask_security import current_user

from engage import (
    actions,
    summaries,
    summary_checks,
    summary_drafts,
    summary_publishing,
    summary_words,
    times,
)
from engage.answering import survey_by_key
from engage.extensions import db
from engage.models import Staff, SummaryDraft, Survey
from engage.summaries import Themed
from engage.summary_drafts import CannotFreeze, NotAsSeen, NotTheirs, Over
from engage.summary_publishing import InTheWay, NoReason
from engage.summary_words import NOTE, Written
from engage.web.access import only
from engage.web.from_ids import by_id
from engage.web.summaries import page_parts, stamp, without_blind
from engage.web.summary_check_words import told

bp = Blueprint("summary_drafts", __name__, url_prefix="/staff/summaries/<key>/publish")


def _survey_or_404(key: str) -> Survey:
    return survey_by_key(key) or abort(404)


def _back_to(survey: Survey) -> ResponseReturnValue:
    return redirect(url_for(".page", key=survey.key), 303)


@bp.get("")
@only("facilitator")
def page(key: str) -> ResponseReturnValue:
    """The draft that waits for something; without one, the form that freezes one."""
    survey = _survey_or_404(key)
    draft = summary_drafts.open_one(survey)
    if draft is None:
        return _form(survey, None, summary_drafts.to_begin_with(survey))
    return _draft(survey, draft)


@bp.get("/words")
@only("facilitator")
def words(key: str) -> ResponseReturnValue:
    """The form again, to write otherwise or to freeze the figures as they are now."""
    survey = _survey_or_404(key)
    draft = summary_drafts.open_one(survey)
    if draft is None or draft.frozen_by != current_user.id:
        return _back_to(survey)
    return _form(survey, draft, summary_words.of(summary_drafts.shown(draft)))


@bp.post("")
@only("facilitator")
def freeze(key: str) -> ResponseReturnValue:
    """Freeze the figures as they stand, with what was written."""
    survey, written = _survey_or_404(key), _written()
    seen, now = request.form.get("seen", ""), times.now()
    try:
        summary_drafts.freeze(survey, written, by=current_user, now=now, seen=seen)
    except CannotFreeze as refused:
        db.session.rollback()
        draft = summary_drafts.open_one(survey)
        return _form(survey, draft, written, refused.problems), 400
    except (NotAsSeen, Over):
        db.session.rollback()
        flash(gettext("There is a frozen summary already. This is how it is now."))
        return _back_to(survey)
    db.session.commit()
    flash(gettext("The figures are frozen. Read it all, then ask a second person."), "good")
    return _back_to(survey)


def _written() -> Written:
    given = request.form
    notes = {
        name.removeprefix(NOTE): " ".join(value.split())
        for name, value in given.items()
        if name.startswith(NOTE) and value.strip()
    }
    return Written(
        title=" ".join(given.get("title", "").split()),
        kicker=" ".join(given.get("kicker", "").split()),
        in_short=_lines("in_short"),
        cautions=_lines("cautions"),
        notes=notes,
    )


def _lines(name: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in request.form.get(name, "").splitlines())
    return tuple(line for line in lines if line)


@bp.post("/ask")
@only("facilitator")
def ask(key: str) -> ResponseReturnValue:
    """Ask a second person to publish it."""
    survey = _survey_or_404(key)

    def do(draft: SummaryDraft) -> None:
        summary_publishing.ask(draft, seen=_seen(), by=current_user, now=times.now())

    return _done(survey, do, gettext("Tell a colleague that it waits for a second person."))


@bp.post("/out")
@only("facilitator")
def publish(key: str) -> ResponseReturnValue:
    """Publish what somebody else asked for."""
    survey = _survey_or_404(key)

    def do(draft: SummaryDraft) -> None:
        summary_publishing.publish(draft, seen=_seen(), by=current_user, now=times.now())

    return _done(survey, do, gettext("It is published. Anyone can read it now."))


@bp.post("/send-back")
@only("facilitator")
def send_back(key: str) -> ResponseReturnValue:
    """Send somebody else's draft back, and say why."""
    survey, reason = _survey_or_404(key), request.form.get("reason", "")

    def do(draft: SummaryDraft) -> None:
        how = {"seen": _seen(), "by": current_user, "now": times.now()}
        summary_publishing.send_back(draft, reason, **how)

    return _done(survey, do, gettext("It is sent back, with your reason."))


@bp.post("/take-back")
@only("facilitator")
def take_back(key: str) -> ResponseReturnValue:
    """Take one's own draft back."""
    survey = _survey_or_404(key)

    def do(draft: SummaryDraft) -> None:
        summary_publishing.take_back(draft, by=current_user, now=times.now())

    return _done(survey, do, gettext("You took it back. Nothing was published."))


@bp.post("/leave-out")
@only("facilitator")
def leave_out(key: str) -> ResponseReturnValue:
    """Leave one quote out of one's own draft."""
    survey, quote = _survey_or_404(key), by_id(request.form.get("quote", "")) or abort(404)

    def do(draft: SummaryDraft) -> None:
        summary_drafts.leave_out(draft, quote, by=current_user)

    return _done(survey, do, gettext("That quote is left out."))


def _seen() -> str:
    return request.form.get("seen", "")


def _done(survey: Survey, do: Callable[[SummaryDraft], None], well: str) -> ResponseReturnValue:
    """Do something to the draft that this form showed, and say how it went.

    Whoever comes second finds what the first one did, and nothing is done twice.
    """
    draft = _of_this_form(survey)
    if draft is None:
        return _back_to(survey)
    try:
        do(draft)
    except Over:
        db.session.rollback()
        flash(gettext("That is over already. See below what came of it."))
    except NotTheirs:
        db.session.rollback()
        flash(gettext("That takes another person: one asks, and another publishes."), "bad")
    except NotAsSeen:
        db.session.rollback()
        flash(gettext("It changed while you read it. This is how it is now."), "bad")
    except InTheWay:
        db.session.rollback()
        flash(gettext("Something still stands in the way. See below."), "bad")
    except NoReason as refused:
        db.session.rollback()
        return _draft(survey, draft, {"reason": str(refused)}), 400
    else:
        db.session.commit()
        flash(well, "good")
    return _back_to(survey)


def _of_this_form(survey: Survey) -> SummaryDraft | None:
    """The draft that was shown with the form, whatever became of it since."""
    draft_id = by_id(request.form.get("draft", ""))
    draft = db.session.get(SummaryDraft, draft_id) if draft_id else None
    return draft if draft is not None and draft.survey_id == survey.id else None


def _form(
    survey: Survey,
    draft: SummaryDraft | None,
    written: Written,
    problems: dict[str, str] | None = None,
) -> str:
    problems, now = problems or {}, times.now()
    live, out = summaries.build(survey, now=now), summaries.published(survey)
    return render_template(
        "summary_drafts/form.html",
        survey=survey,
        draft=draft,
        seen=request.form.get("seen", summary_drafts.mark(draft) if draft else ""),
        written=written,
        notes=[
            (f"{NOTE}{one.code}", one.name, written.notes.get(one.code, ""))
            for one in live.themes
            if one.people is not None
        ],
        is_too_few=not live.people,
        version=out.version if out else 0,
        to_know=[told(one, survey) for one in summary_checks.to_know(survey, live, now=now)],
        history=summary_publishing.history(survey),
        problems=problems,
        errors=list(problems.items()),
        back_url=url_for("summaries.live", key=survey.key),
    )


def _draft(survey: Survey, draft: SummaryDraft, problems: dict[str, str] | None = None) -> str:
    problems, now = problems or {}, times.now()
    themed, out = summary_drafts.shown(draft), summaries.published(survey)
    hidden = summary_drafts.is_hidden_from(draft, current_user)
    in_the_way = summary_checks.in_the_way(survey, themed)
    next_version = out.version + 1 if out else 1
    return render_template(
        "summary_drafts/draft.html",
        survey=survey,
        draft=draft,
        seen=summary_drafts.mark(draft),
        is_mine=draft.frozen_by == current_user.id,
        frozen_by=_name(draft),
        hidden=hidden,
        in_the_way=[told(one, survey) for one in in_the_way],
        to_know=[told(one, survey) for one in summary_checks.to_know(survey, themed, now=now)],
        gone=summary_drafts.quotes_gone(draft),
        since=summary_drafts.since(draft, survey, now=now),
        quotes=_quotes(themed) if not hidden else [],
        history=summary_publishing.history(survey)[1:],
        reason=request.form.get("reason", ""),
        problems=problems,
        errors=list(problems.items()),
        back_url=url_for("summaries.live", key=survey.key),
        **_as_read(survey, themed, next_version),
    )


def _as_read(survey: Survey, themed: Themed, version: int) -> dict[str, Any]:
    """What the summary's own template needs, as if it were published today."""
    day = format_date(times.today(times.now()), "d MMMM y")
    numbered = without_blind(replace(themed, version=version))
    return {
        **page_parts(numbered, actions.actions_for(survey)),
        "title": themed.title,
        "kicker": themed.kicker,
        "stamp": stamp(numbered, day),
        "title_level": 2,
    }


def _quotes(themed: Themed) -> list[tuple[str, str, Any]]:
    return [
        (theme.name, quote.text, quote.statement)
        for theme in themed.themes
        for quote in theme.quotes
    ]


def _name(draft: SummaryDraft) -> str:
    found = db.session.get(Staff, draft.frozen_by) if draft.frozen_by else None
    return found.name if found else ""
