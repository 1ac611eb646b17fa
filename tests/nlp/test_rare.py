"""Codes with few examples are found beside others with many."""

from collections.abc import Sequence

import numpy as np
import pytest

from nlp.codebook import Code, Codebook
from nlp.coding import Coder
from nlp.themes import learning, rare, training
from nlp.themes.examples import Example
from nlp.themes.model import VECTOR, Array, Model

BOOK = Codebook(
    1, tuple(Code(name.lower(), name, "", "", "", "", (), ()) for name in ("Travel", "Pets"))
)
TRAVEL, PETS = range(2)


def embed(texts: Sequence[str]) -> Array:
    """Two numbers that tell the codes apart a little, among others that tell nothing."""
    drawn = np.random.default_rng(1).normal(size=(len(texts), 8))
    drawn[:, 0] += [2.0 * ("dog" in text) for text in texts]
    drawn[:, 1] += [2.0 * ("bus" in text) for text in texts]
    return np.array(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


def told(buses: int, dogs: int) -> list[Example]:
    """So many replies of a frequent code and of a rare one."""
    travel = [Example(f"the bus {at} was late", "", {"travel": ""}) for at in range(buses)]
    return travel + [Example(f"the dog {at} was late", "", {"pets": ""}) for at in range(dogs)]


def before_and_after(buses: int, dogs: int) -> tuple[Model, Model]:
    lesson = training.lesson(BOOK, told(buses, dogs), embed)
    learned = learning.fitted(lesson, ["travel", "pets"], evenly=True)
    return learned, rare.helped(learned, lesson)


def added(buses: int, dogs: int, *, to: int) -> float:
    """How much likelier a code is made for a statement like any other."""
    before, after = before_and_after(buses, dogs)
    usual = embed([one.text for one in told(buses, dogs)]).mean(axis=0)
    sums = [one.bias[to] + VECTOR * usual @ one.vector[:, to] for one in (before, after)]
    return float(sums[1] - sums[0])


def test_the_rarer_a_code_is_the_less_it_takes_to_be_given():
    assert added(150, 2, to=PETS) > added(150, 5, to=PETS) > 0


@pytest.mark.parametrize("buses", [60, 150])
def test_a_frequent_code_takes_more_but_never_much_more(buses):
    assert added(buses, 5, to=TRAVEL) == pytest.approx(-0.5, abs=0.01)


def test_a_sentence_vector_near_the_middle_of_a_codes_examples_speaks_for_it():
    before, after = before_and_after(150, 6)
    more = after.vector - before.vector

    assert more[0, PETS] > 0 > more[1, PETS]
    assert more[1, TRAVEL] > 0 > more[0, TRAVEL]


def test_words_polarities_and_tones_stay_as_they_were_learned():
    before, after = before_and_after(60, 6)

    assert np.array_equal(after.words, before.words)
    assert np.array_equal(after.bias[2:], before.bias[2:])
    assert np.array_equal(after.vector[:, 2:], before.vector[:, 2:])


def test_a_code_with_a_handful_of_a_thousand_examples_is_found():
    """Though most who say its word have the frequent code."""
    said = [f"the hound {at} was late" for at in range(76)]
    frequent = [Example(text, "", {"travel": ""}) for text in said[6:]]
    pets = [Example(text, "", {"pets": ""}) for text in said[:6]]
    taught = [*told(training.MANY, 0), *frequent, *pets]
    ours = Coder(BOOK, training.made(BOOK, taught))

    assert [one.code for one in ours.code("a hound was late").codings] == ["travel", "pets"]
