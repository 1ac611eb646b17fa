"""What a correction leaves: in cases, in what is published, and when words are read again."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage import (
    analysis,
    answering,
    corrections,
    local_words,
    passages,
    reading_again,
    releasing,
    summaries,
    times,
)
from engage.corrections import FalseAlarm, Missed
from engage.extensions import db
from engage.local_words import CannotList, Entry
from engage.models import Answer, LocalCase, Staff, Statement
from nlp import anonymise
from nlp.anonymise import Anonymised
from nlp.spans import Span
from tests.replied import responses

NOW = times.now()


def put_right(statement: Statement, found: corrections.Correction, sam: Staff):
    word = corrections.put_right(statement, found, sure=True, by=sam, now=NOW)
    db.session.commit()
    return word


def templates() -> list[str]:
    return [one.template for one in db.session.scalars(select(LocalCase))]


def in_the_summary(statement: Statement) -> list[str]:
    db.session.expire_all()
    survey = db.session.get_one(Answer, statement.answer_id).response.survey
    out = summaries.published(survey)
    assert out is not None
    themes = summaries.from_dict(out.content).themes
    return [quote.text for theme in themes for quote in theme.quotes]


def publish(statement: Statement, sam: Staff) -> None:
    survey = db.session.get_one(Answer, statement.answer_id).response.survey
    responses(survey, 6, said="no lock", codes=["safety"])
    releasing.release(statement, sam, now=NOW)
    db.session.flush()
    summaries.publish(survey, summaries.build(survey, now=NOW), now=NOW)
    db.session.commit()


class TestACase:
    def test_loses_what_the_next_correction_of_its_passage_finds(self, said, sam):
        statement = said("Tosh told Bizzy no")
        put_right(statement, Missed("Tosh", "PERSON", "here"), sam)
        put_right(statement, Missed("bizzy", "PERSON", "here"), sam)
        assert templates() == ["{PERSON} told {PERSON} no"] * 2
        for one in db.session.scalars(select(LocalCase)):
            assert len(one.expected) == 2

    def test_loses_words_that_are_taken_out_of_passages_by_a_list(self, said, sam):
        put_right(said("Tosh told Bizzy no"), Missed("Tosh", "PERSON", "here"), sam)
        word = local_words.add(Entry("bizzy", "always", label="PERSON"), by=sam, now=NOW)
        corrections.take_out_of_others(word, by=sam, now=NOW)
        assert templates() == ["{PERSON} told {PERSON} no"]

    def test_says_no_more_that_words_stay_which_are_a_detail_everywhere(self, said, sam):
        put_right(said("ask [name] again"), FalseAlarm(0, "Tosh", "here"), sam)
        put_right(said("Tosh helps"), Missed("tosh", "PERSON", "always"), sam)
        assert sorted(templates()) == ["ask {PERSON} again", "{PERSON} helps"]

    def test_goes_with_the_answers_it_was_made_of(self, said, sam):
        statement, other = said("my room at Oak Lodge leaks, Tosh"), said("ask Tosh")
        put_right(statement, Missed("oak lodge", "ORG", "here"), sam)
        put_right(statement, Missed("tosh", "PERSON", "here"), sam)
        put_right(other, Missed("tosh", "PERSON", "here"), sam)
        answering.forget(db.session.get_one(Answer, statement.answer_id).response)
        db.session.commit()
        assert templates() == ["ask {PERSON}"]

    def test_is_not_made_of_words_that_stand_in_the_english_alone(self, said, sam):
        statement = said("pokój [name]")
        statement.translation, statement.translation_by = "the room of Tosh", "human"
        put_right(statement, Missed("Tosh", "PERSON", "here"), sam)
        assert templates() == []


class TestWhatIsPublished:
    def test_loses_what_was_missed_at_once(self, said, sam):
        statement = said("ask Tosh for a lock")
        publish(statement, sam)
        put_right(statement, Missed("tosh", "PERSON", "here"), sam)
        assert "ask [name] for a lock" in in_the_summary(statement)
        assert "ask Tosh for a lock" not in in_the_summary(statement)

    def test_loses_it_in_english_and_from_a_list_too(self, said, sam):
        statement = said("zamek Tosh")
        statement.translation, statement.translation_by = "the lock of Tosh", "human"
        publish(statement, sam)
        word = local_words.add(Entry("tosh", "always", label="PERSON"), by=sam, now=NOW)
        corrections.take_out_of_others(word, by=sam, now=NOW)
        db.session.commit()
        assert in_the_summary(statement) == ["the lock of [name]"]

    def test_gets_nothing_back_that_nobody_has_read(self, said, sam):
        statement = said("[name] for a lock")
        publish(statement, sam)
        put_right(statement, FalseAlarm(0, "hope", "here"), sam)
        assert "[name] for a lock" in in_the_summary(statement)


def read_again(answer_id) -> Answer:
    analysis.read_one(answer_id, now=NOW + timedelta(seconds=1))
    return db.session.get_one(Answer, answer_id, populate_existing=True)


def test_what_is_put_right_while_it_waits_to_be_read_again_stays_so(said, sam):
    statement = said("ask Tosh about it")
    db.session.get_one(Answer, statement.answer_id).words = "ask Tosh about it"
    assert reading_again.ask_for([statement.answer_id]) == 1
    put_right(statement, Missed("about it", "PERSON", "here"), sam)
    again = read_again(statement.answer_id)
    assert (again.reading, [one.text for one in again.statements]) == ("done", ["ask Tosh [name]"])


def test_a_passage_that_is_gone_cannot_be_put_right_nor_does_it_stop_the_others(
    said, sam, monkeypatch
):
    gone, other = said("ask Tosh"), said("tosh helps")
    word = local_words.add(Entry("tosh", "always", label="PERSON"), by=sam, now=NOW)
    monkeypatch.setattr(passages, "take_turn", lambda one: one is not gone)
    assert corrections.take_out_of_others(word, by=sam, now=NOW) == 1
    assert other.text == "[name] helps"
    with pytest.raises(CannotList):
        put_right(gone, Missed("tosh", "PERSON", "here"), sam)


def test_whoever_is_first_finds_a_passage_there_and_whoever_comes_late_does_not(said):
    statement = said("ask Tosh")
    assert passages.take_turn(statement)
    db.session.delete(statement)
    db.session.flush()
    assert not passages.take_turn(statement)


@pytest.mark.parametrize(
    "text,left",
    [
        ("ask [Tosh] again", "ask [name] again"),
        ("ask [tosh from upstairs]", "ask [[name] from upstairs]"),
        ("[name] knows Tosh", "[name] knows [name]"),
    ],
)
def test_square_brackets_that_somebody_typed_hide_nothing(said, sam, text, left):
    statement = said(text)
    put_right(statement, Missed("tosh", "PERSON", "here"), sam)
    assert statement.text == left
    assert "osh" not in "".join(templates())


def test_words_are_not_put_back_into_a_passage_that_reads_otherwise_than_was_seen(said, sam):
    statement = said("[name] told Bizzy and [name]")
    seen = passages.mark(statement)
    put_right(statement, Missed("bizzy", "PERSON", "here"), sam)
    with pytest.raises(CannotList) as refused:
        put_right(statement, FalseAlarm(1, "hope", "here", seen), sam)
    assert list(refused.value.problems) == ["at"]


def test_a_half_that_comes_brings_back_nothing_that_was_taken_out_of_its_neighbour(
    said, sam, monkeypatch
):
    """The number goes on in the next answer; a person reads the corrected half once more."""
    statement = said("Tosh has half")
    answer = db.session.get_one(Answer, statement.answer_id)
    answer.words = "Tosh has half"
    other = Answer(id=uuid.uuid4(), question="two", outcome="answer_text", words="of it")
    other.reading = "waiting"
    answer.response.answers.append(other)
    put_right(statement, Missed("tosh", "PERSON", "here"), sam)
    releasing.release(statement, sam, now=NOW)
    db.session.commit()
    both = [Span(0, len("Tosh has"), "PHONE", "x"), Span(0, 2, "PHONE", "x")]
    monkeypatch.setattr(
        anonymise,
        "across",
        lambda texts, rules: [
            Anonymised(f"[phone number]{text[span.end :]}", (span,))
            for text, span in zip(texts, both, strict=True)
        ],
    )
    read_again(other.id)
    db.session.expire_all()
    assert (statement.text, statement.released_on) == ("[name] has half", None)
