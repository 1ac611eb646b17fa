"""How many a reply says: "12 nights", "about a dozen", "none"; and when that is in doubt.

A number counts when it is of the thing asked about, or of nothing in particular. "2 weeks" is
no number of nights, "10 or 12" is two answers, and "a few" is none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from surveys.mentions import Mention, Said, denied, is_inside_a_word
from surveys.normalise import ORDINAL_ENDS, spoken_words
from surveys.spelling import is_misspelt, stem

_LONGEST = 9
_BRIEF = 14
_TOUCHING = frozenset("/:%+£€$")
_SHORTEST_UNIT = 3


@dataclass(frozen=True)
class Counted:
    """What is counted, in the author's words, and the most there can be, where that is known."""

    unit: str
    wording: str
    most: int | None

    def words(self, said: Said) -> frozenset[str]:
        """The words for the thing counted, each without its plural."""
        named = spoken_words(self.unit)
        stops = said.known.words["amounts.unit_ends"]
        end = next((n for n, word in enumerate(named) if word in stops), len(named))
        words = named[:end] or [w for w in spoken_words(self.wording) if len(w) >= _SHORTEST_UNIT]
        found = frozenset(stem(said.known.fold(word)) for word in words)
        pounds = frozenset(map(stem, said.known.words["amounts.pounds"]))
        return found | pounds if found & pounds else found

    def counts_times(self, said: Said) -> bool:
        """Whether "3 times" counts it: a visit happens, where a night or a pound does not."""
        units = frozenset(map(stem, said.known.words["reading.units"]))
        return bool(self.unit) and not self.words(said) & units


class _Of(Enum):
    ASKED = "the thing asked about"
    NOTHING = "nothing in particular"
    OTHER = "something else"


@dataclass(frozen=True)
class _Quantity:
    """A number with what it counts; `value` is None for one that is not whole, or not plain."""

    value: int | None
    start: int
    end: int
    of: _Of = _Of.NOTHING


def given(said: Said, counted: Counted) -> list[Mention]:
    """The numbers a reply gives as its answer, in the order they are said."""
    quantities = [_bounded(said, one) for one in _shared(said, _quantities(said, counted))]
    standing = _standing(said, quantities)
    found = [Mention(one.value, one.start, one.end) for one in standing]
    nought = _nought(said, counted)
    if nought is None:
        return found
    if any(one.of is not _Of.OTHER for one in quantities if one.start >= nought.end):
        later = [one for one in found if one.start >= nought.end]
        return [nought, *later] if later else [Mention(None, nought.start, nought.end)]
    return [nought]


def _shared(said: Said, quantities: list[_Quantity]) -> list[_Quantity]:
    """ "3 to 4 weeks": the first number counts weeks as well."""
    ties = said.known.words["amounts.ties"] - said.known.words["amounts.and"]
    for nth, (one, other) in enumerate(pairwise(quantities)):
        between = set(said.words[one.end : other.start])
        if one.of is _Of.NOTHING and other.of is _Of.OTHER and between and between <= ties - {","}:
            quantities[nth] = replace(one, of=_Of.OTHER)
    return quantities


def _nought(said: Said, counted: Counted) -> Mention | None:
    """ "None", "never", "no nights", "not a single one": at the start of the reply."""
    phrases = said.known.phrases
    for place in range(len(said.words)):
        rest = said.words[place:]
        if phrases["amounts.not_none"].leading(rest):
            return None
        if size := phrases["amounts.none"].leading(rest):
            return Mention(0, place, place + size)
        size = phrases["amounts.none_alone"].leading(rest)
        if size and (said.breaks(place + size) or said.is_in(place + size, "never_nouns")):
            return Mention(0, place, place + size)
        size = phrases["amounts.no"].leading(rest)
        if size and _is_asked(said, place + size, counted):
            return Mention(0, place, place + size + 1)
        if not (said.breaks(place) or _is_filler(said, place)):
            return None
    return None


