"""What people need to take part, told beside a yes or a no: "yes but I can't do stairs"."""

from dataclasses import dataclass
from functools import lru_cache

from surveys.lexicon import DEFAULT_LANGUAGE, lexicon, read_data, written_for
from surveys.phrasing import Patterns, Words

NAMES = (
    "step_free",
    "transport",
    "travel_cost",
    "childcare",
    "companion",
    "interpreter",
    "hearing",
    "sight",
    "dietary",
    "pet",
    "quiet_space",
    "online",
    "time",
    "other",
)
"""Every need by name; `time` covers clashes and finish times, `other` any not listed."""
NEEDS = frozenset(NAMES)

_NEAR = 3
"""How many words may stand between "if" and the need that hangs on it."""


@dataclass(frozen=True)
class Told:
    """The needs that words tell of, and the places of the words that tell of them."""

    needs: frozenset[str] = frozenset()
    places: frozenset[int] = frozenset()


def told(words: Words, *, language: str = DEFAULT_LANGUAGE) -> Told:
    """The needs told of in the words of a reply, in its language or in English.

    A joke about cake tells of none: only the phrases of the data file do.
    """
    needs: set[str] = set()
    places: set[int] = set()
    for code in dict.fromkeys((language, DEFAULT_LANGUAGE)):
        denied = _denied(words, code)
        for name, (tells, mistaken) in _known(code).items():
            spans = tells.anywhere(words)
            passed = denied | {p for span in mistaken.anywhere(words) for p in range(*span)}
            counted = [span for span in spans if not passed & set(range(*span))]
            if counted:
                needs.add(name)
                places.update(place for span in counted for place in range(*span))
    return Told(frozenset(needs), frozenset(places))


def not_denied(words: Words) -> Words:
    """The words of a reply in English without those that deny a need."""
    denied = _denied(words, DEFAULT_LANGUAGE)
    return tuple(word for place, word in enumerate(words) if place not in denied)


def mistaken(words: Words) -> frozenset[str]:
    """The needs that a reply in English has words for, in a phrase that tells of none."""
    known = _known(DEFAULT_LANGUAGE).items()
    return frozenset(name for name, (_, passed) in known if passed.anywhere(words))


def _denied(words: Words, language: str) -> frozenset[int]:
    """The places of words that deny a need: "dont need a lift", but not "if the lift is sorted"."""
    hangs = {end for _, end in lexicon(language).patterns["invitation.conditions"].anywhere(words)}
    spans = _denials(language).anywhere(words)
    free = (s for s in spans if not hangs & set(range(s[0] - _NEAR, s[0] + 1)))
    return frozenset(place for span in free for place in range(*span))


@lru_cache(maxsize=32)
def _denials(language: str) -> Patterns:
    """The phrases that deny a need, whichever it is."""
    data = read_data("needs", language) if written_for("needs", language) else {}
    return Patterns(data.get("mistaken", {}).get("any", ()), fold=lexicon(language).fold)


@lru_cache(maxsize=32)
def _known(language: str) -> dict[str, tuple[Patterns, Patterns]]:
    if not written_for("needs", language):
        return {}
    data, fold = read_data("needs", language), lexicon(language).fold
    mistaken = data.get("mistaken", {})
    return {
        name: (
            Patterns(phrases, fold=fold),
            Patterns(mistaken.get(name, ()), fold=fold),
        )
        for name, phrases in data["needs"].items()
        if name in NEEDS
    }
