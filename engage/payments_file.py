"""Payments as a file for finance: what was paid for which session, without a name or a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from engage import csv_files
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


def of_session(session: Session) -> str:
    """One session's payments."""
    return csv_files.written(_rows([session]))


def of_consultation(consultation: Consultation) -> str:
    """The payments of every session of a consultation."""
    return csv_files.written(_rows(consultation.sessions))


def _rows(sessions: Sequence[Session]) -> Iterator[Sequence[str]]:
    """In the order of the sessions, then by reference: not in the order in which people came.

    Somebody who declined is no business of finance, and is left out.
    """
    yield HEADINGS
    for session in sessions:
        paid = select(Payment).where(Payment.session_id == session.id, Payment.kind != "declined")
        for payment in db.session.scalars(paid.order_by(Payment.reference)):
            yield _row(payment, session)


def _row(payment: Payment, session: Session) -> list[str]:
    return [
        payment.reference,
        _day(session.starts_local.date()),
        csv_files.harmless(" ".join(session.title.split())),
        KINDS[payment.kind],
        plain(payment.amount_pence),
        plain(payment.expenses_pence),
        _day(today(payment.paid_at)) if payment.paid_at else "",
    ]


def _day(day: date) -> str:
    return day.isoformat()
