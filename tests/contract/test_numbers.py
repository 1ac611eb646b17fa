"""Numbers as people type them, beside what Google's library makes of each."""

from __future__ import annotations

import json
from pathlib import Path

import phonenumbers
import pytest

from engage.texting.numbers import NotANumber, to_e164, to_mobile

ROWS = json.loads((Path(__file__).parent / "data" / "phone_uk.json").read_text("utf-8"))
DRAMA = range(900_000, 901_000)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row["typed"]))
def test_each_number_is_the_mobile_it_means_or_is_turned_away(row):
    expected = row["expected_mobile_e164"]
    if expected is None:
        with pytest.raises(NotANumber):
            to_mobile(row["typed"])
        return
    # Mobiles from elsewhere, and those of the islands, are taken: people bring their phones.
    ours_to_say = expected.startswith("?policy")
    assert to_mobile(row["typed"]) == (row["libphonenumber"]["e164"] if ours_to_say else expected)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row["typed"]))
def test_the_library_still_reads_each_number_as_it_did(row):
    was = row["libphonenumber"]
    try:
        number = phonenumbers.parse(row["typed"], "GB")
    except phonenumbers.NumberParseException:
        assert "error" in was
        return
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert (
        e164,
        phonenumbers.is_possible_number(number),
        phonenumbers.is_valid_number(number),
    ) == (
        was["e164"],
        was["possible"],
        was["valid"],
    )


def test_every_number_set_aside_for_drama_can_be_texted_though_the_library_calls_none_valid():
    numbers = [f"+447700{last}" for last in DRAMA]
    assert [to_mobile(number) for number in numbers] == numbers
    assert [to_e164(number) for number in numbers] == numbers
    assert not any(phonenumbers.is_valid_number(phonenumbers.parse(one)) for one in numbers)
