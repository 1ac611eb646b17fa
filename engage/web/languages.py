"""The languages that texts are written in, by name."""

from __future__ import annotations

from babel import Locale
from babel.core import UnknownLocaleError

from surveys.lexicon import languages


def language_names() -> dict[str, str]:
    """The name in English of each language a text can be in, English first."""
    return {code: name_of(code) for code in languages()}


def name_of(code: str) -> str:
    """The name in English of one language; its code when it has none."""
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code
