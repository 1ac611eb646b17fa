"""Surnames that follow a name: with a capital, on a list, before a number, or doubled."""

from nlp import wordlists
from nlp.recognisers import name_cues as cues
from nlp.recognisers import small_words
from nlp.recognisers.sentence import Sentence
from nlp.wordlists import BOTH, FUNCTION, NAME, PLACE, RARE, SELDOM, UNKNOWN, WORD

_LISTED = (NAME, RARE, BOTH)


def take(said: Sentence, found: dict[int, str], at: int) -> None:
    """The surname, the initial or the other half of a double name that stands after a name."""
    after = at + 1
    doubled = after < len(said) and said.low[after] == "-" and said.gaps[after] == ""
    after += doubled
    if after >= len(said) or after in found or said.gaps[after] not in ("", " "):
        return
    if small_words.is_surname(said, after) or _is_capital_before_a_sign(said, at, after):
        found[after] = "person: surname"
        return
    if not said.is_word[after] or said.kinds[after] == FUNCTION or said.low[after] in cues.AGENTIVE:
        return
    if said.after(after) in cues.STREETS and said.kinds[after] == PLACE:
        return
    if _is_double_surname(said, after):
        found |= {after: "person: double name", after + 2: "person: double name"}
    elif len(said.low[after]) == 1:
        if said.words[after].isupper() and said.low[after] not in "ai":
            found[after] = "person: initial"
    elif doubled and said.kinds[after] in (UNKNOWN, *_LISTED):
        found[after] = "person: double name"
    elif _is_written_surname(said, at, after) or _is_lower_surname(said, found[at], after):
        found[after] = "person: surname"


def _is_capital_before_a_sign(said: Sentence, at: int, after: int) -> bool:
    """Whether even a small word is a surname: "Padraig Noone, 17-03-1949"."""
    return said.capital[at] and said.capital[after] and _stands_last(said, after)


def _is_double_surname(said: Sentence, at: int) -> bool:
    """Whether two words with capitals and a dash between follow a name: "Sefton-Hale"."""
    if at + 2 >= len(said) or said.low[at + 1] != "-" or not said.capital[at - 1]:
        return False
    closed = said.gaps[at + 1] == "" and said.gaps[at + 2] == ""
    return closed and said.capital[at] and said.capital[at + 2]


def _is_written_surname(said: Sentence, at: int, after: int) -> bool:
    """Whether first name and surname both carry their capitals: "Darren Whitlock"."""
    if not said.capital[after] or not said.words[at][:1].isupper():
        return False
    kind = said.kinds[after]
    if wordlists.is_surname(said.low[after]) or kind in (UNKNOWN, RARE, NAME):
        return True
    return (kind == BOTH and len(said.low[after]) > 3) or (
        kind in (WORD, SELDOM) and _stands_last(said, after)
    )


def _is_lower_surname(said: Sentence, rule: str, after: int) -> bool:
    """Whether a word in small letters can be nothing but the surname of the name before it."""
    kind, low = said.kinds[after], said.low[after]
    if _stands_before_a_number(said, after) and kind in (UNKNOWN, WORD):
        return kind == UNKNOWN or wordlists.is_surname(low)
    if wordlists.is_surname(low):
        return kind in (UNKNOWN, RARE, NAME)
    told = rule in ("person: introduced", "person: title") and len(low) > 3
    shaped = low.endswith(cues.SURNAME_ENDINGS) and len(low) > 5
    return kind == UNKNOWN and (told or shaped) and not said.misspelt(after)


def _stands_before_a_number(said: Sentence, at: int) -> bool:
    """Whether a number follows at once, as a date of birth does: "chloe baines 17th march"."""
    return said.after(at)[:1].isdigit()


def _stands_last(said: Sentence, at: int) -> bool:
    """Whether nothing, a sign or a number follows: "Alan Twist 14/02/1971"."""
    return at + 1 >= len(said) or not said.is_word[at + 1]
