"""The plain words that stand in for a personal detail once it is taken out."""

import re

from nlp import generalising, pseudonyms

PLACEHOLDERS: dict[str, str] = {
    "PERSON": "[name]",
    "PHONE": "[phone number]",
    "EMAIL": "[email]",
    "POSTCODE": "[postcode]",
    "ADDRESS": "[address]",
    "NINO": "[National Insurance number]",
    "NHS_NUMBER": "[NHS number]",
    "DOB": "[date of birth]",
    "HANDLE_URL": "[web address]",
    "BANK": "[bank details]",
    "VEHICLE_REG": "[number plate]",
    "OTHER_ID": "[reference number]",
    "PLACE": "[place]",
    "ORG": "[organisation]",
    "AGE": "[age]",
    "DATE": "[date]",
    "JOB": "[job]",
    "TRAIT": "[detail]",
}

FOUND = re.compile(
    "|".join(
        [
            *(re.escape(words) for words in PLACEHOLDERS.values()),
            pseudonyms.FOUND,
            generalising.FOUND,
        ]
    ),
    re.IGNORECASE,
)
"""Matches any placeholder already standing in a text."""
