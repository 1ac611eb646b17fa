"""Thank-you payments: told first, chosen once, exact to the penny, and tied to no answer."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage import paying, times
from engage.extensions import Base, db
from engage.models import Consultation, Invitation, Payment
from engage.paying import CannotPay, Choice
from tests.factories import a_person, a_session
from tests.features.databases import EITHER, an_app_on_either
from tests.features.test_attending import coming
from tests.features.test_inbox_races import at_once

TWENTY = Choice("cash", 20_00)


def a_consultation(budget_pence: int | None = None) -> Consultation:
    """A consultation with so much money."""
    found = Consultation(
        id=uuid.uuid4(),
        title="A promise",
        purpose="p",
        can_change="c",
        involvement="i",
        decided_by="d",
        budget_pence=budget_pence,
    )
    db.session.add(found)
    db.session.flush()
    return found


def there(
    *names: str, consultation: Consultation | None = None, told: bool = True
) -> list[Invitation]:
    """People who came to a session, each told what a payment may do to benefits."""
    session = a_session()
    session.consultation = consultation
    found = coming(session, *(a_person(name) for name in names))
    for one in found:
        one.attended = "came"
        if told:
            paying.tell(one, now=times.now())
    db.session.commit()
    return found


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Payment)) or 0


def test_nobody_chooses_before_they_were_told_about_benefits(app):
    (kev,) = there("Kev", told=False)

    with pytest.raises(CannotPay) as problem:
        paying.choose(kev, TWENTY, now=times.now())

    assert problem.value.field == "told"
    assert how_many() == 0


def test_when_they_were_first_told_is_kept_with_the_payment(app):
    (kev,) = there("Kev", told=False)
    now = times.now()
    paying.tell(kev, now=now)
    paying.tell(kev, now=now + timedelta(minutes=5))

    payment = paying.choose(kev, TWENTY, now=now + timedelta(minutes=6))

    assert (payment.told_at, payment.chosen_at) == (now, now + timedelta(minutes=6))


@pytest.mark.parametrize(
    "choice",
    [
        Choice("cash", 20_00, 3_20),
        Choice("voucher", 10_00),
        Choice("bank_transfer", 75_00),
        Choice("expenses", 0, 3_20),
        Choice("declined"),
    ],
)
def test_each_way_can_be_chosen(app, choice):
    (kev,) = there("Kev")

    payment = paying.choose(kev, choice, now=times.now())

    assert Choice(payment.kind, payment.amount_pence, payment.expenses_pence) == choice


@pytest.mark.parametrize(
    "choice,field",
    [
        (Choice("cheque", 20_00), "kind"),
        (Choice("cash", 0), "amount"),
        (Choice("expenses", 20_00, 3_20), "amount"),
        (Choice("expenses"), "expenses"),
        (Choice("declined", 0, 3_20), "expenses"),
        (Choice("declined", 20_00), "amount"),
    ],
)
def test_a_choice_that_does_not_hold_together_says_where(app, choice, field):
    (kev,) = there("Kev")

    with pytest.raises(CannotPay) as problem:
        paying.choose(kev, choice, now=times.now())

    assert problem.value.field == field
    assert how_many() == 0


def test_a_change_of_mind_is_the_same_payment_with_the_same_reference(app):
    (kev,) = there("Kev")
    reference = paying.choose(kev, TWENTY, now=times.now()).reference

    payment = paying.choose(kev, Choice("declined"), now=times.now())

    assert (payment.reference, payment.kind, payment.amount_pence) == (reference, "declined", 0)
    assert how_many() == 1


def test_what_is_paid_cannot_be_changed_and_the_same_choice_again_is_no_trouble(app):
    (kev,) = there("Kev")
    payment = paying.choose(kev, TWENTY, now=times.now())
    assert paying.mark_paid(payment, by=None, now=times.now())

    assert paying.choose(kev, TWENTY, now=times.now()) is payment
    with pytest.raises(CannotPay, match="paid already"):
        paying.choose(kev, Choice("cash", 25_00), now=times.now())


def test_paid_is_marked_once_and_a_slip_can_be_taken_back(app):
    (kev,) = there("Kev")
    payment = paying.choose(kev, TWENTY, now=times.now())

    assert [paying.mark_paid(payment, by=None, now=times.now()) for _ in range(2)] == [True, False]
    assert [paying.mark_not_paid(payment) for _ in range(2)] == [True, False]
    assert payment.paid_at is None


def test_somebody_who_declined_has_nothing_to_be_paid(app):
    (kev,) = there("Kev")
    payment = paying.choose(kev, Choice("declined"), now=times.now())

    assert not paying.mark_paid(payment, by=None, now=times.now())


def test_references_are_all_different_and_easy_to_read_out(app):
    people = there(*(f"P{n}" for n in range(10)))
    found = {paying.choose(one, TWENTY, now=times.now()).reference for one in people}

    assert len(found) == 10
    assert not [one for one in found if set(one) & set("01IO")]


def test_the_list_is_of_those_who_came_or_have_chosen(app):
    kev, grace, rosa = there("Kev", "Grace", "Rosa")
    paying.choose(grace, TWENTY, now=times.now())
    grace.attended, rosa.attended = "apologies", "missed"

    owed = paying.owed(kev.session)

    assert [(one.invitation.person.first_name, one.payment is None) for one in owed] == [
        ("Grace", False),
        ("Kev", True),
    ]


def test_what_was_paid_stays_on_the_books_when_its_person_asks_to_be_forgotten(app):
    (kev,) = there("Kev")
    session, payment = kev.session, paying.choose(kev, TWENTY, now=times.now())
    db.session.commit()
    db.session.delete(kev.person)
    db.session.commit()
    db.session.expire_all()

    assert paying.owed(session) == []
    assert paying.forgotten(session) == [payment]


class TestBudget:
    """What a consultation has for thanking people: a warning, and never a bar."""

    def test_spent_promised_and_left(self, app):
        consultation = a_consultation(100_00)
        kev, grace, rosa = there("Kev", "Grace", "Rosa", consultation=consultation)
        paid = paying.choose(kev, Choice("cash", 20_00, 3_20), now=times.now())
        paying.mark_paid(paid, by=None, now=times.now())
        paying.choose(grace, Choice("bank_transfer", 30_00), now=times.now())
        paying.choose(rosa, Choice("declined"), now=times.now())

        budget = paying.budget_of(consultation)

        assert (budget.spent, budget.promised, budget.left) == (23_20, 30_00, 46_80)
        assert list(paying.by_session(consultation)) == [(kev.session, 23_20, 30_00)]

    def test_going_over_it_is_said_and_kept_all_the_same(self, app):
        kev, grace = there("Kev", "Grace", consultation=a_consultation(30_00))
        paying.choose(kev, TWENTY, now=times.now())

        assert paying.over_by(grace, TWENTY) == 10_00
        assert paying.choose(grace, TWENTY, now=times.now()).amount_pence == 20_00

    def test_a_change_of_mind_is_not_counted_twice(self, app):
        (kev,) = there("Kev", consultation=a_consultation(30_00))
        paying.choose(kev, TWENTY, now=times.now())

        assert paying.over_by(kev, Choice("cash", 25_00)) == 0
        assert paying.over_by(kev, Choice("cash", 30_01)) == 1

    def test_who_takes_nothing_is_not_told_that_it_is_overspent(self, app):
        kev, grace = there("Kev", "Grace", consultation=a_consultation(10_00))
        paying.choose(kev, TWENTY, now=times.now())

        assert paying.over_by(grace, Choice("declined")) == 0
        assert paying.over_by(kev, Choice("cash", 15_00)) == 0

    def test_without_a_budget_nothing_goes_over(self, app):
        consultation = a_consultation(None)
        (kev,) = there("Kev", consultation=consultation)

        assert paying.budget_of(consultation).left is None
        assert paying.over_by(kev, TWENTY) == 0

    def test_a_session_of_no_consultation_has_no_budget(self, app):
        (kev,) = there("Kev")
        assert paying.over_by(kev, TWENTY) == 0


ANSWERS = {"response", "answer", "statement", "statement_code", "took_part", "hear_back"} | {
    "code_decision"
}
MONEY = {"payment", "voucher"}
BETWEEN = {"person", "session", "survey", "survey_version", "staff", "outbound_text"}
"""What money and answers both belong to: what many people share, who somebody is, and a text,
which is of a session or of a survey."""


def reached(start: str, links: dict[str, set[str]], *, not_through: set[str]) -> set[str]:
    """Every table that these links lead to from one, where these tables lead no further."""
    found, todo = set(), [start]
    while todo:
        table = todo.pop()
        if table in found:
            continue
        found.add(table)
        if table not in not_through:
            todo += links[table]
    return found - {start}


class TestNoKeyToAnswers:
    """Nothing in the database leads from money to what somebody said."""

    def links(self, *, both_ways: bool) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys:
                found[table.name].add(key.column.table.name)
                if both_ways:
                    found[key.column.table.name].add(table.name)
        return found

    def test_the_tables_are_there(self):
        assert set(Base.metadata.tables) >= ANSWERS | MONEY | BETWEEN

    @pytest.mark.parametrize("table", sorted(MONEY))
    def test_no_keys_followed_from_money_come_to_an_answer(self, table):
        to = reached(table, self.links(both_ways=False), not_through=set())
        assert to & ANSWERS == set()
        assert "session" in to

    @pytest.mark.parametrize("table", sorted(ANSWERS))
    def test_no_keys_followed_from_an_answer_come_to_money(self, table):
        to = reached(table, self.links(both_ways=False), not_through=set())
        assert to & MONEY == set()

    @pytest.mark.parametrize("table", sorted(MONEY))
    def test_in_whichever_direction_they_meet_only_in_what_is_between(self, table):
        to = reached(table, self.links(both_ways=True), not_through=BETWEEN)
        assert to & ANSWERS == set()

    def test_such_a_key_would_be_found(self):
        links = self.links(both_ways=False)
        links["voucher"].add("response")
        assert reached("voucher", links, not_through=set()) & ANSWERS


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def test_several_presses_at_once_are_one_payment(either):
    (kev,) = there("Kev")
    kev_id = kev.id

    def press(_number: int) -> str:
        invitation = db.session.get_one(Invitation, kev_id)
        return paying.choose(invitation, TWENTY, now=times.now()).reference

    pressed = at_once(either, press)

    assert how_many() == 1
    assert len(set(pressed)) == 1


def test_several_who_mark_it_paid_at_once_do_it_once(either):
    (kev,) = there("Kev")
    payment_id = paying.choose(kev, TWENTY, now=times.now()).id
    db.session.commit()

    def press(_number: int) -> bool:
        payment = db.session.get_one(Payment, payment_id)
        return paying.mark_paid(payment, by=None, now=times.now())

    assert at_once(either, press).count(True) == 1
