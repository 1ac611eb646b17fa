"""Words that are nobody's name where they stand, however sure the network is."""

from nlp.recognisers import name_cues as cues
from nlp.recognisers import things
from nlp.recognisers.sentence import Sentence
from nlp.wordlists import FUNCTION, UNKNOWN

_VOWELS = frozenset("aeiouy")
_IN_SMALL_LETTERS = cues.EXCLAIMED | (cues.RELATIONS - cues.LOOSE_ROLES)
_FEWEST, _MOST = 3, 5
"""Letters of a short form, such as "EHCP"."""


def stands_at(said: Sentence, at: int) -> bool:
    """Whether the word is part of a saying, a benefit, a greeting, or says who does what."""
    low = said.low[at]
    if (low, said.after(at)) in cues.IDIOMS or things.is_benefit(said, at):
        return True
    if not said.has_capital_within(at) and _opens(said, at):
        return True
    if said.words[at] == low and low in _IN_SMALL_LETTERS:
        return True
    if low in cues.SURE_TITLES or (low in cues.ADDRESSING and said.before(at) in cues.GREETINGS):
        return True
    if not said.capital[at] and _is_small(said, at):
        return True
    if len(low) == 1:
        return _is_spelled(said, at)
    return is_short_form(said, at) and _VOWELS.isdisjoint(low)


def is_short_form(said: Sentence, at: int) -> bool:
    """Whether a word in no list is in capitals, as short forms are, and other words are not."""
    is_short = _FEWEST <= len(said.low[at]) <= _MOST and said.kinds[at] == UNKNOWN
    return is_short and said.words[at].isupper() and not said.shouting


def _opens(said: Sentence, at: int) -> bool:
    """Whether a word greets, be it with its last letter drawn out, says what somebody does, or
    tells of what is to come: "heyyy", "Resident", "Will text"."""
    low = said.low[at]
    if low == "will" and said.capital[at]:
        return said.after(at) in cues.PLAIN_VERBS
    if low in cues.ROLES or low in cues.GREETINGS:
        return True
    return low.rstrip(low[-1]) + low[-1] in cues.GREETINGS


def _is_small(said: Sentence, at: int) -> bool:
    """Whether it is the "can" of "can i", or what a people is called, in small letters."""
    if said.kinds[at] == FUNCTION and said.after(at) in cues.NEVER_AFTER_A_NAME:
        return True
    return said.is_a_people(at)


def _is_spelled(said: Sentence, at: int) -> bool:
    """Whether a letter stands between letters or stops, or numbers something: "d.o.b", "Q7"."""
    if said.after(at).isdigit() and not said.gaps[at + 1]:
        return True
    if len(said.before(at)) == 1 == len(said.after(at)):
        return True
    if "".join(said.low[at : at + 5]) == "d.o.b":
        return True
    return at >= 2 and said.low[at - 1] == "." and len(said.low[at - 2]) == 1
