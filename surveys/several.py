"""Which options a reply picks where several may be: "1 and 3", "all but 2", "none of them"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from surveys import choices, mentions
from surveys.choices import Names
from surveys.lexicon import Lexicon
from surveys.mentions import Mention, Said, corrected, covered
from surveys.normalise import tokens
from surveys.reading import Flag

_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s?[/.+&]\s?(?=\d)")
_DASHED_LIST = re.compile(r"\d\s?-\s?\d(?:\s?-\s?\d)+")
_RUNS_TOGETHER = 9
_BRIEF = 6
_LONGEST_NAMING = 12
_ALL, _NONE = -1, 0


@dataclass(frozen=True)
class Picked:
    """The places of the options picked, and where they were said; or why that is in doubt."""

    choices: frozenset[int]
    mentions: tuple[Mention, ...]
    doubts: tuple[Flag, ...] = ()


def hear(typed: str, known: Lexicon) -> Said:
    """A reply ready for finding several options: "2/3" and "2.3" are 2 and 3 here."""
    apart = _BETWEEN_DIGITS.sub(lambda found: ",".ljust(len(found[0])), typed)
    apart = _DASHED_LIST.sub(lambda found: found[0].replace("-", ","), apart)
    found = tokens(mentions.without_addresses(apart))
    return Said(typed, found, tuple(known.fold(token.form) for token in found), known)


def picked(said: Said, options: Sequence[Names]) -> Picked | None:
    """The options a reply picks; None when it mentions none of them, nor "all", nor "none"."""
    return _all_but(said, options) or _plainly(said, options)


def leaves_out(said: Said, options: Sequence[Names]) -> bool:
    """Whether a reply names options only to leave them out: "any but mornings"."""
    return _all_but(said, options) is not None


def _plainly(said: Said, options: Sequence[Names]) -> Picked | None:
    count = len(options)
    events = _in_words(said, options, count)
    events += [one for one in _one_by_one(said, options) if not covered(events) & covered([one])]
    spoken = sorted(events, key=lambda one: one.start)
    events = corrected(said, spoken)
    if not events:
        return None
    if len(events) < len(spoken) and said.tells("yeses"):
        return _doubt(events)
    given = {one.choice for one in events}
    if None in given or any(nth is not None and nth > count for nth in given):
        return _doubt(events, Flag.OUT_OF_RANGE)
    alone = _for_none(options, said.known)
    if given & {_NONE, *alone}:
        others = given - {_NONE, *alone}
        return _doubt(events) if others else Picked(alone, tuple(events))
    if _is_either(said, events):
        return _doubt(events, Flag.MORE_THAN_ONE)
    chosen = set(range(1, count + 1)) - alone if _ALL in given else {nth for nth in given if nth}
    return Picked(frozenset(chosen), tuple(events))


def _for_none(options: Sequence[Names], known: Lexicon) -> frozenset[int]:
    """The places of options such as "None of these", which are picked with no other."""
    none = known.phrases["several.none"]
    return frozenset(
        nth
        for nth, names in enumerate(options, 1)
        if any(known.folded_words(name) in none for name in names[:2] if name)
    )


def _doubt(events: Sequence[Mention], *flags: Flag) -> Picked:
    return Picked(frozenset(), tuple(events), flags or (Flag.UNCLEAR,))


def _all_but(said: Said, options: Sequence[Names]) -> Picked | None:
    """ "Everything but 2": all the options but those named after it."""
    for place in range(len(said.words)):
        size = said.known.phrases["several.all_but"].leading(said.words[place:])
        if not size or place + size >= len(said.tokens) or not _opens(said, place):
            continue
        rest = said.tokens[place + size :]
        left = Said(said.typed, rest, said.words[place + size :], said.known)
        out = _plainly(left, options)
        named = 0 < len(out.choices) < len(options) if out else False
        if out is None or out.doubts or not named or _begins_late(left, out):
            continue
        kept = frozenset(range(1, len(options) + 1)) - out.choices
        return Picked(kept, (Mention(None, place, len(said.tokens)),))
    return None


def _opens(said: Said, place: int) -> bool:
    return all(said.breaks(p) or said.is_in(p, "filler") for p in range(place))


def _begins_late(said: Said, found: Picked) -> bool:
    """Whether something else is said first: "all but mostly 2" leaves nothing out."""
    first = min(one.start for one in found.mentions)
    return not all(said.breaks(p) or said.is_in(p, "filler") for p in range(first))


def _in_words(said: Said, options: Sequence[Names], count: int) -> list[Mention]:
    """ "All of them" and "none", each the whole of a part of the reply; "the first two"."""
    found: list[Mention] = []
    for nth, (start, end) in enumerate(_parts(said)):
        if nth == 0 or said.is_brief(_BRIEF):
            found += _part_in_words(said, start, end, count)
    return found + list(_first_few(said, count))


def _part_in_words(said: Said, start: int, end: int, count: int) -> list[Mention]:
    phrases = said.known.phrases
    names = [("several.all", _ALL), ("several.none", _NONE)]
    if count == 2:
        names.append(("several.both", _ALL))
    for first in range(start, end):
        if phrases["several.farewell"].leading(said.words[first:end]):
            return []
        for name, choice in names:
            size = phrases[name].leading(said.words[first:end])
            rest = range(first + size, end)
            if size and all(said.is_in(p, "filler") for p in rest):
                return [Mention(choice, first, end)]
        if not said.is_in(first, "filler"):
            break
    return []


def _first_few(said: Said, count: int) -> Iterator[Mention]:
    """ "The first two", "last 3": a run of options from one end."""
    for place, word in enumerate(said.words[:-1]):
        nth = said.known.ordinals.get(word)
        few = mentions.whole_number(said, place + 1)
        if nth not in {1, -1} or few is None or said.is_in(place + 2, "units"):
            continue
        if 1 < few <= count:
            first = 1 if nth == 1 else count - few + 1
            yield from (Mention(n, place, place + 2) for n in range(first, first + few))


def _one_by_one(said: Said, options: Sequence[Names]) -> list[Mention]:
    found = list(_apart(choices.all_picked(said, options), len(options)))
    for start, end in _parts(said) if said.is_brief(_LONGEST_NAMING) else ():
        if not covered(found) & frozenset(range(start, end)):
            part = Said(said.typed, said.tokens[start:end], said.words[start:end], said.known)
            found += [
                Mention(one.choice, one.start + start, one.end + start)
                for one in choices.near_spellings(part, options)
            ]
    return _filled_in(said, sorted(found, key=lambda one: one.start))


def _parts(said: Said) -> Iterator[tuple[int, int]]:
    start = 0
    for place in range(len(said.tokens) + 1):
        if said.breaks(place):
            if place > start:
                yield start, place
            start = place + 1


def _apart(found: Sequence[Mention], count: int) -> Iterator[Mention]:
    """Numbers run together, "13", taken apart where that can mean one thing only."""
    for one in found:
        digits = [int(digit) for digit in str(one.choice or 0)]
        is_run = (one.choice or 0) > count and count <= _RUNS_TOGETHER and one.start == 0
        if is_run and len(set(digits)) == len(digits) and all(1 <= n <= count for n in digits):
            yield from (Mention(digit, one.start, one.end) for digit in digits)
        else:
            yield one


def _filled_in(said: Said, found: list[Mention]) -> list[Mention]:
    """ "1 to 3" with what lies between; "1-3" may be a list or a run, so it is left in doubt."""
    more: list[Mention] = []
    for one, other in pairwise(found):
        between = said.words[one.end : other.start]
        if one.choice is None or other.choice is None or other.choice <= one.choice + 1:
            continue
        if between and set(between) <= said.known.words["reading.through"]:
            span = (one.start, other.end)
            more += [Mention(nth, *span) for nth in range(one.choice + 1, other.choice)]
        elif between == ("-",):
            more.append(Mention(None, one.start, other.end))
    return sorted([*found, *more], key=lambda one: one.start)


def _is_either(said: Said, events: Sequence[Mention]) -> bool:
    """Whether two options are given as one or the other."""
    return any(
        one.choice != other.choice and said.is_in(place, "either_or")
        for one, other in pairwise(events)
        for place in range(one.end, other.start)
    )
