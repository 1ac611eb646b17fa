"""What is still to put right in a survey being written, and how much of it can be asked."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import surveys
from surveys import editing
from surveys.loading import from_dict
from surveys.playable import as_far_as_right
from surveys.problems import SurveyProblems
from surveys.to_put_right import to_put_right

AREA = {
    "key": "area",
    "kind": "pick_one",
    "wording": "Which area?",
    "options": [{"value": "wirral", "label": "Wirral"}, {"value": "sefton", "label": "Sefton"}],
}
SAFE = {"key": "safe", "kind": "scale", "wording": "How safe?", "low": 1, "high": 5}
WHY = {"key": "why", "kind": "free_text", "wording": "Why?"}
HELLO = {"key": "hello", "kind": "information", "wording": "Hello", "body": "Read this."}
AGREE = {"key": "agree", "kind": "consent", "wording": "I agree."}
WORDS = {"key": "words", "kind": "consent", "wording": "Your words?", "about": "words"}

ODD_FIELDS: dict[str, dict[str, Any]] = {
    "empty": {"options": []},
    "blank": {"wording": ""},
    "odd": {"low": "x"},
}


def a_survey(*questions, **more):
    texts = {"key": "home", "title": "Home", "purpose": "We ask.", "thanks": "Thanks."}
    return {**texts, "questions": deepcopy(list(questions or (AREA, SAFE, WHY))), **more}


def told(*questions, **more):
    return [(one.question, one.field) for one in to_put_right(a_survey(*questions, **more))]


def said(*questions, **more):
    return [one.message for one in to_put_right(a_survey(*questions, **more))]


def with_options(*labels):
    options = [{"value": f"v{n}", "label": label} for n, label in enumerate(labels)]
    return {**AREA, "options": options}


def test_a_survey_that_is_right_has_nothing_to_put_right():
    assert told() == []
    assert told(HELLO, AGREE, WORDS, AREA, about_you=["age"]) == []


@pytest.mark.parametrize("field", ["title", "purpose", "thanks"])
@pytest.mark.parametrize("value", ["", "  ", None, 3])
def test_the_words_around_the_questions_are_needed(field, value):
    assert told(**{field: value}) == [(None, field)]


@pytest.mark.parametrize("questions", [(HELLO,), (AGREE,)])
def test_a_survey_asks_something(questions):
    assert told(*questions) == [(None, "questions")]


@pytest.mark.parametrize(
    "question, field",
    [
        ({**WHY, "wording": ""}, "wording"),
        ({**HELLO, "wording": " "}, "wording"),
        (with_options(), "options"),
        (with_options("One"), "options"),
        (with_options("One", "Two", ""), "options"),
        (with_options("One", "one!"), "options"),
        (with_options("One", "STOP"), "options"),
        (with_options("One", "?!"), "options"),
        ({**SAFE, "high": 1}, "high"),
        ({**SAFE, "high": 12}, "high"),
        ({**SAFE, "low": -1}, "low"),
        ({**SAFE, "high": "five"}, "high"),
        ({"key": "n", "kind": "number", "wording": "?n", "high": "lots"}, "high"),
        ({**SAFE, "labels": ["No", "Yes"]}, "labels"),
        ({**SAFE, "labels": ["No", "", "", "", "Yes"]}, "labels"),
        ({**SAFE, "high_label": "Stop"}, "labels"),
        ({"key": "n", "kind": "number", "wording": "?n", "low": -1}, "low"),
        ({"key": "n", "kind": "number", "wording": "?n", "low": 5, "high": 5}, "high"),
        ({"key": "d", "kind": "date", "wording": "?d", "when": "never"}, None),
        ({"key": "x", "kind": "poem", "wording": "?x"}, "kind"),
    ],
)
def test_a_question_names_what_is_to_put_right_in_it(question, field):
    assert told(AREA, {**question, "key": "q"}) == [("q", field)]


@pytest.mark.parametrize(
    "condition, why",
    [
        ({"question": "gone", "is": "x"}, "a question that is gone"),
        ({"question": "safe", "is": 1}, "“How safe”, which does not come before it"),
        ({"question": "q", "is": 1}, "does not come before it"),
        ({"question": "hello", "answered": True}, "is a page to read"),
        ({"question": "area", "is": "leeds"}, "“Which area” does not offer “leeds” any more"),
        ({"question": "area", "has": "wirral"}, "It does not fit the answers to “Which area”"),
        ({"question": "area", "at_least": 2}, "It does not fit the answers to “Which area”"),
        ({"question": "why", "is": "x"}, "It does not fit the answers to “Why”"),
        ({"any": [{"not": {"question": "gone", "answered": True}}]}, "a question that is gone"),
        ("area", "We cannot tell when to ask this"),
    ],
)
def test_a_condition_that_no_longer_fits_is_named(condition, why):
    asked = {**WHY, "key": "q", "wording": "And?", "show_when": condition}

    problems = to_put_right(a_survey(HELLO, AREA, WHY, asked, SAFE))

    assert [(one.question, one.field) for one in problems] == [("q", "show_when")]
    assert why in problems[0].message


@pytest.mark.parametrize(
    "words, why",
    [
        ("${gone|x}", "a question that is gone"),
        ("${safe|x}", "which does not come before it"),
        ("${why|x}", "a phone may be shared"),
        ("${area}", "Say what stands there when “Which area” has no answer"),
    ],
)
@pytest.mark.parametrize("field", ["wording", "hint", "easy"])
def test_an_earlier_answer_that_no_longer_fits_is_named(words, why, field):
    asked = {**WHY, "key": "q", "wording": "And?", field: f"About {words}?"}

    problems = to_put_right(a_survey(AREA, WHY, asked, SAFE))

    assert [(one.question, one.field) for one in problems] == [("q", field)]
    assert why in problems[0].message


@pytest.mark.parametrize(
    "questions, told_of",
    [
        ((AREA, AGREE), ("agree", "kind")),
        ((WORDS, {**WORDS, "key": "again"}, AREA), ("again", "kind")),
        (
            (WORDS, {**AGREE, "show_when": {"question": "words", "answered": True}}, AREA),
            ("agree", "show_when"),
        ),
    ],
)
def test_consent_comes_first_once_and_for_everybody(questions, told_of):
    assert told_of in told(*questions)


def test_one_thing_wrong_does_not_make_what_hangs_on_it_look_wrong():
    why = {**WHY, "show_when": {"question": "area", "is": "wirral"}}

    assert said({**AREA, "wording": ""}, why) == ["Write the question."]


def test_what_translations_lack_to_be_read_is_told_with_their_language():
    problems = to_put_right(a_survey(translations={"pl": {"questions": {"gone": {}}}}))

    assert [one.language for one in problems] == ["pl"]


@cache
def ready(name):
    path = Path(surveys.__file__).with_name("library") / name
    return yaml.safe_load(path.read_text("utf-8"))


READY = sorted(path.name for path in Path(surveys.__file__).with_name("library").glob("*.yaml"))


@pytest.mark.parametrize("name", READY)
def test_all_of_a_ready_survey_can_be_asked(name):
    assert as_far_as_right(ready(name)) == from_dict(ready(name))


def test_a_question_with_nothing_to_ask_is_left_out_and_the_rest_is_asked():
    why = {**WHY, "show_when": {"question": "area", "is": "wirral"}, "wording": "Why ${area|it}?"}

    found = as_far_as_right(a_survey({**AREA, "options": []}, why, SAFE))

    assert found is not None
    assert [(one.key, one.wording) for one in found.questions] == [
        ("why", "Why …?"),
        ("safe", "How safe?"),
    ]
    assert found.questions[0].show_when is None


@pytest.mark.parametrize(
    "survey",
    [{}, {"questions": []}, {"questions": [{"key": "q"}]}, {"questions": None}, {"about_you": 3}],
)
def test_where_nothing_can_be_asked_that_is_told(survey):
    assert as_far_as_right(survey) is None


def test_a_survey_without_its_words_can_be_looked_at():
    found = as_far_as_right({"title": "", "questions": [WHY], "translations": 7, "odd": 1})

    assert found is not None
    assert found.title == "…"


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_however_a_ready_survey_is_pulled_about_what_is_told_is_what_stops_it(data):
    survey = editing.tidied(ready(data.draw(st.sampled_from(READY))))
    for _ in range(data.draw(st.integers(1, 4))):
        keys = [one["key"] for one in survey["questions"]]
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        act = data.draw(st.sampled_from(["move", "remove", "empty", "blank", "odd"]))
        if act == "move":
            survey = editing.moved(survey, key, by=data.draw(st.integers(-3, 3)))
        elif act == "remove":
            survey, _ = editing.removed(survey, key)
        else:
            survey, _ = editing.changed(survey, key, ODD_FIELDS[act])

    as_far_as_right(survey)

    if [one for one in to_put_right(survey) if one.field != "questions"]:
        with pytest.raises(SurveyProblems):
            from_dict(survey)
    elif not to_put_right(survey):
        from_dict(survey)


NIGHTS = {"key": "nights", "kind": "number", "wording": "Nights?", "high": 7}
THERE = {"key": "there", "kind": "yes_no", "wording": "Are you there now?"}


def when(condition, key="then"):
    return {"key": key, "kind": "free_text", "wording": "And then?", "show_when": condition}


@pytest.mark.parametrize(
    "first, condition",
    [
        (NIGHTS, {"question": "nights", "at_least": 30}),
        (NIGHTS, {"question": "nights", "is": [8, 9]}),
        (
            NIGHTS,
            {"all": [{"question": "nights", "is": 1}, {"question": "nights", "is": 2}]},
        ),
        (AGREE, {"question": "agree", "is": "disagree"}),
        (WORDS, {"question": "words", "is": "quote_with_area"}),
    ],
)
def test_a_question_that_no_answers_lead_to_is_told_of(first, condition):
    asked = (first, THERE, when(condition))

    assert told(*asked) == [("then", "show_when")]
    assert "nobody is ever asked it" in said(*asked)[0]


def test_what_hangs_on_a_question_that_is_never_asked_is_not_told_of_as_well():
    condition = {"question": "nights", "at_least": 30}
    second = {"question": "then", "answered": True}

    assert told(NIGHTS, when(condition), when(second, "last")) == [("then", "show_when")]


@pytest.mark.parametrize(
    "condition",
    [
        {"question": "nights", "at_least": 7},
        {"question": "nights", "is": 0},
        {"not": {"question": "nights", "at_least": 0}},
        {"all": [{"question": "nights", "at_least": 2}, {"question": "there", "is": "no"}]},
    ],
)
def test_a_question_that_some_answers_lead_to_is_right(condition):
    assert told(NIGHTS, THERE, when(condition)) == []
