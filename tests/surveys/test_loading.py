"""Reading survey files: what is accepted, and what an author is told."""

import json
from pathlib import Path

import pytest

import surveys
from surveys.__main__ import main
from surveys.loading import SurveyProblems, from_dict, load, loads
from surveys.questionnaire import Questionnaire
from surveys.questions import FreeText, PickOne, Scale, fits_one_text

LIBRARY = sorted((Path(surveys.__file__).parent / "library").glob("*.yaml"))
READY = LIBRARY[0].parent / "temporary-accommodation.yaml"
HEAD = "key: demo\ntitle: Demo\npurpose: To show.\nthanks: Thank you.\nquestions:\n"


def a_survey(*questions: str) -> str:
    return HEAD + "".join(f"  - {{{question}}}\n" for question in questions)


def problems_in(text: str) -> list[str]:
    with pytest.raises(SurveyProblems) as told:
        loads(text)
    return told.value.messages


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_ready_survey_loads_and_each_closed_question_fits_one_text(path):
    survey = load(path)

    for number, question in enumerate(survey.questions, 1):
        if not isinstance(question, FreeText):
            assert fits_one_text(question, number=number, total=len(survey.questions))


def test_the_temporary_accommodation_survey_asks_its_three_questions():
    survey = load(READY)

    assert [(one.key, one.kind) for one in survey.questions] == [
        ("area", "pick_one"),
        ("safe", "scale"),
        ("change", "free_text"),
    ]
    assert survey.questions[0].about == "borough"


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_a_survey_frozen_as_json_comes_back_the_same(path):
    survey = load(path)

    assert from_dict(json.loads(json.dumps(survey.to_dict()))) == survey


def test_every_field_of_every_kind_survives_the_round_trip():
    survey = loads(
        a_survey(
            "key: a, kind: pick_one, wording: Ask A, hint: H, text: T, optional: false, "
            "options: [{value: x1, label: Ex, short: E}, {value: x2, label: Why}]",
            "key: b, kind: scale, wording: Ask B, low: 0, high: 10, low_label: bad, "
            "high_label: good, faces: true",
            "key: c, kind: free_text, wording: Ask C, limit: 50",
        )
    )

    assert from_dict(json.loads(json.dumps(survey.to_dict()))) == survey
    assert survey.questions[0].text_wording == "T"
    assert not survey.questions[0].optional


PICK = "key: a, kind: pick_one, wording: Ask A, "


@pytest.mark.parametrize(
    "text, told",
    [
        ("", "A survey starts with lines"),
        ("just words", "A survey starts with lines"),
        ("a: [", "could not read this as YAML near line"),
        (f"questions: {'[' * 5_000}", "too many deep"),
        ("a: &a [1, 2]\nquestions: [*a, *a]", "parts that stand for others"),
        (HEAD, "no questions"),
        (HEAD.replace("title: Demo", "title: no"), "`title`, in words; put quotes round it"),
        (HEAD.replace("title: Demo\n", ""), "The survey needs `title`"),
        ("colour: red\n" + HEAD, "do not know `colour`"),
        (HEAD.replace("key: demo", "key: My Survey"), 'The survey key "My Survey"'),
        (HEAD + "  - just words\n", "Question 1: Write it as lines"),
        (a_survey("key: a, kind: rank, wording: Ask A"), 'Question 1 (a): The kind is "rank"'),
        (a_survey("key: a, kind: [x], wording: Ask A"), "Choose one of `pick_one`"),
        (a_survey("key: a, kind: free_text"), "Question 1 (a): It has no `wording`"),
        (a_survey("kind: free_text, wording: Ask A"), "Question 1: It has no `key`"),
        (a_survey("key: a, kind: free_text, wording: ' '"), "It has no wording"),
        (a_survey("key: a, kind: free_text, wording: Ask A, colour: red"), "do not know `colour`"),
        (a_survey("key: a, kind: free_text, wording: 5"), "`wording` is not in words; put quotes"),
        (a_survey("key: A B, kind: free_text, wording: Ask A"), 'The key "A B"'),
        (
            a_survey("key: a, kind: free_text, wording: Ask A, limit: ten"),
            "`limit` is a whole number",
        ),
        (a_survey("key: a, kind: free_text, wording: Ask A, limit: 0"), "Make it 1 or more"),
        (a_survey("key: a, kind: free_text, wording: Ask A, optional: 3"), "`true` or `false`"),
        (
            a_survey("key: a, kind: free_text, wording: Ask A, about: age"),
            "for a consent",
        ),
        (
            a_survey(*["key: a, kind: free_text, wording: Ask A"] * 2),
            "Question 2 (a): question 1 has",
        ),
        (a_survey("key: a, kind: scale, wording: Ask A, low: 5, high: 1"), "goes from 5 to 1"),
        (a_survey("key: a, kind: scale, wording: Ask A, high: 100"), "11 points at most"),
        (a_survey("key: a, kind: scale, wording: Ask A, labels: [x, y]"), "2 labels for 5 points"),
        (a_survey("key: a, kind: scale, wording: Ask A, labels: x"), "`labels` is a list"),
        (
            a_survey("key: a, kind: scale, wording: Ask A, labels: [x, no]"),
            "item 2 is not in words",
        ),
        (a_survey("key: a, kind: scale, wording: Ask A, low_label: Stop"), 'the label "Stop"'),
        (a_survey(PICK + "options: [{value: x, label: X}]"), "at least two options"),
        (a_survey(PICK + "options: x"), "`options` is a list"),
        (a_survey(PICK + "options: [x]"), "item 1 needs a `value:`"),
        (a_survey(PICK + "options: [{value: no, label: N}]"), "`value` in words; put quotes"),
        (a_survey(PICK + "options: [{value: x, label: X, v: 1}]"), "has `v`"),
        (
            a_survey(PICK + "options: [{value: x1, label: Same}, {value: x2, label: same}]"),
            'the same label, "same"',
        ),
        (
            a_survey(PICK + "options: [{value: x1, label: X}, {value: x1, label: Y}]"),
            'the same value, "x1"',
        ),
        (
            a_survey(PICK + "options: [{value: '2', label: X}, {value: '1', label: Y}]"),
            "By text, 2 picks option 2",
        ),
        (
            a_survey(PICK + "options: [{value: b, label: X}, {value: a, label: Y}]"),
            "not the letter of its place",
        ),
        (
            a_survey(PICK + "options: [{value: go, label: Cancel}, {value: in, label: Y}]"),
            'Option 1 has the label "Cancel"',
        ),
        (
            a_survey(PICK + "options: [{value: x1, label: X, short: STOP}, {value: x2, label: Y}]"),
            'Option 1 has the short "STOP"',
        ),
        (
            a_survey(
                PICK + "options: [{value: x1, label: X, short: Opt-Out}, {value: x2, label: Y}]"
            ),
            'the short "Opt-Out"',
        ),
        (
            a_survey(PICK + "options: [{value: x1, label: '?'}, {value: x2, label: Y}]"),
            "Option 1 has no label",
        ),
        (
            a_survey(
                PICK + "about: borough, options: [{value: x1, label: X}, {value: y1, label: Y}]"
            ),
            "its values are halton, knowsley",
        ),
    ],
)
def test_an_author_is_told_what_to_put_right(text, told):
    assert told in "\n".join(problems_in(text))


