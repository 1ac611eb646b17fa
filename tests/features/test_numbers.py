"""Numbers as people type them: the ones a text can reach, and the ones it cannot."""

from __future__ import annotations

import pytest

from engage.texting.numbers import NotANumber, spoken, to_mobile

# What people type, and the mobile number it means.
MOBILES = [
    ("07700 900123", "+447700900123"),
    ("+44 7700 900123", "+447700900123"),
    ("0044 7700 900123", "+447700900123"),
    ("447700900123", "+447700900123"),
    ("+44 (0)7700 900123", "+447700900123"),
    ("7700900123", "+447700900123"),
    ("07700-900-123", "+447700900123"),
    (" 07700\xa0900123\u200b", "+447700900123"),
    ("0+447700900123", "+447700900123"),
]
# Landlines, short numbers, pagers, and slips of the finger.
NOT_MOBILES = [
    "0151 496 0123",
    "0770",
    "07700 900123"[:-1],
    "07700 9001234",
    "07O0 900123",
    "85258",
    "116123",
    "999",
    "",
    "Jamie",
    f"070{0:08}",
    f"076{0:08}",
]


@pytest.mark.parametrize("typed, number", MOBILES)
def test_a_mobile_is_known_however_it_is_typed(typed, number):
    assert to_mobile(typed) == number


@pytest.mark.parametrize("typed", NOT_MOBILES)
def test_what_a_text_cannot_reach_is_turned_away_in_words(typed):
    with pytest.raises(NotANumber, match="07700 900123"):
        to_mobile(typed)


def test_a_number_is_shown_as_it_is_written_at_home():
    assert spoken("+447700900123") == "07700 900123"
