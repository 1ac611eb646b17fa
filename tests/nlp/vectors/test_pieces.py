"""Texts are cut into the pieces that the model was trained on."""

import pytest

from nlp.vectors.pieces import MOST, Pieces
from tests.nlp.vectors.made import EXPECTED

PIECES = Pieces(EXPECTED["vocab"])
UNKNOWN = EXPECTED["vocab"]["[UNK]"]


@pytest.mark.parametrize("text, expected", EXPECTED["texts"], ids=lambda one: repr(one)[:40])
def test_a_text_is_cut_as_by_the_library_of_those_who_made_the_model(text, expected):
    assert PIECES.of([text]) == [expected]


def test_texts_together_are_cut_as_they_are_alone():
    texts = [text for text, _ in EXPECTED["texts"]]

    assert PIECES.of(texts) == [PIECES.of([text])[0] for text in texts]


def test_the_two_ends_stand_around_and_what_is_too_much_is_left_out():
    closed = PIECES.closed(range(1000, 2000))

    assert (len(closed), closed[0], closed[-1]) == (MOST, 101, 102)
    assert PIECES.closed([]) == [101, 102]


@pytest.mark.parametrize(
    "pieces, nothing", [([], True), ([UNKNOWN] * 2, True), ([UNKNOWN, 7], False)]
)
def test_pieces_that_nobody_knows_say_nothing(pieces, nothing):
    assert PIECES.says_nothing(pieces) is nothing
