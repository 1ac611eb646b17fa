"""Names by vote: what the rules find, weighed against how sure the trained network is.

A word that a rule finds needs little from the network; a word that none finds needs more, and
how much depends on what kind of word it is.
"""

from nlp import wordlists
from nlp.recognisers import name_cues as cues
from nlp.recognisers.sentence import Sentence
from nlp.wordlists import FUNCTION, PLACE, SELDOM, UNKNOWN, WORD

BY_CONTEXT = "person: by its context"
SECONDED = "person: second opinion"
BY_LIST = ("person: list", "person: rare name", "person: two-part name", SECONDED)

CUED, LISTED = 0.0005, 0.02
ALONE, ALONE_THOUGH_A_WORD, ALONE_ONE_LETTER = 0.25, 0.5, 0.5
CAPITAL_WORD, CAPITAL_PLACE = 0.05, 0.1
SELDOM_CUED, SELDOM_ALONE, SMALL_WORD = 0.05, 0.4, 0.01
"""The least share with which a word is a name: one that the words around call one, one that stands
in a list of names, one that no rule finds, one that is listed as an ordinary word or a place, is a
slip away from one or stands after "the", a single letter, and an ordinary word or a place with a
capital that no start of a sentence explains. Then one that some people are named: with a rule and
without, and a small word with one. Where a pet is spoken of no rule is
believed over the network. Chosen on tests/nlp/gold_replies.jsonl."""

NEVER = 1.1
"""For a letter between letters, as in "d o b", and for the head of a saying."""
_LEAST = min(ALONE, CAPITAL_WORD)
_STARTS = frozenset(".!?\n")
_WHERE = wordlists.set_of("in to into from near at around of outside through the by for and or , visit")
"""Words after which a name of a place is one."""
_ARTICLES = ("the", "a", "an")


def decided(said: Sentence, ruled: dict[int, str]) -> dict[int, str]:
    """The words that are names, each with the rule by which it is one."""
    found = {
        at: SECONDED for at in said.seconded if said.is_word[at] and said.kinds[at] != FUNCTION
    }
    found |= ruled
    names = {}
    for at, share in enumerate(said.shares):
        rule = found.get(at)
        if rule and share >= _needed_with(rule, said, at):
            names[at] = rule
        elif share >= _LEAST and said.is_word[at] and share >= _needed(said, at):
            names[at] = BY_CONTEXT
    return names


def _needed_with(rule: str, said: Sentence, at: int) -> float:
    if said.has_pet:
        return ALONE
    if said.kinds[at] == SELDOM:
        return SELDOM_CUED
    if said.kinds[at] == FUNCTION:
        return SMALL_WORD
    return LISTED if rule in BY_LIST else CUED


def _needed(said: Sentence, at: int) -> float:
    kind = said.kinds[at]
    if (said.low[at], said.after(at)) in cues.IDIOMS:
        return NEVER
    if len(said.low[at]) == 1:
        return NEVER if _is_spelled(said, at) else ALONE_ONE_LETTER
    if kind == SELDOM:
        in_place = said.low[at] in wordlists.listed("places") and said.before(at) in _WHERE
        return ALONE_THOUGH_A_WORD if in_place else SELDOM_ALONE
    if said.low[at] in wordlists.listed("peoples"):
        return ALONE_THOUGH_A_WORD
    if kind in (WORD, PLACE) and said.capital[at] and said.low[at - 1] not in _STARTS and at:
        if kind == WORD:
            return CAPITAL_WORD
        return ALONE_THOUGH_A_WORD if said.before(at) in _WHERE else CAPITAL_PLACE
    if kind in (WORD, PLACE, FUNCTION) or (kind == UNKNOWN and said.misspelt(at)):
        return ALONE_THOUGH_A_WORD
    if said.before(at) in _ARTICLES and not said.capital[at]:
        return ALONE_THOUGH_A_WORD
    return ALONE


def _is_spelled(said: Sentence, at: int) -> bool:
    """Whether a letter stands between letters or stops, as in "d o b" and "d.o.b"."""
    if len(said.before(at)) == 1 == len(said.after(at)):
        return True
    return at >= 2 and said.low[at - 1] == "." and len(said.low[at - 2]) == 1
