"""Places and named services from the lists, each with what may be said in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp import wordlists
from nlp.generalising import ABROAD, REGION, SOMEWHERE
from nlp.matching import Phrases, read, spelled

_NATIONS = ("England", "Scotland", "Wales", "Northern Ireland", "Isle of Man")


@dataclass(frozen=True)
class Entry:
    """What a listed place or service becomes at the usual and careful levels, and why.

    `unsure` marks words that are ordinary words or names as well.
    """

    label: str
    usual: str
    careful: str
    rule: str
    unsure: bool = False


def entries(name: str) -> Iterator[tuple[str, str, bool]]:
    """Each spelling in a list of the data folder, with the section it stands in."""
    section = ""
    for line in (wordlists.DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            for spelling in line.split(","):
                words = spelling.strip()
                yield words.rstrip("?"), section, words.endswith("?")


@cache
def known() -> Phrases[Entry]:
    """Every listed place and service."""
    found: dict[str, Entry] = {}
    for words, kind, unsure in entries("services"):
        entry = Entry("ORG", kind, kind, f"service: a {kind} by name", unsure)
        found.setdefault(words, entry)
        bare = words.removeprefix("the ")
        if " " in bare:
            found.setdefault(bare, entry)
            found.setdefault(f"the {bare}", entry)
    for words, borough, unsure in entries("places_boroughs"):
        found.setdefault(words, Entry("PLACE", borough, REGION, f"place: in {borough}", unsure))
    for words, section, unsure in entries("places_uk"):
        found.setdefault(words, _elsewhere(section, unsure))
    for words, _, unsure in entries("places_countries"):
        found.setdefault(words, Entry("PLACE", "", ABROAD, "place: abroad", unsure))
    return Phrases(found)


def _elsewhere(section: str, unsure: bool) -> Entry:
    if section in ("borough", "region"):
        return Entry("PLACE", "", REGION, "place: a borough", unsure)
    if section == "nation":
        return Entry("PLACE", "", "", "place: a nation of the UK", unsure)
    kind, _, nation = section.partition(" of ")
    if kind == "city":
        careful = f"{SOMEWHERE} {nation or 'England'}"
        return Entry("PLACE", "", careful, "place: a city or county", unsure)
    nation = section if section in _NATIONS else "England"
    return Entry(
        "PLACE", f"{SOMEWHERE} {section}", f"{SOMEWHERE} {nation}", f"place: in {section}", unsure
    )


@cache
def _single_places() -> frozenset[str]:
    """Places of one long word that is nothing else, for finding slips of the keys."""
    names = [words for words, _, unsure in entries("places_boroughs") if not unsure]
    return frozenset(spelled(w) for w in names if w.isalpha() and len(w) > 5)


@cache
def _with_a_letter_less() -> dict[str, str]:
    near: dict[str, str] = {}
    for name in sorted(_single_places()):
        for at in range(1, len(name)):
            near.setdefault(name[:at] + name[at + 1 :], name)
    return near


def meant(word: str) -> str:
    """The place that a word is one slip of the keys away from; "" where there is none."""
    near = _with_a_letter_less()
    if word in near:
        return near[word]
    for at in range(1, len(word)):
        less = word[:at] + word[at + 1 :]
        if less in _single_places():
            return less
        found = near.get(less, "")
        if found and (len(found) == len(word)):
            return found
    return ""


def is_place(words: str) -> bool:
    """Whether the words are the name of a listed place or of a borough."""
    match = known().longest(read(words), 0) if words[:1].isalnum() else None
    return match is not None and match.end == len(words) and match.value.label == "PLACE"
