"""Payments as a file for finance: what was paid for which session, without a name or a number."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from engage.extensions import db
from engage.models import Consultation, Payment, Session
from engage.pounds import plain
from engage.times import today

HEADINGS = ("Reference", "Day", "Session", "Kind", "Amount", "Expenses", "Paid on")
KINDS = {
    "cash": "Cash",
    "voucher": "Voucher",
    "bank_transfer": "Bank transfer",
    "expenses": "Expenses only",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
BOM = "\ufeff"
"""Without it a spreadsheet takes accents for something else."""


def of_session(session: Session) -> str:
    """One session's payments."""
    return _written([session])


def of_consultation(consultation: Consultation) -> str:
    """The payments of every session of a consultation."""
    return _written(consultation.sessions)


def _written(sessions: Sequence[Session]) -> str:
    """In the order of the sessions, then by reference: not in the order in which people came.

    Somebody who declined is no business of finance, and is left out.
    """
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(HEADINGS)
    for session in sessions:
        paid = select(Payment).where(Payment.session_id == session.id, Payment.kind != "declined")
        for payment in db.session.scalars(paid.order_by(Payment.reference)):
            rows.writerow(_row(payment, session))
    return BOM + file.getvalue()


def _row(payment: Payment, session: Session) -> list[str]:
    return [
        payment.reference,
        _day(session.starts_local.date()),
        harmless(session.title),
        KINDS[payment.kind],
        plain(payment.amount_pence),
        plain(payment.expenses_pence),
        _day(today(payment.paid_at)) if payment.paid_at else "",
    ]


def _day(day: date) -> str:
    return day.isoformat()


def harmless(words: str) -> str:
    """Words that a spreadsheet shows and never works out, whatever they begin with."""
    in_one_line = " ".join(words.split())
    return f"'{in_one_line}" if in_one_line.startswith(FORMULA) else in_one_line
