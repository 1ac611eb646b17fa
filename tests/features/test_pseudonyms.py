"""The same letters for the same name, in step, and a key that goes with the words."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from engage import answering, consulting, pseudonyms, retention, times
from engage.extensions import db
from engage.models import Answer, Consultation, Pseudonym, PseudonymUse, Survey
from surveys.progress import Given
from surveys.reading import Outcome
from tests.factories import a_survey
from tests.features.databases import EITHER, an_app_on_either

NOW = times.now()
AT_ONCE = 6


def an_answer(survey: Survey | None = None, words: str = "ask dave") -> Answer:
    """Words that a survey of this test has been sent."""
    response = answering.start(survey or a_survey(), "web", now=NOW)
    given = Given("change", Outcome.ANSWER_TEXT, words=words)
    answer = answering.record(response, given, now=NOW)
    answer.reading = "done"
    db.session.commit()
    return answer


def a_consultation(*surveys: Survey) -> Consultation:
    consultation = consulting.create(consulting.Plan("Doors"), now=NOW)
    for survey in surveys:
        consulting.add(consultation, survey)
    db.session.commit()
    return consultation


def letters_for(answer: Answer, *names: str) -> list[str]:
    """The letters of these names in an answer, kept."""
    letters = pseudonyms.letters_in(answer)
    found = [letters(name) for name in names]
    db.session.commit()
    return found


def names_kept() -> set[str]:
    db.session.expire_all()
    return {name for name in db.session.scalars(select(Pseudonym.name)) if name is not None}


def test_each_name_has_the_next_letters_and_keeps_them(app):
    survey = a_survey()
    assert letters_for(an_answer(survey), "dave", "fatima", "dave") == ["A", "B", "A"]
    assert letters_for(an_answer(survey), "fatima", "kev") == ["B", "C"]


def test_after_z_come_two_letters(app):
    names = [f"name{number}" for number in range(28)]
    assert letters_for(an_answer(), *names)[25:] == ["Z", "AA", "AB"]


def test_the_surveys_of_one_consultation_share_their_letters(app):
    one, other = a_survey(), a_survey("other")
    a_consultation(one, other)
    assert letters_for(an_answer(one), "dave") == ["A"]
    assert letters_for(an_answer(other), "kev", "dave") == ["B", "A"]


def test_surveys_apart_have_letters_of_their_own_and_nothing_tells_that_a_name_is_the_same(app):
    assert letters_for(an_answer(), "dave") == ["A"]
    assert letters_for(an_answer(a_survey("other")), "kev", "dave") == ["A", "B"]
    keys = db.session.scalars(select(Pseudonym.name_key)).all()
    assert len(set(keys)) == 3


def test_a_survey_that_joins_a_consultation_later_keeps_the_letters_it_has(app):
    one, other = a_survey(), a_survey("other")
    consultation = a_consultation(other)
    letters_for(an_answer(one), "dave")
    letters_for(an_answer(other), "kev")
    consulting.add(consultation, one)
    assert letters_for(an_answer(one), "kev", "dave") == ["B", "A"]


def test_a_survey_that_leaves_a_consultation_keeps_the_letters_it_has(app):
    one, other = a_survey(), a_survey("other")
    consultation = a_consultation(one, other)
    letters_for(an_answer(other), "kev")
    letters_for(an_answer(one), "dave")
    consulting.take_out(consultation, one)
    assert letters_for(an_answer(one), "dave", "kev") == ["B", "A"]


def test_a_name_is_sealed(app):
    letters_for(an_answer(), "dave")
    stored = db.session.connection().exec_driver_sql("SELECT name FROM pseudonym").scalar_one()
    assert b"dave" not in stored
    assert names_kept() == {"dave"}


@pytest.mark.parametrize("days,kept", [(179.9, {"dave"}), (180.1, set())])
def test_the_names_go_at_the_moment_the_words_go(app, days, kept):
    answer = an_answer()
    letters_for(answer, "dave")
    answer.response.survey.closes_at = NOW - timedelta(days=days)
    retention.sweep(now=NOW)
    db.session.commit()
    assert (names_kept(), answer.words is not None) == (kept, bool(kept))


def test_a_name_stays_while_other_words_of_the_consultation_have_it(app):
    one, other = a_survey(), a_survey("other")
    a_consultation(one, other)
    letters_for(an_answer(one), "dave", "kev")
    letters_for(an_answer(other), "dave")
    one.closes_at = NOW - timedelta(days=181)
    retention.sweep(now=NOW)
    db.session.commit()
    assert names_kept() == {"dave"}


def test_letters_whose_name_is_gone_never_stand_for_somebody_else(app):
    survey = a_survey()
    gone = an_answer(survey)
    letters_for(gone, "dave")
    answering.forget(gone.response)
    db.session.commit()
    assert names_kept() == set()
    assert letters_for(an_answer(survey), "kev", "dave") == ["B", "C"]


def test_a_name_goes_with_the_answers_that_somebody_deletes(app):
    survey = a_survey()
    answer = an_answer(survey)
    letters_for(answer, "dave", "kev")
    letters_for(an_answer(survey), "kev")
    answering.forget(answer.response)
    db.session.commit()
    assert names_kept() == {"kev"}


def test_a_name_goes_with_the_words_that_somebody_takes_back(app):
    answer = an_answer()
    letters_for(answer, "dave")
    answering.record(answer.response, Given("change", Outcome.SKIP), now=NOW)
    db.session.commit()
    assert names_kept() == set()


def test_a_name_goes_when_the_words_read_again_do_not_have_it(app):
    answer = an_answer()
    letters_for(answer, "dave")
    letters_for(answer, "kev")
    pseudonyms.let_go()
    db.session.commit()
    assert names_kept() == {"kev"}


def test_with_a_survey_go_its_letters(app):
    answer = an_answer()
    letters_for(answer, "dave")
    db.session.execute(delete(Survey))
    pseudonyms.let_go()
    db.session.commit()
    assert db.session.scalars(select(Pseudonym.id)).all() == []
    assert db.session.scalars(select(PseudonymUse.answer_id)).all() == []


@pytest.fixture(params=EITHER)
def either(request, tmp_path, migrated) -> Iterator[Flask]:
    """An app on each database."""
    with an_app_on_either(request, tmp_path, migrated) as app:
        yield app


def test_several_who_read_at_once_give_one_name_one_letter_and_each_name_another(either):
    survey = a_survey()
    answers = [an_answer(survey).id for _ in range(AT_ONCE)]
    ready = threading.Barrier(AT_ONCE)
    found: list[tuple[str, str]] = []

    def read(number: int) -> None:
        names = ["dave", f"name{number}", "kev"]
        with either.app_context():
            ready.wait()
            answer = db.session.get_one(Answer, answers[number])
            found.extend(zip(names, letters_for(answer, *names), strict=True))
            db.session.remove()

    reading = [threading.Thread(target=read, args=(number,)) for number in range(AT_ONCE)]
    for one in reading:
        one.start()
    for one in reading:
        one.join()

    assert len(set(found)) == len({name for name, _ in found}) == AT_ONCE + 2
    assert {letters for _, letters in found} == set("ABCDEFGH")


def test_who_waits_for_letters_that_another_has_not_kept_yet_gets_the_next(either):
    survey = a_survey()
    first, second = an_answer(survey).id, an_answer(survey).id
    taken, told = threading.Event(), uuid.uuid4().hex

    def hold() -> None:
        with either.app_context():
            pseudonyms.letters_in(db.session.get_one(Answer, first))(told)
            taken.set()
            threading.Event().wait(0.3)
            db.session.commit()
            db.session.remove()

    holding = threading.Thread(target=hold)
    holding.start()
    taken.wait()
    mine = letters_for(db.session.get_one(Answer, second), "dave")
    holding.join()
    assert mine == ["B"]
