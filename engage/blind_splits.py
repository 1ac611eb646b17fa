"""What kind of words a statement is in: short or long, spelt as in lists, in which language.

It takes `nlp.wordlists` alone, which needs no spaCy.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache

from engage.models import Answer, Statement
from engage.scripts import language_of
from nlp import wordlists
from surveys.lexicon import DEFAULT_LANGUAGE

LENGTH, SPELLING, LANGUAGE = "length", "spelling", "language"
SHORT, LONG = "short", "long"
SPELT, MISSPELT, UNTOLD = "spelt", "misspelt", "untold"
SHORTEST_LONG = 8
"""A statement of so many words or more is long."""
_ENDINGS = ("s", "es", "'s", "ed", "d", "er", "r", "ing", "ly", "ness")
_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")
_TAKEN_OUT = re.compile(r"\[[^\[\]\n]{1,80}\]")


def kinds(statement: Statement, answer: Answer) -> dict[str, str]:
    """Which part of each split a statement is in; of spelling the lists tell in English alone."""
    text = statement.text
    language = language_of(text) or answer.language
    spelling = UNTOLD if language != DEFAULT_LANGUAGE else MISSPELT if is_misspelt(text) else SPELT
    return {
        LENGTH: SHORT if len(text.split()) < SHORTEST_LONG else LONG,
        SPELLING: spelling,
        LANGUAGE: language,
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
    if len(word) < 3 or _is_listed(word) or wordlists.is_surname(word):
        return False
    return wordlists.looks_misspelt(word)


def _is_listed(word: str) -> bool:
    """Whether a word stands in a list, or what it is made of; its ending alone says little."""
    if wordlists.kind_of(word) not in (wordlists.UNKNOWN, wordlists.WORD) or word in _written():
        return True
    stems = [word, *(word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))]
    return any(wordlists.is_everyday(stem + more) for stem in stems for more in ("", "e"))


@cache
def _written() -> frozenset[str]:
    """Words that stand more than once in the replies that the machine learned from."""
    replies = (wordlists.DATA / "themes" / "examples.jsonl").read_text(encoding="utf-8")
    texts = (json.loads(line)["text"] for line in replies.splitlines())
    often = Counter(word for text in texts for word in _WORD.findall(text.casefold()))
    return frozenset(word for word, times in often.items() if times > 1)
