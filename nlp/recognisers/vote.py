"""Names by vote: what the rules find, weighed against how sure the trained network is.

A word that a rule finds needs little from the network; a word that none finds needs more, and
how much depends on what kind of word it is.
"""

from nlp.recognisers.sentence import Sentence
from nlp.wordlists import FUNCTION, PLACE, UNKNOWN, WORD

BY_CONTEXT = "person: by its context"
SECONDED = "person: second opinion"
BY_LIST = ("person: list", "person: rare name", SECONDED)

CUED, LISTED = 0.0005, 0.02
ALONE, ALONE_THOUGH_A_WORD, ALONE_ONE_LETTER = 0.12, 0.4, 0.5
"""The least share with which a word is a name: one that the words around call one, one that stands
in a list of names, one that no rule finds, one that is listed as an ordinary word or a place, is a
slip away from one or stands after "the", and a single letter. Where a pet is spoken of no rule is
believed over the network. Chosen on tests/nlp/gold_replies.jsonl."""

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
        if rule and share >= _needed_with(rule, said):
            names[at] = rule
        elif share >= ALONE and said.is_word[at] and share >= _needed(said, at):
            names[at] = BY_CONTEXT
    return names


def _needed_with(rule: str, said: Sentence) -> float:
    if said.has_pet:
        return ALONE
    return LISTED if rule in BY_LIST else CUED


def _needed(said: Sentence, at: int) -> float:
    kind = said.kinds[at]
    if kind in (WORD, PLACE, FUNCTION) or (kind == UNKNOWN and said.misspelt(at)):
        return ALONE_THOUGH_A_WORD
    if said.before(at) in _ARTICLES and not said.capital[at]:
        return ALONE_THOUGH_A_WORD
    return ALONE if len(said.low[at]) > 1 else ALONE_ONE_LETTER
