"""Forms of a word that are one, and slips of the keys that are forgiven."""

import pytest

from nlp import lemmas, misspelling


@pytest.mark.parametrize(
    "left, right",
    [("evicted", "evicting"), ("children", "child"), ("benefits", "benefit"), ("moved", "moving"),
     ("stopped", "stops"), ("families", "family"), ("stole", "stolen"), ("fights", "fighting")],
)  # fmt: skip
def test_forms_of_a_word_share_a_lemma(left, right):
    assert lemmas.lemma(left) == lemmas.lemma(right)


@pytest.mark.parametrize("word", ["housing", "status", "stress", "nothing", "bus", "need"])
def test_words_that_only_look_like_forms_stay_whole(word):
    assert lemmas.lemma(word) == word


@pytest.mark.parametrize(
    "word, other, expected",
    [
        ("arears", "arrears", True),
        ("anxeity", "anxiety", True),
        ("counseling", "counselling", True),
        ("training", "draining", False),
        ("anxiety", "anxiety", False),
        ("depesion", "depression", False),
    ],
)
def test_one_slip_of_the_keys_is_forgiven_after_the_first_letter(word, other, expected):
    assert misspelling.one_slip(word, other) is expected
