"""Whether the words before "street", "lodge" or "hospital" are a name or only describe it."""

from functools import cache

from nlp import wordlists
from nlp.matching import Words
from nlp.recognisers import quasi_cues as cues
from nlp.wordlists import FUNCTION, NAME, RARE, UNKNOWN, WORD

_NAMES = (NAME, RARE)
_FEW = 4


def writes_capitals(words: Words) -> bool:
    """Whether the writer's capitals tell names from other words: some words have none."""
    if words.text.islower():
        return True
    longer = [at for at, word in enumerate(words.low) if len(word) > 2 and word.isalpha()]
    if len(longer) <= _FEW:
        return not words.text.isupper()
    capitals = len([at for at in longer if words.text[words.starts[at]].isupper()])
    return capitals * 10 <= len(longer) * 7


@cache
def _house_words() -> frozenset[str]:
    return wordlists.listed("name_words")


def names_a_house(word: str) -> bool:
    """Whether houses and streets are often named after this word: "oak", "beacon"."""
    return word in _house_words()


def is_name(words: Words, at: int, *, written: bool, street: bool = False) -> bool:
    """Whether the word can be the name in "oak lodge" or "Fernhill Road".

    `written`: the text's capitals tell something. `street`: streets are named after churches
    and schools, services are not.
    """
    word = words.at(at)
    if len(word) < 2 or not word[0].isalpha() or word in cues.BEFORE or word in cues.TITLES:
        return False
    if word in cues.PLAIN and not (street and names_a_house(word)):
        return False
    kind = wordlists.kind_of(word)
    if kind == FUNCTION:
        return False
    if written and words.capital(at):
        return at > 0 or kind != WORD or names_a_house(word)
    if kind == WORD:
        return names_a_house(word)
    if kind == UNKNOWN:
        return len(word) > 3 and not wordlists.looks_misspelt(word) and not _whose(word)
    return not _whose(word)


def _whose(word: str) -> bool:
    """ "daves house" is Dave's, and no house by name."""
    return word.endswith("s") and wordlists.kind_of(word[:-1]) in _NAMES


def first_of_name(words: Words, at: int, *, written: bool) -> int:
    """Where the name that ends at this word begins: "Upper Stanhope" before "Street"."""
    first = at
    while first > 0 and at - first < 2 and words.ends[first - 1] + 1 == words.starts[first]:
        before = words.at(first - 1)
        if before in cues.FORMS:
            first -= 1
            continue
        known = written and words.capital(first - 1) and words.capital(first) and first > 1
        if not (known and is_name(words, first - 1, written=written)):
            break
        first -= 1
    return first
