"""The lists of words that advice on wording looks for, read from data files anyone may correct."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from surveys.phrasing import Patterns, Words

_VERB = re.compile(r"([a-z]+)~")
_LISTED = re.compile(r"<(\w+)>(?:\|<\w+>)*")
_LONGEST_TOLD_NOT = 8
"""Words between "you do not have to" and what is not asked for."""
Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Entry:
    """Some phrases to look for, where they do no harm, and what to tell the writer.

    `tell` is the whole sentence, with {found} for the words that were found.
    """

    kind: str
    tell: str
    says: Patterns
    not_in: Patterns
    whole: Patterns | None = None
    in_questions: bool = False
    in_clauses: bool = False
    if_asked: bool = False

    def is_harmless(self, words: Words, span: Span) -> bool:
        """Whether the words found are part of longer ones that are fine."""
        start, end = span
        if self.if_asked:
            before = words[max(0, start - _LONGEST_TOLD_NOT) : start]
            if told_not().anywhere(before):
                return True
        around = self.not_in.anywhere(words)
        return any(first <= start and end <= last for first, last in around)


class Book:
    """Entries that are looked for together: of words that overlap, the longest count."""

    def __init__(self, entries: Iterable[Entry], says: Iterable[str]) -> None:
        self._entries = tuple(entries)
        self._all = _patterns(says)

    def find(self, words: Words) -> Iterator[tuple[Entry, Span]]:
        """What stands in some words, each with the places of its first word and past its last."""
        taken: set[int] = set()
        for start, end in sorted(self._all.anywhere(words), key=lambda one: one[0] - one[1]):
            entry = next(one for one in self._entries if words[start:end] in one.says)
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                if not entry.is_harmless(words, (start, end)):
                    yield entry, (start, end)


@lru_cache(maxsize=1)
def deficit_words() -> Book:
    """Words that label or blame people."""
    rows = _read("deficit_words")["word"]
    entries = [
        Entry(
            "deficit_word",
            _try_instead(row["instead"], row["why"]),
            _patterns(row["says"]),
            _patterns(row.get("not_in", ())),
        )
        for row in rows
    ]
    return Book(entries, (says for row in rows for says in row["says"]))


@lru_cache(maxsize=1)
def harder_words() -> Book:
    """Words that have a simpler one."""
    data = _read("simpler_words")
    not_in = _patterns(data["not_in"]["phrases"])
    entries = [
        Entry("hard_word", _try_instead(instead), _patterns([says]), not_in)
        for says, instead in data["instead"].items()
    ]
    return Book(entries, data["instead"])


@lru_cache(maxsize=1)
def traps() -> tuple[Entry, ...]:
    """Ways of asking that make an answer worth less, or that hurt."""
    data = _read("question_traps")
    return tuple(_trap(row, data["lists"]) for row in data["trap"])


@lru_cache(maxsize=1)
def told_not() -> Patterns:
    """Words after which nothing is asked for: "you do not have to"."""
    return _patterns(_with_lists(["<told_not>"], _read("question_traps")["lists"]))


def _trap(row: Mapping[str, Any], lists: Mapping[str, str]) -> Entry:
    says, not_in, whole = (
        _patterns(_with_lists(row.get(name, ()), lists)) for name in ("says", "not_in", "whole")
    )
    return Entry(
        row["kind"],
        row["ask"],
        says,
        not_in,
        whole if "whole" in row else None,
        in_questions=row.get("in") == "question",
        in_clauses=row.get("within") == "clause",
        if_asked=row.get("if_asked", False),
    )


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("surveys") / "data" / f"{name}.toml").read_text("utf-8"))


def _with_lists(written: Iterable[str], lists: Mapping[str, str]) -> Iterator[str]:
    for one in written:
        yield _LISTED.sub(lambda names: _listed(names[0], lists), one)


def _listed(names: str, lists: Mapping[str, str]) -> str:
    return f"[{'|'.join(lists[name.strip('<>')] for name in names.split('|'))}]"


def _try_instead(instead: str, why: str = "") -> str:
    because = f": {why}" if why else ""
    if instead == "leave it out":
        return f"Leave out “{{found}}”{because}."
    if instead.startswith(("say ", "name ")):
        return f"{instead.capitalize()}, not “{{found}}”{because}."
    return f"Try “{instead}”, not “{{found}}”{because}."


def _patterns(written: Iterable[str]) -> Patterns:
    spelt = (_VERB.sub(lambda verb: "|".join(forms(verb[1])), one) for one in written)
    return Patterns((_both_spellings(one) for one in spelt), fold=str)


def forms(verb: str) -> Sequence[str]:
    """A verb's regular forms, and some that nobody writes: commit, commits, committed…

    Whether its last letter doubles depends on how it is said, so both are given.
    """
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    more = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    twice = verb + verb[-1]
    return verb, verb + more, f"{verb}ed", f"{verb}ing", f"{twice}ed", f"{twice}ing"


_ISE = re.compile(r"(?<=[a-z]{3}i)s(?=(?:e[ds]?|ing|ations?)\b)")


def _both_spellings(written: str) -> str:
    """Words in -ise with their other spelling beside them: utilise|utilize."""
    return re.sub(r"[a-z]+", lambda word: _also_with_z(word[0]), written)


def _also_with_z(word: str) -> str:
    other = _ISE.sub("z", word)
    return word if other == word else f"{word}|{other}"
