"""Figures of agreement, held against examples worked out in the literature."""

from __future__ import annotations

import pytest

from engage import agreement
from engage.agreement import Figure

FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
"""Krippendorff (2011), section D: twelve units, with values that are missing."""


def table(both: int, first: int, second: int, neither: int) -> list[agreement.Pair]:
    """Two people's readings of one code, from a table of two by two."""
    yes, no = frozenset({"x"}), frozenset[str]()
    return [
        *[(yes, yes)] * both,
        *[(yes, no)] * first,
        *[(no, yes)] * second,
        *[(no, no)] * neither,
    ]


def sets(*written: str) -> list[frozenset[str]]:
    return [frozenset(one.replace("-", "")) for one in written]


def width(figure: Figure) -> float:
    assert figure.low is not None
    assert figure.high is not None
    return figure.high - figure.low


def value(measure: agreement.Measure, n: int) -> float | None:
    return measure(range(n))


@pytest.mark.parametrize(
    "counts,expected",
    [
        ((20, 5, 10, 15), 0.40),  # fifty proposals read by two people, the textbook's own example
        ((22, 2, 4, 11), 0.67),  # Sim and Wright (Physical Therapy 85, 2005): 39 patients
        ((45, 15, 25, 15), 0.13),  # the same agreement with other margins gives another kappa
        ((25, 35, 5, 35), 0.26),
        ((10, 0, 0, 10), 1.0),
        ((5, 5, 5, 5), 0.0),
    ],
)
def test_kappa_is_that_of_the_textbooks(counts, expected):
    pairs = table(*counts)
    assert value(agreement.kappa(pairs, ["x"]), len(pairs)) == pytest.approx(expected, abs=0.005)


def test_there_is_no_kappa_where_nobody_could_have_differed():
    pairs = table(0, 0, 0, 12)
    assert value(agreement.kappa(pairs, ["x"]), 12) is None


def test_pooled_kappa_takes_the_means_of_what_was_seen_and_expected():
    one, other = table(20, 5, 10, 15), table(22, 2, 4, 22)
    pairs = [
        (a | {"y" for _ in c}, b | {"y" for _ in d})
        for (a, b), (c, d) in zip(one, other, strict=True)
    ]
    seen = (35 / 50 + 44 / 50) / 2
    expected = (0.5 + (24 * 26 + 26 * 24) / 2500) / 2
    found = value(agreement.kappa(pairs, ["x", "y"]), 50)
    assert found == pytest.approx((seen - expected) / (1 - expected))


def test_a_code_that_nobody_gave_changes_no_pooled_kappa():
    pairs = table(20, 5, 10, 15)
    assert value(agreement.kappa(pairs, ["x", "never"]), 50) == pytest.approx(0.4)


def test_alpha_of_two_observers_is_that_of_krippendorff():
    meg, owen = "0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"
    units = [list(unit) for unit in zip(meg.split(), owen.split(), strict=True)]
    assert value(agreement.alpha(units, agreement.nominal), 10) == pytest.approx(0.095, abs=0.001)


def test_alpha_of_four_observers_with_gaps_is_that_of_krippendorff():
    rows = [row.split() for row in FOUR_OBSERVERS]
    units = [[one for one in unit if one != "."] for unit in zip(*rows, strict=True)]
    assert value(agreement.alpha(units, agreement.nominal), 12) == pytest.approx(0.743, abs=0.001)


def test_there_is_no_alpha_where_everybody_always_said_the_same():
    assert value(agreement.alpha([["a", "a"]] * 5, agreement.nominal), 5) is None


def test_a_statement_that_one_person_read_counts_for_nothing_in_alpha():
    units = [["a", "a"], ["b", "b"], ["a", "b"]]
    without = value(agreement.alpha(units, agreement.nominal), 3)
    assert value(agreement.alpha([*units, ["c"]], agreement.nominal), 4) == without


@pytest.mark.parametrize(
    "one,other,expected",
    [
        ("ab", "ab", 0.0),
        ("-", "-", 0.0),
        ("ab", "abcd", 1 - 2 / 3 * 1 / 2),  # one holds the other (Passonneau 2006)
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),  # they meet
        ("a", "b", 1.0),
        ("-", "a", 1.0),
    ],
)
def test_masi_is_nearer_the_more_two_sets_share(one, other, expected):
    first, second = sets(one, other)
    assert agreement.masi(first, second) == pytest.approx(expected)
    assert agreement.masi(second, first) == pytest.approx(expected)


def test_alpha_of_sets_is_kinder_to_sets_that_share_something():
    def told(*others: str) -> float:
        units = list(zip(sets("ab", "c", "d", "e"), sets(*others), strict=True))
        found = value(agreement.alpha(units, agreement.masi), 4)
        assert found is not None
        return found

    assert told("ab", "c", "d", "e") == 1.0
    assert 1.0 > told("a", "c", "d", "e") > told("f", "c", "d", "e")


def test_f1_is_twice_what_both_gave_of_what_each_gave():
    pairs = list(zip(sets("ab", "c", "-"), sets("a", "cd", "-"), strict=True))
    assert value(agreement.f1(pairs), 3) == pytest.approx(2 * 2 / 6)


def test_there_is_no_f1_where_nobody_gave_a_code():
    assert value(agreement.f1(table(0, 0, 0, 3)), 3) is None


def test_an_interval_is_the_same_each_time_and_holds_the_figure():
    pairs = table(20, 5, 10, 15)
    measure = agreement.kappa(pairs, ["x"])
    found = agreement.figure(measure, 50, seed="here")
    assert found == agreement.figure(measure, 50, seed="here")
    assert 0 < (found.low or 0) < (found.value or 0) < (found.high or 0) < 1


def test_an_interval_is_about_as_wide_as_theory_says():
    """Kappa 0.4 of 50 has a standard error of about 0.127 (Fleiss, Cohen and Everitt 1969)."""
    found = agreement.figure(agreement.kappa(table(20, 5, 10, 15), ["x"]), 50, seed="here")
    assert found.low == pytest.approx(0.4 - 1.96 * 0.127, abs=0.05)
    assert found.high == pytest.approx(0.4 + 1.96 * 0.127, abs=0.05)


def test_more_statements_make_an_interval_narrower():
    few = agreement.figure(agreement.f1(table(4, 2, 2, 4)), 12, seed="here")
    many = agreement.figure(agreement.f1(table(40, 20, 20, 40)), 120, seed="here")
    assert few.value == many.value
    assert width(few) > width(many)


def test_nothing_is_told_of_fewer_than_ten():
    assert agreement.figure(agreement.f1(table(9, 0, 0, 0)), 9, seed="a") == Figure(
        None, None, None, 9
    )


def test_a_figure_that_most_draws_do_not_have_has_no_interval():
    pairs = table(1, 0, 0, 11)
    found = agreement.figure(agreement.f1(pairs), 12, seed="here")
    assert (found.value, found.low, found.high) == (1.0, None, None)


def test_one_figure_is_held_against_the_mean_of_others_on_the_same_statements():
    people, one, other = table(10, 0, 0, 0), table(5, 5, 0, 0), table(0, 10, 0, 0)
    measure = agreement.less(agreement.f1(people), [agreement.f1(one), agreement.f1(other)])
    assert value(measure, 10) == pytest.approx(1 - (10 / 15 + 0) / 2)