def _is_filler(said: Said, place: int) -> bool:
    return said.is_in(place, "filler") or said.word(place) in said.known.words["amounts.filler"]


def _quantities(said: Said, counted: Counted) -> list[_Quantity]:
    found: list[_Quantity] = []
    place = 0
    while place < len(said.tokens):
        one = _quantity_at(said, place, counted)
        found += [one] if one else []
        place = one.end if one else place + 1
    return found


def _quantity_at(said: Said, place: int, counted: Counted) -> _Quantity | None:
    read = _number_at(said, place)
    if read is None:
        return _one_of_another(said, place, counted)
    value, end = read
    start, after = place, said.word(end)
    if said.touches(end) and after in ORDINAL_ENDS:
        return None
    if is_inside_a_word(said, place) and not _is_asked(said, end, counted):
        return None
    before = said.word(place - 1)
    value = None if _is_broken(said, place, end) else value
    if after == "/" or (after == "out" and said.word(end + 1) == "of"):
        value, end = _out_of(said, value, end, counted)
    if any(said.is_in(near, "halves") for near in range(end, end + 3)):
        value = None
    if said.touches(end) and said.word(end) in said.known.words["amounts.about_that"]:
        end += 1
    if before in {"£", "€", "$"} and said.touches(place):
        money = bool({"pound", "quid", "£", "money"} & counted.words(said))
        return _Quantity(value, start - 1, end, _Of.ASKED if money else _Of.OTHER)
    of, end = _of_what(said, end, counted)
    ages = said.known.phrases["amounts.ages"].trailing(said.words[:place])
    if of is _Of.NOTHING and (ages or before in said.known.words["amounts.not_a_count"]):
        of = _Of.OTHER
    return _Quantity(value, start, end, of)


def _one_of_another(said: Said, place: int, counted: Counted) -> _Quantity | None:
    """ "A week", where weeks are not what is counted."""
    if said.words[place] not in {"a", "an", "another"} or not said.is_in(place + 1, "units"):
        return None
    asked = _is_asked(said, place + 1, counted) or _scale_word(said, place + 1)
    return None if asked else _Quantity(1, place, place + 2, _Of.OTHER)


def _number_at(said: Said, place: int) -> tuple[int | None, int] | None:
    """The number that begins at a place, None if it is not whole, and where it ends."""
    token = said.tokens[place]
    if token.is_number:
        digits, end = token.form, place + 1
        while _thousands(said, end):
            digits, end = digits + said.tokens[end + 1].form, end + 2
        whole = digits.isdecimal() and len(digits) <= _LONGEST and not _is_a_phone(digits)
        value = int(digits) if whole else None
        return _times_dozen(said, value, end)
    return _number_in_words(said, place)


def _is_a_phone(digits: str) -> bool:
    return len(digits) > 1 and int(digits[0]) == 0 and digits.strip("0") != ""


def _thousands(said: Said, place: int) -> bool:
    if place + 1 >= len(said.tokens) or said.words[place] != ",":
        return False
    together = said.touches(place) and said.touches(place + 1)
    return together and said.tokens[place + 1].is_number and len(said.words[place + 1]) == 3


def _times_dozen(said: Said, value: int | None, end: int) -> tuple[int | None, int]:
    many = _scale_word(said, end)
    return (value * many, end + 1) if many and value is not None else (value, end)


def _scale_word(said: Said, place: int) -> int:
    value = said.known.numbers.get(said.word(place), 0)
    return value if value in {12, 100, 1000} else 0


