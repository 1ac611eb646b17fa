"""Reading expressions: what they say, and where one cannot be read."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.xlsform.constraints import said_by
from surveys.xlsform.expressions import (
    Amount,
    Answer,
    Call,
    Compared,
    Joined,
    NotRead,
    Text,
    parse,
)
from surveys.xlsform.none_alone import says_none_stands_alone

AREA_IS_A = Compared(Answer("area"), "=", Text("a"))


@pytest.mark.parametrize(
    "written, tree",
    [
        ("${area} = 'a'", AREA_IS_A),
        ('${ area }="a"', AREA_IS_A),
        ("( ${area} = ‘a’ )", AREA_IS_A),
        (". >= -2.5", Compared(Answer("."), ">=", Amount(Decimal("-2.5")))),
        ("selected(${a-b.c}, 'x')", Call("selected", (Answer("a-b.c"), Text("x")))),
        ("${a} and ${b}and ${c}", Joined("and", (Answer("a"), Answer("b"), Answer("c")))),
        (
            "${a} or ${b} and ${c}",
            Joined("or", (Answer("a"), Joined("and", (Answer("b"), Answer("c"))))),
        ),
        ("(${a} or ${b}) or ${c}", Joined("or", (Answer("a"), Answer("b"), Answer("c")))),
        ("jr:choice-name(${a}, '${a}')", Call("jr:choice-name", (Answer("a"), Text("${a}")))),
        ("today()", Call("today")),
    ],
)  # fmt: skip
def test_an_expression_is_read_as_a_tree(written, tree):
    assert parse(written) == tree


@pytest.mark.parametrize(
    "written, told",
    [
        ("", "It stops too soon, at character 1."),
        ("${area} =", "It stops too soon, at character 10."),
        ("${area} = 'a", "The quote that starts at character 11 has no end."),
        ("${area", "At character 1 a question's name is not written as ${name}."),
        ("../area = 'a'", "At character 1 there is a path. Name the question as ${name}."),
        ("${a} + 1 > 2", "At character 6 it adds, and we do no sums here."),
        ("${a} div 2", "At character 6 it divides, and we do no sums here."),
        ("int(${a} - 1)", "At character 10 it takes away, and we do no sums here."),
        ("selected(${a}, 'b'", "The bracket that opens at character 1 has no end."),
        ("${a} = 'b')", "We did not expect “)” at character 11."),
        ("${a} 'b'", "We did not expect “'b'” at character 6."),
        ("${a} = b", "We did not expect “b” at character 8."),
        ("${a} # 1", "We do not know the sign “#” at character 6."),
        ("(" * 5_000 + "1", "It has brackets inside brackets, 40 deep. Write it more simply."),
        ("not(" * 5_000 + "1", "It has brackets inside brackets, 40 deep. Write it more simply."),
    ],
)
def test_an_author_is_told_where_an_expression_cannot_be_read(written, told):
    with pytest.raises(NotRead) as problem:
        parse(written)

    assert str(problem.value) == told


PIECES = st.sampled_from(
    [*"()'\",.+-*/=!<>$ {}", "${a}", "and", "or", "not(", "selected(", "1", "é"]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)))
def test_whatever_is_written_is_read_or_told_about(written):
    with suppress(NotRead):
        parse(written)


@pytest.mark.parametrize(
    "kind, written, fields",
    [
        ("number", ". >= 0 and . <= 30", {"low": 0, "high": 30}),
        ("number", ".>0 and .<150", {"low": 1, "high": 149}),
        ("number", "30 >= . and . >= 1.5", {"low": 2, "high": 30}),
        ("number", "(. >= 2) and (. >= 5)", {"low": 5}),
        ("number", "true()", {}),
        ("date", ". <= today()", {"when": "past"}),
        ("date", "today() <= .", {"when": "future"}),
        ("free_text", "string-length(.) <= 200", {"limit": 200}),
        ("free_text", "string-length(.) < 200", {"limit": 199}),
    ],
)
def test_a_constraint_says_what_a_kind_of_ours_can_say(kind, written, fields):
    assert said_by(written, kind) == fields


@pytest.mark.parametrize(
    "kind, written, told",
    [
        ("number", ". >= -3", "It goes below 0"),
        ("number", ". <= ${nights}", "the lowest and the highest number"),
        ("number", ". = 1 or . = 2", "the lowest and the highest number"),
        ("date", ". < today()", "We can say that a day has been"),
        ("date", ". >= ${since}", "We can say that a day has been"),
        ("free_text", "regex(., '^a+$')", "only how long they may be"),
        ("free_text", "string-length(.) >= 2", "only how long they may be"),
        ("pick_one", ". != 'a'", "Our choices have no rules of this kind."),
    ],
)
def test_a_constraint_that_we_cannot_say_is_told_with_the_reason(kind, written, told):
    with pytest.raises(NotRead) as problem:
        said_by(written, kind)

    assert told in str(problem.value)


@pytest.mark.parametrize(
    "written",
    [
        "not(selected(., 'none') and count-selected(.) > 1)",
        "not(selected(., 'none')) or count-selected(.) = 1",
        "if(selected(., 'none'), count-selected(.) = 1, true())",
        "(count-selected(.) = 1 and selected(., 'none')) or not(selected(., 'none'))",
        "not(selected(., 'none') and (selected(., 'a') or selected(., 'b') or selected(., 'c')))",
    ],
)
def test_every_way_to_say_that_none_stands_alone_is_known(written):
    assert says_none_stands_alone(parse(written), "none", ["a", "b", "c"])


@pytest.mark.parametrize(
    "written",
    [
        "count-selected(.) <= 2",
        "not(selected(., 'none') and selected(., 'a'))",
        "not(selected(., 'none') and count-selected(.) > 1) and count-selected(.) <= 2",
        "not(selected(., 'a') and count-selected(.) > 1)",
        "regex(., 'a')",
        "string-length(.) > 1",
    ],
)
def test_a_rule_that_says_something_else_is_not_taken_for_it(written):
    assert not says_none_stands_alone(parse(written), "none", ["a", "b", "c"])
