"""A condition said in words, for whoever writes the survey."""

from typing import Any

import pytest

from surveys.condition_words import when_asked

ASKED: list[dict[str, Any]] = [
    {
        "key": "area",
        "kind": "pick_one",
        "wording": "Which area?",
        "options": [{"value": "wirral", "label": "Wirral"}, {"value": "sefton", "label": "Sefton"}],
    },
    {"key": "nights", "kind": "number", "wording": "How many nights?", "unit": "nights"},
    {"key": "safe", "kind": "scale", "wording": "How safe?", "labels": ["No", "", "", "", "Yes"]},
    {
        "key": "needs",
        "kind": "pick_several",
        "wording": "What do you need?",
        "options": [{"value": "heat", "label": "Heat"}],
    },
    {"key": "since", "kind": "date", "wording": "Since when?"},
    {"key": "warm", "kind": "yes_no", "wording": "Is it warm?"},
    {"key": "why", "kind": "free_text", "wording": "Why ${area|there}?"},
    {"key": "words", "kind": "consent", "about": "words", "wording": "Your words?"},
    {"key": "new-1", "kind": "yes_no", "wording": ""},
]
WIRRAL = {"question": "area", "is": "wirral"}
MANY = {"question": "nights", "at_least": 3}


@pytest.mark.parametrize(
    "condition, said",
    [
        (WIRRAL, "“Which area” is Wirral"),
        ({"question": "area", "is": ["wirral", "sefton"]}, "“Which area” is Wirral or Sefton"),
        (
            {"all": [{"question": "area", "is": ["wirral", "sefton"]}, MANY]},
            "“Which area” is Wirral or Sefton, and “How many nights” is 3 nights or more",
        ),
        (
            {"any": [WIRRAL, MANY]},
            "“Which area” is Wirral, or “How many nights” is 3 nights or more",
        ),
        ({"question": "safe", "at_most": 1}, "“How safe” is 1 (No) or less"),
        ({"question": "safe", "is": 2}, "“How safe” is 2"),
        ({"question": "needs", "has": "heat"}, "“What do you need” includes Heat"),
        ({"not": {"question": "needs", "has": "heat"}}, "“What do you need” does not include Heat"),
        ({"question": "since", "at_least": "2027-03-01"}, "“Since when” is 1 March 2027 or later"),
        ({"question": "since", "at_most": "2027-03-01"}, "“Since when” is 1 March 2027 or earlier"),
        ({"question": "warm", "is": True}, "“Is it warm” is Yes"),
        ({"not": {"question": "warm", "is": "dont_know"}}, "“Is it warm” is not Not sure"),
        ({"question": "why", "answered": True}, "“Why there” was answered"),
        ({"question": "why", "answered": False}, "“Why there” was not answered"),
        ({"not": {"not": WIRRAL}}, "“Which area” is Wirral"),
        (
            {"all": [{"any": [WIRRAL, MANY]}, {"question": "why", "answered": True}]},
            "(“Which area” is Wirral, or “How many nights” is 3 nights or more), "
            "and “Why there” was answered",
        ),
        (
            {"not": {"all": [WIRRAL, MANY]}},
            "this is not so: (“Which area” is Wirral, and “How many nights” is 3 nights or more)",
        ),
        ({"question": "gone", "is": "x"}, "a question that is gone is “x”"),
        ({"question": "new-1", "is": "no"}, "“a question with no words yet” is No"),
        ({"question": "area", "is": "leeds"}, "“Which area” is “leeds”"),
    ],
)
def test_a_condition_is_said_in_words(condition, said):
    assert when_asked({"show_when": condition}, ASKED) == f"Asked only if {said}."


def test_everyone_is_asked_a_question_without_a_condition():
    assert when_asked({"wording": "?"}, ASKED) == ""


@pytest.mark.parametrize("condition", ["area", {}, {"all": []}, {"question": "area"}, [1]])
def test_what_is_no_condition_is_said_kindly(condition):
    assert when_asked({"show_when": condition}, ASKED).startswith("We cannot tell when")


def test_a_long_wording_is_cut_between_words():
    long = {"key": "long", "kind": "yes_no", "wording": "Word " * 40}

    said = when_asked({"show_when": {"question": "long", "answered": True}}, [long])

    assert said.endswith(" Word…” was answered.")
    assert len(said) < 100
