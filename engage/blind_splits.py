"""What kind of words a statement is in: short or long, spelt as in lists, in which language.

It takes `nlp.wordlists` alone, which needs no spaCy.
"""

from __future__ import annotations

import re

from engage.models import Answer, Statement
from engage.scripts import language_of
from nlp import wordlists

LENGTH, SPELLING, LANGUAGE = "length", "spelling", "language"
SHORT, LONG = "short", "long"
SPELT, MISSPELT = "spelt", "misspelt"
SHORTEST_LONG = 8
"""A statement of so many words or more is long."""
_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")
_TAKEN_OUT = re.compile(r"\[[^\[\]\n]{1,80}\]")


def kinds(statement: Statement, answer: Answer) -> dict[str, str]:
    """Which part of each split a statement is in; what is in no Latin letters is spelt as it is."""
    text = statement.text
    return {
        LENGTH: SHORT if len(text.split()) < SHORTEST_LONG else LONG,
        SPELLING: MISSPELT if is_misspelt(text) else SPELT,
        LANGUAGE: language_of(text) or answer.language,
    }


def is_misspelt(text: str) -> bool:
    """Whether any word stands in no list and is one slip away from one that does.

    Words with a capital may be names, and are let be, but for the first of the text.
    """
    words = _WORD.findall(_TAKEN_OUT.sub(" ", text))
    return any(
        _is_slip(wordlists.fold(word.replace("\u2019", "'")))
        for at, word in enumerate(words)
        if at == 0 or not word[0].isupper()
    )


def _is_slip(word: str) -> bool:
    if len(word) < 3 or wordlists.kind_of(word) != wordlists.UNKNOWN:
        return False
    return not wordlists.is_surname(word) and wordlists.looks_misspelt(word)
