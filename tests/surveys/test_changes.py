"""What the next version of a survey changes, and what that means for answers already given."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.changes import Kind, what_changes
from surveys.loading import from_dict

SURVEY: dict[str, Any] = {
    "key": "week",
    "title": "Your week",
    "purpose": "To see what should change.",
    "thanks": "Thank you.",
    "questions": [
        {"key": "words", "kind": "consent", "about": "words", "wording": "May we quote you?"},
        {
            "key": "place",
            "kind": "pick_one",
            "wording": "Where do you stay?",
            "options": [
                {"value": "hostel", "label": "A hostel"},
                {"value": "sofa", "label": "A sofa"},
                {"value": "out", "label": "Outside"},
            ],
        },
        {"key": "safe", "kind": "scale", "wording": "How safe?", "low_label": "Not at all"},
        {"key": "nights", "kind": "number", "wording": "How long?", "unit": "nights", "high": 365},
        {"key": "change", "kind": "free_text", "wording": "What should change?"},
        {"key": "note", "kind": "information", "wording": "Nearly there", "body": "One more."},
        {"key": "again", "kind": "yes_no", "wording": "May we ask again?"},
    ],
    "translations": {"pl": {"title": "Twój tydzień"}},
}
Path = tuple[Any, ...]
GONE = object()


def with_(*edits: tuple[Path, Any]) -> dict[str, Any]:
    """The survey with the value at each path put in, or taken out; a question goes by its key."""
    survey = deepcopy(SURVEY)
    for path, value in edits:
        there: Any = survey
        for step in path[:-1]:
            there = _question(there, step) if isinstance(there, list) else there[step]
        if value is GONE:
            there.remove(_question(there, path[-1])) if isinstance(there, list) else there.pop(
                path[-1]
            )
        else:
            there[path[-1]] = value
    return survey


def _question(listed: list[Any], step: Any) -> Any:
    return next(one for one in listed if step in (one.get("key"), one.get("value")))


def moved(key: str, *, to: int) -> dict[str, Any]:
    survey = deepcopy(SURVEY)
    one = _question(survey["questions"], key)
    survey["questions"].remove(one)
    survey["questions"].insert(to, one)
    return survey


def changes(new: dict[str, Any], old: dict[str, Any] = SURVEY):
    return what_changes(from_dict(old), from_dict(new))


Q = "questions"
ADDED = {"key": "warm", "kind": "yes_no", "wording": "Is it warm?"}
TOGETHER = "counted together"
APART = "counted apart"
EDITS = [
    ((("title",), "My week"), Kind.SURVEY_TEXT, ""),
    ((("thanks",), "Ta."), Kind.SURVEY_TEXT, ""),
    (((Q, "safe", "wording"), "Do you feel safe?"), Kind.REWORDED, TOGETHER),
    (((Q, "safe", "hint"), "Where you stay."), Kind.REWORDED, TOGETHER),
    (((Q, "note", "body"), "Two more."), Kind.REWORDED, ""),
    (((Q, "safe", "text"), "Safe?"), Kind.IN_TEXTS, TOGETHER),
    (((Q, "safe", "easy"), "Are you safe?"), Kind.EASY_READ, TOGETHER),
    (((Q, "safe", "faces"), True), Kind.EASY_READ, TOGETHER),
    (((Q, "safe", "high"), 10), Kind.SCALE_ENDS, APART),
    (((Q, "safe", "low_label"), "Not safe"), Kind.SCALE_WORDS, TOGETHER),
    (((Q, "again", "kind"), "free_text"), Kind.KIND, APART),
    (((Q, "nights", "unit"), "weeks"), Kind.UNIT, APART),
    (((Q, "nights", "high"), 100), Kind.LIMITS, TOGETHER),
    (((Q, "change", "limit"), 500), Kind.DETAILS, TOGETHER),
    (((Q, "words", "about"), None), Kind.CONSENT, APART),
    (
        ((Q, "again", "show_when"), {"question": "place", "is": "sofa"}),
        Kind.CONDITION,
        TOGETHER,
    ),
    (((Q, "place", "options", "out", "label"), "Out of doors"), Kind.OPTION_RELABELLED, "counted"),
    (((Q, "place", "options", "out", "short"), "Out"), Kind.OPTION_RELABELLED, TOGETHER),
    (((Q, "place", "options", "out"), GONE), Kind.OPTION_REMOVED, "a line of its own"),
    (((Q, "again"), GONE), Kind.REMOVED, APART),
    ((("translations", "pl", "thanks"), "Dzięki"), Kind.TRANSLATION_CHANGED, ""),
    ((("translations", "pl", "checked"), True), Kind.TRANSLATION_CHANGED, ""),
    ((("translations", "ar"), {"thanks": "شكرا"}), Kind.TRANSLATION_ADDED, ""),
    ((("translations",), GONE), Kind.TRANSLATION_REMOVED, ""),
]


@pytest.mark.parametrize("edit, kind, effect", EDITS)
def test_one_change_is_told_once_with_what_it_does_to_answers(edit, kind, effect):
    (found,) = changes(with_(edit))

    assert found.kind is kind
    assert effect in found.effect
    assert bool(found.effect) is bool(effect)


def test_a_survey_that_is_the_same_has_no_changes():
    assert changes(deepcopy(SURVEY)) == ()


def test_a_new_question_counts_from_now():
    new = with_()
    new[Q].append(ADDED)

    (found,) = changes(new)

    assert (found.kind, found.what) == (Kind.ADDED, "New: “Is it warm?”.")


def test_only_the_question_that_was_moved_is_told_of():
    (found,) = changes(moved("again", to=1))

    assert (found.kind, found.question) == (Kind.MOVED, "again")


def test_a_new_answer_to_pick_says_it_was_not_there():
    new = with_()
    new[Q][1]["options"].append({"value": "own", "label": "My own home"})

    (found,) = changes(new)

    assert found.what == "“Where do you stay?” has a new answer, “My own home”."
    assert found.effect.startswith("“My own home” was not there to pick.")


def test_answers_in_another_order_are_told():
    new = with_()
    new[Q][1]["options"].reverse()

    assert [one.kind for one in changes(new)] == [Kind.OPTIONS_MOVED]


def test_a_question_about_the_person_that_came_from_the_rest_has_moved():
    new = with_(((Q, "again"), GONE))
    new["about_you"] = [{"key": "again", "kind": "yes_no", "wording": "May we ask again?"}]

    assert [one.kind for one in changes(new)] == [Kind.MOVED]


def test_to_ask_no_more_about_words_says_that_nobody_is_quoted():
    (found,) = changes(with_(((Q, "words"), GONE)))

    assert "nobody’s words are quoted" in found.effect


@pytest.mark.parametrize(
    "people, said",
    [
        (0, "Nobody has answered it yet."),
        (1, "1 person has answered it. Old and new answers are counted apart"),
        (12, "12 people have answered it. Old and new answers are counted apart"),
    ],
)
def test_what_it_means_names_how_many_people(people, said):
    (found,) = changes(with_(((Q, "safe", "high"), 10)))

    assert found.means(people).startswith(said)


def test_an_answer_that_goes_is_about_those_who_picked_it():
    (found,) = changes(with_(((Q, "place", "options", "out"), GONE)))

    assert (found.question, found.value) == ("place", "out")
    assert found.means(3).startswith("3 people have picked it.")


def test_where_no_answers_are_touched_it_says_so():
    (found,) = changes(with_((("title",), "My week")))

    assert found.means(12) == "It does not touch the answers given so far."


def test_why_answers_are_counted_apart_is_said_in_full():
    (found,) = changes(with_(((Q, "safe", "high"), 10)))

    assert found.effect == (
        "Old and new answers are counted apart, because it went from 1 to 5 and now goes from "
        "1 to 10."
    )


@given(st.lists(st.sampled_from([edit for edit, _, _ in EDITS]), max_size=6, unique_by=id))
def test_there_are_changes_just_when_the_surveys_are_not_the_same(edits):
    gone_last = sorted(edits, key=lambda edit: edit[1] is GONE)
    kept = [edit for edit in gone_last if not _is_inside_one_gone(edit, edits)]
    new = from_dict(with_(*kept))
    old = from_dict(SURVEY)

    assert bool(what_changes(old, new)) is (old.to_dict() != new.to_dict())


def _is_inside_one_gone(edit, edits) -> bool:
    gone = [path for path, value in edits if value is GONE]
    return any(edit[0] != path and edit[0][: len(path)] == path for path in gone)


@given(st.permutations(range(3)), st.permutations(range(4)))
def test_no_more_questions_have_moved_than_have(first, second):
    questions = [{"key": f"q{n}", "kind": "yes_no", "wording": f"Is it {n}?"} for n in range(7)]
    order = [*first, *(3 + n for n in second)]
    old = {**SURVEY, "questions": questions, "translations": {}}
    new = {**old, "questions": [questions[n] for n in order]}

    found = [one.question for one in changes(new, old)]
    left = [f"q{n}" for n in order if f"q{n}" not in found]

    assert left == sorted(left)
    assert bool(found) is (order != sorted(order))
