"""Thank-you payments on pages: the note first, the choice, vouchers shown once, and the file."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from engage import paying, times, vouchers
from engage.extensions import db
from engage.models import AuditEvent, Consultation, Invitation, Payment, Voucher
from engage.paying import Choice
from tests.features.test_paying import a_consultation, there
from tests.pages import words


@pytest.fixture
def consultation(app) -> Consultation:
    """A consultation with £30 for thanking people."""
    return a_consultation(30_00)


@pytest.fixture
def kev(consultation) -> Invitation:
    """Somebody who came and has not been told about benefits."""
    (found,) = there("Kev", consultation=consultation, told=False)
    found.session.pay_pence = 20_00
    db.session.commit()
    return found


def address(invitation: Invitation, more: str = "") -> str:
    return f"/staff/sessions/{invitation.session_id}/payments/{invitation.id}{more}"


def choose(client, invitation: Invitation, **typed: str):
    facilitated = {"kind": "cash", "amount": "20.00", "expenses": ""} | typed
    return client.post(address(invitation), data=facilitated)


def payment() -> Payment:
    return db.session.scalars(select(Payment)).one()


def test_the_note_comes_before_the_choice(facilitator, kev):
    first = words(facilitator.get(address(kev)))
    facilitator.post(address(kev, "/told"))
    then = words(facilitator.get(address(kev)))

    assert "any payment may count as earnings. Cash, a voucher and a bank" in first
    assert "Expenses do not count." in first
    assert "You can say no. It is safe, it is fine" in first
    assert "Citizens Advice is free" in first
    assert "Keep this choice" not in first
    assert "Keep this choice" in then


def test_a_choice_without_the_note_is_not_kept(facilitator, kev):
    answer = choose(facilitator, kev)

    assert answer.status_code == 303
    assert "Show them the note about benefits first." in words(facilitator.get(address(kev)))
    assert db.session.scalars(select(Payment)).all() == []


def test_what_the_session_pays_stands_in_the_box(facilitator, kev):
    facilitator.post(address(kev, "/told"))
    assert 'value="20.00"' in facilitator.get(address(kev)).get_data(as_text=True)


def test_a_choice_is_kept_to_the_penny_and_once(facilitator, kev):
    facilitator.post(address(kev, "/told"))
    for _ in range(3):
        choose(facilitator, kev, amount="£12.29", expenses="3.05")

    assert (payment().amount_pence, payment().expenses_pence) == (12_29, 3_05)
    page = words(facilitator.get(f"/staff/sessions/{kev.session_id}/payments"))
    assert f"Kev Cash £12.29, expenses £3.05. Reference {payment().reference}. To pay" in page


@pytest.mark.parametrize("kind", ["expenses", "declined"])
def test_a_fee_left_in_the_box_is_no_fee_for_those_who_take_none(facilitator, kev, kind):
    facilitator.post(address(kev, "/told"))
    choose(facilitator, kev, kind=kind, expenses="3.05" if kind == "expenses" else "")

    assert (payment().kind, payment().amount_pence) == (kind, 0)


@pytest.mark.parametrize(
    "typed,said",
    [
        ({"kind": ""}, "Choose one of these"),
        ({"amount": "lots"}, "Write it in pounds and pence, such as 12.50"),
        ({"expenses": "12,50"}, "Write it in pounds and pence, such as 12.50"),
        ({"amount": "0"}, "Write how much, or choose expenses only."),
        ({"kind": "expenses"}, "Write what they spent to come."),
    ],
)
def test_what_can_not_be_read_is_handed_back(facilitator, kev, typed, said):
    facilitator.post(address(kev, "/told"))
    answer = choose(facilitator, kev, **typed)

    assert answer.status_code == 400
    assert said in words(answer)
    assert db.session.scalars(select(Payment)).all() == []


def test_going_over_the_budget_is_said_and_kept(facilitator, kev):
    facilitator.post(address(kev, "/told"))
    choose(facilitator, kev, amount="35")

    page = words(facilitator.get(address(kev)))
    assert "This goes over the consultation's budget by £5.00." in page
    listed = words(facilitator.get(f"/staff/sessions/{kev.session_id}/payments"))
    assert "Promised, not paid yet £35.00 Left -£5.00 This is £5.00 over the budget." in listed


def test_paid_is_marked_and_a_slip_taken_back(facilitator, kev):
    facilitator.post(address(kev, "/told"))
    choose(facilitator, kev)
    facilitator.post(address(kev, "/paid"))
    assert payment().paid_at is not None
    assert "This was paid already" in words(
        facilitator.post(address(kev), data={"kind": "declined"}, follow_redirects=True)
    )

    facilitator.post(address(kev, "/paid"), data={"not": "1"})
    db.session.expire_all()
    assert payment().paid_at is None


def test_once_they_are_paid_the_page_is_still_theirs(facilitator, kev):
    facilitator.post(address(kev, "/told"))
    choose(facilitator, kev)
    for data in ({}, {"not": "1"}):
        assert facilitator.post(address(kev, "/paid"), data=data).location == address(kev)


def test_nobody_s_bank_details_are_asked_for(facilitator, kev):
    facilitator.post(address(kev, "/told"))
    assert "We never keep them here." in words(facilitator.get(address(kev)))
    choose(facilitator, kev, kind="bank_transfer")
    page = facilitator.get(address(kev))

    assert "Finance asks them for their bank details" in words(page)
    assert 'type="text"' not in page.get_data(as_text=True)


def test_a_person_of_another_session_is_not_found(facilitator, kev):
    (other,) = there("Grace")
    where = f"/staff/sessions/{other.session_id}/payments/{kev.id}"

    assert facilitator.get(where).status_code == 404
    assert facilitator.post(f"{where}/told").status_code == 404
    nobody = f"/staff/sessions/{kev.session_id}/payments/{uuid.uuid4()}"
    assert facilitator.get(nobody).status_code == 404


def test_the_file_for_finance_is_saved_by_a_browser(facilitator, kev):
    facilitator.post(address(kev, "/told"))
    choose(facilitator, kev)
    for where in (
        f"/staff/sessions/{kev.session_id}/payments/payments.csv",
        f"/staff/consultations/{kev.session.consultation_id}/payments/payments.csv",
    ):
        answer = facilitator.get(where)
        assert answer.mimetype == "text/csv"
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "Cash,20.00,0.00," in answer.get_data(as_text=True)


class TestVouchers:
    """Codes are put in, given once, shown once, and looked up by those who may."""

    @pytest.fixture
    def chosen(self, kev) -> Invitation:
        """Kev, who chose a voucher of £10."""
        paying.tell(kev, now=times.now())
        paying.choose(kev, Choice("voucher", 10_00), now=times.now())
        db.session.commit()
        return kev

    def book(self, consultation: Consultation) -> str:
        return f"/staff/consultations/{consultation.id}/payments"

    def add(self, client, consultation: Consultation, codes: str, worth: str = "10"):
        where = f"{self.book(consultation)}/vouchers"
        return client.post(where, data={"codes": codes, "worth": worth}, follow_redirects=True)

    def test_many_are_pasted_and_those_that_are_there_are_told(self, facilitator, consultation):
        first = words(self.add(facilitator, consultation, "GIFT-0001\nGIFT-0002\n"))
        again = words(self.add(facilitator, consultation, "GIFT-0002\nGIFT-0003"))

        assert "2 vouchers are in the book." in first
        assert "1 voucher is in the book." in again
        assert "1 code was there already and was left out. It ends in …0002." in again
        assert "£10.00 3 0" in again
        assert "GIFT-000" not in again

    @pytest.mark.parametrize(
        "codes,worth,said",
        [
            ("", "10", "Paste at least one code"),
            ("A", "", "Write what each is worth, such as 10 or 12.50"),
            ("A", "0", "A voucher is worth more than nothing"),
            ("A" * 101, "10", "This line is too long for a code"),
            ("\n".join(str(n) for n in range(501)), "10", "Paste 500 codes or fewer"),
        ],
    )
    def test_what_can_not_be_added_is_handed_back(
        self, facilitator, consultation, codes, worth, said
    ):
        answer = self.add(facilitator, consultation, codes, worth)

        assert answer.status_code == 400
        assert said in words(answer)

    def test_a_code_is_shown_once_and_again_where_the_same_press_came_twice(
        self, facilitator, chosen, consultation, monkeypatch
    ):
        self.add(facilitator, consultation, "GIFT-0001\nGIFT-0002")

        once = words(facilitator.post(address(chosen, "/voucher"), follow_redirects=True))
        later = [words(facilitator.get(address(chosen, more))) for more in ("/voucher", "")]
        twice = words(facilitator.post(address(chosen, "/voucher"), follow_redirects=True))
        monkeypatch.setattr(times, "now", lambda: datetime.now(UTC) + timedelta(minutes=6))
        again = words(facilitator.post(address(chosen, "/voucher"), follow_redirects=True))

        assert "A voucher worth £10.00 GIFT-000" in once
        assert "GIFT-000" in twice
        assert not [page for page in (*later, again) if "GIFT-" in page]
        assert vouchers.book(consultation)[0].given == 1

    def test_they_have_it_leads_to_the_same_person_and_to_nobody_else_s_money(
        self, facilitator, chosen, consultation
    ):
        there("Grace", consultation=consultation)
        self.add(facilitator, consultation, "GIFT-0001")
        page = facilitator.post(address(chosen, "/voucher"), follow_redirects=True)
        links = re.findall(r"<main.*", page.get_data(as_text=True), re.DOTALL)[0]
        assert set(re.findall(r'href="(/staff/sessions/[^"]+)"', links)) == {address(chosen)}
        assert "Grace" not in words(facilitator.get(address(chosen)))

    def test_an_empty_book_says_so(self, facilitator, chosen):
        page = words(facilitator.post(address(chosen, "/voucher"), follow_redirects=True))
        assert "No vouchers are left in the book." in page

    def test_a_book_of_other_worths_says_which(self, facilitator, chosen, consultation):
        self.add(facilitator, consultation, "GIFT-0001", worth="5")
        page = words(facilitator.post(address(chosen, "/voucher"), follow_redirects=True))

        assert "No voucher of this worth is left. The book has: £5.00." in page

    def test_who_may_see_numbers_may_look_a_code_up_and_it_is_written_down(
        self, facilitator, as_staff, chosen, consultation
    ):
        self.add(facilitator, consultation, "GIFT-0001")
        facilitator.post(address(chosen, "/voucher"))
        (voucher, _), *_ = vouchers.given(consultation)
        where = f"{self.book(consultation)}/vouchers/{voucher.id}"

        assert facilitator.post(where).status_code == 403
        assert "Show the code" not in words(facilitator.get(self.book(consultation)))
        keeper = as_staff("facilitator", "contact")
        assert "Show the code" in words(keeper.get(self.book(consultation)))
        assert "GIFT-0001" in words(keeper.post(where))
        assert "saw a voucher's code" in db.session.scalars(select(AuditEvent.what)).all()

    def test_a_voucher_of_another_book_is_not_found(self, as_staff, chosen, consultation):
        other = a_consultation()
        vouchers.add(other, ["X-1"], 5_00, now=times.now())
        db.session.commit()
        voucher_id = db.session.scalars(select(Voucher.id)).one()
        where = f"{self.book(consultation)}/vouchers/{voucher_id}"

        assert as_staff("contact").post(where).status_code == 404


def test_a_consultation_that_is_not_there_is_not_found(facilitator):
    where = f"/staff/consultations/{uuid.uuid4()}/payments"
    assert facilitator.get(where).status_code == 404


def test_a_policy_reader_sees_no_payments(as_staff, consultation):
    where = f"/staff/consultations/{consultation.id}/payments"
    assert as_staff("policy").get(where).status_code == 403


def test_expenses_that_go_with_a_voucher_are_not_forgotten(facilitator, kev, consultation):
    vouchers.add(consultation, ["GIFT-1"], 10_00, now=times.now())
    facilitator.post(address(kev, "/told"))
    choose(facilitator, kev, kind="voucher", amount="10", expenses="3.05")

    page = words(facilitator.post(address(kev, "/voucher"), follow_redirects=True))

    assert "They also get £3.05 for expenses." in page
