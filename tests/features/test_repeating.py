"""Sessions that repeat: the days they fall on, without bank holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage import repeating
from engage.repeating import EVERY, NoDates, TooMany, series

TUESDAY = date(2026, 12, 1)


def days(*written: str) -> tuple[date, ...]:
    """Days written as 2026-12-01."""
    return tuple(date.fromisoformat(one) for one in written)


def test_every_second_tuesday_until_march():
    found = series(TUESDAY, "second_week", until=date(2027, 3, 1))

    assert found.days == days(
        "2026-12-01", "2026-12-15", "2026-12-29", "2027-01-12", "2027-01-26", "2027-02-09",
        "2027-02-23",
    )  # fmt: skip
    assert found.skipped == ()


def test_a_bank_holiday_is_skipped_by_its_name_and_the_rest_keep_their_days():
    found = series(date(2026, 12, 18), "week", until=date(2027, 1, 8))

    assert found.days == days("2026-12-18", "2027-01-08")
    assert [(one.day.isoformat(), one.holiday) for one in found.skipped] == [
        ("2026-12-25", "Christmas Day"),
        ("2027-01-01", "New Year's Day"),
    ]


@pytest.mark.parametrize(
    "day, holiday",
    [
        ("2027-03-26", "Good Friday"),
        ("2027-03-29", "Easter Monday"),
        ("2027-05-03", "May Day"),
        ("2027-08-30", "Late Summer Bank Holiday"),
        ("2027-12-27", "Christmas Day (substitute day)"),
        ("2027-12-28", "Boxing Day (substitute day)"),
        ("2027-03-17", None),
        ("2027-08-02", None),
        ("2026-11-30", None),
    ],
    ids=str,
)
def test_bank_holidays_are_those_of_england(day, holiday):
    assert repeating.bank_holiday(date.fromisoformat(day)) == holiday


def test_every_month_is_the_same_weekday_of_the_month():
    found = series(date(2027, 1, 12), "month", until=date(2027, 5, 31))

    assert found.days == days("2027-01-12", "2027-02-09", "2027-03-09", "2027-04-13", "2027-05-11")


def test_a_fifth_weekday_is_the_last_where_a_month_has_but_four():
    found = series(date(2027, 1, 29), "month", until=date(2027, 5, 31))

    assert found.days == days("2027-01-29", "2027-02-26", "2027-04-30", "2027-05-28")
    assert [one.holiday for one in found.skipped] == ["Good Friday"]


def test_the_last_day_counts():
    assert len(series(TUESDAY, "week", until=TUESDAY + timedelta(days=7)).days) == 2


def test_a_repeat_that_ends_before_it_starts_makes_no_date():
    with pytest.raises(NoDates) as nothing:
        series(TUESDAY, "week", until=TUESDAY - timedelta(days=1))
    assert nothing.value.skipped == ()


def test_a_repeat_of_nothing_but_bank_holidays_says_which():
    with pytest.raises(NoDates) as nothing:
        series(date(2026, 12, 25), "week", until=date(2027, 1, 1))
    assert [one.holiday for one in nothing.value.skipped] == ["Christmas Day", "New Year's Day"]


def test_a_year_that_was_mistyped_does_not_make_hundreds():
    with pytest.raises(TooMany):
        series(TUESDAY, "week", until=date(2036, 12, 1))


@given(
    first=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    every=st.sampled_from(EVERY),
    length=st.integers(0, 400),
)
def test_days_are_in_order_on_one_weekday_and_none_is_a_bank_holiday(first, every, length):
    until = first + timedelta(days=length)
    try:
        found = series(first, every, until=until)
    except NoDates:
        return

    whole = sorted([*found.days, *(one.day for one in found.skipped)])
    assert whole[0] == first
    assert len(set(whole)) == len(whole)
    assert {day.weekday() for day in whole} == {first.weekday()}
    assert whole[-1] <= until
    assert not any(repeating.bank_holiday(day) for day in found.days)
    if every == "month":
        months = [(day.year, day.month) for day in whole]
        assert len(set(months)) == len(months)
