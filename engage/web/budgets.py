"""A consultation's money: its budget, its payments, and the register of its vouchers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage import audit, paying, payments_file, pounds, times, vouchers
from engage.extensions import db
from engage.models import Consultation, Voucher
from engage.vouchers import LONGEST_CODE, MOST_AT_ONCE, Added
from engage.web.access import may, only
from engage.web.paying import csv_file

bp = Blueprint(
    "budgets", __name__, url_prefix="/staff/consultations/<uuid:consultation_id>/payments"
)
MOST_TOLD = 10


@bp.get("")
@only("facilitator")
def one(consultation_id: uuid.UUID) -> ResponseReturnValue:
    """What is spent, promised and left, session by session, and the vouchers there are."""
    return _page(_consultation(consultation_id))


def _consultation(consultation_id: uuid.UUID) -> Consultation:
    return db.session.get(Consultation, consultation_id) or abort(404)


def _page(consultation: Consultation, **problems: str) -> ResponseReturnValue:
    page = render_template(
        "paying/budget.html",
        consultation=consultation,
        budget=paying.budget_of(consultation),
        sessions=list(paying.by_session(consultation)),
        book=vouchers.book(consultation),
        given=vouchers.given(consultation),
        may_see_codes=may("contact"),
        typed=request.form,
        problems=problems,
        errors=list(problems.items()),
    )
    return page, 400 if problems else 200


@bp.post("/vouchers")
@only("facilitator")
def add(consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Put the pasted codes in the book; those that are there already are named."""
    consultation, now = _consultation(consultation_id), times.now()
    codes, worth, problems = _read()
    if problems:
        return _page(consultation, **problems)
    added = vouchers.add(consultation, codes, worth, now=now)
    if added.new:
        audit.note("added vouchers", consultation.id, by=current_user.id, now=now)
    db.session.commit()
    _tell(added)
    return redirect(url_for(".one", consultation_id=consultation_id, _anchor="vouchers"), 303)


def _read() -> tuple[list[str], int, dict[str, str]]:
    problems: dict[str, str] = {}
    codes = vouchers.codes_in(request.form.get("codes", ""))
    if not codes:
        problems["codes"] = gettext("Paste at least one code")
    elif len(codes) > MOST_AT_ONCE:
        problems["codes"] = gettext("Paste %(most)s codes or fewer at a time", most=MOST_AT_ONCE)
    elif long := [code for code in codes if len(code) > LONGEST_CODE]:
        problems["codes"] = gettext(
            "This line is too long for a code: %(line)s…", line=long[0][:LONGEST_CODE]
        )
    worth = 0
    try:
        worth = pounds.read(request.form.get("worth", ""))
    except pounds.NotMoney:
        problems["worth"] = gettext("Write what each is worth, such as 10 or 12.50")
    if not worth:
        problems.setdefault("worth", gettext("A voucher is worth more than nothing"))
    return codes, worth, problems


def _tell(added: Added) -> None:
    if added.new:
        said = ngettext(
            "%(num)s voucher is in the book.", "%(num)s vouchers are in the book.", added.new
        )
        flash(said, "good")
    if added.twice:
        said = ngettext(
            "%(num)s code was there already and was left out. It ends in %(ends)s.",
            "%(num)s codes were there already and were left out. They end in %(ends)s.",
            len(added.twice),
            ends=_ends(added.twice),
        )
        flash(said, "bad")


def _ends(codes: Sequence[str]) -> str:
    """How each ends: enough to find it in a list, and no code in a cookie."""
    ends = [f"…{code[-4:]}" if len(code) > 6 else "…" for code in codes[:MOST_TOLD]]
    return ", ".join(ends) + (gettext(" and so on") if len(codes) > MOST_TOLD else "")


@bp.post("/vouchers/<uuid:voucher_id>")
@only("contact")
def show(consultation_id: uuid.UUID, voucher_id: uuid.UUID) -> ResponseReturnValue:
    """Show a code that was handed over, to those who may see it, and write down who saw it."""
    consultation = _consultation(consultation_id)
    voucher = db.session.get(Voucher, voucher_id)
    if voucher is None or voucher.consultation_id != consultation.id:
        abort(404)
    audit.note("saw a voucher's code", voucher.id, by=current_user.id, now=times.now())
    db.session.commit()
    return render_template("paying/code.html", consultation=consultation, voucher=voucher)


@bp.get("/payments.csv")
@only("facilitator")
def as_file(consultation_id: uuid.UUID) -> ResponseReturnValue:
    """The payments of all its sessions for finance."""
    return csv_file(payments_file.of_consultation(_consultation(consultation_id)))
