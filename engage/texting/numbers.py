"""Telephone numbers as people type them, in the one form we keep: E.164."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

UK_MOBILE = re.compile(r"\+447(?:[1-57-9]\d{8}|624\d{6})")
WRITTEN_OUT = re.compile(r"\+447[0-9]{9}")


class NotANumber(ValueError):
    """What was typed is not a UK mobile or a whole international number."""

    message = "Write a mobile number, such as 07700 900123 or +44 7700 900123."


def to_e164(typed: str) -> str:
    """A typed number as E.164; raises NotANumber.

    Asks only whether it is possible: the library calls the numbers set aside for drama,
    the only ones safe to test with, not valid.
    """
    if WRITTEN_OUT.fullmatch(typed):
        return typed
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException:
        raise NotANumber(NotANumber.message) from None
    if not phonenumbers.is_possible_number(number):
        raise NotANumber(NotANumber.message)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def to_mobile(typed: str) -> str:
    """A number that texts can reach, typed by a person, as E.164; raises NotANumber.

    In the UK a mobile starts 07, but 070 is a personal number and 076 a pager, save the Isle
    of Man's 07624 (Ofcom's national telephone numbering plan). A number from elsewhere is
    taken when it is whole.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isprintable())
    plain = plain.strip().removeprefix("0") if plain.strip().startswith("0+") else plain.strip()
    if any(c.isalpha() for c in plain):
        raise NotANumber(NotANumber.message)
    e164 = to_e164(plain)
    if e164.startswith("+44") and not UK_MOBILE.fullmatch(e164):
        raise NotANumber(NotANumber.message)
    return e164


def spoken(e164: str) -> str:
    """A number as it is written in the country it belongs to: 07700 900123."""
    number = phonenumbers.parse(e164, "GB")
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if number.country_code == phonenumbers.country_code_for_region("GB")
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, style)
