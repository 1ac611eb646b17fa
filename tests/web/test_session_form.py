"""The form that plans a session: what it reads, and how it says what needs mending."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import select

from engage import times
from engage.extensions import db
from engage.models import Session
from engage.web.session_form import NotClear, read_date, read_places, read_time
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
        (
            {"date-day": "1", "date-month": "1", "date-year": str(times.now().year)},
            "date-day",
            "Choose a day and time that has not passed.",
        ),
        ({"starts": "soon"}, "starts", "We could not read that time"),
        ({"starts": "25:00"}, "starts", "There is no such time"),
        ({"ends": "1pm"}, "ends", "Choose a finish time that is after the start."),
        ({"ends": ""}, "ends", "Write a time"),
        ({"place": "\x00"}, "place", "Write where the session is"),
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
