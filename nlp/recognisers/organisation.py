"""Named services: from the list, by a saint's name, or by the last word of their name.

"Oak Lodge" and "the Beacon Project" are named; "the night shelter" and "daves house" are not.
"""

from collections.abc import Iterator, Sequence

from nlp import wordlists
from nlp.gazetteer import Entry
from nlp.generalising import Giveaway
from nlp.matching import Match, Words
from nlp.recognisers import named
from nlp.recognisers import quasi_cues as cues
from nlp.wordlists import PLACE


def find(words: Words, listed: Sequence[Match[Entry]]) -> Iterator[Giveaway]:
    """Each named service, with the kind that it is; `listed` is what the gazetteer found."""
    for match in listed:
        entry = match.value
        if entry.label == "ORG" and _is_meant(words, match):
            yield Giveaway(match.start, match.end, "ORG", entry.rule, entry.usual, entry.careful)
    written = named.writes_capitals(words)
    for at, word in enumerate(words.low):
        if word in cues.SERVICES or word.removesuffix("s") in cues.SERVICES:
            yield from _by_last_word(words, at, written=written)
        elif word in ("st", "saint"):
            yield from _by_saint(words, at)


def _is_meant(words: Words, match: Match[Entry]) -> bool:
    """Whether a listed service is one here, and not an ordinary word or a name."""
    before = words.at(match.first - 1)
    if match.last - match.first == 1 and before in cues.TITLES:
        return False
    if not match.value.unsure:
        return True
    if before == "the":
        before = words.at(match.first - 2)
    return before in cues.ORG_BEFORE


def _by_last_word(words: Words, at: int, *, written: bool) -> Iterator[Giveaway]:
    kind = cues.SERVICES.get(words.low[at])
    if not kind or not at or words.ends[at - 1] + 1 != words.starts[at]:
        return
    last = at - 1
    if words.low[last] in cues.MIDDLE and last and words.ends[last - 1] + 1 == words.starts[last]:
        middle = last - 1
        if named.is_name(words, middle, written=written) and words.low[middle] not in cues.MIDDLE:
            last = middle
    if not named.is_name(words, last, written=written):
        return
    first = named.first_of_name(words, last, written=written)
    word, capitals = words.low[last], written and words.capital(last)
    if wordlists.kind_of(word) == PLACE and first == last:
        return
    in_place = words.at(first - 1) in cues.BEFORE or words.at(first - 1) in ("the", "called")
    if not capitals:
        both = in_place and (named.names_a_house(word) or words.low[at] not in cues.ONLY_WRITTEN)
        house = words.low[at] in ("lodge", "house") and named.names_a_house(word)
        if not (both or house):
            return
    elif words.low[at] in ("house", "lodge") and not in_place and not words.capital(at):
        return
    rule = f"service: a {kind} by its last word"
    yield Giveaway(words.starts[first], words.ends[at], "ORG", rule, kind, kind)


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
