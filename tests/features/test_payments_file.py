"""The file of payments that finance opens in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from engage import paying, payments_file, times
from engage.extensions import db
from engage.models import Session
from engage.paying import Choice
from tests.features.test_paying import TWENTY, a_consultation, there


def rows(session: Session) -> list[list[str]]:
    written = payments_file.of_session(session).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(written, newline="")))


def test_it_has_what_finance_needs_and_nobody_s_name(app):
    kev, grace = there("Kev", "Grace")
    paid = paying.choose(kev, Choice("cash", 12_50, 3_05), now=times.now())
    paying.mark_paid(paid, by=None, now=times.now())
    paying.choose(grace, Choice("bank_transfer", 1250_00), now=times.now())
    day = kev.session.starts_local.date().isoformat()

    heading, *paid_for = rows(kev.session)

    assert heading == ["Reference", "Day", "Session", "Kind", "Amount", "Expenses", "Paid on"]
    today = times.today(times.now()).isoformat()
    assert sorted(row[1:] for row in paid_for) == [
        [day, "Tea and talk", "Bank transfer", "1250.00", "0.00", ""],
        [day, "Tea and talk", "Cash", "12.50", "3.05", today],
    ]
    written = payments_file.of_session(kev.session)
    assert not [word for word in ("Kev", "Grace", "+44", "07700") if word in written]


def test_somebody_who_declined_is_left_out(app):
    (kev,) = there("Kev")
    paying.choose(kev, Choice("declined"), now=times.now())

    assert len(rows(kev.session)) == 1


@pytest.mark.parametrize(
    "title", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "|calc", "%x"]
)
def test_a_title_is_never_a_formula(app, title):
    (kev,) = there("Kev")
    kev.session.title = title
    paying.choose(kev, TWENTY, now=times.now())

    assert rows(kev.session)[1][2] == f"'{title.strip()}"


@pytest.mark.parametrize("title", ['Tea, "talk"', "Tea\nand talk", "Dżem i Ünï"])
def test_a_title_is_one_cell_of_one_row(app, title):
    (kev,) = there("Kev")
    kev.session.title = title
    paying.choose(kev, TWENTY, now=times.now())

    assert [len(row) for row in rows(kev.session)] == [7, 7]
    assert rows(kev.session)[1][2] == " ".join(title.split())


def test_a_consultation_s_file_has_all_its_sessions_in_order(app):
    consultation = a_consultation()
    for name in ("Kev", "Grace"):
        (one,) = there(name, consultation=consultation)
        paying.choose(one, TWENTY, now=times.now())
    db.session.expire_all()

    written = payments_file.of_consultation(consultation)

    assert written.startswith("\ufeffReference")
    assert written.count("Cash,20.00,0.00") == 2
