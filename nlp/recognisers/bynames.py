"""What people are called beside their name: "big Mal", "little Ann", "Dave the Rave"."""

from nlp.recognisers.sentence import Sentence
from nlp.wordlists import set_of

RULE = "person: byname"
_BEFORE = set_of("big little young old lil wee mad")
_OWNERS = set_of("a an the my me our his her their your ur this that very so too how as")
"""Words after which "little" says how somebody is, and is no part of what they are called."""


def take(said: Sentence, found: dict[int, str], at: int) -> None:
    """The byname before a name found, and the one after it."""
    before = at - 1
    if said.before(at) in _BEFORE and before not in found and said.before(before) not in _OWNERS:
        found[before] = RULE
    last = at + 2
    if said.after(at) == "the" and said.after(at + 1) and said.capital[at] and said.capital[last]:
        found |= {at + 1: RULE, last: RULE}
