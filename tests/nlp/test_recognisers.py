"""The structured kinds one by one: check digits, cues, and the look-alikes left alone."""

import pytest

from nlp.recognisers import (
    address,
    bank,
    context,
    digits,
    dob,
    email,
    handle_url,
    nhs_number,
    nino,
    phone,
    postcode,
    reference,
    vehicle_reg,
)
from nlp.recognisers.announced import Announcements
from nlp.spans import without_overlaps


def caught(find, text):
    return [text[span.start : span.end] for span in without_overlaps(find(text), len(text))]


def announced(module):
    return Announcements(module.CUES).find


def test_a_quick_look_takes_an_i_of_any_make_for_one():
    assert context.lowered("POL\u0130CE log, f\u0131rst FLAT") == "police log, first flat"


def test_a_bank_number_with_a_letter_of_another_alphabet_is_caught():
    assert caught(bank.find, "GB29 NW\u0130K 6016 1331 9268 19") == [
        "GB29 NW\u0130K 6016 1331 9268 19"
    ]


@pytest.mark.parametrize(
    "number, agrees",
    [
        ("9434765919", True),
        ("9434765918", False),
        ("9990000018", True),
        ("9990000019", False),
        ("4010232137", True),
        ("1234567890", False),
        ("0000000000", True),
        ("943476591", False),
        ("5990128088", True),
        ("5990128087", False),
    ],
)
def test_the_check_digit_of_an_nhs_number_is_modulus_11(number, agrees):
    assert nhs_number.check_digit_agrees(number) is agrees


def test_a_mistyped_nhs_number_is_caught_beside_its_name_or_laid_out_as_one():
    assert caught(announced(nhs_number), "nhs number 9990000019") == ["9990000019"]
    assert caught(nhs_number.find, "it is 999 000 0019") == ["999 000 0019"]
    assert caught(nhs_number.find, "paid 9990000019 times") == []


@pytest.mark.parametrize(
    "number, agrees",
    [("4111111111111111", True), ("4111111111111112", False), ("0000000000000000", True)],
)
def test_the_check_digit_of_a_card_is_luhn(number, agrees):
    assert bank.luhn_agrees(number) is agrees


@pytest.mark.parametrize(
    "text, said",
    [
        ("oh seven seven double oh nine double oh one two three", "07700900123"),
        ("zero seven seven oh oh nine hundred one four seven", "07700900147"),
        ("oh one five one four nine six treble oh one", "01514960001"),
        ("oh seven seven oh oh ninety oh one twenty three", "07700900123"),
    ],
)
def test_numbers_in_words_become_digits(text, said):
    (run,) = digits.runs(text)

    assert run[-1][2] == said


@pytest.mark.parametrize(
    "find, text, expected",
    [
        (phone.find, "07700 900123 0151 496 0123", ["07700 900123", "0151 496 0123"]),
        (phone.find, "ref 12345678", []),
        (phone.find, "call me 496 0123", ["496 0123"]),
        (phone.find, "£07700900123", []),
        (phone.find, "2019 2020 2021", []),
        (email.find, "come at 5 dot on", []),
        (email.find, "a@b", []),
        (email.find, "jo.b@mail.example!", ["jo.b@mail.example"]),
        (postcode.find, "l8 2nd floor", []),
        (postcode.find, "no one came", []),
        (postcode.find, "be there by e1 4pm", []),
        (postcode.find, "L2O 9ZZ", ["L2O 9ZZ"]),
        (nino.find, "AB 12 34 56 C", ["AB 12 34 56 C"]),
        (nino.find, "GB 12 34 56 C", ["GB 12 34 56 C"]),  # never given out, but mistyped
        (announced(nino), "my nino QQ123456", ["QQ123456"]),
        (handle_url.find, "@ 5pm", []),
        (handle_url.find, "tried my handle at night. told them", []),
        (handle_url.find, "insta is jo.bloggs ok", ["jo.bloggs"]),
        (handle_url.find, "ask @somebody. He knows", ["@somebody"]),
        (handle_url.find, "nice.Really nice", []),
        (bank.find, "11-22-33 87654321", ["11-22-33", "87654321"]),
        (bank.find, "12345678 people", []),
        (vehicle_reg.find, "so21 the next", []),
        (announced(reference), "claim ref ABC/123", ["ABC/123"]),
        (announced(reference), "case closed 3 times", []),
        (address.find, "3 weeks to find a place", []),
        (address.find, "Flat 4, 9 Kestrel Road", ["Flat 4, 9 Kestrel Road"]),
        (address.find, "5 days in court", []),
        (address.find, "7 people in one house", []),
    ],
)
def test_each_kind_takes_its_own_and_leaves_the_rest(find, text, expected):
    assert caught(find, text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("31/12/2012", ["31/12/2012"]),
        ("01/01/2013", []),
        ("born 01/01/2013", ["01/01/2013"]),
        ("since 03/04/1999", []),
        ("4 July 1976", ["4 July 1976"]),
        ("45/13/1980", []),
    ],
)
def test_a_date_is_a_birthday_by_cue_or_by_age(text, expected):
    assert caught(dob.find, text) == expected


def test_the_latest_year_of_a_birthday_can_be_set():
    text = "12/03/2009"

    assert [span.label for span in dob.find(text, latest_year=2009)] == ["DOB"]
    assert list(dob.find(text, latest_year=2008)) == []
