"""Words in other languages that no longer fit what they were written for."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from surveys import behind, editing
from surveys.loading import from_dict
from surveys.side_by_side import groups, is_checked, with_check, with_words

SURVEY: dict[str, Any] = {
    "key": "week",
    "title": "Your week",
    "purpose": "To see what should change.",
    "thanks": "Thank you.",
    "questions": [
        {
            "key": "place",
            "kind": "pick_one",
            "wording": "Where do you stay?",
            "hint": "Pick one.",
            "options": [{"value": "in", "label": "Inside"}, {"value": "out", "label": "Outside"}],
        },
        {"key": "safe", "kind": "scale", "wording": "Safe?", "high": 2, "labels": ["No", "Yes"]},
    ],
    "translations": {
        "pl": {
            "checked": True,
            "title": "Twój tydzień",
            "questions": {
                "place": {
                    "wording": "Gdzie?",
                    "hint": "Jedno.",
                    "options": {"in": "W środku", "out": "Na dworze"},
                },
                "safe": {"wording": "Bezpiecznie?", "labels": ["Nie", "Tak"]},
            },
        },
        "cy": {"checked": True, "questions": {"safe": {"wording": "Diogel?"}}},
    },
}


def changed(key="place", survey=SURVEY, **fields):
    return editing.changed(survey, key, fields)[0]


def told(survey, code="pl"):
    """What is behind in a language: by the name of each text, what it was."""
    return {row.name: row.was for one in groups(survey, code) for row in one.behind}


INSIDE, OUTSIDE = SURVEY["questions"][0]["options"]


@pytest.mark.parametrize(
    "key, fields, was",
    [
        ("place", {"wording": "Where do you not stay?"}, {"wording": "Where do you stay?"}),
        ("place", {"hint": "Pick some."}, {"hint": "Pick one."}),
        ("safe", {"labels": ["Yes", "No"]}, {"labels.0": "No", "labels.1": "Yes"}),
        (
            "place",
            {"options": [{**INSIDE, "label": "In a hostel"}, OUTSIDE]},
            {"options.in-a-hostel": "Inside"},
        ),
    ],
)
def test_words_written_for_something_else_are_told_and_are_not_checked(key, fields, was):
    survey = changed(key, **fields)

    assert told(survey) == was
    assert not is_checked(survey, "pl")


def test_a_language_with_no_words_for_what_changed_stays_checked():
    survey = changed(wording="Where?")

    assert is_checked(survey, "cy")
    assert told(survey, "cy") == {}


@pytest.mark.parametrize(
    "fields", [{"wording": "Where do you stay?"}, {"picture": "map"}, {"easy": "Where are you?"}]
)
def test_nothing_is_told_where_nothing_that_has_words_changed(fields):
    assert changed(**fields)["translations"] == SURVEY["translations"]


def test_a_text_changed_twice_tells_what_its_words_were_written_for():
    survey = changed(survey=changed(wording="Where?"), wording="Where now?")

    assert told(survey) == {"wording": "Where do you stay?"}


def test_a_text_changed_back_is_no_longer_told():
    survey = changed(survey=changed(wording="Where?"), wording="Where do you stay?")

    assert told(survey) == {}
    assert with_check(survey, "pl", checked=True) == SURVEY


def test_a_text_taken_away_that_comes_back_as_another_is_told():
    survey = changed(survey=changed(hint=""), hint="Pick any.")

    assert told(survey) == {"hint": "Pick one."}


def test_words_that_are_behind_are_not_marked_as_checked_until_they_are_looked_at():
    survey = changed(wording="Where?", hint="Any.")

    assert not is_checked(with_check(survey, "pl", checked=True), "pl")
    looked = behind.looked_at(survey, "pl", "place", ["wording"])
    assert told(looked) == {"hint": "Pick one."}
    looked = behind.looked_at(looked, "pl", "place", ["hint"])
    assert is_checked(with_check(looked, "pl", checked=True), "pl")


def test_words_taken_away_are_behind_no_more():
    survey = with_words(changed(wording="Where?"), "pl", "place", {"wording": ""})

    assert told(with_words(survey, "pl", "place", {"wording": "Gdzie?"})) == {}


def test_what_is_behind_is_published_without_a_word_of_it():
    survey = from_dict(changed(wording="Where?"))

    assert survey.in_language("pl").questions[0].wording == "Gdzie?"
    assert "was" not in str(survey.to_dict())


@pytest.mark.parametrize(
    "broken",
    [{"pl": "x"}, {"pl": {"questions": ["x"]}}, {"pl": {"questions": {"place": 3}}}, []]
    + [{"pl": {"questions": {"place": {"wording": "G", "was": was}}}} for was in (3, {"x": 1})],
)
def test_words_that_are_not_right_are_in_nobodys_way(broken):
    survey = {**deepcopy(SURVEY), "translations": broken}

    assert changed(survey=survey, wording="Where?")["questions"][0]["wording"] == "Where?"
    assert behind.looked_at(survey, "pl", "place", ["wording"])["title"] == "Your week"
