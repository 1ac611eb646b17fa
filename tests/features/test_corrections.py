"""What a reader puts right in a passage, what else it touches, and the case it becomes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage import (
    analysis,
    corrections,
    drills,
    local_words,
    passages,
    reading_again,
    releasing,
    times,
)
from engage.corrections import FalseAlarm, Missed
from engage.extensions import db
from engage.local_words import CannotList, Entry
from engage.models import Answer, AuditEvent, LocalCase, Staff, Statement

NOW = times.now()


def put_right(
    statement: Statement, found: corrections.Correction, sam: Staff, *, sure: bool = True
):
    word = corrections.put_right(statement, found, sure=sure, by=sam, now=NOW)
    db.session.commit()
    return word


def case() -> tuple[str, list[str | None]]:
    found = db.session.scalars(select(LocalCase)).one()
    return found.template, found.expected


def test_words_are_taken_out_only_here_and_nothing_goes_on_a_list(said, sam):
    one, other = said("Tosh at Oak Lodge"), said("ask tosh")
    assert put_right(one, Missed("tosh", "PERSON", "here"), sam) is None
    assert (one.text, other.text) == ("[name] at Oak Lodge", "ask tosh")
    assert local_words.listed() == []


def test_what_is_taken_out_everywhere_goes_on_the_list_at_once(said, sam):
    word = put_right(said("ask Tosh"), Missed("Tosh", "PERSON", "always"), sam)
    assert local_words.local().always == {"tosh": "PERSON"}
    assert word is not None
    assert word.from_statement


def test_a_more_general_word_stands_in_its_place(said, sam):
    statement = said("Cold at Oak  Lodge.")
    put_right(statement, Missed("oak lodge", "ORG", "general", "hostel"), sam)
    assert statement.text == "Cold at [hostel]."
    assert local_words.local().general == {"oak lodge": "hostel"}


def test_codes_stay_and_their_evidence_moves_with_the_words(said, sam):
    statement = said("Tosh says no lock", evidence=(10, 17))
    put_right(statement, Missed("Tosh", "PERSON", "here"), sam)
    [code] = statement.codes
    [[start, end, _]] = code.evidence
    assert (code.code, statement.text[start:end]) == ("safety", "no lock")


def test_a_possessive_and_the_english_of_a_passage_count_too(said, sam):
    statement = said("pokój Tosha, Tosh's door")
    statement.translation, statement.translation_by = "the room of Tosh", "human"
    put_right(statement, Missed("Tosh", "PERSON", "here"), sam)
    assert statement.text == "pokój Tosha, [name]'s door"
    assert statement.translation == "the room of [name]"


def test_what_was_no_detail_is_put_back_where_it_was_chosen(said, sam):
    statement = said("[name] gives me [name]")
    put_right(statement, FalseAlarm(1, "hope", "never"), sam)
    assert statement.text == "[name] gives me hope"
    assert local_words.local().never == {"hope"}


def test_a_passage_that_was_released_goes_back_to_be_read(said, sam):
    statement = said("ask Tosh")
    releasing.release(statement, sam, now=NOW)
    put_right(statement, Missed("Tosh", "PERSON", "here"), sam)
    assert (statement.released_by, statement.released_on) == (None, None)


def test_a_correction_becomes_a_case_without_the_words_of_the_person(said, sam):
    put_right(
        said("{worker B} told [name] that Tosh of [hostel] left"),
        Missed("tosh", "PERSON", "here"),
        sam,
    )
    assert case() == (
        "(worker B) told {PERSON} that {PERSON} of {ORG} left",
        ["PERSON", "PERSON", None],
    )


def test_what_was_no_detail_stays_in_its_case(said, sam):
    put_right(said("[worker B] gives me [name]"), FalseAlarm(1, "hope", "here"), sam)
    assert case() == ("{PERSON} gives me {=hope}", ["PERSON", None])


@pytest.mark.parametrize(
    "found,about",
    [
        (Missed("", "PERSON", "here"), "words"),
        (Missed("dave", "PERSON", "here"), "words"),
        (Missed("tosh", "", "here"), "label"),
        (Missed("tosh", "PERSON", "general", ""), "general"),
        (Missed("the", "PERSON", "always"), "words"),
        (FalseAlarm(7, "hope", "here"), "at"),
        (FalseAlarm(0, " ", "here"), "back"),
        (FalseAlarm(0, "[hope]", "here"), "back"),
    ],
)
def test_what_cannot_be_put_right_is_said_and_changes_nothing(said, sam, found, about):
    statement = said("the door of Tosh and [name]")
    with pytest.raises(CannotList) as refused:
        put_right(statement, found, sam)
    assert list(refused.value.problems) == [about]
    assert statement.text == "the door of Tosh and [name]"
    assert db.session.scalars(select(LocalCase)).all() == []


def test_an_everyday_word_is_asked_about_with_how_much_it_touches(said, sam):
    statement = said("the lift is broken")
    with pytest.raises(CannotList) as asked:
        put_right(statement, Missed("lift", "PLACE", "always"), sam, sure=False)
    assert "1 passage" in asked.value.problems["sure"]
    put_right(statement, Missed("lift", "PLACE", "always"), sam)
    assert statement.text == "the [place] is broken"


def test_other_passages_with_the_words_are_found_and_changed_when_asked(said, sam):
    other, third = said("nobody but tosh helps"), said("no lock")
    releasing.release(other, sam, now=NOW)
    word = put_right(said("ask Tosh"), Missed("Tosh", "PERSON", "always"), sam)
    assert passages.holding(word.words) == [other]
    assert other.text == "nobody but tosh helps"
    assert corrections.take_out_of_others(word, by=sam, now=NOW) == 1
    assert (other.text, other.released_on) == ("nobody but [name] helps", None)
    assert third.text == "no lock"


def test_answers_that_had_the_words_taken_out_can_be_read_again(said, sam):
    one, other = said("my worker [name] shed"), said("my shed")
    db.session.get_one(Answer, one.answer_id).words = "my worker dave shed"
    db.session.get_one(Answer, other.answer_id).words = "dave shed"
    other.text = "dave shed"
    word = local_words.add(Entry("dave", "never"), by=sam, now=NOW)
    db.session.commit()
    found = passages.answers_without(word.words)
    assert found == [one.answer_id]
    assert reading_again.ask_for(found) == 1
    db.session.commit()
    analysis.read_one(one.answer_id, now=NOW + timedelta(seconds=1))
    again = db.session.get_one(Answer, one.answer_id, populate_existing=True)
    assert [left.text for left in again.statements] == ["my worker dave shed"]


def test_what_was_put_right_by_hand_is_not_made_anew(said, sam):
    statement = said("ask Tosh")
    put_right(statement, Missed("Tosh", "PERSON", "here"), sam)
    assert reading_again.ask_for([statement.answer_id]) == 0


def test_the_trail_says_who_put_right_which_passage_and_no_word_of_it(said, sam):
    statement = said("ask Tosh")
    put_right(statement, Missed("Tosh", "PERSON", "always"), sam)
    events = db.session.scalars(select(AuditEvent)).all()
    assert {(one.what, one.staff_id) for one in events} == {
        (drills.MISSED, sam.id),
        ("put words on a local list", sam.id),
    }
    assert all("osh" not in one.subject for one in events)


def test_of_two_who_put_a_passage_right_at_once_neither_brings_back_what_the_other_took_out(
    app, said, sam
):
    statement = said("Tosh at Oak Lodge")
    assert statement.text == "Tosh at Oak Lodge"
    with Session(db.engine) as somebody_else:
        other = somebody_else.get_one(Statement, statement.id)
        other.text = "[name] at Oak Lodge"
        somebody_else.commit()
    put_right(statement, Missed("oak lodge", "ORG", "here"), sam)
    assert statement.text == "[name] at [organisation]"
