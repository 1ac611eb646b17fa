"""Sums of money as people type them, exact to the penny."""

from __future__ import annotations

import pytest

from engage import pounds
from engage.pounds import NotMoney


@pytest.mark.parametrize(
    "typed,pence",
    [
        ("12.50", 12_50),
        ("£12.50", 12_50),
        (" £ 12 ", 12_00),
        ("12.5", 12_50),
        ("0.29", 29),
        ("1.10", 1_10),
        ("4.35", 4_35),
        ("80p", 80),
        ("80 pence", 80),
        ("1,250.00", 1250_00),
        ("0", 0),
        ("100000", 100_000_00),
    ],
)
def test_a_sum_is_read_exactly(typed, pence):
    assert pounds.read(typed) == pence


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-5",
        "12.505",
        "12,50",
        "twelve",
        "1e3",
        "£",
        "5.",
        "12 50",
        "100000.01",
        "٥",
        "1,2.3",
    ],
)
def test_what_could_be_another_sum_is_none(typed):
    with pytest.raises(NotMoney):
        pounds.read(typed)


def test_every_penny_up_to_a_hundred_pounds_is_read_as_it_is_written():
    assert [pounds.read(pounds.plain(n)) for n in range(10_000)] == list(range(10_000))
    assert all(pounds.read(pounds.said(n)) == n for n in range(10_000))


def test_what_is_overspent_is_said_with_a_sign():
    assert pounds.said(-12_50) == "-£12.50"
