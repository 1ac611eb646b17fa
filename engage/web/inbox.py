"""The shared inbox: threads that wait for a person, one thread, and what staff do with it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, composing, inbox, ready_replies, replying, stories, threads, times
from engage.extensions import db
from engage.models import Phone
from engage.stories import Waiting
from engage.text_back import language_of
from engage.web.access import may, only
from engage.web.languages import name_of
from engage.web.sending_state import state_of_sending
from engage.web.thread_words import named

bp = Blueprint("inbox", __name__, url_prefix="/staff/inbox")


def phone_or_404(phone_id: uuid.UUID) -> Phone:
    """The phone of a thread."""
    return db.session.get(Phone, phone_id) or abort(404)


@bp.get("")
@only("facilitator")
def listed() -> ResponseReturnValue:
    """Threads, those that wait for a person first and the longest wait at the top."""
    show = request.args.get("show", "waiting")
    show = show if show in inbox.FILTERS else "waiting"
    return render_template(
        "inbox/listed.html",
        show=show,
        page=inbox.page(show, request.args.get("page", 1, type=int), me=current_user.id),
        counts=inbox.how_many(me=current_user.id),
        sending=state_of_sending(),
    )


@bp.get("/<uuid:phone_id>")
@only("facilitator")
def thread(phone_id: uuid.UUID) -> ResponseReturnValue:
    """One thread, with a place to reply."""
    phone = phone_or_404(phone_id)
    number = request.args.get("ready", 0, type=int)
    ready = next((one for one in ready_replies.all_of_them() if one.id == number), None)
    return thread_page(phone, words=ready.wording if ready else "")


def thread_page(
    phone: Phone,
    *,
    words: str = "",
    error: str = "",
    problems: list[tuple[str, str]] | None = None,
    **more: Any,
) -> str:
    """One thread as a page, keeping what was typed."""
    now = times.now()
    box = "reply" if phone.stopped_at else "words"
    language = language_of(phone)
    found = inbox.thread_of(phone)
    names = dict(inbox.colleagues())
    return render_template(
        "inbox/thread.html",
        caller=inbox.caller(phone),
        phone=phone,
        thread=found,
        story=stories.story(phone),
        has=_name(found.assigned_to, names) if found else "",
        holder=_name(found.held_by, names) if found and found.held_since else "",
        colleagues=[(key, name) for key, name in names.items() if key != current_user.id],
        notes=stories.notes(phone),
        next_step=what_next(stories.waiting(phone, now=now)),
        ready=ready_replies.all_of_them(language),
        goes=replying.opens(phone, now=now),
        now=now,
        language=language,
        language_name=name_of(language),
        words=words,
        cost=composing.cost(words, language),
        error=error,
        errors=problems or ([(box, error)] if error else []),
        may_see_number=may("contact"),
        sending=state_of_sending(),
        **more,
    )


def _name(staff_id: uuid.UUID | None, names: dict[uuid.UUID, str]) -> str:
    if staff_id is None:
        return ""
    if staff_id == current_user.id:
        return str(gettext("You"))
    return names.get(staff_id) or str(gettext("A colleague"))


def what_next(waiting: Waiting | None) -> str:
    """What happens when the thread is handed back to the automatic texts."""
    if waiting is None:
        return str(gettext("Nothing is being asked. Their next text is read in the usual way."))
    survey = waiting.place.survey
    if waiting.nameless:
        return str(
            gettext("If “%(survey)s” waits for them, it goes on where it was.", survey=survey)
        )
    if waiting.state == "invited":
        return str(
            gettext("They are invited to “%(survey)s”. We wait for a yes or a no.", survey=survey)
        )
    if not waiting.place.number:
        return str(gettext("They are in “%(survey)s”. It goes on where it was.", survey=survey))
    return str(
        gettext(
            "They are on question %(number)s of %(total)s of “%(survey)s”. It goes on from there.",
            number=waiting.place.number,
            total=waiting.place.total,
            survey=survey,
        )
    )


def back_to(phone: Phone) -> ResponseReturnValue:
    """To the thread again, after something was done."""
    return redirect(url_for("inbox.thread", phone_id=phone.id), 303)


def _done(phone: Phone, what: str, words: str, tone: str = "good") -> ResponseReturnValue:
    audit.note(what, phone.id, by=current_user.id, now=times.now())
    db.session.commit()
    flash(words, tone)
    return back_to(phone)


@bp.post("/<uuid:phone_id>/take")
@only("facilitator")
def take(phone_id: uuid.UUID) -> ResponseReturnValue:
    """Take a thread that nobody has."""
    phone = phone_or_404(phone_id)
    if threads.take(phone, current_user.id):
        return _done(phone, "took a thread", gettext("You have this one now."))
    found = inbox.thread_of(phone)
    has = _name(found.assigned_to, dict(inbox.colleagues())) if found else ""
    flash(gettext("%(name)s took this one just before you.", name=has), "bad")
    return back_to(phone)


@bp.post("/<uuid:phone_id>/give")
@only("facilitator")
def give(phone_id: uuid.UUID) -> ResponseReturnValue:
    """Give a thread to a colleague."""
    phone = phone_or_404(phone_id)
    names = {str(key): (key, name) for key, name in inbox.colleagues()}
    chosen = names.get(request.form.get("colleague", ""))
    if chosen is None:
        problem = gettext("Choose who to give it to")
        return thread_page(phone, give_error=problem, problems=[("colleague", problem)]), 400
    threads.give_to(phone, chosen[0])
    words = gettext("%(name)s has this one now.", name=chosen[1])
    return _done(phone, "gave a thread to a colleague", words)


@bp.post("/<uuid:phone_id>/leave")
@only("facilitator")
def leave(phone_id: uuid.UUID) -> ResponseReturnValue:
    """Let go of a thread, so that a colleague can take it."""
    phone = phone_or_404(phone_id)
    threads.leave(phone, current_user.id)
    return _done(phone, "left a thread", gettext("Nobody has this one now."))


@bp.post("/<uuid:phone_id>/note")
@only("facilitator")
def note(phone_id: uuid.UUID) -> ResponseReturnValue:
    """Leave a note for colleagues."""
    phone = phone_or_404(phone_id)
    words = request.form.get("note", "").strip()
    if not words or len(words) > threads.NOTE_LENGTH:
        problem = (
            gettext("Make the note shorter. It can have %(most)s letters", most=threads.NOTE_LENGTH)
            if words
            else gettext("Write the note first")
        )
        page = thread_page(phone, note=words, note_error=problem, problems=[("note", problem)])
        return page, 400
    threads.note(phone, words, by=current_user.id, now=times.now())
    return _done(phone, "left a note", gettext("Your note is there for colleagues."))


@bp.post("/<uuid:phone_id>/done")
@only("facilitator")
def done(phone_id: uuid.UUID) -> ResponseReturnValue:
    """Say that nobody is needed any more."""
    phone = phone_or_404(phone_id)
    threads.nobody_is_needed(phone)
    audit.note("dealt with a thread", phone.id, by=current_user.id, now=times.now())
    db.session.commit()
    words = gettext("Thank you. %(name)s is off the list.", name=named(inbox.caller(phone)))
    flash(words, "good")
    return redirect(url_for(".listed"), 303)


@bp.post("/<uuid:phone_id>/hand-back")
@only("facilitator")
def hand_back(phone_id: uuid.UUID) -> ResponseReturnValue:
    """Let the automatic texts go on."""
    phone, now = phone_or_404(phone_id), times.now()
    next_step = what_next(stories.waiting(phone, now=now))
    if not replying.hand_back(phone, now=now):
        flash(gettext("This one was handed back already."))
        return back_to(phone)
    words = gettext("Automatic texts are on again.") + " " + next_step
    return _done(phone, "handed a thread back", words)
