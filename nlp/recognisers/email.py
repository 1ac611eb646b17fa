"""Email addresses, written with signs or spelled out: "gary dot t at inbox dot example"."""

import re
from collections.abc import Iterator

from nlp.spans import Span, without_overlaps

_ENDS = r"(?:com|co\.?\s?uk|org\.?\s?uk|ac\.?\s?uk|gov\.?\s?uk|org|net|uk|ie|eu|info|example)"
_SIGNS = re.compile(r"(?<![\w.+%-])[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_LOOSE = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}[ \t]{{0,2}}@[ \t]{{0,2}}"
    rf"[\w-]{{1,63}}[ \t]?\.[ \t]?{_ENDS}(?!\w)",
    re.IGNORECASE,
)
_DOT = r"(?:[ \t]{1,2}(?:dot|\(dot\)|\[dot\])[ \t]{1,2}|[ \t]?\.[ \t]?)"
_JOIN = r"(?:[ \t]{1,2}(?:dot|underscore|under score|dash|hyphen)[ \t]{1,2}|[._-])"
_AT = r"[ \t]{0,2}(?:\(at\)|\[at\]|\{at\}|@|(?<=[ \t])at)[ \t]{0,2}"
_UK = r"(?:(?:co|org|ac|gov|nhs)(?:[ \t](?:dot)[ \t]|\.)uk|com|org|net|uk|ie|eu|info|example)"
_SPELLED = re.compile(
    rf"(?<![\w.])\w{{1,40}}(?:{_JOIN}\w{{1,40}}){{0,6}}{_AT}"
    rf"[\w-]{{1,40}}(?:{_DOT}[\w-]{{1,20}}){{0,3}}{_DOT}{_UK}(?!\w)",
    re.IGNORECASE,
)
_PROVIDER = re.compile(
    rf"(?<![\w.])\w{{1,40}}(?:{_JOIN}\w{{1,40}}){{0,6}}{_AT}"
    r"(?:gmail|googlemail|hotmail|yahoo|outlook|icloud|btinternet|aol|protonmail)(?!\w)",
    re.IGNORECASE,
)
_NOT_A_BOX = frozenset(
    ("look", "find", "see", "looking", "go", "us", "them", "it", "me", "is", "was", "work")
)


def find(text: str) -> Iterator[Span]:
    """Each email address; a full stop that ends the sentence stays outside."""
    yield from without_overlaps(_matches(text), len(text))


def _matches(text: str) -> Iterator[Span]:
    if "@" in text:
        for found in _SIGNS.finditer(text):
            yield Span(found.start(), found.end(), "EMAIL", "email: signs")
        for found in _LOOSE.finditer(text):
            yield Span(found.start(), found.end(), "EMAIL", "email: spaced signs")
    if re.search(r"\bat\b|@", text, re.IGNORECASE):
        for pattern in (_SPELLED, _PROVIDER):
            for found in pattern.finditer(text):
                first = re.split(r"\W", found.group(), maxsplit=1)[0].lower()
                if first not in _NOT_A_BOX:
                    yield Span(found.start(), found.end(), "EMAIL", "email: spelled out")
