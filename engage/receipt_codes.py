"""The receipt code as people say and write it: two plain words and four digits, read kindly.

512 words make 130,816 pairs, in whichever order, and there are 9,000 numbers: 1.2 thousand
million codes, or 30 bits. No two words are nearer to each other than three slips, so that one
slip leads to one word or to none.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("receipt_words.txt")
LOWEST, NUMBERS = 1000, 9000
DIGITS = 4
LONGEST_TYPED = 60
_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def words() -> tuple[str, ...]:
    """Every word a code may have."""
    return tuple(WORDS.read_text("utf-8").split())


def draw() -> str:
    """A new code, such as "lamp river 4827"; its number never starts with a nought."""
    pair = sorted(secrets.SystemRandom().sample(words(), 2))
    return f"{' '.join(pair)} {LOWEST + secrets.randbelow(NUMBERS)}"


def plainest(typed: str) -> str | None:
    """A typed code as it was drawn, its words in the order of the alphabet; None if it is none.

    Capitals, spaces, hyphens, full stops, digits of another script, the order of the parts and
    one slip in each word are forgiven.
    """
    plain = unicodedata.normalize("NFKC", typed[:LONGEST_TYPED]).casefold()
    number = "".join(str(unicodedata.decimal(c)) for c in plain if c.isdecimal())
    pair = _words_in(_LETTERS.findall(plain))
    if pair is None or len(number) != DIGITS:
        return None
    return " ".join((*pair, number))


def spelled(code: str) -> str:
    """A code letter by letter, to be heard: "L A M P, R I V E R, 4 8 2 7"."""
    return ", ".join(" ".join(part.upper()) for part in code.split())


def _words_in(parts: list[str]) -> tuple[str, str] | None:
    """The two words that these parts are; run together, the split with fewest slips is meant."""
    if len(parts) == 2 and (pair := _meant([(parts[0], parts[1])])):
        return pair
    whole = "".join(parts)
    return _meant([(whole[:at], whole[at:]) for at in range(1, len(whole))])


def _meant(splits: list[tuple[str, str]]) -> tuple[str, str] | None:
    """What is meant by the splits that have fewest slips; None where they say different things."""
    found: dict[int, set[tuple[str, str]]] = {}
    for one, other in splits:
        for first, second in ((a, b) for a in _near(one) for b in _near(other) if a != b):
            slips = (first != one) + (second != other)
            found.setdefault(slips, set()).add((min(first, second), max(first, second)))
    best = found[min(found)] if found else set()
    return next(iter(best)) if len(best) == 1 else None


def _near(typed: str) -> Iterator[str]:
    """The words that this is, or is one slip from."""
    if typed in words():
        yield typed
        return
    yield from (word for word in words() if _is_one_slip(typed, word))


def _is_one_slip(typed: str, word: str) -> bool:
    """Whether one letter is missing, one too many, another, or two have changed places."""
    if abs(len(typed) - len(word)) > 1:
        return False
    same = 0
    while same < min(len(typed), len(word)) and typed[same] == word[same]:
        same += 1
    left, right = typed[same:], word[same:]
    swapped = len(left) > 1 and left[1] + left[0] + left[2:] == right
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
