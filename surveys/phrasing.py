"""Matching what people say against patterns of words that a data file writes, with gaps in them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from surveys.normalise import spoken_words

GAP = "..."
ANY_WORD = "*"
_WIDEST_GAP = 4

Words = tuple[str, ...]

_ANY: Words = (ANY_WORD,)

SLOT = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+")
Fold = Callable[[str], str]


@dataclass(frozen=True)
class _Slot:
    """One place in a pattern: the runs of words that may stand there.

    A run is looked up by its length: some places have a hundred words to choose from.
    """

    choices: frozenset[Words] = frozenset()
    lengths: tuple[int, ...] = ()
    optional: bool = False
    gap: bool = False

    def ends(self, said: Words, start: int) -> Iterator[int]:
        """Where the slot may end in what was said, if it starts at a place."""
        if self.gap:
            yield from range(start, min(start + _WIDEST_GAP, len(said)) + 1)
            return
        if self.optional:
            yield start
        if _ANY in self.choices and start < len(said):
            yield start + 1
        for length in self.lengths:
            end = start + length
            if end <= len(said) and said[start:end] in self.choices:
                yield end


@dataclass(frozen=True)
class _Pattern:
    """A run of slots; `floats` when it may start anywhere, `trails` when more may follow it."""

    slots: tuple[_Slot, ...]
    floats: bool
    trails: bool

    def first_words(self) -> Iterator[str]:
        """The words it may begin with."""
        for slot in self.slots:
            yield from (run[0] for run in slot.choices if run)
            if not slot.optional:
                return

    def ends(self, said: Words, start: int) -> set[int]:
        """Every place where it may end, if it starts at a place."""
        ends = {start}
        for slot in self.slots:
            ends = {end for place in ends for end in slot.ends(said, place)}
            if not ends:
                break
        return ends


class Patterns:
    """A list of patterns: "call me ..." with any words after, "... is dead ..." with any around.

    "..." between two words stands for up to four words, and "*" for any one word. The rest is
    as for phrases: "a|b" for either, "(a)" for a or nothing, "[a|b c]" for either, of any length.
    """

    def __init__(self, written: Iterable[str], *, fold: Fold) -> None:
        self._by_first_word: dict[str, list[_Pattern]] = {}
        self._floating: dict[str, list[_Pattern]] = {}
        for one in written:
            pattern = _read(one, fold)
            for word in dict.fromkeys(pattern.first_words()):
                self._by_first_word.setdefault(word, []).append(pattern)
                if pattern.floats:
                    self._floating.setdefault(word, []).append(pattern)

    def __contains__(self, words: Sequence[str]) -> bool:
        """Whether the whole of what was said fits one of the patterns."""
        said = tuple(words)
        return any(
            len(said) in ends or pattern.trails
            for _, pattern, ends in self._fits(said, later=self._floating)
        )

    def anywhere(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where patterns stand in what was said, the longest at each start, whatever is around."""
        found: dict[int, int] = {}
        for start, _, ends in self._fits(tuple(words), later=self._by_first_word):
            found[start] = max(found.get(start, 0), *ends)
        return [(start, end) for start, end in sorted(found.items()) if end > start]

    def vocabulary(self) -> frozenset[str]:
        """Every word that stands in a pattern."""
        patterns = {pattern for some in self._by_first_word.values() for pattern in some}
        slots = (slot for pattern in patterns for slot in pattern.slots)
        return frozenset(word for slot in slots for run in slot.choices for word in run)

    def _fits(
        self, said: Words, *, later: Mapping[str, list[_Pattern]]
    ) -> Iterator[tuple[int, _Pattern, set[int]]]:
        """The patterns that fit at each place: any at the first, those of `later` after it."""
        for start, word in enumerate(said):
            for pattern in (later if start else self._by_first_word).get(word, ()):
                if ends := pattern.ends(said, start):
                    yield start, pattern, ends


def _read(written: str, fold: Fold) -> _Pattern:
    parts = SLOT.findall(written)
    floats, trails = parts[0] == GAP, parts[-1] == GAP
    inner = parts[floats : len(parts) - trails]
    return _Pattern(tuple(_slot(part, fold) for part in inner), floats, trails)


def _slot(part: str, fold: Fold) -> _Slot:
    if part == GAP:
        return _Slot(gap=True)
    if part.strip("()") == ANY_WORD:
        return _Slot(frozenset({_ANY}), optional=part != ANY_WORD)
    folded = frozenset(tuple(fold(word) for word in run) for run in _choices(part) if run)
    lengths = tuple(sorted({len(run) for run in folded}))
    return _Slot(folded, lengths, optional=part.startswith("("))


@cache
def _choices(part: str) -> tuple[Words, ...]:
    """The runs of words written in one place; each language reads the English lists again."""
    return tuple(spoken_words(choice) for choice in part.strip("()[]").split("|"))
