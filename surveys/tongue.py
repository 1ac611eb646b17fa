"""Which language a text is in, as far as its letters and small words tell: a guess, and careful.

English with its dialects comes first. A text is called another language only when that is plain,
since a flag that cries wolf is one nobody reads.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from surveys.lexicon import DEFAULT_LANGUAGE, fold
from surveys.normalise import as_typed, spoken_words

UNKNOWN = "und"
"""The code for a language that is plainly not English and that we cannot name (ISO 639-2)."""

_LONG = 5


@dataclass(frozen=True)
class _Tongues:
    english: frozenset[str]
    words: Mapping[str, frozenset[str]]
    letters: Mapping[str, frozenset[str]]
    scripts: Sequence[tuple[str, re.Pattern[str]]]
    shared: Sequence[tuple[str, re.Pattern[str]]]
    words_in_script: Mapping[str, frozenset[str]]


def guess(text: str) -> str | None:
    """The likely language of a text by its code; None when it cannot be told.

    "en" is plainly English. Any other code is plainly not English, "und" when that is all we
    know.
    """
    typed = as_typed(text).casefold()
    letters = [char for char in typed if char.isalpha()]
    if not letters:
        return None
    latin = sum(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    if latin * 2 < len(letters):
        return _by_script(typed)
    return _by_words(typed)


def english_words() -> frozenset[str]:
    """Words that are English, whatever else they may be, each as `folded` gives it."""
    return _tongues().english


def _by_script(typed: str) -> str:
    known = _tongues()
    for language, letters in known.scripts:
        if letters.search(typed):
            return language
    words = folded(typed)
    found = _counted(words, known.words_in_script)
    found["ar"] += sum(len(word) > 4 and word.startswith("ال") for word in words)
    if best := _clear_winner(found):
        return best
    return next((one for one, letters in known.shared if letters.search(typed)), UNKNOWN)


def _by_words(typed: str) -> str | None:
    known = _tongues()
    words = tuple(word for word in folded(typed) if not word.isdecimal())
    english = sum(word in known.english for word in words)
    foreign = [word for word in words if word not in known.english]
    found = _counted(foreign, known.words)
    for language, letters in known.letters.items():
        found[language] += 2 * any(letters & set(word) for word in typed.split())
    best, hits = max(found.items(), key=lambda one: one[1])
    if hits > english and (hits > 1 or _is_telling(foreign, known.words[best])):
        return best if _clear_winner(found) else UNKNOWN
    return DEFAULT_LANGUAGE if english * 2 > len(words) else None


def _is_telling(words: Sequence[str], listed: frozenset[str]) -> bool:
    """Whether one word is enough: "merci" is, where "den" may be a slip or an English word."""
    return any(word in listed and len(word) >= _LONG for word in words)


def _counted(words: Sequence[str], lists: Mapping[str, frozenset[str]]) -> Counter[str]:
    return Counter({code: sum(word in listed for word in words) for code, listed in lists.items()})


def _clear_winner(found: Counter[str]) -> str | None:
    """The language with more signs than any other; None when two have as many, or none has any."""
    ranked = found.most_common(2)
    if not ranked or not ranked[0][1] or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def folded(typed: str) -> tuple[str, ...]:
    """The words of a text as this module compares them, in no one language's spelling."""
    return tuple(fold(word, {}) for word in spoken_words(typed))


@lru_cache(maxsize=1)
def _tongues() -> _Tongues:
    data = tomllib.loads((files("surveys") / "data" / "tongues.toml").read_text("utf-8"))
    lists = {
        table: {code: frozenset(folded(words)) for code, words in data[table].items()}
        for table in ("words", "words_in_script")
    }
    scripts, shared = (
        [(code, re.compile("[" + "".join(spans) + "]")) for code, spans in data[table].items()]
        for table in ("scripts", "scripts_shared")
    )
    return _Tongues(
        english=frozenset(folded(data["english"]["words"])),
        words=lists["words"],
        letters={code: frozenset(letters) for code, letters in data["letters"].items()},
        scripts=scripts,
        shared=shared,
        words_in_script=lists["words_in_script"],
    )