def _number_in_words(said: Said, place: int) -> tuple[int | None, int] | None:
    """ "Twenty one", "a hundred and twenty", "two dozen", "half a dozen"."""
    words, numbers = said.words, said.known.numbers
    if words[place] in said.known.words["reading.halves"]:
        near = [p for p in (place + 1, place + 2) if _scale_word(said, p)]
        return (_scale_word(said, near[0]) // 2, near[0] + 1) if near else None
    known = said.known.words
    for times, name in ((1, "amounts.once"), (2, "amounts.twice")):
        if words[place] in known[name]:
            ends = said.breaks(place + 1) or said.is_in(place + 1, "never_nouns")
            return (times, place + 1) if ends else None
    value = numbers.get(words[place])
    if value is None or value < 0 or (value == 1 and said.is_in(place - 1, "not_one")):
        return None
    total, end = value, place + 1
    while end < len(words):
        step = end + 1 if words[end] in said.known.words["amounts.and"] else end
        if words[end] == "-" and said.touches(end) and said.touches(end + 1):
            step = end + 1
        more = numbers.get(said.word(step))
        if more in {12, 100, 1000} and step == end:
            total *= more
        elif more is not None and 0 < more < _lowest_part(total):
            total += more
        else:
            break
        end = step + 1
    return total, end


def _lowest_part(total: int) -> int:
    """What may still be added to a number in words: under 10 to 20, under 100 to 200."""
    if total >= 100 and total % 100 == 0:
        return 100
    return 10 if total >= 20 and total % 10 == 0 else 0


def _is_broken(said: Said, place: int, end: int) -> bool:
    """Whether a mark turns the number into something else: "4:30", "12+", "-3", "50%"."""
    if said.touches(end) and said.words[end] in _TOUCHING - {"/"}:
        return True
    before = said.word(place - 1)
    if said.touches(place) and before in {":", "/"}:
        return True
    return before == "-" and said.touches(place) and (place == 1 or not said.touches(place - 1))


def _out_of(said: Said, value: int | None, end: int, counted: Counted) -> tuple[int | None, int]:
    """ "12/120" and "12 out of 120" are 12 where there can be 120; otherwise in doubt."""
    after = end + (1 if said.words[end] == "/" else 2)
    whole = _number_at(said, after) if after < len(said.tokens) else None
    if whole is None:
        return (None, after) if said.words[end] == "/" else (value, after)
    fits = whole[0] == counted.most and said.words[whole[1] : whole[1] + 1] != ("/",)
    return (value if fits else None), whole[1]


def _of_what(said: Said, place: int, counted: Counted) -> tuple[_Of, int]:
    """What a number counts, and the place after that word."""
    known = said.known
    while said.word(place) in known.words["amounts.between"]:
        place += 1
    if place >= len(said.words) or not said.tokens[place].is_word:
        return _Of.NOTHING, place
    if _is_asked(said, place, counted):
        return _Of.ASKED, place + 1
    if said.is_in(place, "not_plural") or _is_filler(said, place):
        return _Of.NOTHING, place
    if said.is_in(place, "units"):
        return _Of.OTHER, place + 1
    if said.breaks(place) or said.words[place] in known.words["amounts.after"]:
        return _Of.NOTHING, place
    if said.words[place] in known.numbers:
        return _Of.NOTHING, place
    following = place + 1
    plural = _is_plural(said, place) or _is_plural(said, following)
    if plural or (following < len(said.words) and _is_asked(said, following, counted)):
        asked = following < len(said.words) and _is_asked(said, following, counted)
        return (_Of.ASKED, following + 1) if asked else (_Of.OTHER, following)
    return _Of.NOTHING, place


def _is_plural(said: Said, place: int) -> bool:
    word = said.word(place)
    plain = not said.is_in(place, "not_plural") and not _is_filler(said, place)
    return plain and word.isalpha() and stem(word) != word


def _is_asked(said: Said, place: int, counted: Counted) -> bool:
    if not 0 <= place < len(said.words) or not said.tokens[place].is_word:
        return False
    word, asked = stem(said.words[place]), counted.words(said)
    if word in asked:
        return True
    if said.words[place] in said.known.words["amounts.times"] and counted.counts_times(said):
        return True
    guarded = said.is_in(place, "units") or said.is_in(place, "not_misspellings")
    return bool(counted.unit) and not guarded and any(is_misspelt(word, one) for one in asked)


def _bounded(said: Said, one: _Quantity) -> _Quantity:
    """ "More than 3" and "up to 3" give no number, nor does "not 3"."""
    start, _ = said.part_around(one.start, one.end)
    bounds = said.known.phrases["amounts.bounds"]
    bound = any(bounds.leading(said.words[place : one.start]) for place in range(start, one.start))
    bound = bound or bool(said.known.phrases["amounts.bounds_after"].leading(said.words[one.end :]))
    if bound or denied(said, one.start):
        return _Quantity(None, one.start, one.end, one.of)
    return one


def _standing(said: Said, quantities: Sequence[_Quantity]) -> list[_Quantity]:
    """The numbers that answer: those of the thing asked about first, then those of nothing."""
    asked = [one for one in quantities if one.of is _Of.ASKED]
    bare = [one for one in quantities if one.of is _Of.NOTHING]
    tied = [one for pair in pairwise(quantities) if _tied(said, *pair) for one in pair]
    in_a_row = any(_in_a_row(said, *pair) for pair in pairwise(quantities))
    if in_a_row or (any(one.of is _Of.OTHER for one in tied) and (asked or bare)):
        tied = tied or list(quantities)
        return [_Quantity(None, tied[0].start, tied[-1].end)]
    if asked:
        added = {*tied, *(one for one in bare if _adds(said, one))}
        return sorted({*asked, *(one for one in added if one in bare)}, key=lambda one: one.start)
    places = {place for one in quantities for place in range(one.start, one.end)}
    alone = [one for one in bare if _stands_alone(said, one, places)]
    if alone:
        return sorted({*alone, *(one for one in tied if one in bare)}, key=lambda one: one.start)
    return bare if said.is_brief(_BRIEF) and _are_near_the_edge(said, bare) else []


def _tied(said: Said, one: _Quantity, other: _Quantity) -> bool:
    """Whether two numbers make one answer: "10 to 12", "3 or 4", "2 weeks and 3 nights"."""
    between = said.words[one.end : other.start]
    ties = said.known.words["amounts.ties"]
    if _Of.OTHER in {one.of, other.of}:
        ties = said.known.words["amounts.and"]
        return one.of is _Of.OTHER and set(between) <= ties
    return set(between) <= ties and set(between) != {","}


def _in_a_row(said: Said, one: _Quantity, other: _Quantity) -> bool:
    """Whether two numbers in words stand side by side: "fifty fifty"."""
    digits = said.tokens[one.start].is_number or said.tokens[other.start].is_number
    return one.end == other.start and not digits


def _adds(said: Said, one: _Quantity) -> bool:
    """Whether a number is added to another: "3 nights last week and 4 this week"."""
    words = said.known.words
    before, after = said.word(one.start - 1), said.word(one.end)
    if said.word(one.start + 1) == "of":
        return False
    return before in words["amounts.and"] | {"then"} or after in words["amounts.after"]


def _stands_alone(said: Said, one: _Quantity, places: Iterable[int]) -> bool:
    start, end = said.part_around(one.start, one.end)
    beside = [*range(start, one.start), *range(one.end, end)]
    return all(place in places or _is_filler(said, place) for place in beside)


def _are_near_the_edge(said: Said, bare: Sequence[_Quantity]) -> bool:
    """Whether nothing but filler stands on one side of the number, as in "slept out maybe 12"."""
    for one in bare:
        opens = one.value != 1 and all(_is_filler(said, p) for p in range(one.start))
        if not said.tokens[one.start].is_number and not opens:
            return False
        sides = (range(one.start), range(one.end, len(said.words)))
        if not any(all(said.breaks(p) or _is_filler(said, p) for p in side) for side in sides):
            return False
    return True
