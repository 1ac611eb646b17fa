"""Names to put in place of others, so that no name is learned by heart and none is strange."""

import csv
import random
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from nlp import wordlists

LATIN = "LATIN"
BY_ORIGIN = Path(__file__).parent / "names_by_origin.csv"

_COMMON, _BY_ORIGIN, _ALSO_A_WORD, _SELDOM, _A_WORD = 0.23, 0.46, 0.12, 0.09, 0.02
"""How often a name is drawn as often as people bear it, from an origin, each as likely, from those
that are words as well, from words that some people are named, or from all words and places, as
nicknames are; else it is made up."""


@dataclass(frozen=True)
class NamePool:
    """First names as common as they are in the UK, and names of many origins."""

    common: Sequence[str]
    weights: Sequence[float]
    also_words: Sequence[str]
    seldom: Sequence[str]
    words: Sequence[str]
    first: Sequence[Sequence[str]]
    last: Sequence[Sequence[str]]
    scripts: Mapping[str, Sequence[str]]

    def another(self, name: str, draw: random.Random, *, is_first: bool) -> str:
        """A name in the letters that a name is written in, or in ours if we have none in them."""
        if script := self.scripts.get(script_of(name)):
            return draw.choice(script)
        return self.first_name(draw) if is_first else self.surname(draw)

    def first_name(self, draw: random.Random) -> str:
        """A first name: a common one, one of some origin, one that is a word, or a made-up one."""
        chance = draw.random()
        if chance < _COMMON:
            return draw.choices(self.common, cum_weights=self.weights)[0]
        if chance < _COMMON + _BY_ORIGIN:
            return draw.choice(draw.choice(self.first))
        for words, share in (
            (self.also_words, _ALSO_A_WORD),
            (self.seldom, _SELDOM),
            (self.words, _A_WORD),
        ):
            chance -= share
            if chance < _COMMON + _BY_ORIGIN:
                return draw.choice(words)
        return self._made_up(draw, self.first)

    def surname(self, draw: random.Random) -> str:
        """A surname of some origin, or one that is made up."""
        if draw.random() < _COMMON + _BY_ORIGIN:
            return draw.choice(draw.choice(self.last))
        return self._made_up(draw, self.last)

    def _made_up(self, draw: random.Random, names: Sequence[Sequence[str]]) -> str:
        """The head of one name with the tail of another: nobody's, but shaped like one."""
        some = draw.choice(names)
        head, tail = draw.choice(some), draw.choice(some)
        return head[: max(2, len(head) // 2)] + tail[len(tail) // 2 :].lower()


def read(folder: Path) -> NamePool:
    """The pool: counts of first names from the public folder, the rest from our own file."""
    counts = [
        (row["name"], float(row["n"])) for row in _rows(folder / "first_names_uk_1974_2020.csv")
    ]
    counts += [
        (row["name"].title(), 20000 / float(row["rank"]) ** 0.7)
        for row in _rows(folder / "top100_1904_1994.csv")
    ]
    parts: dict[str, dict[str, list[str]]] = {"first": {}, "last": {}}
    for row in _rows(BY_ORIGIN):
        parts[row["part"]].setdefault(row["origin"], []).append(row["name"])
    return NamePool(
        [name for name, _ in counts],
        list(accumulate(weight for _, weight in counts)),
        _listed("names_also_words"),
        _listed("names_seldom"),
        _listed("words_ordinary", "places", "places_abroad"),
        list(parts["first"].values()),
        list(parts["last"].values()),
        _by_script(),
    )


def script_of(word: str) -> str:
    """The letters that a word is written in, as Unicode calls them: "ARABIC", "LATIN"."""
    return unicodedata.name(word[0], "").split(" ")[0]


def _by_script() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(wordlists.listed("names_elsewhere")):
        found.setdefault(script_of(name), []).append(name)
    del found[LATIN]
    return found


def _listed(*names: str) -> list[str]:
    return sorted(
        word.title() for name in names for word in wordlists.listed(name) if "'" not in word
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
