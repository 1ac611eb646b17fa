"""Finding patterns of words: every choice in its own length, and none past the end."""

import pytest

from surveys.phrasing import Patterns


def found(pattern: str, text: str) -> list[tuple[int, int]]:
    return Patterns([pattern], fold=str).anywhere(text.split())


@pytest.mark.parametrize(
    "pattern, text, spans",
    [
        ("the [home|home of my own]", "the home of my own", [(0, 5)]),
        ("the [home|home of my own]", "in the home", [(1, 3)]),
        ("the [home|home of my own]", "the home of", [(0, 2)]),
        ("a * home", "a warm home", [(0, 3)]),
        ("a *", "a", []),
        ("[a|b c] (d|e f)", "b c e f", [(0, 4)]),
        ("[a|b c] (d|e f)", "b c e", [(0, 2)]),
        ("not ... no", "not for me no", [(0, 4)]),
        ("not ... no", "not one two three four five no", []),
    ],
)
def test_a_choice_is_found_whole_or_not_at_all(pattern, text, spans):
    assert found(pattern, text) == spans
