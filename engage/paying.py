"""Thank-you payments: what they may mean is said first, then a person chooses, once a session.

A payment knows its session and, until they ask to be forgotten, whose it is. It knows no answer,
and never a bank account: finance asks for that, with the payment's reference.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select

from engage import attending
from engage.extensions import db
from engage.models import Consultation, Invitation, Payment, Session
from engage.models.consultations import CAME
from engage.models.gatherings import PAID_BY
from engage.places import take_turn

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Of a reference: none that is taken for another when it is read out."""
NO_FEE = ("expenses", "declined")
_TOTAL = Payment.amount_pence + Payment.expenses_pence


class CannotPay(Exception):
    """A choice that does not hold together: `field` says where, the message what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Choice:
    """How somebody would like to be thanked; expenses are apart from the fee."""

    kind: str
    amount_pence: int = 0
    expenses_pence: int = 0

    @property
    def total_pence(self) -> int:
        """What it costs us."""
        return self.amount_pence + self.expenses_pence


@dataclass(frozen=True)
class Owed:
    """Somebody who came, and what they chose, if they have been asked."""

    invitation: Invitation
    payment: Payment | None


@dataclass(frozen=True)
class Budget:
    """A consultation's money: what there is, what is paid, and what is chosen and not paid yet."""

    whole: int | None
    spent: int
    promised: int

    @property
    def left(self) -> int | None:
        """What is neither spent nor promised; less than nothing when it is overspent."""
        return None if self.whole is None else self.whole - self.spent - self.promised

    def over_by(self, more: int) -> int:
        """How far so much more would go over it; 0 while it does not, or there is no budget.

        What costs no more takes nothing further over.
        """
        return 0 if self.left is None or more <= 0 else max(0, more - self.left)


def tell(invitation: Invitation, *, now: datetime) -> None:
    """Keep when this person was first told what a payment may do to benefits."""
    take_turn(invitation.session)
    db.session.refresh(invitation)
    if invitation.benefits_told_at is None:
        invitation.benefits_told_at = now


def choose(invitation: Invitation, choice: Choice, *, now: datetime) -> Payment:
    """Keep what somebody chose: one payment, however often it is pressed. Raises CannotPay.

    They may change their mind until it is paid.
    """
    take_turn(invitation.session)
    db.session.refresh(invitation)
    told = invitation.benefits_told_at
    if told is None:
        raise CannotPay("told", "Show them the note about benefits first.")
    _check(choice)
    payment = payment_of(invitation)
    if payment is None:
        payment = Payment(
            id=uuid.uuid4(),
            invitation_id=invitation.id,
            session_id=invitation.session_id,
            reference=_reference(),
        )
        db.session.add(payment)
    elif payment.paid_at is not None and _choice_of(payment) != choice:
        raise CannotPay("paid", "This was paid already, so it cannot be changed.")
    payment.kind, payment.told_at, payment.chosen_at = choice.kind, told, now
    payment.amount_pence, payment.expenses_pence = choice.amount_pence, choice.expenses_pence
    db.session.flush()
    return payment


def _check(choice: Choice) -> None:
    if choice.kind not in PAID_BY:
        raise CannotPay("kind", "Choose one of these.")
    if choice.kind not in NO_FEE and choice.amount_pence == 0:
        raise CannotPay("amount", "Write how much, or choose expenses only.")
    if choice.kind in NO_FEE and choice.amount_pence:
        raise CannotPay("amount", "Leave this at 0 when there is no payment.")
    if choice.kind == "expenses" and choice.expenses_pence == 0:
        raise CannotPay("expenses", "Write what they spent to come.")
    if choice.kind == "declined" and choice.expenses_pence:
        raise CannotPay("expenses", "For expenses alone, choose expenses only.")


def _choice_of(payment: Payment) -> Choice:
    return Choice(payment.kind, payment.amount_pence, payment.expenses_pence)


def _reference() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"P-{letters[:4]}-{letters[4:]}"


def payment_of(invitation: Invitation) -> Payment | None:
    """What this person chose for this session, as the database has it now."""
    found = select(Payment).where(Payment.invitation_id == invitation.id)
    return db.session.scalar(found.execution_options(populate_existing=True))


def is_to_pay(payment: Payment) -> bool:
    """Whether money is still to change hands."""
    return payment.paid_at is None and payment.kind != "declined"


def mark_paid(payment: Payment, *, by: uuid.UUID | None, now: datetime) -> bool:
    """Keep that somebody has their money; False when there is nothing to pay, or it is paid.

    A voucher is paid by giving one: see `engage.vouchers`.
    """
    take_turn(db.session.get_one(Session, payment.session_id))
    db.session.refresh(payment)
    if not is_to_pay(payment) or payment.kind == "voucher":
        return False
    payment.paid_at, payment.paid_by = now, by
    return True


def mark_not_paid(payment: Payment) -> bool:
    """Take back a mark that was a slip; False when there is none, or a voucher was handed over."""
    take_turn(db.session.get_one(Session, payment.session_id))
    db.session.refresh(payment)
    if payment.paid_at is None or payment.kind == "voucher":
        return False
    payment.paid_at = payment.paid_by = None
    return True


def owed(session: Session) -> list[Owed]:
    """Everybody who came, and whoever else has chosen, by name, with what they chose."""
    payments = {one.invitation_id: one for one in of_session(session)}
    people = attending.of_session(session)
    came = [one for one in people if one.attended in CAME or one.id in payments]
    in_order = sorted(came, key=lambda one: (one.person.first_name or "", one.place or 0))
    return [Owed(one, payments.get(one.id)) for one in in_order]


def of_session(session: Session) -> list[Payment]:
    """Every payment of a session, in the order they were chosen."""
    found = select(Payment).where(Payment.session_id == session.id)
    return list(db.session.scalars(found.order_by(Payment.chosen_at, Payment.reference)))


def forgotten(session: Session) -> list[Payment]:
    """Payments whose person has asked us to forget them; what was paid stays on the books."""
    return [one for one in of_session(session) if one.invitation_id is None]


def budget_of(consultation: Consultation) -> Budget:
    """What a consultation has spent and promised on thanking people."""
    of_it = select(Session.id).where(Session.consultation_id == consultation.id)
    spent, promised = _spent_and_promised(Payment.session_id.in_(of_it))
    return Budget(consultation.budget_pence, spent, promised)


def total(session: Session) -> int:
    """What a session costs so far: all that is paid or promised."""
    return sum(_spent_and_promised(Payment.session_id == session.id))


def by_session(consultation: Consultation) -> Iterator[tuple[Session, int, int]]:
    """Each session of a consultation with what was spent and what is promised."""
    for session in consultation.sessions:
        yield session, *_spent_and_promised(Payment.session_id == session.id)


def _spent_and_promised(which: ColumnElement[bool]) -> tuple[int, int]:
    paid = func.sum(case((Payment.paid_at.is_not(None), _TOTAL), else_=0))
    not_yet = func.sum(case((Payment.paid_at.is_(None), _TOTAL), else_=0))
    row = db.session.execute(select(paid, not_yet).where(which)).one()
    return int(row[0] or 0), int(row[1] or 0)


def over_by(invitation: Invitation, choice: Choice) -> int:
    """How far this choice, in place of any before, would go over the consultation's budget."""
    consultation = invitation.session.consultation
    if consultation is None:
        return 0
    before = payment_of(invitation)
    counted = _choice_of(before).total_pence if before else 0
    return budget_of(consultation).over_by(choice.total_pence - counted)
