"""Named services: from the list, by a saint's name, or by the last word of their name.

"Oak Lodge" and "the Beacon Project" are named; "the night shelter" and "daves house" are not.
"""

from collections.abc import Iterator, Mapping, Sequence

from nlp import wordlists
from nlp.gazetteer import Entry
from nlp.generalising import Giveaway
from nlp.matching import Match, Words
from nlp.recognisers import named
from nlp.recognisers import quasi_cues as cues
from nlp.wordlists import FUNCTION, PLACE, UNKNOWN

_BEFORE_THE = cues.SURE_BEFORE | {"at", "from", "to"}
_HEADS = frozenset((*cues.SERVICES, "st", "saint", "the"))
"""Words by which a service is known that stands in no list."""


def find(words: Words, listed: Sequence[Match[Entry]], *, written: bool) -> Iterator[Giveaway]:
    """Each named service, with the kind that it is; `listed` is what the gazetteer found.

    `written`: the text's capitals tell something.
    """
    for match in listed:
        entry = match.value
        if entry.label == "ORG" and _is_meant(words, match):
            start = _with_article(words, match)
            yield Giveaway(start, match.end, "ORG", entry.rule, entry.usual, entry.careful)
    places = {match.last - 1: match.first for match in listed if match.value.label == "PLACE"}
    for at in [at for at, word in enumerate(words.low) if word in _HEADS]:
        word = words.low[at]
        if word in cues.SERVICES:
            yield from _by_last_word(words, at, places, written=written)
        elif word in ("st", "saint"):
            yield from _by_saint(words, at)
        elif word == "the" and written:
            yield from _by_article(words, at)


def _is_meant(words: Words, match: Match[Entry]) -> bool:
    """Whether a listed service is one here, and not an ordinary word or a name."""
    before = words.at(match.first - 1)
    if match.last - match.first == 1 and before in cues.TITLES:
        return False
    if not match.value.unsure:
        return True
    if words.at(match.last) in cues.NO_SERVICE_AFTER:
        return False
    earlier = words.at(match.first - 2)
    shop = match.value.usual in ("shop", "cafe", "company")
    if before == ("a" if shop else "the"):
        before = earlier
    if before == "of" and earlier in ("doorway", "doorways", "front", "back", "outside", "steps"):
        return True
    return before in (cues.SHOP_BEFORE if shop else cues.ORG_BEFORE)


def _with_article(words: Words, match: Match[Entry]) -> int:
    """Where a service begins: "the" belongs to a name of one word ("the Whitechapel")."""
    if match.last - match.first > 2 and words.low[match.first] == "the":
        return words.starts[match.first + 1]
    if match.last - match.first > 1 or match.value.usual in ("shop", "cafe", "company"):
        return match.start
    return words.starts[match.first - 1] if words.at(match.first - 1) == "the" else match.start


def _by_article(words: Words, at: int) -> Iterator[Giveaway]:
    """ "at the Beacon": a name in capitals after "the" and a word like "at"."""
    named_at = at + 1
    if words.at(at - 1) not in _BEFORE_THE:
        return
    if named_at >= len(words) or not words.capital(named_at):
        return
    word, after = words.low[named_at], words.at(named_at + 1)
    strange = wordlists.kind_of(word) == UNKNOWN and len(word) > 4
    if after[:1].isalpha() and wordlists.kind_of(after) != FUNCTION:
        return
    if word in cues.SERVICES or not (strange or named.names_a_house(word)):
        return
    general = "organisation"
    rule = "service: a name after the"
    span = (words.starts[at], words.ends[named_at])
    yield Giveaway(*span, "ORG", rule, general, general)


def _by_last_word(
    words: Words, at: int, places: Mapping[int, int], *, written: bool
) -> Iterator[Giveaway]:
    kind = cues.SERVICES.get(words.low[at])
    if not kind or not at or words.ends[at - 1] + 1 != words.starts[at]:
        return
    if words.low[at] == "court" and words.low[at - 1] in ("crown", "county"):
        return
    if words.low[at] == "high" and words.at(at + 1) in ("street", "st", "road", "rd", "rise"):
        return
    last = at - 1
    if words.low[last] in cues.MIDDLE and last and words.ends[last - 1] + 1 == words.starts[last]:
        middle = last - 1
        if named.is_name(words, middle, written=written) and words.low[middle] not in cues.MIDDLE:
            last = middle
    of_place = words.low[at] in cues.PLACED or words.low[at - 1] in ("health", "medical")
    first = _first_of_service(words, at, last, written=written)
    if last in places and (of_place or (first >= 0 and kind == "hostel")):
        first = places[last]
    elif last in places and words.low[at] in ("library", "pub", "prison", "foodbank"):
        return
    if first < 0:
        return
    rule = f"service: a {kind} by its last word"
    yield Giveaway(words.starts[first], words.ends[at], "ORG", rule, kind, kind)


def _first_of_service(words: Words, at: int, last: int, *, written: bool) -> int:
    """Where the name begins that ends at a word before the kind of service; -1 for no name."""
    street = words.low[last] in cues.STREETS or words.low[last] == "tree"
    last -= street
    if last < 0 or not named.is_name(words, last, written=written, street=street):
        return -1
    first = named.first_of_name(words, last, written=written)
    return first if _is_service(words, at, first, last, written=written) else -1


def _is_service(words: Words, at: int, first: int, last: int, *, written: bool) -> bool:
    """Whether a name with the kind of service at a word is a service's."""
    word, kind = words.low[last], words.low[at]
    if wordlists.kind_of(word) == PLACE and first == last and kind not in cues.HOUSES:
        return False
    in_place = words.at(first - 1) in cues.BEFORE or words.at(first - 1) in ("the", "called")
    if written and words.capital(last):
        return kind not in cues.HOUSES or in_place or words.capital(at)
    if kind in cues.HOUSES and named.names_a_house(word):
        return True
    return in_place and (named.names_a_house(word) or kind not in cues.ONLY_WRITTEN)


def _by_saint(words: Words, at: int) -> Iterator[Giveaway]:
    """ "St John's", "st marys primary": a church, or what the next word says."""
    saint = words.at(at + 1)
    last = at + 1
    if saint == "." and words.at(at + 2) in cues.SAINTS:
        saint, last = words.at(at + 2), at + 2
    if saint not in cues.SAINTS or saint == "helens":
        return
    kind = "organisation"
    for step in (1, 2):
        following = cues.SERVICES.get(words.at(last + step))
        if following and (step == 1 or words.at(last + 1) in cues.MIDDLE):
            kind, last = following, last + step
            break
    rule = "service: by a saint's name"
    yield Giveaway(words.starts[at], words.ends[last], "ORG", rule, kind, kind)
