"""Thank-you payments with the person there: the note about benefits, their choice, and paid."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response as Redirect

from engage import audit, paying, payments_file, pounds, times, vouchers
from engage.extensions import db
from engage.models import Invitation, Payment, Session, Voucher
from engage.paying import CannotPay, Choice
from engage.web.access import only
from engage.web.sessions import session_or_404

bp = Blueprint("paying", __name__, url_prefix="/staff/sessions/<uuid:session_id>/payments")
JUST_GIVEN = "voucher"
SAME_PRESS = timedelta(minutes=5)


@bp.app_template_filter("to_the_penny")
def _to_the_penny(pence: int) -> str:
    return pounds.said(pence)


@bp.app_template_filter("paid_by")
def paid_by(kind: str) -> str:
    """How somebody is paid, in words."""
    return ways()[kind]


def ways() -> dict[str, str]:
    """Each way to be thanked with its words, in the order in which they are offered."""
    return {
        "cash": gettext("Cash"),
        "voucher": gettext("Voucher"),
        "bank_transfer": gettext("Bank transfer"),
        "expenses": gettext("Expenses only"),
        "declined": gettext("No payment, thank you"),
    }


@bp.get("")
@only("facilitator")
def listed(session_id: uuid.UUID) -> ResponseReturnValue:
    """Everybody who came, what they chose, and what is still to be paid."""
    session = session_or_404(session_id)
    return render_template(
        "paying/listed.html",
        session=session,
        owed=paying.owed(session),
        forgotten=paying.forgotten(session),
        budget=paying.budget_of(session.consultation) if session.consultation else None,
        is_to_pay=paying.is_to_pay,
    )


@bp.get("/<uuid:invitation_id>")
@only("facilitator")
def one(session_id: uuid.UUID, invitation_id: uuid.UUID) -> ResponseReturnValue:
    """One person: the note first; then the choice; then what they chose."""
    invitation = _invitation(session_id, invitation_id)
    payment = paying.payment_of(invitation)
    if invitation.benefits_told_at is None:
        return render_template("paying/benefits.html", **_about(invitation))
    if payment is None or ("change" in request.args and payment.paid_at is None):
        return _choices(invitation, _as_typed(payment, invitation.session))
    return render_template(
        "paying/chosen.html",
        payment=payment,
        is_to_pay=paying.is_to_pay(payment),
        voucher=vouchers.of_payment(payment),
        **_about(invitation),
    )


def _invitation(session_id: uuid.UUID, invitation_id: uuid.UUID) -> Invitation:
    found = db.session.get(Invitation, invitation_id)
    return found if found and found.session_id == session_id else abort(404)


def _about(invitation: Invitation) -> dict[str, object]:
    consultation = invitation.session.consultation
    return {
        "session": invitation.session,
        "invitation": invitation,
        "name": invitation.person.first_name or gettext("Someone who has not given a name"),
        "budget": paying.budget_of(consultation) if consultation else None,
    }


def _as_typed(payment: Payment | None, session: Session) -> dict[str, str]:
    """The boxes as they open: what was chosen before, or what the session says it pays."""
    if payment is None:
        usual = session.pay_pence
        return {"kind": "", "amount": pounds.plain(usual) if usual else "", "expenses": ""}
    fee, expenses = payment.amount_pence, payment.expenses_pence
    return {
        "kind": payment.kind,
        "amount": pounds.plain(fee or session.pay_pence or 0),
        "expenses": pounds.plain(expenses) if expenses else "",
    }


def _choices(
    invitation: Invitation, typed: dict[str, str], problems: dict[str, str] | None = None
) -> ResponseReturnValue:
    first_box = {"kind": "kind-cash"}
    errors = [(first_box.get(name, name), said) for name, said in (problems or {}).items()]
    page = render_template(
        "paying/choose.html",
        typed=typed,
        problems=problems or {},
        errors=errors,
        ways=ways(),
        **_about(invitation),
    )
    return page, 400 if errors else 200


@bp.post("/<uuid:invitation_id>/told")
@only("facilitator")
def told(session_id: uuid.UUID, invitation_id: uuid.UUID) -> ResponseReturnValue:
    """They have seen the note: only then is there a choice."""
    invitation = _invitation(session_id, invitation_id)
    paying.tell(invitation, now=times.now())
    db.session.commit()
    return _back_to(invitation)


def _back_to(invitation: Invitation, page: str = ".one") -> Redirect:
    where = url_for(page, session_id=invitation.session_id, invitation_id=invitation.id)
    return redirect(where, 303)


@bp.post("/<uuid:invitation_id>")
@only("facilitator")
def choose(session_id: uuid.UUID, invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what they chose. Going over the budget is said, and stops nothing."""
    invitation, now = _invitation(session_id, invitation_id), times.now()
    typed = {name: request.form.get(name, "").strip() for name in ("kind", "amount", "expenses")}
    choice, problems = _read(typed)
    if choice is None:
        return _choices(invitation, typed, problems)
    over = paying.over_by(invitation, choice)
    try:
        payment = paying.choose(invitation, choice, now=now)
    except CannotPay as problem:
        db.session.rollback()
        return _not_kept(_invitation(session_id, invitation_id), typed, problem)
    audit.note("recorded how somebody is paid", payment.id, by=current_user.id, now=now)
    db.session.commit()
    if over:
        said = gettext(
            "Kept. This goes over the consultation's budget by %(sum)s. Tell whoever holds it.",
            sum=pounds.said(over),
        )
        flash(said, "bad")
    return _back_to(invitation)


