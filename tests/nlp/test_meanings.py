"""What the network knows of words it never learned from, and where that comes from."""

import numpy as np

from nlp import meanings
from nlp.training import train_meanings
from tests.peers.needed import need


def row(word: str) -> meanings.Array:
    return meanings.rows(np.array([meanings.place_of(word)], dtype=np.uint64))[0]


def likeness(one: str, other: str) -> float:
    return float(row(one) @ row(other))


def test_there_is_a_row_for_each_word_and_none_is_listed_twice():
    words = meanings.WORDS.read_text(encoding="utf-8").split()
    held = np.load(meanings.NUMBERS)

    assert words == sorted(set(words))
    assert all(map(train_meanings.is_whole, words))
    assert held.dtype == np.int8
    assert held.shape == (len(words), meanings.WIDTH)


def test_words_that_mean_much_the_same_lie_closer_together_than_others():
    for one, alike, other in (
        ("hostel", "hotel", "lennon"),
        ("lennon", "mccartney", "kitchen"),
        ("dave", "steve", "rent"),
    ):
        assert likeness(one, alike) > likeness(one, other)


def test_a_word_that_is_not_known_has_no_meaning():
    assert meanings.place_of("frumiousley") == meanings.NOT_KNOWN
    assert not row("frumiousley").any()


def test_the_sentence_model_gives_the_same_words_again_as_much_alike_as_before(tmp_path):
    need("vectors")

    listed, rows = train_meanings.train(tmp_path)

    assert listed.read_bytes() == meanings.WORDS.read_bytes()
    before, again = (
        np.load(held)[::200].astype(np.float32) for held in (meanings.NUMBERS, rows)
    )  # compared among themselves: another machine may turn or mirror all of them
    assert np.allclose(again @ again.T, before @ before.T, rtol=0.02, atol=200)
