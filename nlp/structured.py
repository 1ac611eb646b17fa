"""The recognisers of numbers, addresses and links, in the order in which they are heard."""

import re
from collections.abc import Callable, Iterator

from nlp.recognisers import (
    address,
    bank,
    court,
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
    reference,
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


def _with_digits(find: Callable[[str], Iterator[Span]]) -> Callable[[str], Iterator[Span]]:
    """The same recogniser, asked only about a text in which there is a digit at all."""

    def find_if(text: str) -> Iterator[Span]:
        return find(text) if _DIGIT.search(text) else iter(())

    return find_if


STRUCTURED: tuple[Callable[[str], Iterator[Span]], ...] = (
    email.find,
    handle_url.find,
    _with_digits(police.find),
    map_position.find,
    _with_digits(driving_licence.find),
    _with_digits(home_office.find),
    _with_digits(prison_number.find),
    _with_digits(court.find),
    _ANNOUNCED.find,
    _with_digits(nino.find),
    _with_digits(nhs_number.find),
    phone.find,
    _with_digits(bank.find),
    _with_digits(dob.find),
    address.find,
    _with_digits(postcode.find),
    _with_digits(vehicle_reg.find),
    _with_digits(unnamed.find),
)
"""In this order: where two kinds claim the same characters the earlier one has them."""