def test_a_survey_has_three_hundred_questions_at_most():
    rest = (f"key: q{n}, kind: yes_no, wording: '?'" for n in range(301))

    assert problems_in(a_survey(*rest)) == ["The survey has 301 questions. 300 is the most."]


@pytest.mark.parametrize("odd", ["!!int ''", "!!bool x", "!!timestamp x", "!!binary [x]"])
def test_a_value_that_is_not_of_the_kind_it_claims_is_told(odd):
    assert problems_in(f"key: {odd}")[0].startswith("We could not read this as YAML")


def test_all_the_problems_are_told_at_once():
    told = problems_in(a_survey("key: a, kind: rank", "key: b, kind: free_text"))

    assert len(told) == 2


def test_yes_may_be_an_answer_word():
    survey = loads(
        a_survey(PICK + "options: [{value: 'yes', label: 'Yes'}, {value: 'no', label: 'No'}]")
    )

    assert survey.first().read("Yes").value == "yes"


def test_check_is_silent_about_nothing_and_exits_well(capsys):
    assert main(["check", str(READY)]) == 0
    assert "Nothing to put right" in capsys.readouterr().out


def test_check_prints_the_messages_and_exits_with_one(tmp_path, capsys):
    path = tmp_path / "poor.yaml"
    path.write_text("key: x", encoding="utf-8")

    assert main(["check", str(path)]) == 1
    assert "The survey needs `title`" in capsys.readouterr().out


def test_check_says_so_when_a_file_is_not_text(tmp_path, capsys):
    path = tmp_path / "picture.yaml"
    path.write_bytes(b"\xff\xfe\x00\x01")

    assert main(["check", str(path)]) == 1
    assert "not a plain text file" in capsys.readouterr().out


def test_check_exits_with_two_when_a_file_is_not_there(tmp_path, capsys):
    assert main(["check", str(tmp_path / "none.yaml")]) == 2
    assert "could not open" in capsys.readouterr().err


def test_kinds_keep_their_names():
    assert [one.kind for one in (PickOne, Scale, FreeText)] == ["pick_one", "scale", "free_text"]


def test_a_survey_knows_its_order():
    survey: Questionnaire = load(READY)

    assert survey.first().key == "area"
    assert survey.find("nothing") is None
    assert survey.position("safe", {}) == (2, 3)
    after = survey.next_after("safe", {})
    assert after is not None
    assert after.key == "change"
    assert survey.next_after("change", {}) is None
    unanswered = survey.next_after(None, {"area": "wirral"})
    assert unanswered is not None
    assert unanswered.key == "safe"
