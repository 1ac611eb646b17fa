"""Statements in other languages: shown as they came, and put into English by staff."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage import answering, releasing, summaries, times
from engage.extensions import db
from engage.models import Response, Statement
from surveys.progress import Given
from surveys.reading import Outcome
from tests.factories import a_survey
from tests.replied import a_response, responses

POLISH = "Chcę mieszkać bliżej pracy"
ENGLISH = "I want to live nearer work"


@pytest.fixture
def said(survey) -> Statement:
    """Something said in Polish."""
    found = a_response(survey, said=POLISH, codes=["location"])
    found.answers[0].language = "pl"
    db.session.commit()
    return found.answers[0].statements[0]


def put(client, statement: Statement, english: str, by: str):
    return client.post(
        f"/staff/statements/{statement.id}/english", data={"english": english, "by": by}
    )


def page(client) -> str:
    return client.get("/staff/surveys/test-survey").get_data(as_text=True)


def test_words_in_another_language_say_which_and_stay_as_they_came(facilitator, said):
    put(facilitator, said, ENGLISH, "machine")

    shown = page(facilitator)
    assert POLISH in shown
    assert "Polish" in shown
    assert f"In English, by a machine: “{ENGLISH}”" in " ".join(shown.split())


def test_who_made_the_english_is_kept(facilitator, said):
    put(facilitator, said, ENGLISH, "human")
    db.session.expire_all()

    assert (said.translation, said.translation_by) == (ENGLISH, "human")
    assert said.translated_by is not None
    assert said.translated_on == times.today(times.now())


@pytest.mark.parametrize("by", ["", "nobody"])
def test_english_is_not_kept_without_who_made_it(facilitator, said, by):
    came = put(facilitator, said, ENGLISH, by)

    assert came.status_code == 400
    assert ENGLISH in came.get_data(as_text=True)
    assert db.session.scalars(select(Statement.translation)).all() == [None]


def test_the_english_can_be_taken_away(facilitator, said):
    put(facilitator, said, ENGLISH, "human")
    put(facilitator, said, " ", "")
    db.session.expire_all()

    assert (said.translation, said.translation_by, said.translated_by) == (None, None, None)


def test_english_is_read_by_a_person_before_it_may_be_quoted(facilitator, said, survey):
    said.released_by, said.released_on = None, times.today(times.now())
    put(facilitator, said, ENGLISH, "human")

    assert releasing.how_many(survey) == 1


def test_a_quote_says_that_it_was_put_into_english(app, survey, as_staff):
    reader = as_staff("facilitator")
    responses(survey, 6, said="somewhere else", codes=["location"])
    found = a_response(survey, said=POLISH, codes=["location"]).answers[0].statements[0]
    db.session.commit()
    put(reader, found, ENGLISH, "machine")
    reader.post("/staff/surveys/test-survey/quotes", data={f"statement-{found.id}": "release"})

    [theme] = summaries.build(survey, now=times.now()).themes
    assert [(one.text, one.translated) for one in theme.quotes] == [(ENGLISH, "machine")]


@pytest.mark.parametrize(
    "words, asked_in, kept",
    [
        (POLISH, "en", "pl"),
        ("more locks", "en", "en"),
        ("lepsze zamki", "pl", "pl"),
        ("ما به قفل نیاز داریم", "en", "fa"),
        ("", "ar", "ar"),
    ],
)
def test_an_answer_keeps_its_language(app, words, asked_in, kept):
    response = answering.start(a_survey(), "web", now=times.now())
    given = Given("change", Outcome.ANSWER_TEXT if words else Outcome.SKIP, words=words)
    answering.record(response, given, now=times.now(), language=asked_in)
    db.session.commit()

    assert db.session.scalars(select(Response)).one().answers[0].language == kept
