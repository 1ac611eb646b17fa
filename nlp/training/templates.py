"""Sentences with gaps, filled by chance with names, places and numbers."""

import random
import re
from collections.abc import Sequence
from pathlib import Path

from nlp import wordlists
from nlp.training.messages import Mark, Message
from nlp.training.name_pool import NamePool

_GAP = re.compile(r"\{([A-Z]+)\}")
_LABELS = {"F": "PERSON", "L": "PERSON", "N": "PERSON", "K": "PERSON", "P": "PLACE", "O": "ORG"}
_SIMPLE = {
    "T": "Mr Mrs Ms Miss Dr mr mrs miss dr officer PC",
    "DAY": "monday tuesday wednesday thursday friday saturday sunday Monday Friday tues weds",
    "MONTH": "january february march april may june july august september october november",
    "REL": "mum dad sister brother son daughter nan cousin partner mate",
    "S": "Street Road Avenue Lane Close street road st rd",
}
_NAMED = ("Lodge", "House", "Court", "Centre", "Hall", "Place", "Project", "Trust", "Kitchen")


def read(folder: Path) -> list[str]:
    """The sentences, with and without names in them."""
    return [
        line
        for name in ("templates_pos.txt", "templates_neg.txt")
        for line in (folder / "templates" / name).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def filled(sentence: str, pool: NamePool, draw: random.Random) -> Message:
    """One sentence with each gap filled."""
    text, at = "", 0
    marks: list[Mark] = []
    for gap in _GAP.finditer(sentence):
        text += sentence[at : gap.start()]
        words = _words(gap[1], pool, draw)
        if gap[1] in _LABELS:
            marks.append((len(text), len(text) + len(words), _LABELS[gap[1]]))
        text += words
        at = gap.end()
    return Message(text + sentence[at:], tuple(marks), "template")


def _words(gap: str, pool: NamePool, draw: random.Random) -> str:
    if gap in ("F", "K"):
        return pool.first_name(draw)
    if gap == "L":
        return pool.surname(draw)
    if gap == "N":
        return f"{pool.first_name(draw)} {pool.surname(draw)}"
    if gap == "P":
        return draw.choice(_places()).title()
    if gap == "O":
        named = draw.choice(_places()).title() if draw.random() < 0.5 else pool.surname(draw)
        return f"{named} {draw.choice(_NAMED)}"
    if gap in _SIMPLE:
        return draw.choice(_SIMPLE[gap].split())
    return _number(gap, draw)


def _number(gap: str, draw: random.Random) -> str:
    if gap == "PHONE":
        return f"07700 900{draw.randrange(1000):03}"
    if gap == "MONEY":
        return f"£{draw.randrange(2, 900)}"
    if gap == "DATE":
        return f"{draw.randrange(1, 29)}/{draw.randrange(1, 13)}/{draw.randrange(1950, 2005)}"
    if gap == "POST":
        return f"L{draw.randrange(1, 38)} {draw.randrange(1, 10)}YY"
    return str(draw.randrange(2, 90))


def _places() -> Sequence[str]:
    return sorted(wordlists.listed("places") | wordlists.listed("places_abroad"))
