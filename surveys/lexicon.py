"""The words of one language, read once from the data files that anyone may correct."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import Any

from surveys.normalise import matching_form, spoken_words

DEFAULT_LANGUAGE = "en"
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_SLOT = re.compile(r"\([^)]*\)|\S+")


def read_data(kind: str, language: str) -> dict[str, Any]:
    """One packaged data file; a language we have no file for is read from the English one."""
    folder = files("surveys") / "data" / kind
    named = folder / f"{language}.toml"
    chosen = named if named.is_file() else folder / f"{DEFAULT_LANGUAGE}.toml"
    return tomllib.loads(chosen.read_text(encoding="utf-8"))


class Phrases:
    """A set of phrases, each a run of words, as a data file writes them."""

    def __init__(self, patterns: Iterable[str], *, same_as: Mapping[str, str]) -> None:
        self._runs = frozenset(
            tuple(fold(word, same_as) for word in run)
            for pattern in patterns
            for run in _expand(pattern)
            if run
        )
        self._longest = max((len(run) for run in self._runs), default=0)

    def __contains__(self, words: Sequence[str]) -> bool:
        return tuple(words) in self._runs

    def leading(self, words: Sequence[str]) -> int:
        """How many words at the start make the longest phrase here; 0 when none do."""
        for size in range(min(self._longest, len(words)), 0, -1):
            if tuple(words[:size]) in self._runs:
                return size
        return 0

    def trailing(self, words: Sequence[str]) -> int:
        """How many words at the end make the longest phrase here; 0 when none do."""
        for size in range(min(self._longest, len(words)), 0, -1):
            if tuple(words[-size:]) in self._runs:
                return size
        return 0


def _expand(pattern: str) -> Iterable[tuple[str, ...]]:
    """Every run of words a written pattern stands for: "a|b" either, "(a|b)" either or neither."""
    slots: list[list[tuple[str, ...]]] = []
    for slot in _SLOT.findall(pattern):
        optional = slot.startswith("(")
        choices = [spoken_words(choice) for choice in slot.strip("()").split("|")]
        slots.append(choices + ([()] if optional else []))
    return {sum(parts, ()) for parts in product(*slots)}


def fold(word: str, same_as: Mapping[str, str]) -> str:
    """The one spelling a word is compared by: "yesss" is yes, "soz" is sorry."""
    short = _LONG_RUN.sub(r"\1", word)
    return same_as.get(short, short)


@dataclass(frozen=True)
class Lexicon:
    """Everything a data file says about the words of one language."""

    phrases: Mapping[str, Phrases]
    words: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    same_as: Mapping[str, str]

    def fold(self, word: str) -> str:
        """The one spelling this language compares a word by."""
        return fold(word, self.same_as)

    def folded_words(self, said: str) -> tuple[str, ...]:
        """The words of a whole text, each in the spelling it is compared by."""
        return tuple(self.fold(word) for word in spoken_words(said))


# Tables in which every list is of whole phrases, and the lists of phrases in other tables.
_PHRASE_TABLES = ("alone", "requests", "skip", "invitation", "slots")
_PHRASE_LISTS = {
    "yes_no": (
        "yes",
        "soft_yes",
        "polite_yes",
        "no",
        "unsure",
        "yes_leads",
        "no_leads",
        "changed_mind",
        "goodbyes",
    ),
}


def written_languages() -> tuple[str, ...]:
    """The codes of the languages that have a file of words, English first."""
    return (DEFAULT_LANGUAGE, *(code for code in _codes() if code != DEFAULT_LANGUAGE))


@lru_cache(maxsize=1)
def _codes() -> tuple[str, ...]:
    found = (files("surveys") / "data" / "keywords").iterdir()
    return tuple(sorted(one.name.removesuffix(".toml") for one in found))


@lru_cache(maxsize=32)
def lexicon(language: str = DEFAULT_LANGUAGE) -> Lexicon:
    """The words of one language; a table or a list that its file leaves out is the English one."""
    data = _with_english(read_data("keywords", language))
    same_as = {
        matching_form(spelling).replace("'", ""): word
        for word, spellings in data["same_as"].items()
        for spelling in spellings
    }
    lists = [
        (f"{table}.{name}", entry, table in _PHRASE_TABLES or name in _PHRASE_LISTS.get(table, ()))
        for table in ("yes_no", "reading", *_PHRASE_TABLES)
        for name, entry in data[table].items()
        if isinstance(entry, list)
    ]
    phrases = {name: Phrases(entry, same_as=same_as) for name, entry, whole in lists if whole}
    words = {
        name: frozenset(fold(part, same_as) for one in entry for part in _parts(one))
        for name, entry, whole in lists
        if not whole
    }
    reading = data["reading"]
    return Lexicon(phrases, words, reading["numbers"], reading["ordinals"], same_as)


def _with_english(own: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """A file's tables, with what it leaves out taken from the English file.

    Spellings are not: "w" is short for with in English, and a word of its own in Polish.
    """
    english = read_data("keywords", DEFAULT_LANGUAGE)
    tables = {name: {**table, **own.get(name, {})} for name, table in english.items()}
    return {**tables, "same_as": own.get("same_as", {})}


def _parts(entry: str) -> tuple[str, ...]:
    return spoken_words(entry) or (entry,)
