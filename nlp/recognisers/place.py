"""Places: from the list of districts and towns, streets without a number, postcode districts.

A listed place that is also an ordinary word or a name ("sutton", "page moss") counts only where
its neighbours say so. A town misspelt by one letter counts after a word like "in".
"""

import re
from collections.abc import Iterator, Sequence

from nlp import gazetteer, wordlists
from nlp.gazetteer import Entry
from nlp.generalising import PARK, REGION, SOMEWHERE, STATION, STREET, Giveaway
from nlp.matching import Match, Words
from nlp.recognisers import named
from nlp.recognisers import quasi_cues as cues
from nlp.wordlists import BOTH, NAME, RARE, UNKNOWN

_NAMES = (NAME, BOTH, RARE)
_DISTRICT = re.compile(r"(?P<area>[a-z]{1,2})(?P<number>\d{1,2})[a-z]?")
_DISTRICTS = {
    ("l", "Liverpool"): [*range(1, 20), 24, 25, 27],
    ("l", "Sefton"): [*range(20, 24), *range(29, 32), 37, 38],
    ("l", "Knowsley"): [26, 28, *range(32, 37)],
    ("ch", "Wirral"): [*range(41, 50), *range(60, 64)],
    ("wa", "Halton"): [7, 8],
    ("wa", "St Helens"): [9, 10, 11, 12],
    ("pr", "Sefton"): [8, 9],
}
_BOROUGH_OF = {
    f"{area}{number}": borough
    for (area, borough), numbers in _DISTRICTS.items()
    for number in numbers
}
_AREAS = {
    "England": "ch wa pr bl ol wn sk hx hd wf hg yo ls bd bb fy la ca ne sr dl ts dh hu dn ng de "
    "le nn st tf cv wv ws dy wr gl bs ba sn ox rg",
    "Wales": "ll cf sa np ld",
    "Scotland": "eh ab dd fk ka ky ml pa ph td dg iv kw",
    "Northern Ireland": "bt",
}
_NATION_OF = {area: nation for nation, areas in _AREAS.items() for area in areas.split()}
_SHORTEST_TOWN = 6
"""Letters of one that is known though misspelt; the first half of a postcode has fewer."""
_NO_DISTRICT_BEFORE = frozenset(
    ("level", "room", "bus", "route", "gate", "row", "unit", "block", "bay", "platform")
)
_NO_DISTRICT_AFTER = frozenset(
    ("diploma", "course", "nvq", "qualification", "certificate", "level", "bus")
)


def find(words: Words, listed: Sequence[Match[Entry]], *, written: bool) -> Iterator[Giveaway]:
    """Each place, with the larger one it lies in; `listed` is what the gazetteer found.

    `written`: the text's capitals tell something.
    """
    taken: set[int] = set()
    for at, match in enumerate(listed):
        entry = match.value
        if entry.label == "PLACE" and _is_meant(words, listed, at, written=written):
            taken.update(range(match.first, match.last))
            end = _with_station(words, match)
            yield Giveaway(match.start, end, "PLACE", entry.rule, entry.usual, entry.careful)
    for at, word in enumerate(words.low):
        if word in _TYPES:
            if at not in taken:
                yield from _street(words, at, written=written)
        elif len(word) < _SHORTEST_TOWN:
            may_be_one = not word.isalpha() and (word[-1].isdigit() or word[0] in "el")
            if may_be_one and at not in taken:
                yield from _district(words, at)
        elif words.at(at - 1) in _SURE_BEFORE and at not in taken:
            yield from _misspelt(words, at)


def _is_meant(words: Words, listed: Sequence[Match[Entry]], at: int, *, written: bool) -> bool:
    """Whether a listed place is one here, and not a name or another word."""
    match = listed[at]
    before, single = words.at(match.first - 1), match.last - match.first == 1
    if single and (before in cues.TITLES or _is_part_of_a_name(words, match.first)):
        return False
    word = words.low[match.first]
    kind = wordlists.kind_of(word) if single else ""
    unsure = match.value.unsure or kind in _NAMES
    if single and not unsure and wordlists.kind_of(before) == NAME and _beside(words, match.first):
        unsure = wordlists.is_surname(word) or (written and words.capital(match.first))
    if not unsure:
        return True
    if words.at(match.last) in cues.AFTER_PLACE and single:
        return True
    earlier = words.at(match.first - 2)
    if before in cues.SURE_BEFORE or (single and before in cues.WENT and kind != NAME):
        return before not in cues.WENT or words.at(match.last) not in cues.OWNERS
    if before == "at" and kind != NAME and earlier not in cues.VERBS_BEFORE_AT:
        return True
    if before == "to" and words.at(match.last) in cues.OWNERS:
        return False
    if before in ("to", "from", "of", "by") and (
        earlier in cues.MOVING or "live" in earlier or kind not in _NAMES
    ):
        return earlier in cues.MOVING or "live" in earlier or before in ("to", "from")
    return _is_listed_with_another(words, listed, at)


