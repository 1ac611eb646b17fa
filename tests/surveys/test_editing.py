"""A survey while it is written: keys made from words, and everything that names a question."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import editing
from surveys.keys import is_key, key_from, value_from
from surveys.keywords import is_reserved

AREA = {
    "key": "area",
    "kind": "pick_one",
    "wording": "Which area?",
    "options": [{"value": "wirral", "label": "Wirral"}, {"value": "sefton", "label": "Sefton"}],
}
WHY = {
    "key": "why",
    "kind": "free_text",
    "wording": "Why ${area|there}?",
    "show_when": {"any": [{"question": "area", "is": ["wirral", "sefton"]}, {"not": {}}]},
}
WORDS = {"questions": {"area": {"wording": "Gdzie?", "options": {"wirral": "W", "sefton": "S"}}}}


def a_draft(*questions, **more):
    survey = editing.blank("home", "Home")
    return {**survey, "questions": deepcopy(list(questions or (AREA, WHY))), **deepcopy(more)}


def keys(survey):
    return [one["key"] for one in survey["questions"]]


@pytest.mark.parametrize(
    "wording, key",
    [
        ("Which area are you staying in?", "area-staying"),
        ("How safe do you feel where you are staying?", "safe-feel-staying"),
        ("What is it?", "what-is-it"),
        ("Why don’t they?", "dont"),
        ("24 hours?", "question-24-hours"),
        ("أين تقيم؟", "question"),
        ("Jak się masz?", "jak-sie-masz"),
    ],
)
def test_a_key_is_the_first_words_that_say_something(wording, key):
    assert key_from(wording, taken=()) == key


@pytest.mark.parametrize(
    "label, value",
    [
        ("St Helens", "st-helens"),
        ("3", "answer-3"),
        ("B", "answer-b"),
        ("Stop", "answer-stop"),
        ("Not safe at all", "not-safe-at-all"),
        ("نعم", "answer"),
    ],
)
def test_a_value_is_never_what_texting_takes_for_something_else(label, value):
    assert value_from(label, taken=()) == value


@settings(deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=3))
def test_whatever_the_words_a_key_is_one_that_nothing_has(words, taken):
    first = key_from(words, taken=taken)

    assert is_key(first)
    assert key_from(words, taken=[first]) != first
    assert not is_reserved(value_from(words, taken=()))


def test_a_new_question_is_named_by_its_first_words_and_keeps_the_name():
    survey, key = editing.added(a_draft(AREA), "free_text", after="area")
    survey, key = editing.changed(survey, key, {"wording": "What helps?"})
    assert key == "helps"

    survey, key = editing.changed(survey, key, {"wording": "What would help?"})
    assert keys(survey) == ["area", "helps"]


def test_what_named_a_question_before_it_had_words_names_it_still():
    survey, key = editing.added(a_draft(AREA), "yes_no", after=None)
    show = {"all": [{"question": key, "is": "yes"}]}
    survey, last = editing.added(survey, "free_text", after=None, fields={"show_when": show})
    survey, _ = editing.changed(survey, last, {"wording": f"Why ${{{key}|then}}?"})

    survey, _ = editing.changed(survey, key, {"wording": "Is it warm?"})

    assert survey["questions"][-1]["show_when"]["all"][0]["question"] == "warm"
    assert survey["questions"][-1]["wording"] == "Why ${warm|then}?"


def test_consent_is_put_before_what_it_governs_wherever_it_was_asked_for():
    welcome = {"key": "hello", "kind": "information", "wording": "Hello"}

    survey, key = editing.added(a_draft(welcome, AREA, WHY), "consent", after="why")

    assert keys(survey) == ["hello", key, "area", "why"]


def test_nothing_in_a_field_takes_it_away_but_nought_is_something():
    survey = a_draft({"key": "n", "kind": "number", "wording": "How many?", "hint": "x"})

    survey, _ = editing.changed(survey, "n", {"hint": "", "high": None, "low": 0, "unit": "nights"})

    question = {"key": "n", "kind": "number", "wording": "How many?", "low": 0, "unit": "nights"}
    assert survey["questions"] == [question]


def relabelled(*labels, is_asked=False, **more):
    survey = a_draft(translations={"pl": WORDS})
    values = ["wirral", "sefton", ""]
    options = [{"value": v, "label": each} for v, each in zip(values, labels, strict=False)]
    changed, _ = editing.changed(survey, "area", {"options": options, **more}, is_asked=is_asked)
    return changed


def test_an_answer_that_is_worded_anew_is_followed_by_what_names_it():
    survey = relabelled("Halton", "Sefton")

    assert survey["questions"][0]["options"][0] == {"value": "halton", "label": "Halton"}
    assert survey["questions"][1]["show_when"]["any"][0]["is"] == ["halton", "sefton"]
    assert survey["translations"]["pl"]["questions"]["area"]["options"] == {
        "halton": "W",
        "sefton": "S",
    }


def test_two_answers_that_change_places_are_not_mixed_up():
    survey = relabelled("Sefton", "Wirral")

    assert [one["value"] for one in survey["questions"][0]["options"]] == ["sefton", "wirral"]
    assert survey["translations"]["pl"]["questions"]["area"]["options"] == {
        "sefton": "W",
        "wirral": "S",
    }


def test_the_answers_of_a_survey_that_was_asked_keep_their_values():
    survey = relabelled("The Wirral", "Sefton", "Halton", is_asked=True)

    values = [one["value"] for one in survey["questions"][0]["options"]]
    assert values == ["wirral", "sefton", "halton"]


def test_no_two_answers_have_one_value():
    survey = relabelled("Sefton", "Sefton", "Sefton")

    values = [one["value"] for one in survey["questions"][0]["options"]]
    assert sorted(values) == ["sefton", "sefton-2", "sefton-3"]


def test_an_answer_taken_away_takes_its_translations_along():
    survey = relabelled("Wirral")

    assert survey["translations"]["pl"]["questions"]["area"]["options"] == {"wirral": "W"}


@pytest.mark.parametrize(
    "key, by, order", [("a", -1, "abc"), ("a", 1, "bac"), ("c", 1, "abc"), ("c", -1, "acb")]
)
def test_a_question_moves_as_far_as_there_are_places(key, by, order):
    survey = a_draft(*({"key": one, "kind": "yes_no"} for one in "abc"))

    assert "".join(keys(editing.moved(survey, key, by=by))) == order


def test_a_question_taken_out_and_put_back_is_as_it_was():
    survey = a_draft(translations={"pl": WORDS})
    without, kept = editing.removed(survey, "area")

    assert (keys(without), without["translations"]["pl"]["questions"]) == (["why"], {})
    assert editing.put_back(without, kept) == (survey, "area")


def test_a_question_put_back_where_its_key_has_gone_to_another_gets_one_of_its_own():
    without, kept = editing.removed(a_draft(), "area")
    without["questions"].append({"key": "area", "kind": "yes_no"})

    assert editing.put_back(without, kept)[1] == "area-2"


def test_the_usual_questions_are_ticked_and_those_of_its_own_stay():
    own = {"key": "pets", "kind": "yes_no", "wording": "Any pets?"}
    survey = a_draft(about_you=[own, "age"])

    assert editing.with_about_you(survey, ["age"])["about_you"] == ["age", own]
    assert editing.with_about_you(survey, [])["about_you"] == [own]
    assert "about_you" not in editing.with_about_you(a_draft(about_you=["age"]), [])


@pytest.mark.parametrize(
    "listed",
    [
        None,
        "x",
        [None, 3],
        [{}, {}],
        [{"key": "a"}, {"key": "a"}],
        [{"key": "age"}, {"key": "age"}],
        [{"key": "My Key!"}],
    ],
)
def test_a_survey_from_a_file_can_be_changed_whatever_it_holds(listed):
    survey = editing.tidied({"questions": listed})

    assert len(set(keys(survey))) == len(survey["questions"])
    assert all(is_key(key) for key in keys(survey))


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_no_change_alters_what_it_was_given(data):
    survey = a_draft(translations={"pl": WORDS})
    before = deepcopy(survey)
    act = data.draw(
        st.sampled_from(
            [
                lambda: editing.added(survey, "scale", after="area"),
                lambda: editing.changed(survey, "area", {"options": [], "wording": "?"}),
                lambda: editing.moved(survey, "why", by=-1),
                lambda: editing.option_moved(survey, "area", 0, by=1),
                lambda: editing.removed(survey, "area"),
                lambda: editing.with_about_you(survey, ["age"]),
            ]
        )
    )

    act()

    assert survey == before
