"""Advice on words while a survey is written: it is shown beside them and never in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from surveys import on_offer, plain_english
from surveys.lexicon import DEFAULT_LANGUAGE

READ = ("title", "purpose", "wording", "hint", "body", "thanks")
"""What is read one after the other, and so has a reading age together."""
JUDGED = (*READ, "text", "easy", "easy_hint", "low_label", "high_label")


def of(written: Mapping[str, Any], *, language: str = DEFAULT_LANGUAGE) -> list[str]:
    """What is worth another look in what is written, each thing once; nothing if not English."""
    if language != DEFAULT_LANGUAGE:
        return []
    found = (plain_english.advice(text, field=field) for field, text in _texts(written))
    return list(dict.fromkeys(one.message for some in found for one in some))


def reading_age(written: Mapping[str, Any], *, language: str = DEFAULT_LANGUAGE) -> str:
    """The reading age of what is written, in words; nothing if not English, or too short."""
    text = "\n\n".join(on_offer.words(written, field) for field in READ)
    if language != DEFAULT_LANGUAGE or plain_english.reading_age(text) is None:
        return ""
    return plain_english.reading_age_in_words(text)


def _texts(written: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text with the name of its field."""
    yield from ((field, on_offer.words(written, field)) for field in JUDGED)
    yield from (("options", on_offer.words(one, "label")) for one in on_offer.options(written))
    yield from (("labels", one) for one in on_offer.labels(written))
