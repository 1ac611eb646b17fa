"""Details split over texts that one person sent one after the other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import anonymise
from tests.nlp.test_anonymise_properties import TEXTS


def across(*texts):
    return [done.text for done in anonymise.across(texts)]


@pytest.mark.parametrize(
    "texts, expected",
    [
        (
            ["ring 07700", "900123 thats it"],
            ["ring [phone number]", "[phone number] thats it"],
        ),
        (
            ["oh seven seven", "double oh nine", "double oh one two three"],
            ["[phone number]"] * 3,
        ),
        (["my dob is", "030379"], ["my dob is", "[date of birth]"]),
        (["030379", "thats my dob"], ["[date of birth]", "thats my dob"]),
        (
            ["my sort code is 11", "22 33 ok"],
            ["my sort code is [bank details]", "[bank details] ok"],
        ),
        (["email sam.b@mail", ".example pls"], ["email [email]", "[email] pls"]),
        (["im in room 4", "oak lodge"], ["im in [address]", "[address]"]),
        (["ni AB12", "3456C"], ["ni [National Insurance number]", "[National Insurance number]"]),
        (["call 07700 900", "123"], ["call [phone number]", "[phone number]"]),
    ],
)
def test_both_parts_of_a_detail_are_taken_out(texts, expected):
    assert across(*texts) == expected


@pytest.mark.parametrize(
    "texts",
    [
        ["i waited 3", "4 weeks in all"],
        ["see you at 5", "2 of us are coming"],
        ["it was 2019", "2020 was worse"],
        ["they said ring back", "i did 3 times"],
        ["i live in a hostel now", "4 beds in a room"],
    ],
)
def test_counts_on_both_sides_of_a_join_stay(texts):
    assert across(*texts) == texts


def test_a_name_never_crosses_a_join():
    assert across("my worker", "will come at 4") == ["my worker", "will come at 4"]


def test_a_text_between_two_others_keeps_its_own_words():
    texts = [
        "ring 07700",
        "hang on im on the bus and will look for the rest of it when im home",
        "900123",
    ]

    assert across(*texts)[1] == texts[1]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_one_text_across_is_that_text_alone(text):
    assert anonymise.across([text]) == [anonymise.anonymise(text)]


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_offsets_across_are_in_each_text_sorted_and_apart(texts):
    for text, done in zip(texts, anonymise.across(texts), strict=True):
        at = 0
        for span in done.spans:
            assert at <= span.start < span.end <= len(text)
            at = span.end


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_across_twice_changes_nothing_more(texts):
    once = across(*texts)

    assert across(*once) == once


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_across_finds_all_that_each_text_shows_alone(texts):
    for text, done in zip(texts, anonymise.across(texts), strict=True):
        for span in anonymise.find(text):
            assert any(one.start <= span.start and span.end <= one.end for one in done.spans)
