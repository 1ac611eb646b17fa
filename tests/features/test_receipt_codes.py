"""The words a code is made of, and how kindly one is read."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage import receipt_codes
from engage.receipt_codes import draw, plainest, spelled, words

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
ALIKE = (
    ("ph", "f"),
    ("ck", "k"),
    ("qu", "kw"),
    ("wh", "w"),
    ("gh", "g"),
    ("tch", "ch"),
    ("x", "ks"),
    ("c", "k"),
    ("z", "s"),
    ("y", "i"),
)
"""Letters that sound the same, or so nearly that a bad line makes them so."""


def by_ear(word: str) -> str:
    """A word as it may be heard: letters that sound alike are one, a doubled one is single."""
    for letters, sound in ALIKE:
        word = word.replace(letters, sound)
    return re.sub(r"(.)\1", r"\1", word.removesuffix("e"))


def slips(word: str) -> set[str]:
    """Everything that one slip makes of a word."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    missing = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    other = {a + c + b[1:] for a, b in cuts if b for c in ALPHABET}
    added = {a + c + b for a, b in cuts for c in ALPHABET}
    return missing | swapped | other | added


def test_there_are_about_five_hundred_short_plain_words_in_order():
    found = words()
    assert 500 <= len(found) <= 520
    assert list(found) == sorted(set(found))
    assert [word for word in found if not re.fullmatch("[a-z]{4,7}", word)] == []


def test_no_two_words_begin_with_the_same_four_letters():
    assert len({word[:4] for word in words()}) == len(words())


def test_no_slip_in_one_word_is_a_slip_in_another():
    owners: dict[str, str] = {}
    shared = [
        (slip, word, owners[slip])
        for word in words()
        for slip in slips(word)
        if owners.setdefault(slip, word) != word
    ]
    assert shared == []


def test_no_two_words_sound_alike():
    heard: dict[str, str] = {}
    alike = [
        (word, heard[sound])
        for word in words()
        for sound in slips(by_ear(word))
        if heard.setdefault(sound, word) != word and sound == by_ear(heard[sound])
    ]
    assert alike == []


def test_the_codes_are_as_many_as_is_said():
    pairs = len(words()) * (len(words()) - 1) // 2
    assert f"{pairs:,}" in (receipt_codes.__doc__ or "")
    assert pairs * receipt_codes.NUMBERS > 2**30


def test_a_code_is_two_words_and_a_number_that_does_not_start_with_a_nought():
    for code in (draw() for _ in range(200)):
        first, second, number = code.split()
        assert first < second
        assert {first, second} <= set(words())
        assert 1000 <= int(number) <= 9999


def test_codes_are_not_drawn_twice_in_a_row():
    assert len({draw() for _ in range(200)}) == 200


@pytest.mark.parametrize(
    "typed",
    [
        "lamp river 4827",
        "river lamp 4827",
        "4827 river lamp",
        "river 4827 lamp",
        "RIVER LAMP 4827",
        "River-Lamp-4827",
        "  river .  lamp, 4827. ",
        "river.lamp.4827",
        "riverlamp4827",
        "LampRiver4827",
        "river lamp 48 27",
        "ri ver lamp 4827",
        "rivr lamp 4827",
        "rivver lampp 4827",
        "rievr lanp 4827",
        "riverlmap4827",
        "ｒｉｖｅｒ lamp ４８２７",
        "river lamp ٤٨٢٧",
        "river lamp ۴۸۲۷",
        "my code is: river lamp 4827"[12:],
        "river\u00a0lamp\u200b 4827",
        "river\nlamp\n4827\r\n",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert plainest(typed) == "lamp river 4827"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "river lamp",
        "4827",
        "river 4827",
        "river river 4827",
        "river lamp 482",
        "river lamp 48271",
        "river lamp kettle 4827",
        "rxvxr lamp 4827",
        "banana boat 4827",
        "\x00",
        "😀 😀 4827",
        "سلام",
        "a" * 5000 + "4827",
        "1" * 5000,
    ],
)
def test_what_is_no_code_is_not_taken_for_one(typed):
    assert plainest(typed) is None


@given(
    st.sampled_from(words()),
    st.sampled_from(words()),
    st.integers(1000, 9999),
    st.randoms(use_true_random=False),
)
def test_any_order_and_a_slip_in_each_word_are_forgiven(first, second, number, chance):
    if first == second:
        return
    plain = " ".join((*sorted((first, second)), str(number)))
    parts = [chance.choice(sorted(slips(first))), chance.choice(sorted(slips(second))), str(number)]
    chance.shuffle(parts)
    assert plainest(" ".join(parts).title()) == plain


@given(st.text(max_size=80))
def test_anything_may_be_typed(typed):
    read = plainest(typed)
    assert read is None or plainest(read) == read


def test_every_pair_of_words_run_together_is_read_as_that_pair_or_not_at_all():
    every = words()[::40]
    for one, other in itertools.combinations(every, 2):
        assert plainest(f"{one}{other}1234") in (f"{one} {other} 1234", None)
    assert plainest("kettlewindow1234") == "kettle window 1234"


def test_a_code_is_spelled_letter_by_letter():
    assert spelled("lamp river 4827") == "L A M P, R I V E R, 4 8 2 7"
