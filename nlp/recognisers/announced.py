"""Numbers that the words around them name: "claim ref ABC/123", "030379 is my dob".

Each kind tells its cues as phrases and how its value is read; one pass over the words of a text
finds the cues of all kinds, so that many cues cost no more than a few.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.reading import MARK
from nlp.spans import Span

Value = Callable[[str, int], int]
"""Where the value that starts at a place in a text ends; 0 where none starts there."""


@dataclass(frozen=True)
class Cue:
    """Phrases (small letters, words only, parted by commas) that announce a value of one kind."""

    phrases: str
    label: str
    rule: str
    value: Value


_TOKEN = re.compile(r"[^\W_]+(?:'[^\W\d_]{1,2}(?!\w))?")
_LETTERS = re.compile(r"[a-z]+")
_FILLERS_WORDS = (
    "acct number numbers numba nmber nmbr numbr numer no num nos nr id ids ref refs reference code "
    "card is was are its "
    "it's it be the my me mine thats that's that this for on here here's heres i think as "
    "same new old called says said say given gave a acc just and n or full at of to also account "
    "still now s im i'm am has have got get with quote quoting use using so yes yeah ok u "
    "need being sorry thing paper paperwork book letters details detail reads starts read letter "
    "form file which one ones"
)
_FILLERS = frozenset(_FILLERS_WORDS.split())
_LINKS_WORDS = (
    "is was thats that's that its it's my me the our his her as for are this it were mine"
)
_LINKS = frozenset(_LINKS_WORDS.split())
_FURTHEST = 7
_LONGEST_GAP = 4
_MOST_PARTS = 12
_GONE = re.compile(rf"[^{MARK}\n]{{0,24}}{MARK}")
_DIRECT = re.compile(r"[ \t]{0,2}[,(:=-]?[ \t]{0,2}$")


class Announcements:
    """The cues of several kinds, ready to be looked for together."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._tree: dict[str, Any] = {}
        self._by_longest: dict[str, set[frozenset[str]]] = {}
        for cue in cues:
            for phrase in cue.phrases.split(","):
                node = self._tree
                for word in phrase.split():
                    node = node.setdefault(word, {})
                node.setdefault("", cue)
                words = _LETTERS.findall(phrase)
                self._by_longest.setdefault(max(words, key=len), set()).add(frozenset(words))

    def may_be_in(self, words: frozenset[str]) -> bool:
        """Whether a cue may stand in a text that has these runs of small letters."""
        return any(
            phrase <= words
            for longest in words & self._by_longest.keys()
            for phrase in self._by_longest[longest]
        )

    def find(self, text: str) -> Iterator[Span]:
        """Each value after its cue, or before it: "AB12 is my ref"."""
        tokens = [(*token.span(), token[0].lower()) for token in _TOKEN.finditer(text)]
        at = 0
        while at < len(tokens):
            if tokens[at][2] not in self._tree:
                at += 1
                continue
            cue, after = self._cue(text, tokens, at)
            if cue is None:
                at += 1
                continue
            span = _after(text, tokens, after, cue) or _before(text, tokens, at, cue)
            if span:
                yield span
            at = at + 1 if span is None else max(after, at + 1)

    def _cue(
        self, text: str, tokens: Sequence[tuple[int, int, str]], at: int
    ) -> tuple[Cue | None, int]:
        """The longest cue that starts at a token, and the token after it."""
        node = self._tree
        best: Cue | None = None
        after = at
        for place in range(at, len(tokens)):
            if place > at and tokens[place][0] - tokens[place - 1][1] > 2:
                break
            following = node.get(tokens[place][2])
            if following is None:
                break
            node = following
            if "" in node:
                best, after = node[""], place + 1
        return best, after


def _after(text: str, tokens: Sequence[tuple[int, int, str]], at: int, cue: Cue) -> Span | None:
    for place in range(at, min(len(tokens), at + _FURTHEST)):
        start, _, word = tokens[place]
        gap = text[tokens[place - 1][1] : start]
        if len(gap) > _LONGEST_GAP or "£" in gap or MARK in gap:
            return None
        end = cue.value(text, start)
        if end:
            return Span(start, end, cue.label, cue.rule)
        if word not in _FILLERS:
            return None
    return None


def _before(text: str, tokens: Sequence[tuple[int, int, str]], at: int, cue: Cue) -> Span | None:
    """The longest value that ends where only "is my" and the like part it from the cue."""
    if _GONE.match(text, tokens[at][1]):
        return None  # its value stood after it, and is taken out already
    last = at - 1
    while last >= 0 and last > at - 5 and tokens[last][2] in _LINKS:
        last -= 1
    if last < 0 or tokens[at][0] - tokens[last][1] > 24:
        return None
    end = tokens[last][1]
    if last == at - 1 and not _DIRECT.match(text, end, tokens[at][0]):
        return None
    best: Span | None = None
    for place in range(last, max(-1, last - _MOST_PARTS), -1):
        start = tokens[place][0]
        if start > 0 and text[start - 1] in "£$€":
            break
        if text[start - 1 : start] in ("-", "/", ".") and text[max(0, start - 2)].isalnum():
            continue  # the middle of "20-10-05"
        if cue.value(text, start) == end:
            best = Span(start, end, cue.label, cue.rule)
    return best