def _is_part_of_a_name(words: Words, at: int) -> bool:
    """ "S Fazakerley", "Oldham-Wright"."""
    before = words.at(at - 1)
    initial = len(before) == 1 and before in "bcdefghjklmopqrstvwyz" and words.capital(at - 1)
    doubled = words.at(at + 1) == "-" and words.starts[at + 1] == words.ends[at]
    return initial or (doubled and words.at(at + 2).isalpha())


def _is_listed_with_another(words: Words, listed: Sequence[Match[Entry]], at: int) -> bool:
    """ "bootle and crosby": a place beside a sure place is one."""
    match = listed[at]
    for other in listed[max(0, at - 1) : at + 2]:
        if other is match or other.value.unsure or other.value.label != "PLACE":
            continue
        between = range(min(match.last, other.last), max(match.first, other.first))
        if not between or (len(between) == 1 and words.low[between[0]] in cues.LISTING):
            return True
    return False


def _beside(words: Words, at: int) -> bool:
    return at > 0 and words.ends[at - 1] + 1 == words.starts[at]


def _with_station(words: Words, match: Match[Entry]) -> int:
    """The end of a place, with the word station where it follows."""
    if words.at(match.last) in cues.STATIONS and match.value.usual:
        return words.ends[match.last]
    return match.end


_SURE_BEFORE = cues.SURE_BEFORE | {"from", "to"}
_TYPES = cues.STREETS | cues.LOOSE_STREETS | cues.PARKS | cues.STATIONS


def _street(words: Words, at: int, *, written: bool) -> Iterator[Giveaway]:
    """A street, park or station by name that stands in no list."""
    kind = words.low[at]
    if (
        not at
        or not _beside(words, at)
        or not named.is_name(words, at - 1, written=written, street=True)
    ):
        return
    first = named.first_of_name(words, at - 1, written=written)
    before, word = words.at(first - 1), words.at(at - 1)
    in_capitals = written and words.capital(at) and words.capital(at - 1)
    in_place = before in cues.BEFORE or before == "the"
    if kind not in cues.STREETS and not in_capitals:
        strange = wordlists.kind_of(word) in (UNKNOWN, RARE)
        if not (in_place and strange) or kind in ("view", "close", "way", "hill", "st", "row"):
            return
    if named.names_a_house(word) and not in_place and not in_capitals:
        return
    if wordlists.kind_of(word) in _NAMES and not in_place and not in_capitals:
        return
    general = PARK if kind in cues.PARKS else STATION if kind in cues.STATIONS else STREET
    rule = f"place: a {general} by name"
    yield Giveaway(words.starts[first], words.ends[at], "PLACE", rule, general, general)


def _district(words: Words, at: int) -> Iterator[Giveaway]:
    """The first half of a postcode, alone: "L8", "from CH41"."""
    found = _DISTRICT.fullmatch(words.low[at])
    if not found or words.at(at - 1) in _NO_DISTRICT_BEFORE:
        return
    if words.at(at + 1) in _NO_DISTRICT_AFTER:
        return
    area, code = found["area"], found["area"] + found["number"]
    borough = _BOROUGH_OF.get(code)
    span = (words.starts[at], words.ends[at], "PLACE")
    if borough:
        yield Giveaway(*span, f"place: postcode district in {borough}", borough, REGION)
    elif area in _NATION_OF and words.at(at - 1) in (*cues.SURE_BEFORE, "from", "to", "postcode"):
        where = f"{SOMEWHERE} {_NATION_OF[area]}"
        yield Giveaway(*span, "place: postcode district", where, where)


def _misspelt(words: Words, at: int) -> Iterator[Giveaway]:
    """A town or district one slip of the keys away from its name: "in toxetth"."""
    word = words.low[at]
    if not word.isalpha() or wordlists.kind_of(word) != UNKNOWN:
        return
    place = gazetteer.meant(word)
    if not place or place[0] != word[0] or wordlists.looks_misspelt(word):
        return
    match = gazetteer.known().longest(_one(place), 0)
    if match:
        entry = match.value
        rule = f"{entry.rule}, misspelt"
        yield Giveaway(words.starts[at], words.ends[at], "PLACE", rule, entry.usual, entry.careful)


def _one(word: str) -> Words:
    return Words(word, [word], [0], [len(word)])
