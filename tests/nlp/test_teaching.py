"""What people put right is learned in a moment, and only where it is of use."""

import time

import numpy as np
import pytest

from nlp.coding import ENOUGH, Coder
from nlp.themes import examples, shipped, teaching
from nlp.themes.model import differing
from nlp.themes.teaching import Lesson


@pytest.fixture(scope="module")
def coder() -> Coder:
    return shipped.coder()


def told(code: str, many: int, *, start: int = 0) -> list[str]:
    """Replies that carry one code and no other."""
    own = [one.text for one in examples.written() if set(one.codes) == {code}]
    return own[start : start + many]


@pytest.fixture(scope="module")
def held(coder):
    """A few examples of every code."""
    read = coder.read((one.text, one.question) for one in examples.typical())
    return [one.said.given for one in read if one.said]


def lessons(coder: Coder, said: dict[str, list[str]]) -> list[Lesson]:
    """So many texts of each code, one code after the other in turn."""
    pairs = [(text, code) for code, texts in said.items() for text in texts]
    read = coder.read((text, None) for text, _ in pairs)
    made = [
        Lesson(one.said.given, {code})
        for one, (_, code) in zip(read, pairs, strict=True)
        if one.said
    ]
    return made[::2] + made[1::2]


def share_with(coder: Coder, code: str, texts: list[str]) -> float:
    made = coder.many((text, None) for text in texts)
    return sum(code in [one.code for one in coded.codings] for coded in made) / len(texts)


def test_a_convention_of_a_place_reaches_what_is_alike_and_leaves_the_rest_alone(coder, held):
    """Here people give "family" where the shipped codebook has "discharge".

    Nothing but that and rent was looked at, so a little of it reaches what is neither.
    """
    taught = teaching.taught(
        coder.model,
        lessons(coder, {"family": told("discharge", 60), "rent": told("rent", 60)}),
        held,
        least=ENOUGH,
    )
    learned, others = coder.with_model(taught), told("discharge", 60, start=60)
    before = share_with(coder, "family", others)

    assert share_with(learned, "family", others) > before + 0.2
    assert share_with(learned, "discharge", others) < share_with(coder, "discharge", others) - 0.3
    assert share_with(learned, "rent", told("rent", 60, start=60)) >= 0.9
    assert share_with(learned, "family", told("staff", 60)) <= 0.2


def test_coding_again_is_the_same_as_coding_anew(coder, held):
    said = {"family": told("discharge", 60), "rent": told("rent", 60)}
    taught = teaching.taught(coder.model, lessons(coder, said), held, least=ENOUGH)
    learned, others = coder.with_model(taught), differing(coder.model, taught)
    read = list(coder.read((one.text, one.question) for one in examples.written()[:200]))
    was = [coder.made_of(one) for one in read]

    assert 0 < len(others) < len(coder.model.codes)
    again = [learned.again(one, before, others) for one, before in zip(read, was, strict=True)]
    assert again == [learned.made_of(one) for one in read]
    assert again != was


def test_what_confirms_the_machine_changes_nothing(coder):
    texts = told("rent", 40)
    right = [one for one in lessons(coder, {"rent": texts}) if _gives(coder, one) == {"rent"}]

    assert teaching.taught(coder.model, right, least=ENOUGH) is not None
    same = teaching.taught(coder.model, right, least=ENOUGH)
    assert np.array_equal(same.words, coder.model.words)
    assert np.array_equal(same.bias, coder.model.bias)


def _gives(coder: Coder, lesson: Lesson) -> set[str]:
    shares = coder.model.shares(coder.model.weigh(lesson.given))
    return {code for code, share in zip(coder.model.codes, shares, strict=True) if share >= ENOUGH}


def test_one_lesson_is_not_taken_for_a_rule(coder):
    taught = teaching.taught(
        coder.model, lessons(coder, {"family": told("discharge", 1)}), least=ENOUGH
    )

    assert np.array_equal(taught.words, coder.model.words)


def test_no_lessons_leave_the_model_as_it_is(coder):
    assert teaching.taught(coder.model, []) is coder.model


def test_the_same_lessons_teach_the_same(coder):
    given = lessons(coder, {"family": told("discharge", 30), "rent": told("rent", 30)})

    one, other = (teaching.taught(coder.model, given, least=ENOUGH) for _ in range(2))

    assert np.array_equal(one.words, other.words)
    assert np.array_equal(one.bias, other.bias)


def test_as_many_lessons_as_are_learned_from_take_seconds(coder, held):
    said = {"family": told("discharge", 300), "rent": told("rent", 300)}
    given = (lessons(coder, said) * 3)[: teaching.MOST]
    began = time.process_time()

    teaching.taught(coder.model, given, held, least=ENOUGH)

    assert len(given) == teaching.MOST
    assert time.process_time() - began < 8
