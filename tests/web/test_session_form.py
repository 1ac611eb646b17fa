"""The form that plans a session: what it reads, and how it says what needs mending."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from engage import times
from engage.extensions import db
from engage.models import Session
from engage.reminder_times import Before, OnDay, when_of
from engage.web.session_form import (
    NotClear,
    read_date,
    read_link,
    read_places,
    read_reminders,
    read_time,
    said_when,
)
from tests.web.typed_sessions import GOOD


@pytest.mark.parametrize(
    "given, box, told",
    [
        ({"title": " "}, "title", "Write what the session is called"),
        ({"title": "x" * 121}, "title", "120 letters or fewer"),
        ({"date-day": "31", "date-month": "2"}, "date-day", "days. Check the day"),
        ({"date-day": "first"}, "date-day", "Write the date in numbers"),
        ({"date-day": "", "date-month": "", "date-year": ""}, "date-day", "Write the day of"),
        ({"date-month": "13"}, "date-day", "Months go from 1 to 12"),
        ({"date-year": "1999"}, "date-day", "Check the year"),
        ({"date-year": "٢٠٢٧"}, "date-day", "Write the date in numbers"),
        ({"starts": "soon"}, "starts", "We could not read that time"),
        ({"starts": "25:00"}, "starts", "There is no such time"),
        ({"ends": "1pm"}, "ends", "Choose a finish time that is after the start."),
        ({"ends": ""}, "ends", "Write a time"),
        ({"place": "\x00"}, "place", "Write where the session is"),
        ({"address": " "}, "address", "Write the address, with a postcode"),
        ({"where": "online", "link": ""}, "link", "Paste the link that people join with"),
        ({"where": "online", "link": "zoom"}, "link", "We could not read that link"),
        ({"where": "online", "link": "javascript:x.y"}, "link", "We could not read that link"),
        ({"pay": "lots"}, "pay", "Write the sum in pounds"),
        ({"pay": "501"}, "pay", "That is over £500 for each person"),
        ({"answer_hours": "0"}, "answer_hours", "a number from 1 to 336"),
        ({"reminders": "2 days before\nsoon"}, "reminders", "We could not read “soon”"),
        ({"reminders": "5 minutes before"}, "reminders", "from 1 hour to 60 days"),
        ({"reminders": "the evening before"}, "reminders", "Say at what time"),
        ({"reminders": "1 day\n" * 6}, "reminders", "Choose 5 reminders or fewer"),
        ({"reminder_words": "x" * 301}, "reminder_words", "300 letters or fewer"),
        ({"run_sheet": "x" * 8001}, "run_sheet", "8000 letters or fewer"),
        ({"every": "week"}, "until-day", "Write the day it repeats until"),
        ({"getting_there": "x" * 401}, "getting_there", "400 letters or fewer"),
        ({"capacity": "0"}, "capacity", "a number from 1 to 500"),
        ({"capacity": "lots"}, "capacity", "a number from 1 to 500"),
        ({"capacity": ""}, "capacity", "Write how many places there are"),
        ({"capacity": "9" * 50}, "capacity", "a number from 1 to 500"),
    ],
)
def test_what_needs_mending_is_said_at_its_field_and_all_typed_is_kept(
    facilitator, given, box, told
):
    answer = facilitator.post("/staff/sessions/new", data={**GOOD, **given})
    html = answer.get_data(as_text=True)

    assert answer.status_code == 400
    assert "<title>Error: " in html
    assert f'<a href="#{box}">' in html
    assert html.count(told) == 2
    assert 'value="4.30pm"' in html or "ends" in given
    assert "A lift by the door." in html or "getting_there" in given
    assert db.session.scalars(select(Session)).all() == []


def test_a_day_that_has_passed_is_said_at_its_field_too(facilitator):
    passed = {"date-day": "1", "date-month": "1", "date-year": str(times.now().year)}
    test_what_needs_mending_is_said_at_its_field_and_all_typed_is_kept(
        facilitator, passed, "date-day", "Choose a day and time that has not passed."
    )


def test_an_empty_form_says_everything_at_once(facilitator):
    html = facilitator.post("/staff/sessions/new", data={}).get_data(as_text=True)

    assert [
        f'href="#{box}"' in html
        for box in ("title", "date-day", "starts", "ends", "place", "capacity")
    ] == [True] * 6


@pytest.mark.parametrize(
    "typed, read",
    [
        ("2pm", time(14)),
        ("2.30 pm", time(14, 30)),
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("9", time(9)),
        ("0930", time(9, 30)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
        ("Midday", time(12)),
        ("06:15", time(6, 15)),
        ("11am", time(11)),
    ],
)
def test_a_time_is_read_as_people_write_it(app, typed, read):
    assert read_time(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["", "2", "7:30", "24:00", "13pm", "0am", "2:75", "noonish", "2pm4", "１４:30", "-3", "2:3"],
)
def test_a_time_that_could_be_two_or_none_is_asked_about(app, typed):
    with app.test_request_context(), pytest.raises(NotClear):
        read_time(typed)


@pytest.mark.parametrize(
    "typed, read",
    [
        (("27", "3", "2027"), date(2027, 3, 27)),
        (("1", "March", "27"), date(2027, 3, 1)),
        (("7", "Sept", "27"), date(2027, 9, 7)),
        (("29", "feb", "2028"), date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_as_people_write_it(app, typed, read):
    assert read_date(*typed, today=date(2026, 11, 1)) == read


@pytest.mark.parametrize(
    "typed",
    [
        ("29", "2", "2027"),
        ("31", "4", "2027"),
        ("0", "1", "2027"),
        ("1", "", "2027"),
        ("1", "1", "2040"),
        ("-1", "1", "2027"),
    ],
)
def test_a_date_that_is_not_one_is_asked_about(app, typed):
    with app.test_request_context(), pytest.raises(NotClear):
        read_date(*typed, today=date(2026, 11, 1))


@pytest.mark.parametrize("typed, read", [("1", 1), ("500", 500), ("012", 12)])
def test_places_are_a_number(app, typed, read):
    assert read_places(typed) == read


@pytest.mark.parametrize(
    "typed, read",
    [
        ("https://meet.example.org/a?b=c", "https://meet.example.org/a?b=c"),
        ("meet.example.org/a", "https://meet.example.org/a"),
    ],
)
def test_a_link_may_be_without_its_https(app, typed, read):
    assert read_link(typed) == read


@pytest.mark.parametrize(
    "typed", ["ftp://x.org", "https://", "file:///etc", "https://a b.org", "["]
)
def test_a_link_that_opens_no_page_is_asked_about(app, typed):
    with app.test_request_context(), pytest.raises(NotClear):
        read_link(typed)


@pytest.mark.parametrize(
    "typed, read",
    [
        ("2 days before", Before(timedelta(days=2))),
        ("Two days before.", Before(timedelta(days=2))),
        ("2 hours", Before(timedelta(hours=2))),
        ("2hrs before", Before(timedelta(hours=2))),
        ("a week before", Before(timedelta(days=7))),
        ("90 minutes before", Before(timedelta(minutes=90))),
        ("the day before at 6pm", OnDay(1, time(18))),
        ("evening before, at 18:30", OnDay(1, time(18, 30))),
        ("1 week before at 9am", OnDay(7, time(9))),
        ("on the day at 9am", OnDay(0, time(9))),
    ],
)
def test_a_reminder_is_read_as_people_write_it(app, typed, read):
    assert read_reminders(typed) == (read,)


@pytest.mark.parametrize(
    "typed", ["soon", "2 hours before at 6pm", "0 days before", "61 days", "at 9am"]
)
def test_a_reminder_we_cannot_read_is_asked_about(app, typed):
    with app.test_request_context(), pytest.raises(NotClear):
        read_reminders(typed)


@pytest.mark.parametrize(
    "line",
    ["2 days before", "1 day before", "2 hours before", "1 day before at 6pm", "on the day at 9am"],
)
def test_a_reminder_that_is_kept_is_shown_as_it_was_written(app, line):
    starts = datetime(2027, 3, 3, 14)
    (when,) = read_reminders(line)

    assert said_when(when_of(when.due(starts), starts)) == line
