"""Small words that some people are named ("Can", "Said"): names only where grammar says so."""

from nlp import wordlists
from nlp.recognisers import name_cues as cues
from nlp.recognisers.sentence import Sentence
from nlp.wordlists import FUNCTION

RULE = "person: small word"


def find(said: Sentence) -> dict[int, str]:
    """The small words that can hardly be anything but a name where they stand."""
    borne = wordlists.listed("names_seldom")
    if borne.isdisjoint(said.low):
        return {}
    return {
        at: RULE
        for at, kind in enumerate(said.kinds)
        if kind == FUNCTION and said.low[at] in borne and _is_name(said, at)
    }


def _is_name(said: Sentence, at: int) -> bool:
    before, after = said.before(at), said.after(at)
    if before in cues.SURE_TITLES or (before in cues.CALLED and said.capital[at]):
        return True
    if after in cues.NEVER_AFTER_A_NAME:
        return False
    if said.low[at] in cues.MODALS and after in cues.FINITE:
        return before not in cues.PRONOUNS
    if _has_capital_within(said, at) or _has_surname(said, at):
        return True
    if after in cues.SPEAKING:
        return before not in cues.PRONOUNS
    if before in cues.ASKED or before in cues.CALLED or _is_of_somebody(said, at):
        return said.ends(at) or after in cues.AFTER_ASKED
    return before in ("its", "im", "i'm") and said.ends(at) and said.low[at] != "mine"


def _has_capital_within(said: Sentence, at: int) -> bool:
    """Whether it has a capital that no start of a sentence explains: "asked Can about it"."""
    if not at or not said.capital[at] or said.gaps[at] != " " or not said.is_word[at - 1]:
        return False
    return not said.capital[at - 1] or at == 1 or said.low[at - 1] in cues.ROLES


def _has_surname(said: Sentence, at: int) -> bool:
    """Whether a surname that is nothing else follows, each with its capital: "Can Yilmaz"."""
    if at + 1 >= len(said) or not (said.capital[at] and said.capital[at + 1]):
        return False
    return said.after(at) == said.low[at + 1] and _is_surname_alone(said, at + 1)


def _is_surname_alone(said: Sentence, at: int) -> bool:
    return wordlists.is_surname(said.low[at]) and said.kinds[at] == wordlists.UNKNOWN


def _is_of_somebody(said: Sentence, at: int) -> bool:
    before = said.before(at)
    return before in cues.RELATIONS or before in cues.ROLES


def is_surname(said: Sentence, at: int) -> bool:
    """Whether it has a capital, as the first name before it has: "Tariq Said"."""
    borne = said.kinds[at] == FUNCTION and said.low[at] in wordlists.listed("names_seldom")
    return borne and said.capital[at] and said.capital[at - 1]


def stands_in_a_list(said: Sentence, at: int) -> bool:
    """Whether it stands between two signs, as in "Shler, Can, then Shler again"."""
    borne = said.low[at] in wordlists.listed("names_seldom")
    return borne and at > 0 and not said.is_word[at - 1] and said.ends(at)
