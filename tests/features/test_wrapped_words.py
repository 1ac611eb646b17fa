"""Words that a network wrapped up are opened, and nobody's own words are."""

from __future__ import annotations

import base64

import pytest

from engage.texting.words import unpacked

LONG = "I would like the heating to work and for somebody to answer the phone when I ring. " * 3
PL = "Chciałbym, żeby ktoś odbierał telefon, kiedy dzwonię w sprawie mieszkania. Zażółć."
AR = "أريد أن يرد أحد على الهاتف عندما أتصل بخصوص السكن"


def wrapped(words: str) -> str:
    return base64.b64encode(words.encode()).decode()


@pytest.mark.parametrize("words", [LONG, PL, AR, "Hello 👍🏽 " * 12, "one line\nand another " * 5])
def test_a_long_text_that_was_wrapped_is_opened(words):
    assert unpacked(wrapped(words), parts="2") == words


@pytest.mark.parametrize(
    "body",
    [
        LONG,
        PL,
        "",
        "yes",
        "YmVk",
        "a" * 160,
        "A" * 60,
        "ha" * 80,
        "aGVsbG8gdGhlcmU=",
        wrapped("\x00\x01" * 40),
        base64.b64encode(bytes(range(256))).decode(),
        wrapped("nospacesinhereatall" * 6),
        wrapped(LONG)[:-1],
        wrapped(LONG) + " ",
        wrapped(LONG).replace("=", "") + "!",
    ],
    ids=lambda body: ascii(body)[:24],
)
def test_anything_else_is_left_exactly_as_it_came(body):
    assert unpacked(body, parts="3") == body


@pytest.mark.parametrize("parts", ["", "0", "1", "many", "-2", "²"])
def test_a_text_of_one_part_is_never_opened(parts):
    assert unpacked(wrapped(LONG), parts=parts) == wrapped(LONG)
