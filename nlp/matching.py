"""Words of a text side by side, and lists of phrases looked up among them.

A list of any length costs the same: at each word one look-up says whether a phrase may begin
there, and the longest that stands there is the one found.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from nlp import wordlists

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*|'[^\W_]+)*|[^\w\s]|_")
_PARTS = frozenset("-.")
_SHORTENED = frozenset(("st", "mt", "no"))
_SHORTEST_RUN_TOGETHER = 8
Node = dict[str, Any]
_HERE = ""


@dataclass(frozen=True)
class Words:
    """The words and signs of a text: folded, with where each starts and ends.

    `low` holds them in small letters without accents or apostrophes ("john's" is "johns").
    """

    text: str
    low: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.low)

    def at(self, place: int) -> str:
        """The word at a place; "" before the first and after the last."""
        return self.low[place] if 0 <= place < len(self.low) else ""

    def capital(self, place: int) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[self.starts[place]].isupper()


def read(text: str) -> Words:
    """The words of a text, in one pass."""
    places = list(map(re.Match.span, _WORD.finditer(text)))
    if text.isascii():
        lowered = text.lower()
        low = [lowered[start:end] for start, end in places]
        if "'" in text:
            low = [spelled(word) if "'" in word else word for word in low]
    else:
        low = [spelled(text[start:end]) for start, end in places]
    return Words(text, low, [start for start, _ in places], [end for _, end in places])


def spelled(word: str) -> str:
    """A word as `Words.low` spells it, never empty: a combining mark alone stays as it is."""
    if word.isascii() and "'" not in word:
        return word.lower()
    folded = wordlists.fold(word) or word
    return folded.replace("'", "") or word if len(folded) > 1 else folded


@dataclass(frozen=True)
class Match(Generic[T]):
    """A phrase found: words first to last (last not included), where it stands, what it means."""

    first: int
    last: int
    start: int
    end: int
    value: T


class Phrases(Generic[T]):
    """Phrases with what each means; of two alike the first given stays."""

    def __init__(self, phrases: Mapping[str, T]) -> None:
        self._root: Node = {}
        self._first: set[str] = set()
        for phrase, value in phrases.items():
            words = [word for word in read(phrase).low if word not in _PARTS]
            if words and any(map(str.isalnum, "".join(words))):
                self._add(words, value)
                together = "".join(words)
                if len(words) > 1 and len(together) >= _SHORTEST_RUN_TOGETHER:
                    self._add([together], value)

    def _add(self, words: list[str], value: T) -> None:
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(_HERE, value)
        self._first |= {words[0], f"{words[0]}s"}

    def find(self, words: Words) -> Iterator[Match[T]]:
        """The longest phrase from each word on, left to right, none within another."""
        after = 0
        for at, word in enumerate(words.low):
            if word in self._first and at >= after:
                match = self.longest(words, at)
                if match:
                    yield match
                    after = match.last

    def longest(self, words: Words, at: int) -> Match[T] | None:
        """The longest phrase that begins with this word; an s or 's after it stays outside."""
        node: Node | None = self._root
        best: Match[T] | None = None
        start = words.starts[at]
        here = at
        low = words.low
        while node and here < len(low):
            word = low[here]
            if here > at and word in _PARTS and word not in node:
                if not _links(words, here):
                    return best
                here += 1
                continue
            if word.endswith("s") and len(word) > 1:
                stem = node.get(word[:-1])
                if stem and _HERE in stem:
                    end = words.ends[here] - (2 if _has_apostrophe(words, here) else 1)
                    best = Match(at, here + 1, start, end, stem[_HERE])
            node = node.get(word)
            if node and _HERE in node:
                best = Match(at, here + 1, start, words.ends[here], node[_HERE])
            here += 1
        return best


def _links(words: Words, at: int) -> bool:
    """Whether a sign holds two words together, as in "newton-le-willows" and "st. helens"."""
    if words.low[at] == ".":
        return words.low[at - 1] in _SHORTENED or len(words.low[at - 1]) == 1
    return words.ends[at - 1] == words.starts[at] and words.at(at + 1) not in _PARTS


def _has_apostrophe(words: Words, at: int) -> bool:
    return words.text[words.ends[at] - 2] == "'"
