"""Two workers who read answers of one response at once, on both databases."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from engage import analysis, answering, times
from engage.extensions import db
from engage.models import Answer, Statement
from nlp import anonymise
from nlp.anonymise import Anonymised
from nlp.rules import USUAL, Rules
from nlp.spans import Span
from surveys.progress import Given
from surveys.reading import Outcome
from tests.factories import a_survey
from tests.features.databases import EITHER, an_app_on_either

NOW = times.now()
QUESTIONS = [
    {"key": key, "kind": "free_text", "wording": "What else?"} for key in ("one", "two", "three")
]


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def crossing(texts: Sequence[str], rules: Rules = USUAL) -> list[Anonymised]:
    """As `anonymise.across`: what is said with others beside it is all taken out."""
    return [Anonymised("[phone number]", (Span(0, len(text), "PHONE", "x"),)) for text in texts]


def test_halves_that_are_read_at_once_are_both_gone(either, monkeypatch):
    monkeypatch.setattr(anonymise, "across", crossing)
    response = answering.start(a_survey(questions=QUESTIONS), "text", now=NOW)
    answers: list[uuid.UUID] = []
    for key in ("one", "two", "three"):
        given = Given(key, Outcome.ANSWER_TEXT, words=f"half {key}")
        answers.append(answering.record(response, given, now=NOW).id)
    db.session.commit()
    ready = threading.Barrier(len(answers))

    def read(answer_id: uuid.UUID) -> None:
        with either.app_context():
            ready.wait()
            analysis.read_one(answer_id, now=NOW)
            db.session.remove()

    reading = [threading.Thread(target=read, args=(one,)) for one in answers]
    for one in reading:
        one.start()
    for one in reading:
        one.join()

    db.session.expire_all()
    assert set(db.session.scalars(select(Answer.reading))) == {"done"}
    assert db.session.scalars(select(Statement.text)).all() == ["[phone number]"] * 3


def test_a_half_that_comes_while_the_first_is_read_leaves_neither(either, monkeypatch):
    """The first is looked at alone, the second comes and is read, and then the first is written."""
    response = answering.start(a_survey(questions=QUESTIONS), "text", now=NOW)
    response_id = response.id
    given = Given("one", Outcome.ANSWER_TEXT, words="half one")
    first = answering.record(response, given, now=NOW).id
    db.session.commit()
    db.session.remove()
    came = threading.Event()

    def second_comes() -> None:
        with either.app_context():
            later = db.session.get_one(type(response), response_id)
            given = Given("two", Outcome.ANSWER_TEXT, words="half two")
            second = answering.record(later, given, now=NOW).id
            db.session.commit()
            came.set()
            analysis.read_one(second, now=NOW)
            db.session.remove()

    real = anonymise.find

    def find(text: str, rules: Rules = USUAL) -> tuple[Span, ...]:
        if not came.is_set():
            coming = threading.Thread(target=second_comes)
            coming.start()
            coming.join()
        return real(text, rules)

    monkeypatch.setattr(anonymise, "across", crossing)
    monkeypatch.setattr(anonymise, "find", find)
    analysis.read_one(first, now=NOW)

    db.session.expire_all()
    assert db.session.scalars(select(Statement.text)).all() == ["[phone number]"] * 2
