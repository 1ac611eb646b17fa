"""When a form asks a question, said as our conditions: the same people are asked."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveys import conditions
from surveys.reading import WORDS, Value
from surveys.xlsform.expressions import NotRead, parse
from surveys.xlsform.relevance import Source, Sources, show_when
from tests.surveys.xlsform.odk import holds

DAY = date(2026, 3, 1)
SOURCES = {
    "area": Source("area", "pick_one", {"n": "north", "s": "south", "9": "other"}),
    "ok": Source("ok", "yes_no", {"1": "yes", "2": "no"}),
    "nights": Source("nights", "number"),
    "since": Source("since", "date"),
    "needs": Source("needs", "pick_several", {"food": "food", "f2": "clothes"}, "none"),
    "good": Source("good", "pick_several", {"a": "staff", "b": "place", "c": "food"}),
    "safe": Source("safe", "scale", {f"{point}": point for point in range(1, 6)}),
    "rating": Source("rating", "scale", {"bad": 1, "ok": 2, "good": 3}),
    "why": Source("why", "free_text"),
}
KINDS = {name: source.kind for name, source in SOURCES.items()}
SIGNS = st.sampled_from(("=", "!=", "<", "<=", ">", ">="))
BLANK = st.just("''")
DAYS = st.integers(-3, 3).map(lambda days: (DAY + timedelta(days)).isoformat())


def compares(name: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(SIGNS, values).map(lambda pair: f"${{{name}}} {pair[0]} {pair[1]}")


def equals(name: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    sign = st.sampled_from(("=", "!="))
    return st.tuples(sign, values).map(lambda pair: f"${{{name}}} {pair[0]} {pair[1]}")


def selects(name: str) -> st.SearchStrategy[str]:
    source = SOURCES[name]
    names = [*source.values, *([source.none] if source.none else [])]
    return st.sampled_from(names).map(lambda one: f"selected(${{{name}}}, '{one}')")


NUMBERS = st.one_of(st.integers(-2, 6).map(str), st.sampled_from(("2.5", "'3'", ".5")))
LEAVES = st.one_of(
    equals("area", st.sampled_from(("'n'", "'s'", "'9'", "9", "''"))),
    compares("area", st.sampled_from(("9", "8", "'10'"))),
    equals("ok", st.sampled_from(("'1'", "2", "''"))),
    compares("nights", NUMBERS),
    equals("nights", BLANK),
    NUMBERS.map(lambda number: f"{number} < ${{nights}}"),
    compares("since", DAYS.map(lambda day: f"date('{day}')")),
    equals("since", BLANK),
    compares("safe", NUMBERS),
    equals("safe", st.sampled_from(("'1'", "'5'", "''"))),
    equals("rating", st.sampled_from(("'bad'", "'good'", "''"))),
    equals("needs", st.sampled_from(("'food'", "'none'", "''"))),
    equals("good", st.sampled_from(("'a'", "'c'", "''"))),
    equals("why", BLANK),
    *(selects(name) for name in ("area", "needs", "good", "safe")),
    st.sampled_from(("needs", "good")).flatmap(
        lambda name: st.sampled_from((f"count-selected(${{{name}}}) > 0",
            f"count-selected(${{{name}}}) = 0", f"count-selected(${{{name}}}) >= 1"))
    ),
    st.sampled_from(tuple(SOURCES)).flatmap(
        lambda name: st.sampled_from((f"string-length(${{{name}}}) > 0",
            f"string-length(${{{name}}}) = 0", f"string-length(${{{name}}}) < 1"))
    ),
    st.just("selected(${good}, 'a') = false()"),
)  # fmt: skip
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inside: st.one_of(
        inside.map(lambda one: f"not({one})"),
        st.lists(inside, min_size=2, max_size=3).map(lambda parts: f"({' and '.join(parts)})"),
        st.lists(inside, min_size=2, max_size=3).map(lambda parts: f"({' or '.join(parts)})"),
    ),
    max_leaves=6,
)


@st.composite
def answered(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, Value]]:
    """The same answers twice: as a form keeps them, and as we do."""
    theirs: dict[str, str] = {}
    ours: dict[str, Value] = {}
    for name, source in SOURCES.items():
        if source.kind == "pick_several":
            picked = draw(st.lists(st.sampled_from(tuple(source.values)), unique=True))
            theirs[name] = " ".join(one for one in source.values if one in picked)
            ours[name] = tuple(str(v) for one, v in source.values.items() if one in picked) or None
            if not picked and draw(st.booleans()):
                # Nobody can say "none" there unless it is a choice; here it always is.
                theirs[name], ours[name] = source.none or "", ()
        elif source.values:
            theirs[name] = draw(st.sampled_from(("", *source.values)))
            ours[name] = source.values.get(theirs[name])
        else:
            given = {"number": st.integers(0, 5).map(str), "date": DAYS, "free_text": st.just("x")}
            theirs[name] = draw(st.one_of(st.just(""), given[source.kind]))
            ours[name] = _as_ours(theirs[name], source.kind) if theirs[name] else None
    return theirs, ours


def _as_ours(raw: str, kind: str) -> Value:
    if kind == "number":
        return int(raw)
    return WORDS if kind == "free_text" else raw


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS, answered())
def test_our_condition_holds_for_just_the_answers_the_expression_does(written, answers):
    theirs, ours = answers
    try:
        plain = show_when(written, Sources(SOURCES))
    except NotRead as problem:
        assume(not re.search("never|no choice", str(problem)))
        raise
    condition = conditions.read(plain)

    assert not isinstance(condition, str)
    assert condition.holds(ours) == holds(parse(written), theirs, KINDS)


def said(written: str) -> object:
    others = {"total": "is worked out, not asked"}
    return show_when(written, Sources(SOURCES, others))


@pytest.mark.parametrize(
    "written, condition",
    [
        ("${area} = 'n'", {"question": "area", "is": "north"}),
        ("${area} != 'n'", {"not": {"question": "area", "is": "north"}}),
        ("'n' = ${area}", {"question": "area", "is": "north"}),
        ("${area} = “n”", {"question": "area", "is": "north"}),
        ("${area} = 'n' or ${area} = 's'", {"question": "area", "is": ["north", "south"]}),
        ("${area}", {"question": "area", "answered": True}),
        ("not(${area} != 'n')", {"question": "area", "is": "north"}),
        ("${nights} > 2.5", {"question": "nights", "at_least": 3}),
        ("${nights} < 3", {"question": "nights", "at_most": 2}),
        ("5 >= ${nights}", {"question": "nights", "at_most": 5}),
        ("${since} > date('2026-12-31')", {"question": "since", "at_least": "2027-01-01"}),
        ("${since} <= '2026-12-31'", {"question": "since", "at_most": "2026-12-31"}),
        ("${rating} = 'good'", {"question": "rating", "is": 3}),
        ("count-selected(${good}) > 0", {"question": "good", "has": ["staff", "place", "food"]}),
        (
            "selected(${good}, 'a') or selected(${good}, 'b')",
            {"question": "good", "has": ["staff", "place"]},
        ),
        (
            "${needs} != '' and not(selected(${needs}, 'none'))",
            {"question": "needs", "has": ["food", "clothes"]},
        ),
        (
            "(${area} = 'n' and ${ok} = '1') and ${nights} >= 1",
            {
                "all": [
                    {"question": "area", "is": "north"},
                    {"question": "ok", "is": "yes"},
                    {"question": "nights", "at_least": 1},
                ]
            },
        ),
        ("true()", None),
    ],
)
def test_an_expression_becomes_the_condition_an_author_would_write(written, condition):
    assert said(written) == condition


@pytest.mark.parametrize(
    "written, told",
    [
        ("${area} = 'x'", "area has no choice named x."),
        ("${later} = 1", "It looks at later, which is asked later."),
        ("${total} > 3", "It looks at total, which is worked out, not asked."),
        ("${why} = 'rent'", "why is answered in people's own words"),
        ("${since} > today()", "It compares with today."),
        ("${nights} > ${safe}", "something that is not a number"),
        ("${nights} = 2.5", "nights is a whole number, so it is never 2.5."),
        ("${needs} = 'food f2'", "needs may have several answers."),
        ("count-selected(${needs}) > 1", "It counts."),
        ("regex(${why}, 'a')", "It uses regex(), which our conditions cannot say."),
        ("if(${area} = 'n', 1, 0)", "It uses if()"),
        ("${nights}", "It compares nothing."),
        ("1 = 1", "It does not look at an answer"),
        ("false()", "It is never true, so nobody is asked."),
        ("${area} > 100", "No choice of area is > 100"),
        ("${nights} > 99999999999999999999", "not a number we can count to"),
        ("${since} > date('9999-12-31')", "No day is > 9999-12-31"),
        ("${rating} > 1", "No choice of rating is > 1"),
        ("count-selected(${area}) > 0", "area is not a question where several may be picked."),
    ],
)
def test_what_cannot_be_said_is_told_with_the_reason(written, told):
    with pytest.raises(NotRead) as problem:
        said(written)

    assert told in str(problem.value)
