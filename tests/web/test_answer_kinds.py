"""Answering on the web each kind of question that a survey may ask."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engage import times
from engage.counting import answers_counted
from engage.extensions import db
from engage.models import Survey
from tests.factories import a_survey
from tests.web.survey_pages import S, give, page, responses

NEEDS = [
    {"value": "food", "label": "Food"},
    {"value": "sleep", "label": "A safe place to sleep"},
    {"value": "care", "label": "Health care"},
]
QUESTIONS: list[dict[str, Any]] = [
    {"key": "key-worker", "kind": "yes_no", "wording": "Do you have a key worker?"},
    {"key": "needs", "kind": "pick_several", "wording": "What did you need?", "options": NEEDS},
    {
        "key": "nights",
        "kind": "number",
        "wording": "How many nights?",
        "high": 120,
        "unit": "nights",
    },
    {"key": "moved", "kind": "date", "wording": "When did you move in?", "when": "past"},
]


@pytest.fixture
def survey(app) -> Survey:
    made = a_survey(questions=QUESTIONS)
    db.session.commit()
    return made


def begun_at(client, key: str) -> None:
    """A visitor who has skipped every question before this one."""
    client.post(S)
    for question in QUESTIONS:
        if question["key"] == key:
            return
        give(client, question["key"], None, skip="1")


@pytest.mark.parametrize(
    "key, sent, kept",
    [
        ("key-worker", ["yes"], ("yes", "Yes")),
        ("key-worker", ["dont_know"], ("dont_know", "Not sure")),
        ("needs", ["sleep", "food"], (("food", "sleep"), "Food, A safe place to sleep")),
        ("needs", ["none_of_these"], ((), "None of these")),
        ("nights", ["12 nights"], (12, "12")),
        ("nights", ["none"], (0, "0")),
        ("moved", ["3 March 2024"], ("2024-03-03", "3/3/2024")),
    ],
)
def test_every_kind_is_read_kept_and_shown_back(client, survey, key, sent, kept):
    value, shown = kept
    begun_at(client, key)
    client.post(f"{S}/q/{key}", data={"answer": sent})
    for question in QUESTIONS:
        if question["key"] not in responses()[0].values:
            give(client, question["key"], None, skip="1")

    assert responses()[0].values[key] == value
    assert re.search(rf"<dd [^>]*>{shown}</dd>", page(client, f"{S}/check"))


@pytest.mark.parametrize(
    "key, sent",
    [
        ("needs", ["food", "none_of_these"]),
        ("needs", ["food", "rather_not_say"]),
        ("needs", []),
        ("nights", ["a few"]),
        ("nights", ["500"]),
        ("moved", ["31/2/2024"]),
        ("moved", ["soon"]),
        ("key-worker", ["banana"]),
    ],
)
def test_what_we_cannot_read_is_explained_and_not_kept(client, survey, key, sent):
    begun_at(client, key)

    came = client.post(f"{S}/q/{key}", data={"answer": sent}, follow_redirects=True)

    assert came.status_code == 400
    assert '<a href="#answer-1">' in came.get_data(as_text=True)
    assert key not in responses()[0].values


@pytest.mark.parametrize(
    "key, sent, told",
    [
        ("nights", "500", "Write a number from 0 to 120"),
        ("nights", "-3", "Write a number from 0 to 120"),
        ("nights", "2 or 3", "Write how many as one number"),
        ("moved", "1/1/2999", "Write a day that has already been"),
        ("moved", "the other day", "Write a date, like 3 March 2027"),
    ],
)
def test_how_far_an_answer_may_go_is_told_and_what_was_written_stays(
    client, survey, key, sent, told
):
    begun_at(client, key)

    html = client.post(f"{S}/q/{key}", data={"answer": sent}).get_data(as_text=True)

    assert told in html
    assert f'value="{sent}"' in html


def test_words_such_as_yesterday_are_reckoned_from_today(client, survey):
    begun_at(client, "moved")
    give(client, "moved", "today")

    assert responses()[0].values["moved"] == times.today(times.now()).isoformat()


@pytest.mark.parametrize(
    "key, sent, back",
    [
        ("key-worker", ["no"], r'value="no" checked'),
        ("needs", ["care"], r'type="checkbox"[^>]* value="care" checked'),
        ("needs", ["none_of_these"], r'value="none_of_these" checked'),
        ("needs", ["rather_not_say"], r'value="rather_not_say" checked'),
        ("nights", ["3"], r'value="3" inputmode="numeric"'),
        ("moved", ["3/3/2024"], r'value="3/3/2024"'),
    ],
)
def test_going_back_shows_what_was_given(client, survey, key, sent, back):
    begun_at(client, key)
    client.post(f"{S}/q/{key}", data={"answer": sent})

    html = page(client, f"{S}/q/{key}")

    assert re.search(back, html)
    assert html.count(" checked") == back.count(" checked")


def test_each_of_several_is_counted_and_a_number_stands_in_its_order(client, survey):
    for needs, nights in ((["food", "care"], "12"), (["food"], "3"), (["none_of_these"], None)):
        client.post(S)
        give(client, "key-worker", "yes")
        client.post(f"{S}/q/needs", data={"answer": needs})
        give(client, "nights", nights, **({} if nights else {"skip": "1"}))
        give(client, "moved", None, skip="1")
        client.post(f"{S}/check")

    worker, several, counted, _ = answers_counted(survey)

    assert worker.answers == (("Yes", 3), ("No", 0), ("Not sure", 0))
    assert several.answers == (
        ("Food", 2),
        ("A safe place to sleep", 0),
        ("Health care", 1),
        ("None of these", 1),
    )
    assert (counted.answers, counted.skipped) == ((("3", 1), ("12", 1)), 1)
