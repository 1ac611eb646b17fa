"""Ready replies: looking at them, writing new ones, and changing them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage import audit, composing, ready_replies, times
from engage.extensions import db
from engage.models import ReadyReply
from engage.ready_replies import LONGEST, LONGEST_TITLE, Written
from engage.web.access import only
from engage.web.costs import not_to_ask
from engage.web.languages import language_names

bp = Blueprint("ready_replies", __name__, url_prefix="/staff/ready-replies")
MOST = 2**31 - 1


def _one_or_404(reply_id: int) -> ReadyReply:
    return db.session.get(ReadyReply, reply_id) or abort(404)


@bp.get("")
@only("facilitator")
def listed() -> ResponseReturnValue:
    """Every ready reply, with what it costs."""
    here = ready_replies.all_of_them()
    missing = len(ready_replies.shipped()) and not here
    return render_template(
        "inbox/ready_replies.html", replies=here, languages=language_names(), missing=missing
    )


@bp.post("/shipped")
@only("facilitator")
def add_shipped() -> ResponseReturnValue:
    """Add those that come with the service."""
    added = ready_replies.add_shipped()
    db.session.commit()
    words = ngettext("%(num)s ready reply is added.", "%(num)s ready replies are added.", added)
    flash(words, "good")
    return redirect(url_for(".listed"), 303)


@bp.route("/new", methods=["GET", "POST"])
@only("facilitator")
def new() -> ResponseReturnValue:
    """Write a new one."""
    return _form(None)


@bp.route(f"/<int(max={MOST}):reply_id>", methods=["GET", "POST"])
@only("facilitator")
def change(reply_id: int) -> ResponseReturnValue:
    """Change one."""
    return _form(_one_or_404(reply_id))


@bp.post(f"/<int(max={MOST}):reply_id>/remove")
@only("facilitator")
def remove(reply_id: int) -> ResponseReturnValue:
    """Take one away."""
    ready_replies.remove(_one_or_404(reply_id))
    audit.note("took a ready reply away", reply_id, by=current_user.id, now=times.now())
    db.session.commit()
    flash(gettext("That ready reply is gone."), "good")
    return redirect(url_for(".listed"), 303)


def _form(one: ReadyReply | None) -> ResponseReturnValue:
    if request.method == "GET":
        start = Written(one.title, one.wording, one.language) if one else Written("", "")
        return _page(one, start)
    typed = Written(
        request.form.get("title", "").strip(),
        composing.unix_lines(request.form.get("words", "")).strip(),
        request.form.get("language", "en"),
    )
    if "swap" in request.form:
        plain = composing.plain(typed.wording, typed.language)
        return _page(one, Written(typed.title, plain, typed.language))
    if "look" in request.form:
        return _page(one, typed)
    if problems := _problems(typed):
        return _page(one, typed, problems), 400
    if one is None:
        one = ready_replies.add(typed)
    else:
        ready_replies.change(one, typed)
    audit.note("wrote a ready reply", one.id, by=current_user.id, now=times.now())
    db.session.commit()
    flash(gettext("Saved. It is there when you reply."), "good")
    return redirect(url_for(".listed"), 303)


def _problems(typed: Written) -> dict[str, str]:
    found = {}
    if not typed.title or len(typed.title) > LONGEST_TITLE:
        found["title"] = str(
            gettext("Give it a name of %(most)s letters at most", most=LONGEST_TITLE)
        )
    if not typed.wording or len(typed.wording) > LONGEST:
        found["words"] = str(gettext("Write the text, in %(most)s letters at most", most=LONGEST))
    elif wrong := not_to_ask(composing.cost(typed.wording)):
        found["words"] = wrong
    if typed.language not in language_names():
        found["language"] = str(gettext("Choose a language"))
    return found


def _page(one: ReadyReply | None, typed: Written, problems: dict[str, str] | None = None) -> str:
    problems = problems or {}
    return render_template(
        "inbox/ready_reply.html",
        one=one,
        typed=typed,
        problems=problems,
        errors=list(problems.items()),
        languages=list(language_names().items()),
        cost=composing.cost(typed.wording, typed.language),
    )
