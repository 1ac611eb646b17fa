"""What a quick look rules out, no pattern finds: tried on texts drawn from the patterns."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp import anonymise, names, reading
from nlp.recognisers import (
    address,
    dates,
    dob,
    dob_elsewhere,
    email,
    handle_url,
    map_position,
    postcode,
    unnamed,
    vehicle_reg,
)
from nlp.recognisers import address_words as parts
from nlp.structured import _Said

Look = Callable[[str], object]


def said(look: Callable[[_Said], object]) -> Look:
    return lambda text: look(_Said(text))


ADDRESS = said(lambda one: address.may_be_in(one.lowered, one.words))
LINK = said(lambda one: handle_url.may_be_in(one.lowered, one.words))
EMAIL = said(lambda one: email.may_be_in(one.lowered, one.words))
MAP = said(lambda one: map_position.may_be_in(one.lowered, one.words, has_digit=one.digits > 0))
DOB = said(lambda one: dob.may_be_in(one.lowered))

LOOKS: dict[str, tuple[Look, re.Pattern[str]]] = {
    "street": (ADDRESS, parts.STREET),
    "street and its number": (
        said(lambda one: parts.NUMBER_AND_STREET.search(one.lowered)),
        parts.STREET,
    ),
    "the street": (ADDRESS, parts.THE_STREET),
    "the street and its number": (
        said(lambda one: parts.THE_NUMBERED.search(one.lowered)),
        parts.THE_STREET,
    ),
    "one word": (ADDRESS, parts.ONE_WORD),
    "room": (said(lambda one: parts.ROOM_IN_SMALL_LETTERS.search(one.lowered)), parts.ROOM),
    "before a postcode": (ADDRESS, parts.BEFORE_POSTCODE),
    "domain": (LINK, handle_url._DOMAIN),
    "link": (LINK, handle_url._LINK),
    "handle": (LINK, handle_url._HANDLE),
    "name with a line": (LINK, handle_url._UNDERSCORED),
    "email spelled out": (EMAIL, email._SPELLED),
    "email by its provider": (EMAIL, email._PROVIDER),
    "date": (DOB, dates.WRITTEN),
    "date in figures or by its month": (
        said(lambda one: dates.may_be_written(one.lowered)),
        dates.WRITTEN,
    ),
    "date in words": (DOB, dates._SAID),
    "date elsewhere": (dob_elsewhere.may_be_in, dob_elsewhere._DATE),
    "plus code": (MAP, map_position._PLUS),
    "grid reference": (MAP, map_position._GRID),
    "degrees": (MAP, map_position._DEGREES),
    "postcode": (said(lambda one: postcode.may_be_in(one.lowered)), postcode._PATTERN),
    "postcode, letter by letter": (
        said(lambda one: postcode.may_be_in(one.lowered)),
        postcode._LETTER_BY_LETTER,
    ),
    "plate": (said(lambda one: vehicle_reg.may_be_in(one.lowered)), vehicle_reg.CURRENT),
    "older plate": (said(lambda one: vehicle_reg.may_be_in(one.lowered)), vehicle_reg._PREFIXED),
    "groups": (unnamed._PARTED.search, unnamed._GROUPS),
    "groups with signs": (unnamed._PARTED.search, unnamed._SIGN_BETWEEN),
}
"""What looks, and a pattern that finds nothing where it says that there is nothing."""


@pytest.mark.parametrize("kind", LOOKS)
def test_a_quick_look_lets_through_whatever_its_pattern_finds(kind: str) -> None:
    look, pattern = LOOKS[kind]
    seen = 0

    @settings(
        max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.from_regex(pattern, alphabet=st.characters(max_codepoint=0x17F)))
    def holds(drawn: str) -> None:
        nonlocal seen
        text = reading.read(drawn).text
        if pattern.search(text):
            seen += 1
            assert look(text)

    holds()
    assert seen > 10


@pytest.mark.parametrize("said", ["john smith 30/12/'84 needs a bed", "me 3-2-'84 and you"])
def test_a_year_may_have_an_apostrophe_for_its_century(said: str) -> None:
    assert "[date of birth]" in anonymise.anonymise(said).text


def test_what_is_kept_of_words_by_themselves_is_of_everyday_ones() -> None:
    strange = {"Quizzlebert", "Frumiousley", "Zyzzogeton"}
    anonymise.find(f"my worker asked about the {' '.join(strange)}")

    kept = {
        number: word
        for words in names._EVERYDAY.values()
        for word, (_, _, number, _) in words.items()
    }
    (worked_out,) = np.nonzero(names.asked(is_english=True)._is_kept)
    assert {"asked", "the"} <= {kept[number] for number in worked_out.tolist()}
    assert strange.isdisjoint(kept.values())
