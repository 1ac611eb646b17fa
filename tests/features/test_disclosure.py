"""No number, and no subtraction of numbers, points at one person."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.disclosure import can_tell_spread, found_in, parts, share, shown

LIMIT = 5


@pytest.mark.parametrize("people, told", [(0, 0), (1, None), (4, None), (5, 5), (84, 84)])
def test_a_count_by_itself_is_hidden_from_one_up_to_the_limit(people, told):
    assert shown(people, limit=LIMIT).people == told


@pytest.mark.parametrize(
    "people, base, told", [(51, 84, 61), (4, 84, None), (12, 19, None), (5, 20, 25), (0, 40, 0)]
)
def test_a_share_needs_a_count_that_is_shown_and_twenty_people(people, base, told):
    assert share(shown(people, limit=LIMIT), base) == told


def test_a_name_is_told_only_where_its_number_of_people_is_shown():
    everyone = {"web": 40, "text": 9, "session": 4, "post": 0}

    assert found_in(dict.fromkeys(everyone, 3), everyone, limit=LIMIT) == ("web",)


def test_a_theme_does_not_say_which_of_two_hidden_places_is_the_small_one():
    raised = {"wirral": 9, "halton": 6}
    halton_is_large = {"wirral": 30, "halton": 9, "elsewhere": 3}
    halton_is_small = {"wirral": 30, "halton": 3, "elsewhere": 9}

    assert found_in(raised, halton_is_large, limit=LIMIT) == ("wirral",)
    assert found_in(raised, halton_is_small, limit=LIMIT) == ("wirral",)


@pytest.mark.parametrize(
    "counts, told",
    [
        ({"web": 46, "text": 21, "session": 17}, {"web": 46, "text": 21, "session": 17}),
        ({"web": 46, "text": 0, "session": 17}, {"web": 46, "text": 0, "session": 17}),
        ({"web": 46, "text": 21, "session": 2}, {"web": 46, "text": None, "session": None}),
        ({"web": 46, "text": 0, "session": 2}, {"web": None, "text": None, "session": None}),
        ({"a": 30, "b": 3, "c": 3}, {"a": 30, "b": None, "c": None}),
        ({"a": 30, "b": 2, "c": 2}, {"a": None, "b": None, "c": None}),
    ],
)
def test_a_small_part_takes_others_with_it(counts, told):
    assert {name: one.people for name, one in parts(counts, limit=LIMIT).items()} == told


def test_parts_that_are_empty_hide_with_a_small_one():
    five_of_one_each = dict.fromkeys("abcde", 1) | {"f": 0, "rest": 0}

    assert {one.people for one in parts(five_of_one_each, limit=LIMIT).values()} == {None}


@given(st.lists(st.integers(0, 40), min_size=3, max_size=7))
def test_what_is_hidden_never_adds_up_to_less_than_the_limit_and_is_never_one_part(people):
    counts = {str(nth): number for nth, number in enumerate(people)}
    told = parts(counts, limit=LIMIT)
    hidden = [counts[name] for name, one in told.items() if one.hidden]

    assert all(
        one.people is None or one.people == 0 or one.people >= LIMIT for one in told.values()
    )
    if hidden and sum(people) >= LIMIT:
        assert len(hidden) > 1
        assert sum(hidden) >= LIMIT


@given(st.lists(st.integers(0, 9), min_size=3, max_size=3))
def test_somebody_who_knows_the_rule_cannot_work_out_a_hidden_part(people):
    """Try every set of numbers that looks the same: no hidden part is the same in all of them."""
    counts = dict(zip("abc", people, strict=True))
    told = parts(counts, limit=LIMIT)
    if sum(people) < LIMIT or not any(one.hidden for one in told.values()):
        return
    same = [
        guess
        for guess in product(range(sum(people) + 1), repeat=3)
        if sum(guess) == sum(people)
        and parts(dict(zip("abc", guess, strict=True)), limit=LIMIT) == told
    ]
    for place, name in enumerate("abc"):
        if told[name].hidden:
            assert len({guess[place] for guess in same}) > 1, (people, name)


@pytest.mark.parametrize("people", [(5, 4, 4), (6, 6, 4), (5, 5, 4), (9, 1, 0), (8, 4, 4)])
def test_hard_cases_for_the_rule_are_hidden_whole(people):
    told = parts(dict(zip("abc", people, strict=True)), limit=LIMIT)

    assert {one.people for one in told.values()} == {None}


def test_where_a_theme_came_up_is_told_only_of_places_enough_people_took_part_in():
    raised = {"wirral": 6, "halton": 1, "sefton": 2}
    everyone = {"wirral": 30, "halton": 1, "sefton": 9, "knowsley": 8}

    assert found_in(raised, everyone, limit=LIMIT) == ("wirral", "sefton")


@pytest.mark.parametrize(
    "people, places, told", [(5, 1, True), (5, 5, False), (9, 5, True), (8, 5, False), (5, 0, True)]
)
def test_a_spread_is_told_only_when_it_says_nothing_of_any_one_place(people, places, told):
    assert can_tell_spread(people, places, limit=LIMIT) is told
