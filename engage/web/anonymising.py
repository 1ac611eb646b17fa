"""How well personal details are taken out: for whoever answers for people's data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user

from engage import audit, drills, times
from engage.drills import People, Share
from engage.extensions import db
from engage.models import Drill
from engage.web import teaching_words
from engage.web.access import may_open, only
from engage.web.publishing_form import day_typed

bp = Blueprint("anonymising", __name__, url_prefix="/staff/anonymising")
SHOWN = 12
MOST = 100_000
LONGEST_NOTE = 1000


@bp.get("")
@only("facilitator", "policy")
def page() -> ResponseReturnValue:
    """The version in use, its figures, what it misses, what readers find, and the drills."""
    return _page({})


def _page(problems: dict[str, str]) -> str:
    figures, now = drills.shipped(), times.now()
    newest, run = drills.newest("gold"), drills.done("gold", most=SHOWN)
    return render_template(
        "teaching/anonymising.html",
        version=drills.of_the_service(),
        version_now=drills.version_now(),
        lists_changed_on=drills.lists_changed_on(),
        figures=figures,
        by_label=_in_words(teaching_words.labels(), figures.recall if figures else {}),
        by_origin=_in_words(teaching_words.origins(), figures.by_origin if figures else {}),
        live=drills.live(now=now),
        waits=newest is not None and newest.figures is None,
        drilled=[(one, _leaks(one), _cases(one)) for one in run],
        by_people=drills.done("people", most=SHOWN),
        may_teach=may_open("local_words.listed"),
        share=Share,
        date=date,
        typed=request.form,
        problems=problems,
        errors=[("on-day" if at == "on" else at, words) for at, words in problems.items()],
    )


def _in_words(words: Mapping[str, str], shares: Mapping[str, Share]) -> list[tuple[str, Share]]:
    """The shares that have a name in words, with it, in the order of the words."""
    return [(named, shares[one]) for one, named in words.items() if one in shares]


def _leaks(drill: Drill) -> Share | None:
    figures = drill.figures or {}
    if "leaks" not in figures:
        return None
    hits, of_all = figures["leaks"]
    return Share(of_all, hits)


def _cases(drill: Drill) -> Share | None:
    told = drills.checked(drill)
    return told.now if told else None


@bp.post("/drill")
@only("facilitator", "policy")
def drill() -> ResponseReturnValue:
    """Have a drill run now."""
    now = times.now()
    asked = drills.ask("gold", by=current_user, now=now)
    audit.note("asked for a drill", asked.id, by=current_user.id, now=now)
    db.session.commit()
    flash(gettext("A drill is being run. It takes a few seconds."), "good")
    return redirect(url_for(".page", _anchor="drills"), 303)


@bp.post("/by-people")
@only("facilitator", "policy")
def by_people() -> ResponseReturnValue:
    """Write down what came of a drill by people."""
    now = times.now()
    problems, written = _read(times.today(now))
    if written is None:
        return _page(problems), 400
    kept = drills.write_down(written, by=current_user, now=now)
    audit.note("wrote down a drill by people", kept.id, by=current_user.id, now=now)
    db.session.commit()
    flash(gettext("The drill by people is written down."), "good")
    return redirect(url_for(".page", _anchor="by-people"), 303)


def _read(today: date) -> tuple[dict[str, str], People | None]:
    problems: dict[str, str] = {}
    day = day_typed(request.form, "on", problems, today=today)
    if "on" not in problems and (day is None or day > today):
        problems["on"] = gettext("Write the day on which it was done")
    read, pointed = _number("read"), _number("pointed")
    if not read:
        problems["read"] = gettext("Write how many passages were read")
    if pointed is None or pointed > (read or MOST):
        problems["pointed"] = gettext("Write a number that is no larger than how many were read")
    note = request.form.get("note", "").strip()
    if len(note) > LONGEST_NOTE:
        problems["note"] = gettext("Make it %(most)s letters or fewer", most=LONGEST_NOTE)
    if problems or day is None or not read or pointed is None:
        return problems, None
    return {}, People(day, read, pointed, note)


def _number(name: str) -> int | None:
    typed = request.form.get(name, "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 7):
        return None
    return int(typed) if int(typed) <= MOST else None
