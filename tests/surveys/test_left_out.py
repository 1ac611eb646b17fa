"""What of a survey file we do not know: told where it stands, and not in the draft of it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import editing
from surveys.__main__ import main
from surveys.loading import SurveyProblems, from_dict
from surveys.side_by_side import is_checked
from surveys.to_put_right import to_put_right
from tests.surveys.test_loading import LIBRARY
from tests.surveys.xlsform.surveys_made import surveys
from tests.surveys.xlsform.test_xlsform_round_trip import SLOW

UNKNOWN = "required"
WHOLE: dict[str, Any] = {
    "key": "whole",
    "title": "Whole",
    "purpose": "We ask.",
    "thanks": "Thank you.",
    "questions": [
        {
            "key": "area",
            "kind": "pick_one",
            "wording": "Where?",
            "options": [{"value": "in", "label": "Inside"}, {"value": "out", "label": "Outside"}],
        },
        {"key": "safe", "kind": "scale", "wording": "Safe?", "high": 2, "labels": ["No", "Yes"]},
        {
            "key": "why",
            "kind": "free_text",
            "wording": "Why?",
            "show_when": {
                "any": [
                    {"all": [{"question": "area", "is": "in"}]},
                    {"not": {"question": "safe", "at_most": 1}},
                ]
            },
        },
    ],
    "about_you": [
        "age",
        {
            "key": "pets",
            "kind": "pick_several",
            "wording": "Pets?",
            "options": [{"value": "cat", "label": "A cat"}, {"value": "dog", "label": "A dog"}],
            "show_when": {"question": "area", "is": "in"},
        },
    ],
    "translations": {
        "pl": {
            "checked": True,
            "title": "Całość",
            "was": {"title": "All"},
            "questions": {
                "area": {
                    "wording": "Gdzie?",
                    "options": {"in": "W środku", "out": "Na dworze"},
                    "was": {"wording": "Where is it?", "options.gone": "Gone"},
                },
                "safe": {"wording": "Bezpiecznie?", "labels": ["Nie", "Tak"]},
                "age": {"wording": "Ile masz lat?"},
                "pets": {"wording": "Zwierzęta?", "options": {"cat": "Kot"}},
            },
        }
    },
}


def named_parts(part: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each part of a survey in which an unknown name may stand."""
    if isinstance(part, dict) and way != ("translations",):
        yield way
    inside = part.items() if isinstance(part, dict) else enumerate(part)
    for name, one in inside:
        if isinstance(one, dict | list) and name != "was":
            yield from named_parts(one, (*way, name))


def sprinkled(survey: dict[str, Any], *ways: tuple[Any, ...], value: Any = True) -> dict[str, Any]:
    """The survey with a name that we do not know in each of these parts."""
    survey = deepcopy(survey)
    for way in ways:
        part: Any = survey
        for step in way:
            part = part[step]
        part[UNKNOWN] = value
    return survey


def with_(**parts: Any) -> dict[str, Any]:
    return {**deepcopy(WHOLE), **parts}


def told(survey: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.what, one.places) for one in editing.sifted(survey)[1]]


def test_the_survey_of_these_tests_is_whole():
    from_dict(WHOLE)

    assert editing.tidied(WHOLE) == WHOLE
    assert told(WHOLE) == []


@pytest.mark.parametrize("way", list(named_parts(WHOLE)), ids=str)
def test_an_unknown_name_anywhere_is_a_problem_of_the_file_and_not_of_the_draft(way):
    survey = sprinkled(WHOLE, way, value="words")

    with pytest.raises(SurveyProblems):
        from_dict(survey)
    assert editing.tidied(survey) == WHOLE
    assert len(told(survey)) == 1


@pytest.mark.long
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_a_survey_with_unknown_names_at_every_level_becomes_the_draft_it_is_without(data):
    survey = data.draw(surveys())
    plain = survey.to_dict()
    ways = st.sampled_from(list(named_parts(plain)))
    value = st.sampled_from([True, None, "words", [UNKNOWN], {UNKNOWN: {"wording": "?"}}])
    given_names = data.draw(st.lists(ways, min_size=1, unique=True))

    draft = editing.tidied(sprinkled(plain, *given_names, value=data.draw(value)))

    assert from_dict(draft) == survey


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_nothing_of_a_ready_survey_is_left_out(path):
    survey = yaml.safe_load(path.read_text("utf-8"))

    assert told(survey) == []
    assert from_dict(editing.tidied(survey)) == from_dict(survey)


def test_it_is_told_where_each_stands_and_the_same_thing_is_told_once():
    survey = sprinkled(
        with_(version=2),
        *((), ("questions", 0), ("questions", 1), ("questions", 0, "options", 1)),
        *(("questions", 2, "show_when", "any", 0), ("about_you", 1)),
        *(("translations", "pl"), ("translations", "pl", "questions", "safe")),
    )

    assert told(survey) == [
        ("We do not know “version” here.", ("The whole survey",)),
        (
            "We do not know “required” here.",
            (
                *("The whole survey", "Question 1 (area)", "Question 1 (area), answer 2"),
                *("Question 2 (safe)", "Question 3 (why), when to ask", "About the person (pets)"),
                *("Translation pl", "Translation pl, question safe"),
            ),
        ),
    ]


