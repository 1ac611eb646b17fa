"""Initials in place of a name ("from S.K. pls") or before a surname ("V. Ollerton")."""

from nlp.recognisers.sentence import Sentence
from nlp.wordlists import BOTH, NAME, RARE, UNKNOWN

_NO_NAMES = frozenset(
    ("UC", "AE", "GP", "NI", "UK", "EU", "PS", "AM", "PM", "US", "TV", "ID", "HB", "DV", "MP", "PC",
     "AA", "NA", "CV", "PO", "TA", "SW", "KW", "NB", "AD", "BC", "EG", "IE", "BB")
)  # fmt: skip
"""Two letters that are short for something else."""


def stands_by_and(said: Sentence, at: int) -> bool:
    """Whether a letter is one of two that are short for something: "A&E"."""
    beside = said.low[at - 1 : at] + said.low[at + 1 : at + 2]
    return len(said.low[at]) == 1 and "&" in beside


def find(said: Sentence) -> dict[int, str]:
    """The letters of each pair of capitals with full stops, neither more nor fewer than two."""
    found: dict[int, str] = {}
    for at in [dot - 1 for dot, word in enumerate(said.low[:-1]) if dot and word == "."]:
        pair = said.words[at] + said.words[at + 2]
        if len(pair) != 2 or not pair.isalpha() or not pair.isupper():
            continue
        joined = said.gaps[at + 1] == said.gaps[at + 2] == ""
        signed = said.before(at) in ("from", "signed")
        if joined and (signed or pair not in _NO_NAMES) and not _is_longer(said, at):
            found |= {at: "person: initials", at + 2: "person: initials"}
    return found


def _is_longer(said: Sentence, at: int) -> bool:
    """Whether a third letter stands before or after: "D.O.B." and "N.H.S." are nobody's."""
    before = at >= 2 and said.low[at - 1] == "." and len(said.low[at - 2]) == 1
    after = at + 4 < len(said) and said.low[at + 3] == "." and len(said.low[at + 4]) == 1
    return bool(before or (after and said.gaps[at + 4] == ""))


def stand_before(said: Sentence, at: int) -> bool:
    """Whether a capital letter and a full stop stand before a word with a capital."""
    if at < 2 or len(said.low[at - 2]) != 1 or said.gaps[at - 1] != "":
        return False
    capitals = said.words[at - 2].isupper() and said.words[at][:1].isupper()
    return capitals and said.kinds[at] in (UNKNOWN, NAME, RARE, BOTH)


def take(said: Sentence, found: dict[int, str], at: int) -> None:
    """The capital letters with full stops that stand before a name found: "D. K. Aziz"."""
    while at >= 2 and said.low[at - 1] == "." and said.gaps[at - 1] == "":
        if len(said.low[at - 2]) != 1 or not said.words[at - 2].isupper() or not said.capital[at]:
            return
        at -= 2
        found.setdefault(at, "person: initials")
