"""Options that are bands of numbers, "25 to 39" or "60 or over", picked by a number inside one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from surveys.choices import Names
from surveys.mentions import Mention, Said

_NUMBERS = re.compile(r"\d+")
_MARKS = frozenset({"-", "\u2013", "\u2014", "+"})
_LONGEST_NUMBER = 7


@dataclass(frozen=True)
class _Band:
    low: int
    high: int | None


def band_picked(said: Said, options: Sequence[Names]) -> Mention | None:
    """The one band that a reply names, or that its only number lies in; None when unsure.

    A number small enough to be that of an option is left to mean the option.
    """
    given = [place for place, token in enumerate(said.tokens) if token.is_number]
    if not given or not all(_is_idle(said, p) for p in range(len(said.tokens)) if p not in given):
        return None
    values = [said.tokens[place].form for place in given]
    if not all(one.isdecimal() and len(one) <= _LONGEST_NUMBER for one in values):
        return None
    bands = [_band(names[0], said) for names in options]
    numbers = [int(one) for one in values]
    fits = [nth for nth, band in enumerate(bands, 1) if band and _fits(numbers, band)]
    if len(fits) != 1 or numbers[0] <= len(options):
        return None
    return Mention(fits[0], given[0], given[-1] + 1)


def _fits(numbers: Sequence[int], band: _Band) -> bool:
    if len(numbers) == 2:
        return numbers == [band.low, band.high]
    high = numbers[0] if band.high is None else band.high
    return len(numbers) == 1 and band.low <= numbers[0] <= high


def _band(label: str, said: Said) -> _Band | None:
    numbers = [int(one[:_LONGEST_NUMBER]) for one in _NUMBERS.findall(label)]
    if len(numbers) == 2 and numbers[0] < numbers[1]:
        return _Band(*numbers)
    if len(numbers) != 1:
        return None
    words = said.known.folded_words(label)
    lists = said.known.words
    if "+" in label or lists["bands.up"].intersection(words):
        return _Band(numbers[0], None)
    return _Band(0, numbers[0]) if lists["bands.down"].intersection(words) else None


def _is_idle(said: Said, place: int) -> bool:
    if not said.tokens[place].is_word:
        return said.words[place] in _MARKS or said.breaks(place)
    names = ("reading.filler", "bands.beside", "bands.up", "reading.through")
    return any(said.words[place] in said.known.words[name] for name in names)
