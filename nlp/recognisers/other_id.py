"""Other numbers that point at one person: case and claim references, passports, licences."""

import re
from collections.abc import Iterator

from nlp.spans import Span

_CUED = re.compile(
    r"(?<!\w)(?:(?:case|claim|customer|client|tenancy|rent|application|bidding|member(?:ship)?|"
    r"passport|prison(?:er)?|noms|home office|ho|arc|brp|cro|pnc|crime|incident|complaint|payroll|"
    r"council tax|uc|universal credit|pip|dwp|licen[cs]e|hospital|patient|student|housing)"
    r"[ ](?:ref(?:erence)?(?:[ ](?:no|num|number))?|no\.?|num|number|id|#)|ref(?:erence)?"
    r"(?:[ ](?:no\.?|num|number))?|passport|crn|urn)"
    r"[ ]?(?:is|was|:|=|-|#|\.)?[ ]{0,2}"
    r"(?P<id>(?=[\w/\-]{0,24}\d)[A-Z0-9][A-Z0-9/\-]{3,24}(?<![/\-])(?:[ ]\d{2,6}){0,3})(?!\w)",
    re.IGNORECASE,
)
_PRISON = re.compile(r"(?<!\w)[A-Z]\d{4}[A-Z]{2}(?!\w)")
_LICENCE = re.compile(r"(?<!\w)[A-Z9]{5}\d{6}[A-Z9]{2}\w{3}(?!\w)", re.IGNORECASE)
_LONG = re.compile(r"(?<![\w£$€.,])\d{8,}(?![\w%])")
_WHERE = re.compile(
    r"(?<![\w.])-?\d{1,2}\.\d{4,},[ ]?-?\d{1,3}\.\d{4,}|///[a-z]+\.[a-z]+\.[a-z]+", re.IGNORECASE
)


def find(text: str) -> Iterator[Span]:
    """Each reference after a word that announces one, and each number too long to be a count."""
    for found in _CUED.finditer(text):
        yield Span(found.start("id"), found.end("id"), "OTHER_ID", "other id: cue")
    for pattern, rule in (
        (_PRISON, "other id: prison number"),
        (_LICENCE, "other id: driving licence"),
        (_LONG, "other id: long number"),
        (_WHERE, "other id: map position"),
    ):
        for found in pattern.finditer(text):
            yield Span(found.start(), found.end(), "OTHER_ID", rule)
