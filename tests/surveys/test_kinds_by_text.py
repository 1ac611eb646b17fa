"""The kinds of question as a survey file has them, and asked one after another by text."""

import pytest

from surveys.conversation import begin
from surveys.loading import SurveyProblems, loads
from surveys.reading import Outcome, Value
from tests.surveys.turns import turn_of

HEAD = "key: demo\ntitle: Demo\npurpose: To show.\nthanks: Thank you.\nquestions:\n"
SURVEY = (
    HEAD
    + """
  - {key: worker, kind: yes_no, wording: "Do you have a key worker?"}
  - key: needs
    kind: pick_several
    wording: What did you need?
    options: [{value: food, label: Food}, {value: sleep, label: Somewhere to sleep}]
  - {key: nights, kind: number, wording: "How many nights?", low: 0, high: 120, unit: nights}
  - {key: moved, kind: date, wording: "When did you move in?", when: past}
"""
)


def test_every_kind_is_asked_and_answered_by_text():
    survey = loads(SURVEY)
    at = begin(survey)
    kept: dict[str, Value] = {}
    for said in ("not sure mate", "both", "about a dozen", "3/3/2026"):
        asked = at.progress.question or ""
        at = turn_of(survey, at.progress, said, answers=kept)
        assert at.given is not None
        assert at.given.question == asked
        kept[asked] = at.given.value

    assert kept == {
        "worker": "dont_know",
        "needs": ("food", "sleep"),
        "nights": 12,
        "moved": "2026-03-03",
    }
    assert "Thank you." in at.replies[0]


@pytest.mark.parametrize(
    "key, said, asks",
    [
        ("worker", "banana", ("Is that a yes or a no?", "YES, NO or SKIP?")),
        ("needs", "banana", ("all the numbers that fit", "1 Food\n2 Somewhere to sleep")),
        ("nights", "a few", ("About how many?", "One number from 0 to 120")),
        ("moved", "a while back", ("Which day?", "A date like 3/3")),
    ],
)
def test_what_we_cannot_follow_is_asked_again_twice_and_then_left(key, said, asks):
    survey = loads(SURVEY)
    question = survey.find(key)
    assert question is not None
    reading = question.read(said)

    assert reading.outcome is Outcome.CLARIFY
    for tries, asked in enumerate(asks, 1):
        assert asked in question.ask_again(reading, tries=tries)


@pytest.mark.parametrize(
    "question, told",
    [
        ("kind: number, low: -1", "Make it 0 or more"),
        ("kind: number, low: 5, high: 5", "goes from 5 to 5"),
        ("kind: number, high: many", "`high` is a whole number"),
        ("kind: date, when: soon", '`when` says "soon"'),
        ("kind: pick_several, options: [{value: x, label: X}]", "at least two options"),
        (
            "kind: pick_several, options: [{value: go, label: Stop}, {value: up, label: Y}]",
            'the label "Stop"',
        ),
    ],
)
def test_an_author_is_told_what_to_put_right_in_the_newer_kinds(question, told):
    with pytest.raises(SurveyProblems) as problems:
        loads(f"{HEAD}  - {{key: a, wording: Ask A, {question}}}\n")

    assert told in "\n".join(problems.value.messages)
