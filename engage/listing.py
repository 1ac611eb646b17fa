"""Whether words may go on a local list: what is refused, and what is asked about first."""

from __future__ import annotations

from engage import local_words, passages
from engage.local_words import Entry, folded
from engage.models import LocalWord
from nlp import wordlists

SHORTEST = 2
MOST_DIGITS = 5
IN_WORDS = {
    "always": "always taken out",
    "never": "never taken out",
    "general": "always made more general",
}


def problems(entry: Entry, *, sure: bool) -> dict[str, str]:
    """Why words may not go on a list, by what it is about; without `sure` also what is doubtful."""
    found = local_words.in_the_way(entry)
    if entry.kind not in IN_WORDS:
        found["kind"] = "Choose what to do with these words."
    if not found and (why := refused(entry)):
        found["words"] = why
    if not found and not sure and (why := doubt(entry)):
        found["sure"] = why
    return found


def refused(entry: Entry) -> str:
    """Why no list may hold these words; empty if one may."""
    words = folded(entry.words)
    letters = [letter for letter in words if letter.isalnum()]
    if len(letters) < SHORTEST:
        return f"“{words}” is too short. It would touch words that mean something else."
    if sum(letter.isdigit() for letter in letters) > MOST_DIGITS:
        return "That looks like a phone number or another long number. Those are found already."
    kinds = {wordlists.kind_of(word) for word in words.split()}
    if kinds == {wordlists.FUNCTION}:
        return f"“{words}” is an everyday word. {_touches(words)} Write more words around it."
    return ""


def doubt(entry: Entry) -> str:
    """What somebody should know before these words go on a list; empty if nothing."""
    words = folded(entry.words)
    told = []
    if (there := local_words.find(words)) and not same(entry, there):
        told.append(f"“{words}” is on the list “{IN_WORDS[there.kind]}”. It would move.")
    kinds = {wordlists.kind_of(word) for word in words.split()}
    if entry.kind != "never" and kinds <= {wordlists.WORD, wordlists.FUNCTION}:
        told.append(f"“{words}” is an everyday word. {_touches(words)}")
    if entry.kind == "never" and kinds <= {wordlists.NAME, wordlists.BOTH}:
        told.append(f"“{words}” is also a name. Nobody called that would be taken out any more.")
    return " ".join(told)


def same(entry: Entry, there: LocalWord) -> bool:
    """Whether a list says just this of these words already."""
    general = " ".join((entry.general or "").split())
    becomes = {"always": entry.label, "general": general, "never": None}[entry.kind]
    return (entry.kind, becomes) == (there.kind, there.label or there.general)


def _touches(words: str) -> str:
    many = len(passages.holding(words))
    if many == 1:
        return "It stands in 1 passage that we have now."
    return f"It stands in {many} passages that we have now."
