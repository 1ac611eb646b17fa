"""How much a word is spelled like a name rather than like a word, by its runs of three letters."""

from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from math import log

from nlp import wordlists

NAMES = ("names_common", "names_rare", "surnames")
WORDS = ("words_ordinary", "words_function")
STEPS = 7
"""Likeness is told in so many steps, 0 (a word) to 6 (a name)."""

_SMOOTH = 0.4
_LONGEST = 20
_STEP = 0.45


@lru_cache(maxsize=20_000)
def likeness(folded: str) -> int:
    """How like a name a word given as `fold` spells it is: 0 to `STEPS` - 1."""
    runs = _runs(folded[:_LONGEST])
    weights = _weights()
    mean = sum([weights.get(run, 0.0) for run in runs]) / max(1, len(runs))
    return max(0, min(STEPS - 1, round(mean / _STEP) + STEPS // 2))


def _runs(word: str) -> list[str]:
    marked = f"^{word}$"
    return [marked[at : at + 3] for at in range(len(word))]


@cache
def _weights() -> dict[str, float]:
    """For each run of letters, the log of how much oftener it stands in names than in words."""
    names, words = _counted(NAMES), _counted(WORDS)
    of_names, of_words = names.total(), words.total()
    kinds = len({*names, *words}) * _SMOOTH
    return {
        run: log((names[run] + _SMOOTH) / (of_names + kinds))
        - log((words[run] + _SMOOTH) / (of_words + kinds))
        for run in {*names, *words}
    }


def _counted(lists: Iterable[str]) -> Counter[str]:
    return Counter(run for name in lists for word in wordlists.listed(name) for run in _runs(word))
