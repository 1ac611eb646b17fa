"""What comes next in a survey with conditions, and how many questions there are."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import routing
from surveys.conditions import AtLeast, Has, Is, Not
from surveys.loading import from_dict
from surveys.questionnaire import Questionnaire
from surveys.questions import Number, Option, PickOne, PickSeveral, Question, YesNo
from surveys.reading import WORDS
from tests.surveys.branching import AGREEING, BRANCHED, SURVEY


def way(survey: Questionnaire, answers) -> list[str]:
    """The steps a person with these answers goes through, in order."""
    found = []
    step = survey.next_after(None, {})
    while step:
        found.append(step.key)
        step = survey.next_after(step.key, answers)
    return found


@pytest.mark.parametrize(
    "answers, steps",
    [
        ({}, "welcome words place change again about-you"),
        ({"place": "own"}, "welcome words place happy change again about-you"),
        ({"place": "out", "nights": 2}, "welcome words place nights change again about-you"),
        (
            {"place": "out", "nights": 3, "change": WORDS, "about-you": "yes"},
            "welcome words place nights needs change note again about-you age",
        ),
        ({"place": None, "about-you": "no"}, "welcome words place change again about-you"),
    ],
)
def test_each_person_goes_their_own_way(answers, steps):
    assert way(SURVEY, answers) == steps.split()


def key_of(step) -> str | None:
    """The key of a step, where there is one."""
    return step.key if step else None


def test_back_goes_the_way_that_was_come():
    answers = {"place": "own", "happy": "yes"}

    assert key_of(SURVEY.before("change", answers)) == "happy"
    assert key_of(SURVEY.before("happy", answers)) == "place"
    assert SURVEY.before("welcome", answers) is None


def test_somebody_who_comes_back_reads_the_pages_before_the_question_in_hand_again():
    done = {"words": "quote", "place": "own", "happy": "yes", "change": WORDS}

    assert key_of(SURVEY.next_after(None, {})) == "welcome"
    assert key_of(SURVEY.next_after(None, done)) == "note"
    assert SURVEY.next_after(None, {**done, "again": "no", "about-you": "no"}) is None


def test_nothing_is_asked_of_who_does_not_agree():
    for refused in ("disagree", None):
        answers = {"agree": refused}
        assert AGREEING.is_refused(answers)
        assert AGREEING.next_after("agree", answers) is None
        assert AGREEING.next_after(None, answers) is None
        assert not AGREEING.is_done(answers)
    assert key_of(AGREEING.next_after("agree", {"agree": "agree"})) == "place"


@pytest.mark.parametrize(
    "answers, use",
    [
        ({}, "themes"),
        ({"words": None}, "themes"),
        ({"words": "quote"}, "quote"),
        ({"words": "quote_with_area"}, "quote_with_area"),
        ({"words": "nonsense"}, "themes"),
    ],
)
def test_words_are_used_as_far_as_the_person_said_and_no_further(answers, use):
    assert SURVEY.use_of_words(answers) == use


def test_without_a_question_about_words_they_are_only_themed():
    assert AGREEING.use_of_words({"agree": "agree"}) == "themes"


@pytest.mark.parametrize(
    "key, answers, position",
    [
        ("words", {}, (1, None)),
        ("place", {"words": None}, (2, None)),
        ("nights", {"words": None, "place": "out"}, (3, None)),
        ("needs", {"words": None, "place": "out", "nights": 5}, (4, 6)),
        ("happy", {"words": None, "place": "own"}, (3, 5)),
        ("change", {"words": None, "place": None}, (3, 4)),
        ("age", {"about-you": "yes"}, (1, 1)),
    ],
)
def test_how_many_is_told_only_when_it_is_true(key, answers, position):
    assert SURVEY.position(key, answers) == position


def test_two_ways_of_the_same_length_have_one_total():
    pair = [
        {"key": "one", "kind": "yes_no", "wording": "?"},
        {
            "key": "a",
            "kind": "yes_no",
            "wording": "?",
            "show_when": {"question": "one", "is": "no"},
        },
        {
            "key": "b",
            "kind": "yes_no",
            "wording": "?",
            "show_when": {"not": {"question": "one", "is": "no"}},
        },
    ]
    survey = from_dict({**BRANCHED, "questions": pair})

    assert survey.position("one", {}) == (1, 2)
    assert survey.lengths() == (2, 2)


def test_the_shortest_and_the_longest_way_are_known():
    assert SURVEY.lengths() == (4, 6)


KEYS = "abcde"


@st.composite
def surveys_of_five(draw) -> tuple[Question, ...]:
    """Five questions, each after the first perhaps asked only after some answer."""
    made: list[Question] = []
    for key in KEYS:
        condition = None
        if made and draw(st.booleans()):
            source = draw(st.sampled_from(made))
            condition = draw(st.sampled_from(TESTS[type(source)]))(source.key)
            condition = Not(condition) if draw(st.booleans()) else condition
        made.append(draw(st.sampled_from(MAKERS))(key, condition))
    return tuple(made)


OPTIONS = (Option("x", "X"), Option("y", "Y"), Option("z", "Z"))
MAKERS = [
    lambda key, when: PickOne(key=key, wording="?", options=OPTIONS, show_when=when),
    lambda key, when: PickSeveral(key=key, wording="?", options=OPTIONS, show_when=when),
    lambda key, when: YesNo(key=key, wording="?", show_when=when),
    lambda key, when: Number(key=key, wording="?", show_when=when),
]
TESTS: dict[type[Question], list[Any]] = {
    PickOne: [lambda key: Is(key, ("x",)), lambda key: Is(key, ("x", "y"))],
    PickSeveral: [lambda key: Has(key, ("x",)), lambda key: Has(key, ("y", "z"))],
    YesNo: [lambda key: Is(key, ("yes",))],
    Number: [lambda key: AtLeast(key, 2), lambda key: Is(key, (1,))],
}
EVERY: dict[type[Question], list[Any]] = {
    PickOne: [None, "x", "y", "z"],
    PickSeveral: [None, (), ("x",), ("y",), ("z",), ("x", "z"), ("x", "y", "z")],
    YesNo: [None, "yes", "no", "dont_know"],
    Number: [None, 0, 1, 2, 3],
}


def every_count(questions, known, place=0) -> set[int]:
    """How many are asked on every way, by trying every answer there is."""
    if place == len(questions):
        return {0}
    one = questions[place]
    if not routing.is_asked(one, known):
        return every_count(questions, known, place + 1)
    values = [known[one.key]] if one.key in known else EVERY[type(one)]
    ways = (every_count(questions, {**known, one.key: value}, place + 1) for value in values)
    return {1 + count for count in itertools.chain.from_iterable(ways)}


@settings(max_examples=60, deadline=None)
@given(surveys_of_five(), st.sampled_from([None, *KEYS]), st.data())
def test_how_many_there_may_be_is_what_trying_every_answer_finds(questions, until, data):
    answers: dict[str, Any] = {}
    for one in questions:
        if one.key == until or until is None:
            break
        if routing.is_asked(one, answers):
            answers[one.key] = data.draw(st.sampled_from(EVERY[type(one)]))

    assert routing.counts(questions, answers, until=until) == frozenset(
        every_count(questions, answers)
    )


def test_a_survey_with_more_ways_than_can_be_told_is_quick_and_gives_no_total():
    options = [{"value": f"v{n}", "label": f"L{n}"} for n in range(12)]
    sources = [
        {"key": f"s{n}", "kind": "pick_one", "wording": "?", "options": options} for n in range(9)
    ]
    shown = [
        {
            "key": f"q{n}",
            "kind": "yes_no",
            "wording": "?",
            "show_when": {"any": [{"question": f"s{m}", "is": f"v{n}"} for m in range(9)]},
        }
        for n in range(12)
    ]
    survey = from_dict({**BRANCHED, "questions": [*sources, *shown]})

    assert survey.position("s0", {}) == (1, None)
    assert survey.lengths() == (9, 21)
