"""What kind of word a word is: a name, a name that is also a word, a place, or neither."""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

NAME = "NAME"
RARE = "RARE"
BOTH = "BOTH"
PLACE = "PLACE"
WORD = "WORD"
FUNCTION = "FUNCTION"
UNKNOWN = "UNKNOWN"
"""A word that stands in none of the lists: a rare surname, a nickname or a slip of the keys."""
SELDOM = "SELDOM"
"""A word or a place that some people are named: only the words around can tell."""

_WORD_ENDINGS = (
    "ing", "ings", "ied", "ted", "ded", "ged", "ked", "ped", "ved", "zed", "sed", "ced", "lly",
    "tly", "dly", "ely", "tion", "tions", "sion", "sions", "ness", "ment", "ments", "able", "ible",
    "ful", "less", "ical", "ally", "ity", "ities", "ology", "ists", "ioner", "ioners", "trist",
    "edic", "edics", "ative", "ous", "ance", "ence", "ware", "ship", "hood", "ism", "ize", "ise",
)  # fmt: skip
"""How English words end and names seldom do, for words that stand in no list."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MARKS = dict.fromkeys(range(0x300, 0x370))


@cache
def listed(name: str) -> frozenset[str]:
    """The entries of one list in the data folder, without its comments."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def set_of(words: str) -> frozenset[str]:
    """Words written side by side with spaces between, as a set."""
    return frozenset(words.split())


def fold(word: str) -> str:
    """The word in small letters without accents, as the lists spell it."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKD", word.lower()).translate(_MARKS)


@cache
def _kinds() -> dict[str, str]:
    kinds = dict.fromkeys(listed("surnames"), UNKNOWN)
    kinds |= dict.fromkeys(listed("words_ordinary"), WORD)
    kinds |= dict.fromkeys(listed("names_rare"), RARE)
    kinds |= dict.fromkeys(listed("places"), PLACE)
    kinds |= dict.fromkeys(listed("names_common"), NAME)
    kinds |= dict.fromkeys(listed("words_function"), FUNCTION)
    kinds |= dict.fromkeys(listed("names_also_words"), BOTH)
    kinds |= dict.fromkeys(listed("places") & listed("names_common"), BOTH)
    return kinds


@lru_cache(maxsize=20_000)
def kind_of(folded: str) -> str:
    """The kind of a word given as `fold` spells it."""
    kinds = _kinds()
    found = kinds.get(folded)
    if found is None and "'" in folded:
        found = kinds.get(folded.replace("'", ""))
        if found is None and len(folded.rpartition("'")[2]) <= 2:
            found = FUNCTION
    if found is None and folded.endswith(("s", "in")):
        stem = folded[:-1] if folded.endswith("s") else folded + "g"
        found = WORD if kinds.get(stem) in (WORD, FUNCTION) else None
    if found is None and len(folded) > 5 and folded.endswith("in"):
        found = WORD if kinds.get(folded[:-2]) in (WORD, FUNCTION) else None
    if found is None and len(folded) > 5 and folded.endswith(_WORD_ENDINGS):
        found = WORD
    return found or UNKNOWN


def kind_beside_names(folded: str) -> str:
    """The kind of a word where names are looked for: finer than `kind_of`.

    A word that few write is one by the dictionary, though houses and streets may be called so. A
    small word that some people are named stays one: "can" is written far too often.
    """
    kind = kind_of(folded)
    if kind == UNKNOWN and folded in listed("words_dictionary") and not is_surname(folded):
        return WORD
    if kind in (WORD, PLACE) and folded in listed("names_seldom"):
        return SELDOM
    if kind in (UNKNOWN, RARE, WORD) and (
        folded in listed("places_abroad") or folded in listed("peoples")
    ):
        return PLACE
    return kind


def kind_elsewhere(folded: str) -> str:
    """The kind of a word where names are looked for in a text that is not English."""
    if folded in listed("words_elsewhere"):
        return WORD
    return NAME if folded in listed("names_elsewhere") else kind_beside_names(folded)


def is_everyday(folded: str) -> bool:
    """Whether the word is listed as one that people write often, a name or not."""
    return _kinds().get(folded) in (WORD, FUNCTION, NAME, PLACE)


def is_written_often(folded: str) -> bool:
    """Whether the word is listed as a small or an ordinary one; some people are named so too."""
    return folded in _everyday()


def is_nobodys(word: str) -> bool:
    """Whether a word, as somebody wrote it, tells nothing of who did.

    It is listed as a small or an ordinary one and as nobody's name, and written as words are. Small
    words that some people are named ("can") are nobody's in small letters.
    """
    folded = fold(word)
    if not is_written_often(folded) or is_surname(folded):
        return False
    if folded in listed("names_seldom"):
        return word == folded and kind_of(folded) == FUNCTION
    is_word = kind_beside_names(folded) in (WORD, FUNCTION)
    return is_word and word in (folded, folded.capitalize(), folded.upper())


def is_surname(folded: str) -> bool:
    """Whether the word is a surname common in the UK."""
    return folded in listed("surnames")


@lru_cache(maxsize=20_000)
def looks_misspelt(folded: str) -> bool:
    """Whether one slip of the keys would make an everyday word of it.

    Double letters run on for effect ("soooo") count as slips too.
    """
    if len(folded) > 20 or len(set(folded)) * 3 <= len(folded):
        return True
    everyday = _everyday()
    for at in range(len(folded) + 1):
        left, right = folded[:at], folded[at:]
        without = right[1:]
        if right and left + without in everyday:
            return True
        if len(right) > 1 and left + right[1] + right[0] + right[2:] in everyday:
            return True
        if not everyday.isdisjoint([left + letter + right for letter in _LETTERS]):
            return True
        if right and not everyday.isdisjoint([left + letter + without for letter in _LETTERS]):
            return True
    return False


@cache
def _everyday() -> frozenset[str]:
    return frozenset(word for word, kind in _kinds().items() if kind in (WORD, FUNCTION))
