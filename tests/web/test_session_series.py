"""A session that repeats: its dates are shown first, and then all are planned at once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from engage.extensions import db
from engage.models import Session
from engage.times import now, today
from tests.pages import words
from tests.web.typed_sessions import GOOD, SOON

YEAR = today(now()).year + 1
CHRISTMAS = date(YEAR, 12, 25)
NEW = "/staff/sessions/new"


def on(name: str, day: date) -> dict[str, str]:
    """A date as it is typed in three boxes."""
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}-{part}": str(value) for part, value in parts.items()}


def repeated(every: str, until: date, first: date = SOON) -> dict[str, str]:
    """The form of a session that repeats."""
    return {**GOOD, **on("date", first), **on("until", until), "every": every}


def planned() -> list[Session]:
    return list(db.session.scalars(select(Session).order_by(Session.starts_local)))


def test_every_date_is_shown_before_anything_is_planned(facilitator):
    form = repeated("second_week", CHRISTMAS, CHRISTMAS - timedelta(days=28))

    page = words(facilitator.post(NEW, data=form))

    assert "Plan 2 sessions?" in page
    first = CHRISTMAS - timedelta(days=28)
    for day in (first, first + timedelta(days=14)):
        assert f"{day:%A} {day.day} {day:%B} {day.year}" in page
    left_out = f"Left out {CHRISTMAS:%A} 25 December {YEAR} is a bank holiday: Christmas Day"
    assert left_out in page
    assert planned() == []


def test_all_are_planned_as_one_series_when_that_is_confirmed(facilitator):
    form = repeated("week", CHRISTMAS, CHRISTMAS - timedelta(days=21))

    answer = facilitator.post(NEW, data={**form, "sure": "1"})

    found = planned()
    days = [one.starts_local.date() for one in found]
    assert days == [CHRISTMAS - timedelta(days=7 * weeks) for weeks in (3, 2, 1)]
    assert len({one.series_id for one in found}) == 1
    assert found[0].series_id is not None
    assert {one.starts_local.time() for one in found} == {time(14)}
    assert {one.ends_local - one.starts_local for one in found} == {timedelta(hours=2, minutes=30)}
    assert {len(one.reminders) for one in found} == {2}
    assert answer.location == f"/staff/sessions/{found[0].id}"


def test_what_was_typed_comes_back_to_be_changed(facilitator):
    form = repeated("week", SOON + timedelta(days=30)) | {"title": "Tea & talk"}

    answer = facilitator.post(NEW, data={**form, "change": "1"})

    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'value="Tea &amp; talk"' in html
    assert '<option value="week" selected>' in html
    assert planned() == []


def test_pressed_twice_it_is_planned_once(facilitator):
    form = {**repeated("week", SOON + timedelta(days=15)), "sure": "1"}

    first, second = (facilitator.post(NEW, data=form) for _ in range(2))

    assert len({one.series_id for one in planned()}) == 1
    assert first.location == second.location


@pytest.mark.parametrize(
    "form, told",
    [
        (lambda: repeated("week", SOON - timedelta(days=1)), "That is before the first day."),
        (lambda: repeated("week", CHRISTMAS, CHRISTMAS), "No day is left: each is a bank holiday."),
        (lambda: repeated("week", SOON + timedelta(days=900)), "That makes more than 60 sessions."),
    ],
)
def test_a_repeat_that_makes_no_date_is_said_and_nothing_typed_is_lost(facilitator, form, told):
    answer = facilitator.post(NEW, data={**form(), "sure": "1"})

    html = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert told in html
    assert '<a href="#until-day">' in html
    assert 'value="4 Dock Road, Liverpool, L3 9ZZ"' in html
    assert planned() == []


def test_one_session_may_be_on_a_bank_holiday_and_that_is_said(facilitator):
    answer = facilitator.post(NEW, data={**GOOD, **on("date", CHRISTMAS)}, follow_redirects=True)

    assert "That day is a bank holiday: Christmas Day." in words(answer)
    assert [one.starts_local for one in planned()] == [datetime.combine(CHRISTMAS, time(14))]


def test_a_session_that_does_not_repeat_needs_no_last_day(facilitator):
    facilitator.post(NEW, data={**GOOD, "every": "", **on("until", SOON)})

    assert [one.series_id for one in planned()] == [None]
