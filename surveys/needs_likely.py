"""A second opinion on needs: those that a reply likely tells of, in words we have no phrase for.

It weighs the words of a reply in English and the letters they are made of, by weights learned
beforehand from replies that people might send. It adds needs, and decides nothing else.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from surveys import needs
from surveys.lexicon import DEFAULT_LANGUAGE, lexicon
from surveys.phrasing import Words
from surveys.reading import Reading

WEIGHTS = "needs_likely.txt"
SHORTEST, LONGEST = 3, 5
"""How many letters in a row count as one sign."""


@dataclass(frozen=True)
class Weights:
    """What was learned: what each sign says for each need, and how sure is sure enough."""

    names: tuple[str, ...]
    start: tuple[float, ...]
    enough: tuple[float, ...]
    """Where each need's sum has to get to."""
    scale: float
    signs: Mapping[str, tuple[tuple[int, int], ...]]

    def sums(self, signs: frozenset[str]) -> list[float]:
        """How far a reply's signs speak for each need."""
        totals = [0] * len(self.names)
        for sign in signs:
            for nth, weight in self.signs.get(sign, ()):
                totals[nth] += weight
        size = self.scale / math.sqrt(len(signs) or 1)
        return [start + total * size for start, total in zip(self.start, totals, strict=True)]

    def likely(self, signs: frozenset[str]) -> frozenset[str]:
        """The needs that these signs speak for strongly enough."""
        weighed = zip(self.names, self.sums(signs), self.enough, strict=True)
        return frozenset(name for name, total, enough in weighed if total >= enough)


def with_likely(reading: Reading, said: str, languages: tuple[str, ...]) -> Reading:
    """A reading with the needs its reply is likely to tell of beside those it plainly does.

    Only for a reply that is in English and no other language.
    """
    if languages != (DEFAULT_LANGUAGE,):
        return reading
    added = weights().likely(signs_of(said)) - reading.needs
    if added:
        added -= needs.mistaken(lexicon(DEFAULT_LANGUAGE).folded_words(said))
    if not added:
        return reading
    return replace(reading, needs=reading.needs | added, words=reading.words or said.strip())


def signs_of(said: str) -> frozenset[str]:
    """The words of a reply, each two that stand together, and the runs of letters in each.

    Words that deny a need are left out: "dont need a lift" speaks for none.
    """
    words = lexicon(DEFAULT_LANGUAGE).folded_words(said)
    return frozenset(_signs(needs.not_denied(words)))


def _signs(words: Words) -> Iterator[str]:
    yield from (f"={word}" for word in words)
    yield from (
        f"{one} {two}" for one, two in zip(("^", *words), (*words, "$"), strict=True) if words
    )
    for word in words:
        yield from _letters(word)


@lru_cache(maxsize=4096)
def _letters(word: str) -> tuple[str, ...]:
    """Each run of letters in a word, its ends marked."""
    marked = f"_{word}_"
    return tuple(
        marked[at : at + size]
        for size in range(SHORTEST, LONGEST + 1)
        for at in range(len(marked) - size + 1)
    )


@lru_cache(maxsize=1)
def weights() -> Weights:
    """What was learned, read once from its file."""
    file = files("surveys") / "data" / WEIGHTS
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    known = json.loads(head)
    return Weights(
        names=tuple(known["needs"]),
        start=tuple(known["start"]),
        enough=tuple(known["enough"]),
        scale=known["scale"],
        signs=dict(map(_sign, lines)),
    )


def _sign(line: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """One line of the file: a sign, then pairs of a need's place and a weight."""
    sign, *numbers = line.split("\t")
    pairs = [int(number) for number in numbers]
    return sign, tuple(zip(pairs[::2], pairs[1::2], strict=True))
