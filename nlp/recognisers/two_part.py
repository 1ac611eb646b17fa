"""First names of two parts ("Wai Man", "Mei Ling"): alone, each part may be a word or strange."""

from nlp import wordlists
from nlp.recognisers.sentence import Sentence
from nlp.wordlists import FUNCTION, NAME, PLACE, RARE, UNKNOWN

RULE = "person: two-part name"
_TWO = 2


def find(said: Sentence) -> dict[int, str]:
    """The parts that can be nothing but names; `take` adds the others."""
    parts = wordlists.listed("name_syllables")
    if len([word for word in said.low if word in parts]) < _TWO:
        return {}
    return {
        part: RULE
        for at in range(len(said) - 1)
        if _is_pair(said, at)
        for part in (at, at + 1)
        if said.kinds[part] in (RARE, NAME, UNKNOWN)
    }


def take(said: Sentence, found: dict[int, str], at: int) -> None:
    """The other part of a name found: the one after, or else the one before."""
    if at + 1 < len(said) and _is_pair(said, at):
        found.setdefault(at + 1, RULE)
    elif at and at - 1 not in found and _is_pair(said, at - 1) and _is_strange(said, at):
        found[at - 1] = RULE


def _is_pair(said: Sentence, at: int) -> bool:
    """Whether this word and the next are parts of names, and one of them is no English word."""
    if said.gaps[at + 1] != " " or said.capital[at] != said.capital[at + 1]:
        return False
    parts = wordlists.listed("name_syllables")
    if said.low[at] not in parts or said.low[at + 1] not in parts:
        return False
    kinds = (said.kinds[at], said.kinds[at + 1])
    if PLACE in kinds or (FUNCTION in kinds and not said.capital[at]):
        return False
    return _is_strange(said, at) or _is_strange(said, at + 1)


def _is_strange(said: Sentence, at: int) -> bool:
    return said.kinds[at] in (RARE, NAME, UNKNOWN)
