"""The recognisers of numbers, addresses and links, in the order in which they are heard."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from nlp.recognisers import (
    address,
    bank,
    context,
    court,
    dates,
    digits,
    dob,
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

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[a-z]+")
_WITH_A_DIGIT = "zer0"
"""The one word that says a digit and has one in it."""


class _Said:
    """What one look at a text shows, so that no recogniser looks that can find nothing."""

    def __init__(self, text: str) -> None:
        lowered = context.lowered(text)
        words = _LETTERS.findall(lowered)
        self.words = frozenset(words)
        numbers = 0 if self.words.isdisjoint(digits.WORDS) else sum(map(_is_number, words))
        self.has_number = numbers > 0 or _WITH_A_DIGIT in lowered
        self.digits = sum(map(len, _DIGITS.findall(text)))
        self.lowered = lowered
        self.is_small = text.islower()
        self.has_run = numbers > 1 or (numbers == 1 and self.digits > 2)
        self.has_day = self.has_run or not self.words.isdisjoint(dates.IN_WORDS)


def _is_number(word: str) -> bool:
    return word in digits.WORDS


def _signs_or_words(
    signs: Iterable[str], of_kind: frozenset[str], least: int = 0
) -> Callable[[_Said], bool]:
    def may_find(said: _Said) -> bool:
        if said.digits < least:
            return False
        return any(sign in said.lowered for sign in signs) or not said.words.isdisjoint(of_kind)

    return may_find


def _digits(least: int) -> Callable[[_Said], bool]:
    return lambda said: said.digits >= least


def _in_words(least: int) -> Callable[[_Said], bool]:
    return lambda said: said.has_number and (said.digits >= least or said.has_run)


def _digits_or_run(least: int) -> Callable[[_Said], bool]:
    return lambda said: said.digits >= least or said.has_run


def _digits_or_day(least: int) -> Callable[[_Said], bool]:
    return lambda said: said.digits >= least or said.has_day


def _on_a_map(said: _Said) -> bool:
    return said.digits > 0 or "/" in said.lowered or not said.words.isdisjoint(map_position.WORDS)


def _numbered(said: _Said) -> bool:
    return said.digits > 0 or not said.words.isdisjoint(digits.WORDS)


def _spelled_out(said: _Said) -> bool:
    return spelled_out.may_be_in(said.lowered, said.words, has_number=said.has_number)


_has_value = _digits_or_day(1)


def _announced(said: _Said) -> bool:
    return _has_value(said) and not said.words.isdisjoint(_ANNOUNCED.words)


_KINDS: tuple[tuple[Callable[[str], Iterator[Span]], Callable[[_Said], bool]], ...] = (
    (email.find, lambda said: email.may_be_in(said.lowered, said.words)),
    (handle_url.find, _signs_or_words(handle_url.SIGNS, handle_url.WORDS)),
    (police.find, _signs_or_words("", police.WORDS, least=3)),
    (map_position.find, _on_a_map),
    (driving_licence.find, _digits(6)),
    (home_office.find, _digits(6)),
    (home_office.find_share_codes, lambda said: said.digits >= 3 and not said.is_small),
    (prison_number.find, _digits(4)),
    (court.find, _digits(6)),
    (_ANNOUNCED.find, _announced),
    (spelled_out.find, _spelled_out),
    (nino.find, _digits_or_run(4)),
    (nhs_number.find, _digits(6)),
    (phone.find, _digits(6)),
    (phone.find_in_words, _in_words(6)),
    (bank.find, _digits(6)),
    (dob.find, _digits_or_day(2)),
    (address.find, _numbered),
    (postcode.find, lambda said: said.digits > 0 and postcode.may_be_in(said.lowered)),
    (vehicle_reg.find, lambda said: said.digits > 0 and vehicle_reg.may_be_in(said.lowered)),
    (unnamed.find, _digits(3)),
    (read_out.find, _digits(2)),
    (read_out.find_in_words, _in_words(2)),
)
"""Each recogniser with what a text has to show for it to look: so many digits, or other signs."""


def find(text: str) -> list[Span]:
    """Each number, address and link, with some that overlap.

    In this order: where two kinds claim the same characters the earlier one has them.
    """
    return find_in([text])[0]


def find_in(texts: Sequence[str]) -> list[list[Span]]:
    """The same for several texts, kind by kind: what a processor has at hand serves them all."""
    found: list[list[Span]] = [[] for _ in texts]
    every = [(text, _Said(text), spans) for text, spans in zip(texts, found, strict=True)]
    for find_kind, may_find in _KINDS:
        for text, said, spans in every:
            if may_find(said):
                spans.extend(find_kind(text))
    return found
