"""The register of vouchers: each code in it once, each given once, to one payment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from engage import paying, times, vouchers
from engage.extensions import db
from engage.models import Consultation, Payment, Voucher
from engage.paying import Choice
from engage.vouchers import NoneLeft
from tests.features.databases import EITHER, an_app_on_either
from tests.features.test_inbox_races import AT_ONCE, at_once
from tests.features.test_paying import a_consultation, there

TEN = Choice("voucher", 10_00)


def chosen(*names: str, consultation: Consultation, choice: Choice = TEN) -> list[Payment]:
    """The payments of people who chose a voucher, in one session."""
    people = there(*names, consultation=consultation)
    return [paying.choose(one, choice, now=times.now()) for one in people]


def filled(consultation: Consultation, *codes: str, worth: int = 10_00) -> vouchers.Added:
    return vouchers.add(consultation, codes, worth, now=times.now())


def give(payment: Payment) -> Voucher:
    return vouchers.give(payment, by=None, now=times.now())


def test_codes_are_pasted_one_a_line():
    assert vouchers.codes_in(" AB-1 \r\n\n\tCD-2\nEF 3  4\n") == ["AB-1", "CD-2", "EF 3 4"]


def test_codes_that_are_there_already_or_came_twice_are_told(app):
    consultation = a_consultation()
    assert filled(consultation, "AB-1", "AB-2").new == 2

    added = filled(consultation, "AB-2", "AB-3", "ab-3")

    assert (added.new, added.twice) == (1, ("AB-2", "ab-3"))
    assert [(one.left, one.given) for one in vouchers.book(consultation)] == [(3, 0)]


def test_a_code_in_one_book_is_in_no_other(app):
    filled(a_consultation(), "AB-1")
    assert filled(a_consultation(), "AB-1").twice == ("AB-1",)


def test_codes_are_sealed_where_they_are_kept(app):
    filled(a_consultation(), "AB-1")
    row = db.session.connection().exec_driver_sql("SELECT code, code_key FROM voucher").one()

    assert b"AB-1" not in bytes(row[0])
    assert len(row[1]) == 64


def test_giving_one_pays_and_the_same_press_again_gives_the_same(app):
    consultation = a_consultation(100_00)
    filled(consultation, "AB-1", "AB-2")
    (payment,) = chosen("Kev", consultation=consultation)

    first, again = give(payment), give(payment)

    assert first.code == again.code
    assert payment.paid_at is not None
    assert [(one.left, one.given) for one in vouchers.book(consultation)] == [(1, 1)]
    assert paying.budget_of(consultation).spent == 10_00


def test_only_one_of_the_right_worth_is_given(app):
    consultation = a_consultation()
    filled(consultation, "AB-5", worth=5_00)
    (payment,) = chosen("Kev", consultation=consultation)

    with pytest.raises(NoneLeft) as problem:
        give(payment)
    assert problem.value.worths == (5_00,)

    filled(consultation, "AB-10")
    assert give(payment).code == "AB-10"


def test_one_of_another_consultation_s_book_is_not_given(app):
    filled(a_consultation(), "AB-1")
    (payment,) = chosen("Kev", consultation=a_consultation())

    with pytest.raises(NoneLeft):
        give(payment)


def test_who_chose_cash_is_given_none(app):
    consultation = a_consultation()
    filled(consultation, "AB-1")
    (payment,) = chosen("Kev", consultation=consultation, choice=Choice("cash", 10_00))

    with pytest.raises(NoneLeft):
        give(payment)
    assert payment.paid_at is None


def test_a_voucher_that_was_handed_over_can_not_be_taken_back_or_changed(app):
    consultation = a_consultation()
    filled(consultation, "AB-1")
    (kev,) = there("Kev", consultation=consultation)
    payment = paying.choose(kev, TEN, now=times.now())
    give(payment)

    assert not paying.mark_not_paid(payment)
    with pytest.raises(paying.CannotPay):
        paying.choose(kev, Choice("cash", 10_00), now=times.now())


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def at_once_giving(app: Flask, payments: list[Payment]) -> list[object]:
    """The code each gets, or that there is none left, when all are given at the same moment."""
    ids = [one.id for one in payments]
    db.session.commit()

    def press(number: int) -> str | None:
        try:
            return give(db.session.get_one(Payment, ids[number % len(ids)])).code
        except NoneLeft:
            return None

    return at_once(app, press)


def test_two_at_once_in_one_session_get_two_different_ones(either):
    consultation = a_consultation()
    filled(consultation, *(f"AB-{n}" for n in range(AT_ONCE)))
    payments = chosen(*(f"P{n}" for n in range(AT_ONCE)), consultation=consultation)

    assert len(set(at_once_giving(either, payments))) == AT_ONCE


def test_two_at_once_in_two_sessions_of_one_book_get_two_different_ones(either):
    consultation = a_consultation()
    filled(consultation, *(f"AB-{n}" for n in range(AT_ONCE)))
    payments = [chosen(f"P{n}", consultation=consultation)[0] for n in range(AT_ONCE)]

    assert len(set(at_once_giving(either, payments))) == AT_ONCE


def test_the_last_one_goes_to_one_of_those_who_press_at_once(either):
    consultation = a_consultation()
    filled(consultation, "AB-1")
    payments = [chosen(f"P{n}", consultation=consultation)[0] for n in range(AT_ONCE)]

    got = at_once_giving(either, payments)

    assert sorted(str(one) for one in got) == ["AB-1", *["None"] * (AT_ONCE - 1)]
    assert len(db.session.scalars(select(Payment).where(Payment.paid_at.is_not(None))).all()) == 1


def test_several_presses_for_one_payment_give_one(either):
    consultation = a_consultation()
    filled(consultation, *(f"AB-{n}" for n in range(AT_ONCE)))
    payments = chosen("Kev", consultation=consultation)

    assert len(set(at_once_giving(either, payments))) == 1
    assert [(one.left, one.given) for one in vouchers.book(consultation)] == [(AT_ONCE - 1, 1)]
