"""Things, sayings and benefits that are called by what would else be people's names."""

from collections.abc import Mapping
from functools import cache

from nlp import tokens, wordlists
from nlp.recognisers import name_cues as cues
from nlp.recognisers.sentence import Sentence
from nlp.wordlists import BOTH, NAME, RARE

PIP = "pip"
"""A benefit, and a short form of Philip and Philippa."""
_BENEFITS = wordlists.set_of("esa dla jsa hb dhp lcwra")
_OF_A_BENEFIT = wordlists.set_of(
    "got gets claim claims form forms assessor assessors assessment interview review appeal "
    "tribunal decision award money payment payments letter number ref stopped people line"
)
"""Words that follow a benefit, and seldom somebody who is called as it is."""
_NAMING = cues.TITLES | cues.ROLES | cues.RELATIONS | cues.CALLED | cues.NAME_IS
_ANY, _NAMES = "*", (NAME, RARE, BOTH)


def is_benefit(said: Sentence, at: int) -> bool:
    """Whether a word is a benefit, by its first letters, rather than somebody called so ("Esa")."""
    if said.capital[at] and at > 0 and not said.words[at].isupper():
        return False
    low = said.low[at]
    return low in _BENEFITS or (low == PIP and said.after(at) in _OF_A_BENEFIT)


def stands_in(said: Sentence, at: int) -> bool:
    """Whether a word is part of what a thing is called, or of a saying: "jack daniels".

    Not where what stands before it is of a person: "my worker jack daniels".
    """
    known = _phrases()
    return any(
        _is_there(said, phrase, at - place) and said.before(at - place) not in _NAMING
        for phrase, place in (*known.get(said.words[at].lower(), ()), *known[_ANY])
    )


@cache
def _phrases() -> Mapping[str, list[tuple[tuple[str, ...], int]]]:
    """For each word the phrases in which it names nobody, each with its place there."""
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for line in sorted(wordlists.listed("named_things")):
        phrase = tuple(word for word in tokens.cut(line).words if not word.isspace())
        for place, word in enumerate(phrase):
            found.setdefault(word, []).append((phrase, place))
    return found


def _is_there(said: Sentence, phrase: tuple[str, ...], first: int) -> bool:
    if first < 0 or first + len(phrase) > len(said):
        return False
    return all(
        (word == said.words[at].lower() or (word == _ANY and said.kinds[at] in _NAMES))
        and (at == first or said.gaps[at] in ("", " "))
        for at, word in enumerate(phrase, first)
    )
