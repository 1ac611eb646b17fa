"""The words of one language, read once from the data files that anyone may correct.

People text in more than one language at a time ("ok dziękuję", "yes inshallah"), so English is
read in every language beside its own words, all but the words a file calls false friends.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import Any

from surveys.normalise import matching_form, spoken_words
from surveys.phrasing import SLOT, Patterns

DEFAULT_LANGUAGE = "en"
_Run = tuple[str, ...]
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_ACCENTED = re.compile("([a-z])[\u0300-\u036f]+")


def read_data(kind: str, language: str) -> Mapping[str, Any]:
    """One packaged data file; a language we have no file for is read from the English one."""
    return _read_file(kind, language if written_for(kind, language) else DEFAULT_LANGUAGE)


@lru_cache(maxsize=64)
def _read_file(kind: str, language: str) -> Mapping[str, Any]:
    """Each file is read once: the English one stands beside every other."""
    chosen = files("surveys") / "data" / kind / f"{language}.toml"
    return tomllib.loads(chosen.read_text(encoding="utf-8"))


def written_for(kind: str, language: str) -> bool:
    """Whether a language has a data file of its own of this kind."""
    return (files("surveys") / "data" / kind / f"{language}.toml").is_file()


class Phrases:
    """A set of phrases, each a run of words."""

    def __init__(self, runs: Iterable[_Run]) -> None:
        self._runs = frozenset(runs)
        self._longest = max((len(run) for run in self._runs), default=0)

    def __contains__(self, words: Sequence[str]) -> bool:
        return tuple(words) in self._runs

    def __iter__(self) -> Iterator[_Run]:
        return iter(self._runs)

    def leading(self, words: Sequence[str]) -> int:
        """How many words at the start make the longest phrase here; 0 when none do."""
        for size in range(min(self._longest, len(words)), 0, -1):
            if tuple(words[:size]) in self._runs:
                return size
        return 0

    def anywhere(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where phrases stand in a text, of those that begin at one word the longest."""
        sized = ((at, self.leading(words[at : at + self._longest])) for at in range(len(words)))
        return [(at, at + size) for at, size in sized if size]

    def trailing(self, words: Sequence[str]) -> int:
        """How many words at the end make the longest phrase here; 0 when none do."""
        for size in range(min(self._longest, len(words)), 0, -1):
            if tuple(words[-size:]) in self._runs:
                return size
        return 0


@lru_cache(maxsize=16_384)
def _expand(pattern: str) -> frozenset[_Run]:
    """Every run of words a written pattern stands for: "a|b" either, "(a|b)" either or neither."""
    slots: list[list[_Run]] = []
    for slot in SLOT.findall(pattern):
        optional = slot.startswith("(")
        choices = [spoken_words(choice) for choice in slot.strip("()[]").split("|")]
        slots.append(choices + ([()] if optional else []))
    return frozenset(sum(parts, ()) for parts in product(*slots))


