"""A survey's texts beside their words in another language, while it is being translated."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.loading import from_dict
from surveys.side_by_side import (
    groups,
    is_checked,
    languages_of,
    with_check,
    with_language,
    with_words,
    without_language,
)
from surveys.translation import gaps

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
            "easy": "Where are you?",
            "options": [{"value": "in", "label": "Inside"}, {"value": "out", "label": "Outside"}],
        },
        {"key": "safe", "kind": "scale", "wording": "Safe?", "high": 2, "labels": ["No", "Yes"]},
        {"key": "warm", "kind": "scale", "wording": "Warm?", "low_label": "Cold"},
        {"key": "change", "kind": "free_text", "wording": "What should change?"},
    ],
    "about_you": ["age"],
    "translations": {
        "pl": {
            "title": "Twój tydzień",
            "questions": {"place": {"wording": "Gdzie?", "options": {"in": "W środku"}}},
        }
    },
}
SAID = st.text(alphabet="aęż ", max_size=5)


def group(key, code="pl", survey=SURVEY):
    return next(one for one in groups(survey, code) if one.key == key)


def names(rows):
    return [row.name for row in rows]


def test_each_question_has_its_texts_in_order_with_what_has_been_written_of_them():
    rows = group("place").rows

    assert [(row.name, row.original, row.words) for row in rows] == [
        ("wording", "Where do you stay?", "Gdzie?"),
        ("hint", "Pick one.", ""),
        ("easy", "Where are you?", ""),
        ("options.in", "Inside", "W środku"),
        ("options.out", "Outside", ""),
    ]


def test_the_surveys_own_texts_come_first():
    assert [(one.key, one.number) for one in groups(SURVEY, "pl")] == [
        (None, None),
        ("place", 1),
        ("safe", 2),
        ("warm", 3),
        ("change", 4),
        ("age", 5),
    ]
    assert names(group(None).missing) == ["purpose", "thanks"]


def test_only_texts_without_which_it_is_not_shown_are_missing():
    assert names(group("place").missing) == ["hint", "options.out"]
    assert names(group("safe").missing) == ["wording", "labels.0", "labels.1"]
    assert names(group("warm").missing) == ["wording", "low_label"]


def test_a_usual_question_has_its_words_already():
    assert group("age").missing == ()
    assert group("age", "uk").missing


def test_words_are_kept_where_a_survey_file_has_them():
    typed = {"wording": "Gdzie śpisz?", "hint": "Wybierz.", "options.out": "Na dworze"}

    found = with_words(SURVEY, "pl", "place", typed)["translations"]["pl"]

    assert found["questions"]["place"] == {
        "wording": "Gdzie śpisz?",
        "hint": "Wybierz.",
        "options": {"in": "W środku", "out": "Na dworze"},
    }
    assert found["title"] == "Twój tydzień"


@pytest.mark.parametrize(
    "words, loses",
    [
        ("Co w ${place|tym miejscu}?", False),
        ("Co w ${miejsce|x}?", True),
        ("Co?", True),
        ("", False),
    ],
)
def test_words_that_do_not_put_in_the_same_earlier_answer_are_found(words, loses):
    asked = {"key": "why", "kind": "free_text", "wording": "What of ${place|that place}?"}
    survey = {**SURVEY, "questions": [SURVEY["questions"][0], asked]}

    found = group("why", survey=with_words(survey, "pl", "why", {"wording": words}))

    assert bool(found.losing) is loses


def test_labels_written_in_part_are_kept_and_are_not_whole():
    survey = with_words(SURVEY, "pl", "safe", {"wording": "Czy?", "labels.1": "Tak"})

    assert [row.words for row in group("safe", survey=survey).rows] == ["Czy?", "", "Tak"]
    found = from_dict(survey)
    assert any("labels" in gap for gap in gaps(found.questions, found.translations[0]))


def test_a_text_made_empty_has_no_words_and_a_question_without_any_is_left_out():
    emptied = dict.fromkeys(names(group("place").rows), " ")

    assert with_words(SURVEY, "pl", "place", emptied)["translations"]["pl"]["questions"] == {}


@pytest.mark.parametrize("key", ["gone", "", "__class__"])
def test_words_for_a_question_that_is_not_there_change_nothing(key):
    assert with_words(SURVEY, "pl", key, {"wording": "x"}) == SURVEY


def test_words_of_a_usual_question_are_the_surveys_own_once_they_are_changed():
    same = {row.name: row.words for row in group("age").rows}

    assert with_words(SURVEY, "pl", "age", same) == SURVEY
    changed = with_words(SURVEY, "pl", "age", {**same, "wording": "Jaki wiek?"})
    words = changed["translations"]["pl"]["questions"]["age"]
    assert (words["wording"], words["options"]["under-18"]) == (
        "Jaki wiek?",
        same["options.under-18"],
    )
    assert from_dict(changed).in_language("pl").about_you[0].wording == "Jaki wiek?"


def test_a_check_by_a_native_speaker_is_marked_and_unmarked():
    checked = with_check(SURVEY, "pl", checked=True)

    assert (is_checked(SURVEY, "pl"), is_checked(checked, "pl")) == (False, True)
    assert with_check(checked, "pl", checked=False) == SURVEY


def test_a_language_is_added_and_taken_away():
    more = with_language(SURVEY, "ar")

    assert languages_of(more) == ("pl", "ar")
    assert languages_of(without_language(more, "pl")) == ("ar",)
    assert "translations" not in without_language(SURVEY, "pl")


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"questions": None, "translations": []},
        {"questions": [None, {"key": 1}, {"key": "a"}], "about_you": ["nobody", 3]},
        {"title": 5, "translations": {"pl": "x"}},
        {"translations": {"pl": {"questions": ["x"]}}, "questions": SURVEY["questions"]},
        {"translations": {"pl": {"questions": {"place": 3}}}, "questions": SURVEY["questions"]},
        {"questions": [{"key": "a", "wording": "A?", "labels": [1, "b"], "options": {}}]},
    ],
)
def test_a_survey_that_is_not_right_can_be_looked_at_and_translated(broken):
    for one in groups(broken, "pl"):
        typed = {row.name: "x" for row in one.rows}
        survey = with_words(broken, "pl", one.key, typed)
        assert {row.words for row in group(one.key, survey=survey).rows} <= {"x"}


@given(st.data())
def test_what_is_typed_is_what_is_shown_and_nothing_else_changes(data):
    before = deepcopy(SURVEY)
    one = data.draw(st.sampled_from(groups(SURVEY, "pl")))
    typed = {row.name: data.draw(SAID) for row in one.rows}

    survey = with_words(SURVEY, "pl", one.key, typed)

    assert before == SURVEY
    for other in groups(survey, "pl"):
        if other.key == one.key and one.key != "age":
            assert {row.name: row.words for row in other.rows} == {
                name: words.strip() for name, words in typed.items()
            }
        elif other.key != one.key:
            assert other == group(other.key)
