"""The words of each language, and the letters and spellings that make no difference."""

import pytest

from surveys.lexicon import lexicon


@pytest.mark.parametrize(
    "typed, same",
    [
        ("też", "tez"),
        ("ŁÓDŹ", "lodz"),
        ("fără", "fara"),
        ("șase", "şase"),
        ("tiếng", "tieng"),
        ("إلى", "الي"),
        ("نَعَم", "نعم"),
        ("نعـــم", "نعم"),
        ("لاااا", "لا"),
        ("آره", "اره"),
        ("می‌کنم", "ميكنم"),
        ("بەڵێ", "بەلێ"),
        ("٤", "4"),
        ("۴", "4"),
        ("ещё", "еще"),
    ],
)
def test_accents_and_letters_used_for_one_another_make_no_difference(typed, same):
    assert lexicon().folded_words(typed) == lexicon().folded_words(same)


@pytest.mark.parametrize("one, other", [("ні", "ни"), ("її", "іі"), ("شكرا", "سكرا")])
def test_letters_that_are_not_the_same_stay_apart(one, other):
    assert lexicon().folded_words(one) != lexicon().folded_words(other)
