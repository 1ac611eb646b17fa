"""A change to what was sent counts at once, and asks first when words would go with it."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from engage.extensions import db
from tests.factories import a_survey
from tests.pages import words
from tests.web.codes import enter, send
from tests.web.survey_pages import S, give, heading, page, responses

HOME = f"{S}/q/home?from=mine"
SINCE = f"{S}/q/since?from=mine"


def test_a_question_that_a_change_opens_is_offered_and_one_it_shuts_is_let_go(client):
    asks_those_with_a_home(client)
    assert "How is it?" not in page(client, "/mine")
    assert client.get(SINCE).location == "/mine"

    client.post(HOME, data={"answer": "yes"})
    assert "How is it?" in page(client, "/mine")
    client.post(SINCE, data={"skip": "1"})
    client.post(HOME, data={"answer": "no"})
    assert set(responses()[0].values) == {"home"}


def test_a_change_that_would_let_words_go_shows_them_and_asks_first(client):
    asks_those_with_a_home(client)
    client.post(HOME, data={"answer": "yes"})
    client.post(SINCE, data={"answer": "warm"})

    came = client.post(HOME, data={"answer": "no"})

    assert came.status_code == 409
    assert heading(came.get_data(as_text=True)) == "Change this answer?"
    assert "Have you a home?" in words(came)
    assert "How is it? warm" in words(came)
    assert responses()[0].values["home"] == "yes"

    again = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', came.text))
    assert client.post(HOME, data={**again, "sure": "1"}).location == "/mine"
    assert set(responses()[0].values) == {"home"}


def test_a_change_that_lets_no_words_go_asks_nothing(client):
    asks_those_with_a_home(client)
    client.post(HOME, data={"answer": "yes"})
    client.post(SINCE, data={"answer": "warm"})
    assert client.post(HOME, data={"answer": "yes"}).location == "/mine"
    assert "warm" in page(client, "/mine")


def asks_those_with_a_home(client: FlaskClient) -> None:
    """A survey that asks how it is of those who have a home, sent by somebody who has none."""
    a_survey(
        questions=[
            {"key": "home", "kind": "yes_no", "wording": "Have you a home?"},
            {
                "key": "since",
                "kind": "free_text",
                "wording": "How is it?",
                "show_when": {"question": "home", "is": "yes"},
            },
        ]
    )
    db.session.commit()
    client.post(S)
    give(client, "home", "no")
    enter(client, send(client))
