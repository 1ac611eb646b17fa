"""Which answers to versions of a survey are counted together."""

from __future__ import annotations

import pytest

from surveys.loading import from_dict
from surveys.questions import (
    Consent,
    DateQuestion,
    FreeText,
    Number,
    Option,
    PickOne,
    PickSeveral,
    Scale,
    YesNo,
)
from surveys.versions import lines, why_apart
from tests.factories import DEFINITION

OPTIONS = (Option("a", "Apples"), Option("b", "Bread"))


def a_survey(*questions):
    return from_dict({**DEFINITION, "questions": [one.to_dict() for one in questions]})


def yes_no(key, wording="Is it?"):
    return YesNo(key=key, wording=wording)


@pytest.mark.parametrize(
    "old, new",
    [
        (PickOne(key="q", wording="Old?", options=OPTIONS), PickOne(key="q", wording="New?")),
        (Scale(key="q", wording="?", low_label="x"), Scale(key="q", wording="?", faces=True)),
        (Number(key="q", wording="?", high=9), Number(key="q", wording="?", high=99)),
        (FreeText(key="q", wording="Old?"), FreeText(key="q", wording="New?")),
        (DateQuestion(key="q", wording="?"), DateQuestion(key="q", wording="?", when="past")),
    ],
)
def test_the_same_question_in_other_words_is_counted_together(old, new):
    assert why_apart(old, new) is None


@pytest.mark.parametrize(
    "old, new, why",
    [
        (
            PickOne(key="q", wording="?", options=OPTIONS),
            PickSeveral(key="q", wording="?", options=OPTIONS),
            "it was pick one and is now pick several",
        ),
        (
            Scale(key="q", wording="?"),
            Scale(key="q", wording="?", high=10),
            "it went from 1 to 5 and now goes from 1 to 10",
        ),
        (
            Number(key="q", wording="?", unit="nights"),
            Number(key="q", wording="?"),
            "it counted nights and now counts no unit",
        ),
        (
            Consent(key="q", wording="?", about="words"),
            Consent(key="q", wording="?"),
            "it asked people to agree to something else",
        ),
    ],
)
def test_another_kind_of_answer_is_counted_apart(old, new, why):
    assert why_apart(old, new) == why


def test_the_newest_questions_come_first_in_their_order_and_then_what_is_no_longer_asked():
    found = lines(
        [
            (1, a_survey(yes_no("one"), yes_no("gone"), yes_no("two"))),
            (2, a_survey(yes_no("two"), yes_no("new"), yes_no("one"))),
        ]
    )

    assert [(one.question.key, one.is_current) for one in found] == [
        ("two", True),
        ("new", True),
        ("one", True),
        ("gone", False),
    ]


def test_a_question_changed_and_changed_back_is_one_line_again():
    scale, longer = Scale(key="q", wording="?"), Scale(key="q", wording="?", high=10)

    found = lines([(1, a_survey(scale)), (2, a_survey(longer)), (3, a_survey(scale))])

    assert [[number for number, _ in one.asked] for one in found] == [[3, 1], [2]]
    assert [one.last for one in found] == [3, 2]


def test_an_answer_is_said_in_the_newest_words_there_are_for_it():
    old = PickOne(key="q", wording="?", options=(*OPTIONS, Option("c", "Cake")))
    new = PickOne(key="q", wording="?", options=(Option("a", "An apple"), OPTIONS[1]))

    (line,) = lines([(1, a_survey(old)), (2, a_survey(new))])

    assert line.say("a") == ("An apple", True)
    assert line.say("c") == ("Cake", False)
