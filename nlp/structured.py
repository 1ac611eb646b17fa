"""The recognisers of numbers, addresses and links, in the order in which they are heard."""

import re
from collections.abc import Callable, Iterator, Sequence

from nlp.recognisers import (
    address,
    bank,
    context,
    court,
    dates,
    digits,
    dob,
    dob_elsewhere,
    driving_licence,
    email,
    handle_url,
    home_office,
    map_position,
    nhs_number,
    nino,
    passport,
    phone,
    police,
    postcode,
    prison_number,
    read_out,
    reference,
    spelled_out,
    unnamed,
    vehicle_reg,
)
from nlp.recognisers.announced import Announcements
from nlp.spans import Span

_ANNOUNCED = Announcements(
    (
        *nino.CUES,
        *nhs_number.CUES,
        *bank.CUES,
        *dob.CUES,
        *passport.CUES,
        *driving_licence.CUES,
        *home_office.CUES,
        *prison_number.CUES,
        *police.CUES,
        *court.CUES,
        *postcode.CUES,
        *vehicle_reg.CUES,
        *reference.CUES,
    )
)

_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[a-z]+")
_WITH_A_DIGIT = "zer0"
"""The one word that says a digit and has one in it."""
_ANY, _IN_WORDS = -1, 0
"""How many digits a text shows, besides so many: none and no number in words, so that only what
looks at any text looks; and none but numbers in words."""


class _Said:
    """What one look at a text shows, so that no recogniser looks that can find nothing."""

    def __init__(self, text: str) -> None:
        lowered = context.lowered(text)
        words = _LETTERS.findall(lowered)
        self.words = frozenset(words)
        numbers = 0 if self.words.isdisjoint(digits.WORDS) else sum(map(_is_number, words))
        self.has_number = numbers > 0 or _WITH_A_DIGIT in lowered
        self.digits = len(_DIGIT.findall(text))
        self.lowered = lowered
        self.is_small = text.islower()
        self.has_run = numbers > 1 or (numbers == 1 and self.digits > 2)
        self.has_day = self.has_run or not self.words.isdisjoint(dates.IN_WORDS)
        in_words = numbers > 0 or self.has_day
        self.shown = self.digits or (_IN_WORDS if in_words else _ANY)


def _is_number(word: str) -> bool:
    return word in digits.WORDS


def _in_words(least: int) -> Callable[[_Said], bool]:
    return lambda said: said.has_number and (said.digits >= least or said.has_run)


def _on_a_map(said: _Said) -> bool:
    return map_position.may_be_in(said.lowered, said.words, has_digit=said.digits > 0)


def _announced(said: _Said) -> bool:
    return (said.digits > 0 or said.has_day) and _ANNOUNCED.may_be_in(said.words)


def _spelled_out(said: _Said) -> bool:
    return spelled_out.may_be_in(said.lowered, said.words, has_number=said.has_number)


def _dob(said: _Said) -> bool:
    return (said.digits >= 2 or said.has_day) and dob.may_be_in(said.lowered)


_Kind = tuple[Callable[[str], Iterator[Span]], int, Callable[[_Said], bool] | None]
_KINDS: tuple[_Kind, ...] = (
    (email.find, _ANY, lambda said: email.may_be_in(said.lowered, said.words)),
    (handle_url.find, _ANY, lambda said: handle_url.may_be_in(said.lowered, said.words)),
    (police.find, 3, lambda said: not said.words.isdisjoint(police.WORDS)),
    (map_position.find, _ANY, _on_a_map),
    (driving_licence.find, 6, None),
    (home_office.find, 6, None),
    (home_office.find_share_codes, 3, lambda said: not said.is_small),
    (prison_number.find, 4, None),
    (court.find, 6, None),
    (_ANNOUNCED.find, _IN_WORDS, _announced),
    (spelled_out.find, _ANY, _spelled_out),
    (nino.find, _IN_WORDS, lambda said: said.digits >= 4 or said.has_run),
    (nino.find_in_words, _IN_WORDS, _in_words(4)),
    (nhs_number.find, 6, None),
    (phone.find, 6, None),
    (phone.find_in_words, _IN_WORDS, _in_words(6)),
    (bank.find, 6, None),
    (dob.find, _IN_WORDS, _dob),
    (dob_elsewhere.find, 5, lambda said: dob_elsewhere.may_be_in(said.lowered)),
    (address.find, _IN_WORDS, lambda said: address.may_be_in(said.lowered, said.words)),
    (postcode.find, 1, lambda said: postcode.may_be_in(said.lowered)),
    (vehicle_reg.find, 1, lambda said: vehicle_reg.may_be_in(said.lowered)),
    (unnamed.find, 3, None),
    (read_out.find, 2, None),
    (read_out.find_in_words, _IN_WORDS, _in_words(2)),
)
"""Each recogniser with how many digits a text has to have for it to look, and what else."""
_LEAST_DIGITS = {least for _, least, _ in _KINDS}


def find(text: str) -> list[Span]:
    """Each number, address and link, with some that overlap.

    In this order: where two kinds claim the same characters the earlier one has them.
    """
    return find_in([text])[0]


def find_in(texts: Sequence[str]) -> list[list[Span]]:
    """The same for several texts, kind by kind: what a processor has at hand serves them all."""
    found: list[list[Span]] = [[] for _ in texts]
    every = [(text, _Said(text), spans) for text, spans in zip(texts, found, strict=True)]
    showing = {least: [one for one in every if one[1].shown >= least] for least in _LEAST_DIGITS}
    for find_kind, least, may_find in _KINDS:
        for text, said, spans in showing[least]:
            if may_find is None or may_find(said):
                spans.extend(find_kind(text))
    return found
