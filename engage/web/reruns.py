"""What the machine learned: each time it coded again, why, and which themes gained or lost."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage import reruns, times
from engage.codes import CodeName, code_names
from engage.extensions import db
from engage.models import Recoding
from engage.web.access import only

SHOWN = 10

bp = Blueprint("reruns", __name__, url_prefix="/staff/themes-again")


@bp.get("")
@only("facilitator")
def page() -> ResponseReturnValue:
    """The latest re-runs, and of the last what moved."""
    runs = reruns.latest(SHOWN)
    new, _ = reruns.decided_since(runs[0] if runs else None)
    return render_template(
        "coding/again.html",
        runs=[(run, _why(run)) for run in runs],
        moved=_moved(runs[0]) if runs else [],
        new=new,
        is_busy=reruns.waiting(),
        back_url=url_for("codebook.listed"),
    )


@bp.post("")
@only("facilitator")
def ask() -> ResponseReturnValue:
    """Have the machine learn now from what people decided, and code again."""
    reruns.ask("taught", now=times.now())
    db.session.commit()
    flash(gettext("The machine is learning. It takes a few seconds."), "good")
    return redirect(url_for(".page"), 303)


def _why(run: Recoding) -> str:
    return {
        "codebook": gettext("The codebook was changed"),
        "taught": gettext("People decided on themes"),
        "new words": gettext("Words were put into English"),
    }[run.reason]


def _moved(run: Recoding) -> list[tuple[str, int, int, int, int]]:
    """Each theme with how many statements had it, got it, lost it and have it now."""
    names = code_names()
    rows = [
        (names.get(code, CodeName(code, "")).name, had, got, lost, had + got - lost)
        for code, (had, got, lost) in run.moved.items()
    ]
    return sorted(rows, key=lambda row: (-(row[2] + row[3]), row[0]))
