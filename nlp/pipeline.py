"""The spaCy pipeline that finds personal details, built once a process."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp import tokens, wordlists
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
from nlp.spans import Span, without_overlaps

Find = Callable[[str], Iterator[Span]]

STRUCTURED: dict[str, Find] = {
    "email": email.find,
    "handle_url": handle_url.find,
    "nino": nino.find,
    "nhs_number": nhs_number.find,
    "phone": phone.find,
    "bank": bank.find,
    "dob": dob.find,
    "address": address.find,
    "postcode": postcode.find,
    "vehicle_reg": vehicle_reg.find,
    "other_id": other_id.find,
}
"""In this order: where two kinds claim the same characters the earlier one has them."""


class WordKinds:
    """Writes the kind of each word (name, both, place, word ...) into its tag."""

    def __call__(self, doc: Doc) -> Doc:
        """The same text with a tag on each word."""
        for token in doc:
            token.tag_ = wordlists.kind_of(wordlists.fold(token.text))
        return doc


class Structured:
    """Adds what one recogniser of a structured kind finds to the details of a text."""

    def __init__(self, find: Find) -> None:
        self._find = find

    def __call__(self, doc: Doc) -> Doc:
        """The same text with more details."""
        doc.user_data["details"] = [*details(doc), *self._find(doc.text)]
        return doc


class People:
    """Adds the names of people that the structured kinds have left, and settles overlaps."""

    def __call__(self, doc: Doc) -> Doc:
        """The same text with its details in order, none overlapping."""
        found = [*details(doc), *person.find(doc)]
        doc.user_data["details"] = without_overlaps(found, len(doc.text))
        return doc


def details(doc: Doc) -> list[Span]:
    """The details found in a text so far, in offsets of the text as the pipeline read it."""
    found: list[Span] = doc.user_data.get("details", [])
    return found


@Language.factory("engage_word_kinds")
def _word_kinds(nlp: Language, name: str) -> WordKinds:
    return WordKinds()


@Language.factory("engage_people")
def _people(nlp: Language, name: str) -> People:
    return People()


def _register(kind: str, find: Find) -> None:
    def create(nlp: Language, name: str) -> Structured:
        return Structured(find)

    Language.factory(f"engage_{kind}", func=create)


for _kind, _find in STRUCTURED.items():
    _register(_kind, _find)


@cache
def load() -> Language:
    """The pipeline, built on first use and the same one ever after."""
    config: dict[str, Any] = {"nlp": {"tokenizer": {"@tokenizers": tokens.NAME}}}
    nlp = spacy.blank("en", config=config)
    nlp.max_length = 10_000_000
    nlp.add_pipe("engage_word_kinds")
    for kind in STRUCTURED:
        nlp.add_pipe(f"engage_{kind}")
    nlp.add_pipe("engage_people")
    return nlp
