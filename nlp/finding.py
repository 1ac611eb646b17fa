"""The personal details in a text that the pipeline has read: structured kinds first, then names."""

from collections.abc import Callable, Iterator

from spacy.tokens import Doc

from nlp.recognisers import (
    address,
    bank,
    dob,
    email,
    handle_url,
    nhs_number,
    nino,
    other_id,
    person,
    phone,
    postcode,
    vehicle_reg,
)
from nlp.rules import Rules
from nlp.spans import Span, without_overlaps

STRUCTURED: tuple[Callable[[str], Iterator[Span]], ...] = (
    email.find,
    handle_url.find,
    nino.find,
    nhs_number.find,
    phone.find,
    bank.find,
    dob.find,
    address.find,
    postcode.find,
    vehicle_reg.find,
    other_id.find,
)
"""In this order: where two kinds claim the same characters the earlier one has them."""


def details(doc: Doc, rules: Rules) -> list[Span]:
    """Every detail in a text: sorted, apart, in offsets of the text as the pipeline read it."""
    found = [span for find in STRUCTURED for span in find(doc.text)]
    found.extend(person.find(doc))
    return without_overlaps(found, len(doc.text))