@lru_cache(maxsize=1)
def _plain_letters() -> Mapping[int, str]:
    """The letters people use for one another when they text, from the data file."""
    written = tomllib.loads((files("surveys") / "data" / "letters.toml").read_text("utf-8"))
    return {ord(one): plain for plain, others in written["same_as"].items() for one in others}


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    """A word without accents and with one form of each letter: "też" is tez, "إلى" is الي."""
    bare = _ACCENTED.sub(r"\1", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", bare).translate(_plain_letters())


def fold(word: str, same_as: Mapping[str, str]) -> str:
    """The one spelling a word is compared by: "yesss" is yes, "soz" is sorry, "też" is tez."""
    short = _LONG_RUN.sub(r"\1", word if word.isascii() else _plain(word))
    return same_as.get(short, short)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Everything a data file says about the words of one language."""

    phrases: Mapping[str, Phrases]
    patterns: Mapping[str, Patterns]
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
_PHRASE_TABLES = (
    "alone",
    "skip",
    "slots",
    "scale",
    "several",
    "months",
    "named_days",
    "other_words",
)
_OTHER_TABLES = ("yes_no", "reading", "amounts", "dates", "bands")
# Those in which every list is of patterns, which may have gaps in them.
_PATTERN_TABLES = ("requests", "unless_open", "invitation")
_PHRASE_LISTS = {
    "requests": ("courtesy", "swearing", "not_misspellings", "around_a_language"),
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
        "fact_yes",
        "fact_no",
        "fact_leads",
        "fact_mocking",
        "not_fact_leads",
        "fact_soft_yes",
        "not_facts",
        "fact_doubt",
        "fact_unknown",
    ),
    "invitation": ("around", "stressing"),
    "amounts": ("none", "none_alone", "no", "not_none", "bounds", "bounds_after", "ages"),
    "dates": (
        "after_tomorrow",
        "before_yesterday",
        "week_tomorrow",
        "week_today",
        "tomorrow",
        "yesterday",
        "today",
        "ahead",
        "days",
        "ago",
        "last",
        "next",
        "coming",
        "week_on",
        "week_after",
        "gone",
        "last_year",
        "this_year",
        "next_year",
        "bounds",
    ),
}


def written_languages() -> tuple[str, ...]:
    """The codes of the languages that have a file of words, English first."""
    return (DEFAULT_LANGUAGE, *(code for code in _codes() if code != DEFAULT_LANGUAGE))


@lru_cache(maxsize=1)
def _codes() -> tuple[str, ...]:
    found = (files("surveys") / "data" / "keywords").iterdir()
    return tuple(sorted(one.name.removesuffix(".toml") for one in found))


def languages() -> tuple[str, ...]:
    """The codes of the languages a survey may be published in, English first.

    Those are the languages that have both a file of words and a file of sentences.
    """
    folder = files("surveys") / "data" / "wording"
    return tuple(code for code in written_languages() if (folder / f"{code}.toml").is_file())


def is_ready(language: str) -> bool:
    """Whether a survey may be published, and a person texted, in this language."""
    return language in languages()


@lru_cache(maxsize=32)
def lexicon(language: str = DEFAULT_LANGUAGE) -> Lexicon:
    """The words of one language, and the English ones beside them."""
    own, english = read_data("keywords", language), read_data("keywords", DEFAULT_LANGUAGE)
    strange = frozenset(
        fold(word, {}) for word in own.get("false_friends", {}).get("words", ()) if own != english
    )
    same_as = {
        **{one: word for one, word in _spellings(english).items() if one not in strange},
        **_spellings(own),
    }
    words: dict[str, frozenset[str]] = {}
    phrases: dict[str, Phrases] = {}
    patterns: dict[str, Patterns] = {}
    for table, name, is_whole in _lists(english):
        if table in _PATTERN_TABLES and not is_whole:
            written = [one for data in (own, english) for one in data.get(table, {}).get(name, ())]
            kept = (one for one in written if not strange.issuperset(one.split()))
            patterns[f"{table}.{name}"] = Patterns(kept, fold=lambda word: fold(word, same_as))
            continue
        pair = [data.get(table, {}).get(name, []) for data in (own, english)]
        ours, theirs = (_runs(entry, same_as, is_whole=is_whole) for entry in pair)
        runs = ours | {run for run in theirs if not strange.issuperset(run)}
        if is_whole:
            phrases[f"{table}.{name}"] = Phrases(runs)
        else:
            words[f"{table}.{name}"] = frozenset(word for (word,) in runs)
    numbers, ordinals = (
        {
            **{word: n for word, n in english["reading"][name].items() if word not in strange},
            **{fold(word, {}): n for word, n in own.get("reading", {}).get(name, {}).items()},
        }
        for name in ("numbers", "ordinals")
    )
    return Lexicon(phrases, patterns, words, numbers, ordinals, same_as)


@lru_cache(maxsize=32)
def own_spellings(language: str) -> Mapping[str, str]:
    """The spellings that a language's own file gives, without the English ones."""
    return _spellings(read_data("keywords", language))


def _lists(english: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Each list by table and name, and whether it is of whole phrases rather than of words."""
    for table in (*_OTHER_TABLES, *_PHRASE_TABLES, *_PATTERN_TABLES):
        for name, entry in english[table].items():
            if isinstance(entry, list):
                yield table, name, table in _PHRASE_TABLES or name in _PHRASE_LISTS.get(table, ())


def _spellings(data: Mapping[str, Any]) -> dict[str, str]:
    return {
        fold(matching_form(spelling).replace("'", ""), {}): fold(word, {})
        for word, spellings in data.get("same_as", {}).items()
        for spelling in spellings
    }


def _runs(entry: Iterable[str], same_as: Mapping[str, str], *, is_whole: bool) -> set[_Run]:
    """A list's phrases, or each of its words alone, in the spelling they are compared by."""
    if is_whole:
        written = {run for pattern in entry for run in _expand(pattern) if run}
        return {tuple(fold(word, same_as) for word in run) for run in written}
    return {(fold(part, same_as),) for one in entry for part in spoken_words(one) or (one,)}