@pytest.mark.parametrize(
    "way, what, where",
    [
        (
            ("translations", "pl", "questions"),
            "The survey has no question “required” for these words.",
            "Translation pl",
        ),
        (
            ("translations", "pl", "questions", "area", "options"),
            "The question has no answer “required” for these words.",
            "Translation pl, question area",
        ),
    ],
)
def test_words_for_what_is_gone_are_told_as_that(way, what, where):
    assert told(sprinkled(WHOLE, way, value="Słowa")) == [(what, (where,))]


def test_what_another_kind_of_question_has_is_not_known_here():
    first, *rest = WHOLE["questions"]
    survey = with_(questions=[{**first, "limit": 3}, *rest])

    assert told(survey) == [("We do not know “limit” here.", ("Question 1 (area)",))]
    assert editing.tidied(survey) == WHOLE


def test_what_a_draft_keeps_beside_its_words_stays():
    words = editing.tidied(WHOLE)["translations"]["pl"]

    assert is_checked(editing.tidied(WHOLE), "pl")
    assert words["was"] == {"title": "All"}
    assert words["questions"]["area"]["was"]["options.gone"] == "Gone"


@pytest.mark.parametrize("key, new", [("My area!", "area"), ("gender", "gender-2")])
def test_all_that_names_a_question_follows_it_to_a_key_that_it_may_have(key, new):
    first, *rest = WHOLE["questions"]
    plain = {name: one for name, one in WHOLE.items() if name != "questions"}
    survey = deepcopy({**plain, "questions": [{**first, "key": key}, *rest]})
    survey["questions"][2]["show_when"]["any"][0]["all"][0]["question"] = key
    survey["about_you"] = ["gender", {**survey["about_you"][1]}]
    survey["about_you"][1]["show_when"] = {"question": key, "is": "in"}
    words = survey["translations"]["pl"]["questions"]
    words[key] = words.pop("area")

    assert told(survey) == [
        ("The survey has no question “age” for these words.", ("Translation pl",))
    ]
    tidied = from_dict(editing.tidied(survey))
    assert tidied.questions[0].key == new
    assert tidied.translations[0].of(new)


@pytest.mark.parametrize(
    "one, what, where",
    [
        ("hobbies", "We have no usual question “hobbies”.", "About the person"),
        (4, "This is not written as a question.", "About the person"),
        (["age"], "This is not written as a question.", "About the person"),
        (
            {"key": "own", "kind": "rank", "wording": "?"},
            "We do not know this kind of question.",
            "About the person (own)",
        ),
    ],
)
def test_a_question_about_the_person_that_no_page_could_mend_is_left_out(one, what, where):
    survey = with_(about_you=[one, *WHOLE["about_you"]])

    assert editing.tidied(survey) == WHOLE
    assert told(survey) == [(what, (where,))]


def test_a_question_about_the_person_is_asked_always_when_we_cannot_tell_when():
    usual, own = WHOLE["about_you"]
    survey = with_(about_you=[usual, {**own, "show_when": {"question": "area", "equals": "in"}}])

    always = {name: one for name, one in own.items() if name != "show_when"}
    assert editing.tidied(survey) == with_(about_you=[usual, always])
    assert told(survey)[1][0] == "We cannot tell when to ask this, so it is asked always."


def test_a_question_whose_condition_we_cannot_tell_is_to_be_put_right_on_its_page():
    *first, last = deepcopy(WHOLE["questions"])
    last["show_when"] = {"question": "area", "equals": "in"}
    draft = editing.tidied(with_(questions=[*first, last]))

    assert [(one.question, one.field) for one in to_put_right(draft)] == [("why", "show_when")]


def test_what_is_no_question_and_no_answer_is_told_too():
    first, *rest = deepcopy(WHOLE["questions"])
    first["options"].insert(0, "Inside")
    survey = with_(questions=["How are you?", first, *rest])

    assert editing.tidied(survey) == WHOLE
    assert told(survey) == [
        ("This is not written as a question.", ("Question 1",)),
        (
            "This is not written as an answer to pick, with a value and a label.",
            ("Question 2 (area), answer 1",),
        ),
    ]


@pytest.mark.parametrize("odd", [None, 3, "x", [], {}, [[]], {"a": 1}, {"a": []}])
@pytest.mark.parametrize("name", ["questions", "about_you", "translations"])
def test_odd_values_go_through_without_harm(name, odd):
    survey = with_(**{name: odd})
    before = deepcopy(survey)

    editing.sifted(survey)

    assert survey == before


def test_checking_a_file_still_tells_of_what_a_draft_of_it_would_leave_out(tmp_path, capsys):
    path = tmp_path / "whole.yaml"
    places = [(), ("questions", 0), ("questions", 1), ("about_you", 1)]
    path.write_text(yaml.safe_dump(sprinkled(with_(version=2), *places)), encoding="utf-8")

    assert main(["check", str(path)]) == 1

    said = capsys.readouterr().out
    assert said.count("We do not know `required`") == 4
    assert "We do not know `version`" in said
