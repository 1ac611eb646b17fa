"""What other people's anonymisers call each kind of detail, and what we call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.spans import DIRECT, QUASI, Span, without_overlaps

OURS: Mapping[str, str] = {
    **{label: label for label in (*DIRECT, *QUASI)},
    # Presidio
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "UK_POSTCODE": "POSTCODE",
    "UK_NINO": "NINO",
    "UK_NHS": "NHS_NUMBER",
    "UK_PASSPORT": "OTHER_ID",
    "UK_VEHICLE_REGISTRATION": "VEHICLE_REG",
    "URL": "HANDLE_URL",
    "IP_ADDRESS": "HANDLE_URL",
    "MAC_ADDRESS": "OTHER_ID",
    "CREDIT_CARD": "BANK",
    "IBAN_CODE": "BANK",
    "CRYPTO": "BANK",
    # scrubadub
    "phone": "PHONE",
    "email": "EMAIL",
    "postalcode": "POSTCODE",
    "national_insurance_number": "NINO",
    "tax_reference_number": "OTHER_ID",
    "date_of_birth": "DOB",
    "drivers_licence": "OTHER_ID",
    "vehicle_licence_plate": "VEHICLE_REG",
    "credit_card": "BANK",
    "credential": "OTHER_ID",
    "twitter": "HANDLE_URL",
    "url": "HANDLE_URL",
}
"""A label that is not here stops the benchmark, so that nothing found goes uncounted."""


def ours(text: str, found: Sequence[tuple[int, int, str]]) -> list[Span]:
    """What an anonymiser found, under our labels; of two that overlap the longer one stays."""
    spans = [Span(start, end, OURS[label], "") for start, end, label in found]
    return without_overlaps(sorted(spans, key=lambda span: span.start - span.end), len(text))
