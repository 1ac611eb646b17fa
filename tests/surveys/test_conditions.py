"""When a question is asked: conditions on earlier answers, read, written and held to answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import conditions
from surveys.conditions import AllOf, Answered, AnyOf, AtLeast, AtMost, Has, Is, Not
from surveys.reading import WORDS

KEYS = st.sampled_from(["area", "safe", "needs", "nights", "since", "change"])
VALUES = st.one_of(st.integers(0, 9), st.sampled_from(["wirral", "yes", "2027-01-31", "no"]))
LEAVES = st.one_of(
    st.builds(Is, KEYS, st.lists(VALUES, min_size=1, max_size=3).map(tuple)),
    st.builds(Has, KEYS, st.lists(st.sampled_from("abc"), min_size=1).map(tuple)),
    st.builds(AtLeast, KEYS, VALUES),
    st.builds(AtMost, KEYS, VALUES),
    st.builds(Answered, KEYS),
)
TREES = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        st.builds(Not, part),
        st.builds(AllOf, st.lists(part, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(part, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
ANSWERS = st.dictionaries(
    KEYS,
    st.one_of(st.none(), VALUES, st.just(WORDS), st.lists(st.sampled_from("abc")).map(tuple)),
)


@given(TREES)
def test_a_condition_is_written_and_read_back_the_same(condition):
    assert conditions.read(conditions.to_plain(condition)) == condition


@given(TREES, ANSWERS)
def test_any_condition_holds_or_not_whatever_was_answered(condition, answers):
    assert condition.holds(answers) is not Not(condition).holds(answers)


@given(LEAVES)
def test_nothing_is_true_of_an_answer_that_is_not_there(leaf):
    assert not leaf.holds({})
    assert not leaf.holds({leaf.question: None})
    assert Not(leaf).holds({})


@pytest.mark.parametrize(
    "plain, answers, holds",
    [
        ({"question": "area", "is": "wirral"}, {"area": "wirral"}, True),
        ({"question": "area", "is": ["wirral", "sefton"]}, {"area": "halton"}, False),
        ({"question": "again", "is": True}, {"again": "yes"}, True),
        ({"question": "needs", "has": "food"}, {"needs": ("food", "care")}, True),
        ({"question": "needs", "has": "food"}, {"needs": ["food"]}, True),
        ({"question": "needs", "has": "food"}, {"needs": ()}, False),
        ({"question": "safe", "at_most": 2}, {"safe": 2}, True),
        ({"question": "nights", "at_least": 3}, {"nights": 2}, False),
        ({"question": "since", "at_least": "2027-01-31"}, {"since": "2027-02-01"}, True),
        ({"question": "since", "at_least": 3}, {"since": "2027-02-01"}, False),
        ({"question": "change", "answered": True}, {"change": WORDS}, True),
        ({"question": "change", "answered": False}, {"change": None}, True),
        ({"question": "change", "at_least": "a"}, {"change": WORDS}, False),
        ({"any": [{"question": "a", "is": 1}, {"not": {"question": "b", "is": 1}}]}, {}, True),
    ],
)
def test_a_condition_holds_as_a_person_would_say(plain, answers, holds):
    found = conditions.read(plain)

    assert not isinstance(found, str)
    assert found.holds(answers) is holds


@pytest.mark.parametrize(
    "plain, told",
    [
        (None, "is written like"),
        ({}, "is written like"),
        ({"question": "area"}, "one test of its answer"),
        ({"question": "area", "is": "a", "has": "b"}, "one test of its answer"),
        ({"question": "area", "equals": "a"}, "`is`"),
        ({"question": "area", "is": []}, "a value or a list"),
        ({"question": "safe", "at_least": True}, "takes a number"),
        ({"question": "safe", "answered": "yes"}, "`true` or `false`"),
        ({"all": []}, "list of conditions"),
        ({"all": {"question": "a", "is": 1}}, "list of conditions"),
        ({"not": {"question": "a", "is": 1}, "question": "b"}, "beside `not`"),
        ({"all": [{"question": "a"}]}, "one test"),
    ],
)
def test_an_author_is_told_what_is_wrong_with_a_condition(plain, told):
    assert told in str(conditions.read(plain))


def test_a_condition_that_never_ends_is_refused():
    plain = {"question": "a", "is": 1}
    for _ in range(1000):
        plain = {"not": plain}

    assert "steps deep" in str(conditions.read(plain))
