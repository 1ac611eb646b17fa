"""Phrases written for people to read and correct, found in a text without reading every one."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import permutations

from nlp.misspelling import Index
from nlp.wordlists import listed

_STRAIGHT = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u00b4`\u2032\uff07"), "'")
_LETTERS = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "ی": "ي", "ک": "ك", "ى": "ي", "ـ": None})
_MARKS = frozenset({"Mn", "Me", "Cf"})
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|\.{2,}|\u2026|[.!?;\n\u061f\u06d4]")
_PAUSES = frozenset(("...", "\u2026"))
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_SLOT = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+")
_GAPS = {
    "..": r"(?: [^ .]+){0,2}?",
    "...": r"(?: [^ .]+){0,5}?",
    "....": r"(?: [^ .]+){0,10}?",
    "&": r"(?: [^ .]+){0,16}?",
    "_": r" [^ .]+",
}
_ANY = "_"
_ARABIC_AND = "و"
"""Arabic writes "and" as a letter at the start of the next word."""

_LONGEST = 4000
"""Characters looked at: far more than a text can hold, and a bound on the work."""


class PhraseProblem(ValueError):
    """A phrase in a data file cannot be read; the message says which and why."""


def folded(text: str) -> str:
    """The text in one case, without accents and marks nobody sees, apostrophes straight."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_STRAIGHT).casefold())
    kept = "".join(char for char in plain if unicodedata.category(char) not in _MARKS)
    return kept.translate(_STRAIGHT).translate(_LETTERS)


def words_of(text: str) -> Iterator[str]:
    """Words without apostrophes; a full stop for each mark that ends a sentence."""
    for token in _TOKEN.findall(folded(text)):
        if token[0].isalnum():
            yield token.replace("'", "")
        elif token[:2] != ".." and token not in _PAUSES:
            yield "."


