"""Finding patterns of words: every choice in its own length, and none past the end."""

import tomllib
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from surveys.phrasing import SLOT, Patterns


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


def written():
    """Every pattern of the files of keywords and needs, with the file it is in."""
    for path in sorted(Path(str(files("surveys") / "data")).glob("[kn]*/*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8")).values()
        lists = [one for table in tables if isinstance(table, dict) for one in table.values()]
        for patterns in lists:
            if isinstance(patterns, list):
                yield from ((path, one) for one in patterns if isinstance(one, str))


def test_a_choice_of_more_than_one_word_stands_in_brackets():
    """Without them "all|my data|my words" is three places, each to be filled, and matches none."""
    bare = {f"{path.parent.name}/{path.name}: {one}" for path, one in written() if _runs_on(one)}

    assert bare == set()


def _runs_on(pattern: str) -> bool:
    """Whether two bare choices side by side end in the same word: "it|my data|my words"."""
    slots = ["" if slot[0] in "([" else slot for slot in SLOT.findall(pattern)]
    pairs = ((a, b) for a, b in pairwise(slots) if "|" in a and "|" in b)
    return any(a.split("|")[-1] == b.split("|")[-1] for a, b in pairs)
