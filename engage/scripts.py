"""Which language words are in, as far as their letters tell, so that a page can say so."""

from __future__ import annotations

import re

# In order: the letters of one language alone come before those it shares with others.
_LETTERS = (
    ("ckb", "[\u06b5\u06ce\u06c6\u0695]"),
    ("ur", "[\u0679\u0688\u0691\u06d2\u06ba]"),
    ("fa", "[\u067e\u0686\u0698\u06af\u06cc]"),
    ("ar", "[\u0600-\u06ff]"),
    ("uk", "[\u0456\u0457\u0454\u0491\u0406\u0407\u0404\u0490]"),
    ("ru", "[\u0400-\u04ff]"),
    ("ti", "[\u1200-\u137f]"),
    ("zh", "[\u4e00-\u9fff]"),
    ("pa", "[\u0a00-\u0a7f]"),
    ("bn", "[\u0980-\u09ff]"),
)
_KNOWN = tuple((language, re.compile(letters)) for language, letters in _LETTERS)


def language_of(words: str) -> str:
    """A language code for words in a script of their own; "" for those in Latin letters.

    A guess for a screen reader's voice (WCAG 3.1.2), not a reading of what is said.
    """
    return next((language for language, letters in _KNOWN if letters.search(words)), "")
