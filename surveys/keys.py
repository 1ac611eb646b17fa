"""Short names for questions and answers, made from their words, for files and addresses."""

import re
import unicodedata
from collections.abc import Collection

from surveys.keywords import is_reserved
from surveys.normalise import matching_form

LONGEST = 40
LONGEST_KEY = 60
"""How long a key may be, as the database keeps it; those made here are shorter."""
MOST_WORDS = 3
_KEY = re.compile(rf"[a-z][a-z0-9_-]{{0,{LONGEST_KEY - 1}}}")
_WORD = re.compile(r"[a-z0-9]+")
_SMALL_WORDS = """
a about all am an and any are as at be been by can could did do does for from had has have how i if
in is it its may me might most much my of on or our out so than that the their them there they this
to us was we were what when where which who why will with would you your
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""Words that say little of what a question is about."""


def is_key(name: object) -> bool:
    """Whether this can be the key of a survey or a question."""
    return isinstance(name, str) and _KEY.fullmatch(name) is not None


def key_from(words: str, *, taken: Collection[str], otherwise: str = "question") -> str:
    """A key nothing else has, from the first words that say what a question is about."""
    found = _words(words)
    telling = [one for one in found if one not in _SMALL] or found
    return _unlike("-".join(telling[:MOST_WORDS])[:LONGEST].strip("-"), taken, otherwise)


def value_from(label: str, *, taken: Collection[str]) -> str:
    """A value no other answer of the question has, from its label.

    A number or one letter means a place in the list when it is texted, and the phone company acts
    on some words, so none of them is a value by itself.
    """
    value = "-".join(_words(label))[:LONGEST].strip("-")
    if len(value) == 1 or value.isdecimal() or is_reserved(value):
        value = f"answer-{value}"
    return _unlike(value, {matching_form(one) for one in taken}, "answer")


def _words(text: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    return _WORD.findall("".join(c for c in bare if not unicodedata.combining(c)))


def _unlike(start: str, taken: Collection[str], otherwise: str) -> str:
    """The name itself, or with the first number that makes it one nobody has."""
    name = start if start and start[0].isalpha() else f"{otherwise}-{start}".strip("-")
    number, unlike = 1, name
    while unlike in taken:
        number += 1
        unlike = f"{name}-{number}"
    return unlike
