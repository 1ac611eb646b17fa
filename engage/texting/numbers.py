"""Telephone numbers as people type them, in the one form we keep: E.164."""

from __future__ import annotations

import phonenumbers


class NotANumber(ValueError):
    """What was typed is not a UK mobile or a whole international number."""

    message = "Write a mobile number, such as 07700 900123 or +44 7700 900123."


def to_e164(typed: str) -> str:
    """A typed number as E.164; raises NotANumber.

    Asks only whether it is possible: the library calls the numbers set aside for drama,
    the only ones safe to test with, not valid.
    """
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException:
        raise NotANumber(NotANumber.message) from None
    if not phonenumbers.is_possible_number(number):
        raise NotANumber(NotANumber.message)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spoken(e164: str) -> str:
    """A number as it is written in the country it belongs to: 07700 900123."""
    number = phonenumbers.parse(e164, "GB")
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if number.country_code == phonenumbers.country_code_for_region("GB")
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, style)
