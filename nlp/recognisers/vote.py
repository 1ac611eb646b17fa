"""Names by vote: what the rules find, weighed against how sure the trained network is.

A word that a rule finds needs little from the network; a word that none finds needs more, and
how much depends on what kind of word it is.
"""

from nlp import wordlists
from nlp.recognisers import name_cues as cues
from nlp.recognisers.sentence import Sentence
from nlp.wordlists import BOTH, FUNCTION, PLACE, SELDOM, UNKNOWN, WORD

BY_CONTEXT = "person: by its context"
SECONDED = "person: second opinion"
BY_LIST = ("person: list", "person: rare name", "person: two-part name", SECONDED)

CUED, LISTED = 0.0005, 0.03
"""The least share with which a word is a name that the words around call one, or that stands in a
list of names. Where a pet is spoken of no rule is believed over the network."""
SELDOM_CUED, SMALL_WORD = 0.05, 0.005
"""The same for a word or a place that some people are named, and for a small word."""
ALONE, ALONE_AT_A_START, ALONE_ALSO_A_WORD, ALONE_SELDOM = 0.25, 0.05, 0.35, 0.4
ALONE_PLACE, ALONE_THOUGH_A_WORD, ALONE_ONE_LETTER = 0.2, 0.5, 0.5
CAPITAL_WORD, CAPITAL_PLACE = 0.1, 0.1
"""The least share with which a word is a name that no rule finds: one in no list or a rare name,
one with a capital that begins a sentence, a name that is a word as well, a word that some people
are named, a place, one that is listed as an ordinary word, is a slip away from one or stands after
"the", a single letter, and an ordinary word or a place with a capital that no start of a sentence
explains. All were chosen on tests/nlp/gold_replies.jsonl and public messages."""

NEVER = 1.1
"""For a letter between letters, as in "d o b", and for the head of a saying."""
_LEAST = min(ALONE_AT_A_START, CAPITAL_WORD)
_STARTS = frozenset(".!?\n")
_WHERE = wordlists.set_of(
    "in to into from near at around of outside through the by for and or , visit"
)
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
    kind, low = said.kinds[at], said.low[at]
    if (low, said.after(at)) in cues.IDIOMS:
        return NEVER
    if len(low) == 1:
        return NEVER if _is_spelled(said, at) else ALONE_ONE_LETTER
    if kind == FUNCTION or low in wordlists.listed("peoples"):
        return ALONE_THOUGH_A_WORD
    if kind == PLACE or (kind == SELDOM and low in wordlists.listed("places")):
        return _needed_of_a_place(said, at)
    within = said.capital[at] and at > 0 and said.low[at - 1] not in _STARTS
    if kind == WORD:
        return CAPITAL_WORD if within else ALONE_THOUGH_A_WORD
    if kind == UNKNOWN and said.misspelt(at):
        return ALONE_THOUGH_A_WORD
    if said.before(at) in _ARTICLES and not said.capital[at]:
        return ALONE_THOUGH_A_WORD
    if kind == SELDOM:
        return ALONE_SELDOM
    if kind == BOTH:
        return ALONE_ALSO_A_WORD
    return ALONE_AT_A_START if said.capital[at] and not within else ALONE


def _needed_of_a_place(said: Sentence, at: int) -> float:
    if said.before(at) in _WHERE:
        return ALONE_THOUGH_A_WORD
    within = said.capital[at] and at > 0 and said.low[at - 1] not in _STARTS
    return CAPITAL_PLACE if within else ALONE_PLACE


def _is_spelled(said: Sentence, at: int) -> bool:
    """Whether a letter stands between letters or stops, as in "d o b" and "d.o.b"."""
    if len(said.before(at)) == 1 == len(said.after(at)):
        return True
    return at >= 2 and said.low[at - 1] == "." and len(said.low[at - 2]) == 1
