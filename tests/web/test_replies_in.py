"""Replies brought in from a table."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from engage.extensions import db
from engage.models import Response
from tests.factories import a_survey

QUESTIONS: list[dict[str, Any]] = [
    {"key": "safe", "kind": "yes_no", "wording": "Do you feel safe?"},
    {"key": "change", "kind": "free_text", "wording": "What should change?"},
    {
        "key": "needs",
        "kind": "pick_several",
        "wording": "What would help?",
        "options": [{"value": "lock", "label": "A lock"}, {"value": "room", "label": "A room"}],
    },
]
ADDRESS = "/staff/surveys/test-survey/bring"
HEAD = "Do you feel safe?,What should change?,What would help?\n"
ROWS = 'yes,"The damp, mostly",A lock; A room\nno,Nothing,\n'


@pytest.fixture
def facilitator(app, as_staff):
    a_survey(questions=QUESTIONS)
    db.session.commit()
    return as_staff("facilitator")


def bring(client, text: str | bytes):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(ADDRESS, data={"file": (io.BytesIO(data), "replies.csv")})


def add(client, page: str):
    [rows] = re.findall(r'name="rows" value="([^"]*)"', page)
    return client.post(ADDRESS, data={"rows": unescape(rows), "way": "face"})


def kept() -> list[Response]:
    return list(db.session.scalars(select(Response)))


def test_a_file_shows_what_it_would_add_and_keeps_nothing_yet(facilitator):
    page = bring(facilitator, HEAD + ROWS).text

    assert "2 replies would be added." in page
    assert "Nothing is saved yet." in page
    assert kept() == []


def test_each_row_becomes_a_reply_of_no_person(facilitator):
    add(facilitator, bring(facilitator, HEAD + ROWS).text)

    assert [(one.channel, one.helped, one.person_id) for one in kept()] == [
        ("paper", True, None)
    ] * 2
    said = [(one.question, one.value, one.words) for row in kept() for one in row.answers]
    assert ("change", None, "The damp, mostly") in said
    assert ("needs", ["lock", "room"], None) in said
    assert all(one.sent_on for one in kept())


def test_the_same_file_again_adds_nothing(facilitator):
    add(facilitator, bring(facilitator, HEAD + ROWS).text)
    again = bring(facilitator, HEAD + ROWS + "yes,Quiet,\n").text

    assert "1 reply would be added." in again
    assert "2 are there already." in again
    add(facilitator, again)
    assert len(kept()) == 3


def test_a_form_sent_twice_adds_each_row_once(facilitator):
    page = bring(facilitator, HEAD + ROWS).text
    add(facilitator, page)
    add(facilitator, page)

    assert len(kept()) == 2


def test_columns_are_known_by_key_and_the_rest_are_named(facilitator):
    page = bring(facilitator, "Worker,SAFE\nDave,yes\n").text

    assert "left out:</p>" not in page
    assert "so they are left out: Worker" in page
    assert "1 reply would be added." in page


def test_a_row_that_cannot_be_read_is_told_and_the_others_can_be_added(facilitator):
    page = bring(facilitator, HEAD + "purple,Heat,\n" + ROWS).text

    assert "Row 2: we could not read the answer to “Do you feel safe?”." in page
    assert "2 replies would be added." in page


@pytest.mark.parametrize(
    "data, told",
    [
        ("", "The file needs a row of questions"),
        (HEAD, "The file needs a row of questions"),
        ("Colour\nred\n", "No column is a question of this survey"),
        (b"\xff\xfe\x00", "Save it as CSV in UTF-8"),
        (HEAD + "yes,Heat,\n" * 2001, "Bring 2,000 rows or fewer at a time"),
    ],
)
def test_what_is_no_table_of_replies_is_answered_kindly(facilitator, data, told):
    answer = bring(facilitator, data)

    assert answer.status_code == 400
    assert told in answer.text


def test_no_file_is_asked_for(facilitator):
    assert "Choose a file first" in facilitator.post(ADDRESS, data={}).text


def test_policy_readers_bring_nothing_in(app, as_staff):
    a_survey(questions=QUESTIONS)
    db.session.commit()

    assert as_staff("policy").get(ADDRESS).status_code == 403