def _read(typed: dict[str, str]) -> tuple[Choice | None, dict[str, str]]:
    """The choice, or what to mend. A fee that stands in the box of somebody who takes none is 0."""
    problems: dict[str, str] = {}
    if typed["kind"] not in ways():
        problems["kind"] = gettext("Choose one of these")
    takes_a_fee = typed["kind"] not in paying.NO_FEE
    amount = _sum(typed, "amount", problems) if takes_a_fee else 0
    expenses = _sum(typed, "expenses", problems)
    if problems:
        return None, problems
    return Choice(typed["kind"], amount, expenses), {}


def _sum(typed: dict[str, str], name: str, problems: dict[str, str]) -> int:
    try:
        return pounds.read(typed[name]) if typed[name] else 0
    except pounds.NotMoney:
        problems[name] = gettext("Write it in pounds and pence, such as 12.50")
        return 0


def _not_kept(
    invitation: Invitation, typed: dict[str, str], problem: CannotPay
) -> ResponseReturnValue:
    """Where it can be mended: in the boxes, or on the page as it is by now."""
    if problem.field in ("told", "paid"):
        flash(problem.message, "bad")
        return _back_to(invitation)
    return _choices(invitation, typed, {problem.field: problem.message})


@bp.post("/<uuid:invitation_id>/paid")
@only("facilitator")
def paid(session_id: uuid.UUID, invitation_id: uuid.UUID) -> ResponseReturnValue:
    """They have their money, or the mark that says so was a slip."""
    invitation, now = _invitation(session_id, invitation_id), times.now()
    payment = paying.payment_of(invitation) or abort(404)
    if "not" in request.form:
        what, done = "took back that somebody was paid", paying.mark_not_paid(payment)
    else:
        what = "marked somebody as paid"
        done = paying.mark_paid(payment, by=current_user.id, now=now)
    if done:
        audit.note(what, payment.id, by=current_user.id, now=now)
    db.session.commit()
    return _back_to(invitation)


@bp.post("/<uuid:invitation_id>/voucher")
@only("facilitator")
def give(session_id: uuid.UUID, invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Take a voucher from the book for them; its code is shown on the next page, once."""
    invitation, now = _invitation(session_id, invitation_id), times.now()
    payment = paying.payment_of(invitation) or abort(404)
    is_new = vouchers.of_payment(payment) is None
    try:
        voucher = vouchers.give(payment, by=current_user.id, now=now)
    except vouchers.NoneLeft as none:
        db.session.rollback()
        flash(_none_left(none), "bad")
        return _back_to(invitation)
    if is_new:
        audit.note("gave a voucher", voucher.id, by=current_user.id, now=now)
    if is_new or _gave_it_just_now(payment, voucher, now=now):
        cookie[JUST_GIVEN] = str(voucher.id)
    db.session.commit()
    return _back_to(invitation, ".hand_over")


def _gave_it_just_now(payment: Payment, voucher: Voucher, *, now: datetime) -> bool:
    """Whether this is the same press once more, whose first answer the browser may have lost."""
    is_theirs = payment.paid_by == current_user.id
    return is_theirs and voucher.given_at is not None and now - voucher.given_at < SAME_PRESS


def _none_left(none: vouchers.NoneLeft) -> str:
    if not none.worths:
        return gettext("No vouchers are left in the book. Add some, or choose another way.")
    worths = ", ".join(pounds.said(worth) for worth in none.worths)
    return gettext(
        "No voucher of this worth is left. The book has: %(worths)s. Change the choice, or add "
        "some.",
        worths=worths,
    )


@bp.get("/<uuid:invitation_id>/voucher")
@only("facilitator")
def hand_over(session_id: uuid.UUID, invitation_id: uuid.UUID) -> ResponseReturnValue:
    """The code, to whoever has just given it and this once; later it is hidden."""
    invitation = _invitation(session_id, invitation_id)
    payment = paying.payment_of(invitation)
    voucher = vouchers.of_payment(payment) if payment else None
    if voucher is None:
        return _back_to(invitation)
    may_see = cookie.pop(JUST_GIVEN, None) == str(voucher.id)
    return render_template(
        "paying/voucher.html",
        code=voucher.code if may_see else "",
        voucher=voucher,
        payment=payment,
        **_about(invitation),
    )


@bp.get("/payments.csv")
@only("facilitator")
def as_file(session_id: uuid.UUID) -> ResponseReturnValue:
    """The session's payments for finance."""
    return csv_file(payments_file.of_session(session_or_404(session_id)))


def csv_file(written: str) -> Response:
    """A file that a browser saves and a spreadsheet opens."""
    return Response(
        written,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="payments.csv"'},
    )
