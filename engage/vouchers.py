"""The register of vouchers: codes added to a consultation's book, and each given once.

A voucher knows the payment it was given for and nothing else of anybody.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from engage.extensions import db, insert, keyring
from engage.models import Consultation, Payment, Session, Voucher
from engage.places import take_turn

LONGEST_CODE = 100
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Added:
    """How many codes are new, and those that were here already or came twice."""

    new: int
    twice: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """Of one worth: how many vouchers are still to give and how many are given."""

    worth_pence: int
    left: int
    given: int


class NoneLeft(Exception):
    """There is no voucher to give for this; `worths` are those there are."""

    def __init__(self, worths: Sequence[int]) -> None:
        super().__init__("no voucher of that worth is left")
        self.worths = tuple(worths)


def codes_in(pasted: str) -> list[str]:
    """The codes in some lines, one a line, without the spaces round each."""
    return [" ".join(line.split()) for line in pasted.splitlines() if line.strip()]


def add(
    consultation: Consultation, codes: Sequence[str], worth_pence: int, *, now: datetime
) -> Added:
    """Put codes in the book, each once in all the books there are."""
    new, twice = 0, []
    for code in codes:
        row = {
            "id": uuid.uuid4(),
            "consultation_id": consultation.id,
            "code": code,
            "code_key": _key_of(code),
            "worth_pence": worth_pence,
            "added_at": now,
        }
        adding = insert(Voucher).values(row).on_conflict_do_nothing(index_elements=["code_key"])
        if db.session.execute(adding.returning(Voucher.id)).first():
            new += 1
        else:
            twice.append(code)
    return Added(new, tuple(twice))


def _key_of(code: str) -> str:
    """Case and spaces make no other voucher: nobody would trust two that differ in those alone."""
    return keyring().key_of("".join(code.split()).casefold(), kind="voucher")


def book(consultation: Consultation) -> list[Held]:
    """What the book holds, by worth."""
    rows = db.session.execute(
        select(
            Voucher.worth_pence,
            func.count().filter(Voucher.payment_id.is_(None)),
            func.count(Voucher.payment_id),
        )
        .where(Voucher.consultation_id == consultation.id)
        .group_by(Voucher.worth_pence)
        .order_by(Voucher.worth_pence)
    )
    return [Held(worth, left, given) for worth, left, given in rows]


def given(consultation: Consultation) -> list[tuple[Voucher, Payment]]:
    """Each voucher that was given, with its payment, newest first."""
    rows = db.session.execute(
        select(Voucher, Payment)
        .join(Payment, Payment.id == Voucher.payment_id)
        .where(Voucher.consultation_id == consultation.id)
        .order_by(Voucher.given_at.desc(), Payment.reference)
    )
    return [(voucher, payment) for voucher, payment in rows]


def of_payment(payment: Payment) -> Voucher | None:
    """The voucher given for a payment."""
    return db.session.scalar(select(Voucher).where(Voucher.payment_id == payment.id))


def give(payment: Payment, *, by: uuid.UUID | None, now: datetime) -> Voucher:
    """The voucher for a payment: the same one however often it is pressed. Raises NoneLeft.

    It is taken by an update that finds it still free, so that two sessions that give one from the
    same book at the same moment give two.
    """
    session = db.session.get_one(Session, payment.session_id)
    take_turn(session)
    db.session.refresh(payment)
    if (before := of_payment(payment)) is not None:
        return before
    if payment.kind != "voucher":
        raise NoneLeft(())
    while (free := _free(session, payment.amount_pence)) is not None:
        if _take(free, payment, now=now):
            payment.paid_at, payment.paid_by = now, by
            db.session.flush()
            return db.session.get_one(Voucher, free, populate_existing=True)
    raise NoneLeft(_worths_left(session))


def _free(session: Session, worth_pence: int) -> uuid.UUID | None:
    """One that nobody has and nobody is being given at this moment, the oldest first."""
    return db.session.scalar(
        select(Voucher.id)
        .where(Voucher.consultation_id == session.consultation_id, Voucher.payment_id.is_(None))
        .where(Voucher.worth_pence == worth_pence)
        .order_by(Voucher.added_at, Voucher.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _take(voucher_id: uuid.UUID, payment: Payment, *, now: datetime) -> bool:
    taken = db.session.execute(
        update(Voucher)
        .where(Voucher.id == voucher_id, Voucher.payment_id.is_(None))
        .values(payment_id=payment.id, given_at=now)
        .returning(Voucher.id)
        .execution_options(synchronize_session=False)
    ).first()
    return taken is not None


def _worths_left(session: Session) -> list[int]:
    found = select(Voucher.worth_pence).where(
        Voucher.consultation_id == session.consultation_id, Voucher.payment_id.is_(None)
    )
    return list(db.session.scalars(found.distinct().order_by(Voucher.worth_pence)))
