"""The local lists, and by what rules a survey's words are anonymised."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage import consulting, local_words, staff, times
from engage.extensions import db
from engage.local_words import CannotList, Entry
from engage.models import LocalWord
from nlp.rules import Local, Rules
from tests.factories import a_survey

NOW = times.now()


def add(words: str, kind: local_words.Kind = "never", **more: str) -> LocalWord:
    """Words on a list, kept."""
    word = local_words.add(Entry(words, kind, **more), by=None, now=NOW)
    db.session.commit()
    return word


def test_words_are_listed_as_the_anonymiser_spells_them(app):
    add("  Café   Zoë ")
    assert local_words.local().never == {"cafe zoe"}
    assert local_words.find("CAFE ZOE") is not None


def test_each_list_goes_to_its_part_of_the_rules(app):
    add("Oak Lodge", "general", general="hostel")
    add("Dazza", "always", label="PERSON")
    add("Grace period")
    assert local_words.rules_for(a_survey()) == Rules(
        "usual", Local({"dazza": "PERSON"}, frozenset({"grace period"}), {"oak lodge": "hostel"})
    )


def test_the_same_words_are_on_one_list_at_a_time(app):
    add("Grace", "always", label="PERSON")
    add("grace")
    assert local_words.local() == Local({}, frozenset({"grace"}), {})


def test_a_change_of_the_lists_holds_at_once(app):
    word = add("Oak Lodge", "general", general="hostel")
    assert local_words.local().general == {"oak lodge": "hostel"}
    add("oak lodge", "general", general="shelter")
    assert local_words.local().general == {"oak lodge": "shelter"}
    local_words.remove(word)
    assert local_words.local() == Local()


def test_lists_that_did_not_change_are_not_opened_again(app):
    add("Oak Lodge", "general", general="hostel")
    assert local_words.local() is local_words.local()


def test_who_put_words_there_and_when_is_kept(app):
    sam = staff.add("sam@example.org", "Sam", ("facilitator",))
    word = local_words.add(Entry("Grace", "never"), by=sam, now=NOW, from_statement=True)
    assert (word.added_by, word.added_on, word.from_statement) == (sam.id, times.today(NOW), True)


def test_listed_words_lie_sealed(app):
    add("Dazza", "always", label="PERSON")
    stored = db.session.connection().exec_driver_sql("SELECT words FROM local_word").scalar_one()
    assert b"dazza" not in stored.lower()


@pytest.mark.parametrize(
    "entry,about",
    [
        (Entry(" - ", "never"), "words"),
        (Entry("a" * 101, "never"), "words"),
        (Entry("Dazza", "always"), "label"),
        (Entry("Dazza", "always", label="NAME"), "label"),
        (Entry("Oak Lodge", "general", general=" "), "general"),
        (Entry("Oak Lodge", "general", general="!"), "general"),
        (Entry("Oak Lodge", "general", general="[hostel]"), "general"),
        (Entry("Oak Lodge", "general", general="h" * 61), "general"),
    ],
)
def test_what_cannot_be_listed_is_said_and_not_kept(app, entry, about):
    with pytest.raises(CannotList) as refused:
        local_words.add(entry, by=None, now=NOW)
    assert list(refused.value.problems) == [about]
    assert db.session.scalars(select(LocalWord)).all() == []


def test_a_survey_by_itself_says_how_much_is_made_general(app):
    survey = a_survey()
    survey.made_general = "careful"
    assert local_words.rules_for(survey).level == "careful"


def test_a_consultation_says_it_for_all_its_surveys(app):
    survey = a_survey()
    consultation = consulting.create(consulting.Plan("Doors"), now=NOW)
    consultation.made_general, survey.made_general = "light", "careful"
    consulting.add(consultation, survey)
    assert local_words.rules_for(survey).level == "light"
