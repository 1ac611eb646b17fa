"""Names by vote: what the rules find, weighed against how sure the trained network is.

A word that a rule finds needs little from the network; a word that none finds needs more, and
how much depends on what kind of word it is.
"""

from nlp import wordlists
from nlp.recognisers import name_cues as cues
from nlp.recognisers import nobody, things
from nlp.recognisers.sentence import Sentence
from nlp.wordlists import BOTH, FUNCTION, NAME, PLACE, RARE, SELDOM, UNKNOWN, WORD

BY_CONTEXT = "person: by its context"
SECONDED = "person: second opinion"
BY_LIST = ("person: list", "person: rare name", "person: two-part name", SECONDED)
CALLED_SO = frozenset(
    f"person: {rule}" for rule in ("introduced", "role", "title", "mine", "me and", "greeting")
)
"""Rules by which the words around say that somebody is called so, be it a place by itself."""
CUED, LISTED = 0.005, 0.1
"""The least share with which a word is a name that the words around call one, or that stands in a
list of names. Where a pet is spoken of no rule is believed over the network."""
CUED_UNCOMMON, LISTED_RARE = 0.05, 0.4
"""The same for a word in no list and a rare name that the words around call one, and for a rare
one that stands in a list and after no other name."""
SELDOM_CUED, SMALL_WORD = 0.5, 0.005
"""The same for a word or a place that some people are named, and for a small word."""
ALONE, UNLISTED, ALONE_IN_SMALL_LETTERS, ALONE_AT_A_START = 0.35, 0.5, 0.6, 0.25
"""The least share with which a name is one that no rule finds: with a capital, with one and in no
list, without one, and with one that begins a sentence."""
ALSO_A_WORD, ALSO_A_WORD_AT_A_START, ALONE_SELDOM = 0.28, 0.15, 0.6
"""The same for a name that is a word as well, and for a word that some people are named."""
TAG = 0.95
"""The same for a word after "#", be it found by a rule: one tag in 130 names a person."""
THOUGH_A_WORD, ALONE_PLACE, ONE_LETTER = 0.55, 0.3, 0.5
"""The same for a word that is listed as an ordinary one, is a slip away from one or stands after
"the", for a place and for a single letter."""
CAPITAL_WORD, CAPITAL_PLACE, CAPITAL_SMALL_WORD = 0.45, 0.1, 0.05
"""The same for an ordinary word, a place or a small word with a capital that no start of a sentence
explains. All were chosen on the gold messages that may be seen, some retold with other names, and
on public messages."""

ELSEWHERE, ELSEWHERE_ALONE = 0.02, 0.07
"""The same in a text that is not English, for a word that a rule finds and for one that none does:
there the words around that our rules know mean something else. Chosen on the half of our messages
in other languages that may be seen, where 80 of 88 names are found with it, and 79 with
0.1."""
PIP_ALONE = 0.45
"""The same for a benefit that is a short form of names too."""
A_PEOPLE = 0.75
"""The same for what a people is called, with a capital."""
NEVER = 1.1
"""For what is nobody's name where it stands (`nobody`)."""
_LEAST = min(ALONE_AT_A_START, CAPITAL_SMALL_WORD)
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
    likely = [at for at, share in enumerate(said.shares) if share >= _LEAST]
    if not (found or likely):
        return {}
    names = {}
    for at in sorted({*found, *likely}):
        rule, share = found.get(at), said.shares[at]
        if share < TAG and _is_tag(said, at):
            continue
        if rule and share >= _needed_with(rule, said, at):
            names[at] = rule
        elif share >= _LEAST and said.is_word[at] and share >= _needed(said, at):
            names[at] = BY_CONTEXT
    return {
        at: rule
        for at, rule in names.items()
        if not things.stands_in(said, at) and not things.announces_a_number(said, at)
    }


def _needed_with(rule: str, said: Sentence, at: int) -> float:
    if said.has_pet:
        return ALONE
    if not said.is_english:
        return ELSEWHERE
    if said.kinds[at] == SELDOM:
        return SELDOM_CUED
    if said.kinds[at] == FUNCTION:
        return SMALL_WORD
    if rule in BY_LIST:
        is_surname = said.before(at) != "" and said.kinds[at - 1] in (NAME, BOTH)
        return LISTED_RARE if said.kinds[at] == RARE and not is_surname else LISTED
    return CUED_UNCOMMON if said.kinds[at] in (RARE, UNKNOWN) else CUED


def _needed(said: Sentence, at: int) -> float:
    kind, low = said.kinds[at], said.low[at]
    if nobody.stands_at(said, at):
        return NEVER
    if not said.is_english:
        return ELSEWHERE_ALONE
    if said.is_a_people(at):
        return A_PEOPLE
    if low == things.PIP and not said.capital[at]:
        return PIP_ALONE
    if len(low) == 1:
        return ONE_LETTER
    if kind == FUNCTION and said.has_capital_within(at):
        return CAPITAL_SMALL_WORD
    if kind == FUNCTION or low in cues.SEASONS:
        return THOUGH_A_WORD
    if kind == PLACE or (kind == SELDOM and low in wordlists.listed("places")):
        return _needed_of_a_place(said, at)
    if kind == WORD:
        return CAPITAL_WORD if said.has_capital_within(at) else THOUGH_A_WORD
    if nobody.is_short_form(said, at):
        return THOUGH_A_WORD
    if said.capital[at]:
        return _needed_with_a_capital(said, at)
    if said.before(at) in _ARTICLES or (kind == UNKNOWN and said.misspelt(at)):
        return THOUGH_A_WORD
    return {BOTH: ALSO_A_WORD, SELDOM: ALONE_SELDOM}.get(kind, ALONE_IN_SMALL_LETTERS)


def _needed_with_a_capital(said: Sentence, at: int) -> float:
    """What a word needs that is no ordinary word."""
    kind = said.kinds[at]
    if said.has_capital_within(at):
        return UNLISTED if kind == UNKNOWN else ALONE
    return {BOTH: ALSO_A_WORD_AT_A_START, SELDOM: ALONE_SELDOM}.get(kind, ALONE_AT_A_START)


def _needed_of_a_place(said: Sentence, at: int) -> float:
    if said.before(at) in _WHERE:
        return THOUGH_A_WORD
    return CAPITAL_PLACE if said.has_capital_within(at) else ALONE_PLACE


def _is_tag(said: Sentence, at: int) -> bool:
    return at > 0 and said.words[at - 1] == "#" and not said.gaps[at]