def forms(word: str) -> tuple[str, ...]:
    """The words a written one stands for: "punch+" is punch, punches, punched and punching."""
    if not word.endswith("+"):
        return (word,)
    stem = word.rstrip("+")
    if word.endswith("++"):
        long = stem + stem[-1]
        return (stem, stem + "s", long + "ed", long + "ing")
    if stem.endswith("e"):
        return (stem, stem + "s", stem + "d", stem[:-1] + "ing")
    if stem.endswith("y") and stem[-2:-1] not in "aeou":
        return (stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing")
    return (stem, stem + "s", stem + "es", stem + "ed", stem + "ing")


@dataclass(frozen=True)
class Found:
    """One phrase found: what it stands for, and where it is in the form that was searched."""

    label: str
    start: int
    end: int
    words: str
    source: str


@dataclass
class _Pattern:
    label: str
    source: str
    expression: str

    @cached_property
    def search(self) -> re.Pattern[str]:
        return re.compile(self.expression)


class Spelling:
    """One way to write each word, so that a phrase need be written once."""

    def __init__(self, same_as: Mapping[str, Iterable[str]]) -> None:
        self._one: dict[str, tuple[str, ...]] = {}
        self._two: dict[tuple[str, str], tuple[str, ...]] = {}
        for word, spellings in same_as.items():
            for spelling in spellings:
                parts = tuple(words_of(spelling))
                if len(parts) == 1:
                    self._one[parts[0]] = tuple(words_of(word))
                elif len(parts) == 2:
                    self._two[parts[0], parts[1]] = tuple(words_of(word))
                else:
                    raise PhraseProblem(f'"{spelling}" is not one word or two.')

    def words(self, text: str) -> list[str]:
        """The words of a text as phrases are written."""
        found: list[str] = []
        for word in words_of(text):
            for spelt in self._one.get(word, (word,)):
                pair = self._two.get((found[-1], spelt)) if found else None
                if pair:
                    found[-1:] = pair
                else:
                    found.append(spelt)
        return found


class Phrasebook:
    """Every phrase of a set of files, each under a label, found by its rarest word."""

    def __init__(
        self,
        phrases: Iterable[tuple[str, str]],
        *,
        lists: Mapping[str, Iterable[str]],
        spelling: Spelling,
    ) -> None:
        self._spelling = spelling
        self._lists = {name: tuple(items) for name, items in lists.items()}
        slots = [
            (label, source, self._slots(order))
            for label, source in phrases
            for order in _orders(source)
        ]
        self._common = Counter(
            word for _, _, written in slots for slot in written for word in slot.needed
        )
        self._by_word: dict[str, list[_Pattern]] = {}
        self._vocabulary: set[str] = set()
        for label, source, written in slots:
            self._add(label, source, written)
        self._slips = Index((word, word) for word in self._vocabulary)
        self._nearest = lru_cache(maxsize=20_000)(self._look)

    def form(self, text: str) -> str:
        """The text as it is searched: full stops apart, slips of the keys put right."""
        words = self._spelling.words(text[:_LONGEST])
        known = self._vocabulary
        return " " + "".join(
            f"{word if word in known or word == '.' else self._nearest(word)} " for word in words
        )

    def find(self, form: str) -> list[Found]:
        """Every phrase in a text that `form` gave, each pattern once, where it first comes."""
        tried: set[int] = set()
        found = []
        for word in dict.fromkeys(form.split()):
            for pattern in self._by_word.get(word, ()):
                if id(pattern) in tried:
                    continue
                tried.add(id(pattern))
                for match in pattern.search.finditer(form):
                    found.append(_found(pattern, match))
        return found

    def _look(self, word: str) -> str:
        """The word a phrase has in place of this one, when it is this one drawn out or misspelt."""
        for drawn in (_RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)):
            if drawn in self._vocabulary:
                return drawn
        if word.endswith("in") and word + "g" in self._vocabulary:
            return word + "g"
        if word.endswith("s") and word[:-1] in self._vocabulary:
            return word[:-1]
        if word[:1] == _ARABIC_AND and word[1:] in self._vocabulary:
            return word[1:]
        if word in listed("words_ordinary"):
            return word
        slips = self._slips.codes(word)
        return slips[0] if slips else word

    def _add(self, label: str, source: str, written: list["_Slot"]) -> None:
        choices = [slot.needed for slot in written if slot.needed]
        if not choices:
            raise PhraseProblem(f'"{source}" has no word that it needs.')
        anchor = min(choices, key=self._how_common)
        expression = "".join(slot.expression for slot in written) + "(?= )"
        pattern = _Pattern(label, source, expression)
        for word in anchor:
            self._by_word.setdefault(word, []).append(pattern)
        self._vocabulary.update(*(slot.every for slot in written))

    def _how_common(self, words: frozenset[str]) -> int:
        small = listed("words_function")
        return sum(self._common[word] + (100 if word in small else 2) for word in words)

    def _slots(self, source: str) -> list["_Slot"]:
        return [self._slot(slot, source) for slot in _SLOT.findall(source)]

    def _slot(self, written: str, source: str) -> "_Slot":
        if written in _GAPS:
            return _Slot(_GAPS[written], frozenset(), frozenset())
        optional = written.startswith("(")
        runs = [
            run for choice in written.strip("()[]").split("|") for run in self._runs(choice, source)
        ]
        every = frozenset(word for run in runs for word in run if word != _ANY)
        longest = [max((word for word in run if word != _ANY), key=len, default="") for run in runs]
        needed = frozenset() if optional or not all(longest) else frozenset(longest)
        body = "|".join("".join(map(_expressed, run)) for run in runs)
        return _Slot(f"(?:{body}){'?' if optional else ''}", needed, every)

    def _runs(self, choice: str, source: str) -> Iterator[tuple[str, ...]]:
        if choice.startswith("$"):
            if choice[1:] not in self._lists:
                raise PhraseProblem(f'"{source}" names a list that is not there: {choice}.')
            for item in self._lists[choice[1:]]:
                yield from self._runs(item, source)
            return
        runs: list[tuple[str, ...]] = [()]
        for word in choice.split():
            runs = [(*run, form) for run in runs for form in forms(word)]
        for run in runs:
            spelt = self._spelt(run)
            if not spelt:
                raise PhraseProblem(f'"{source}" has an empty choice.')
            yield spelt

    def _spelt(self, run: tuple[str, ...]) -> tuple[str, ...]:
        """The words of a choice as texts are spelt; a place for any word stays as it is."""
        pieces = " ".join(run).split(_ANY)
        spelt = list(self._spelling.words(pieces[0]))
        for piece in pieces[1:]:
            spelt += [_ANY, *self._spelling.words(piece)]
        return tuple(spelt)


def _found(pattern: _Pattern, match: re.Match[str]) -> Found:
    words = match[0].strip()
    return Found(pattern.label, match.start(), match.end(), words, pattern.source)


def _orders(source: str) -> tuple[str, ...]:
    """Every order of "this & that", which may stand in any order in a sentence."""
    return tuple(" & ".join(order) for order in permutations(source.split(" & ")))


def _expressed(word: str) -> str:
    return _GAPS[_ANY] if word == _ANY else f" {re.escape(word)}"


@dataclass(frozen=True)
class _Slot:
    expression: str
    needed: frozenset[str]
    every: frozenset[str]
