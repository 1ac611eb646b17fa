"""The personal details in a text that the pipeline has read.

Structured kinds come first, with the words of local lists; then places, services and ages; names
last, so that no word of a place is taken for a person.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from nlp import gazetteer, local, matching
from nlp.generalising import Giveaway, generalised
from nlp.matching import Words
from nlp.recognisers import (
    age,
    circumstances,
    event_date,
    organisation,
    person,
    place,
)
from nlp.rules import Rules
from nlp.spans import Span, without_overlaps
from nlp.structured import STRUCTURED


def details(doc: Doc, rules: Rules) -> list[Span]:
    """Every detail in a text: sorted, apart, in offsets of the text as the pipeline read it."""
    text = doc.text
    words = matching.read(text)
    structured = [span for find in STRUCTURED for span in find(text)]
    sure = local.joined(without_overlaps(structured, len(text)), local.find(words, rules))
    telling = _telling(words, rules)
    people = list(person.find(doc))
    telling = [found for found in telling if not _is_surname(found, people)]
    found = [*sure]
    found.extend(span for one in telling if (span := generalised(one, rules.level)))
    found.extend(part for one in people for part in _outside(text, one, telling))
    kept = local.without_never(words, found, rules)
    return without_overlaps(kept, len(text))


def _telling(words: Words, rules: Rules) -> list[Giveaway]:
    """What gives a person away together with other things: apart, the longest first."""
    listed = list(gazetteer.known().find(words))
    found = [*organisation.find(words, listed), *place.find(words, listed)]
    if rules.level != "light":
        found.extend(age.find(words))
    if rules.level == "careful":
        found.extend(circumstances.find(words, found))
        found.extend(event_date.find(words.text))
    return _apart(found, len(words.text))


def _apart(found: Iterable[Giveaway], length: int) -> list[Giveaway]:
    by_span: dict[tuple[int, int], Giveaway] = {}
    for one in found:
        by_span.setdefault((one.start, one.end), one)
    longest = sorted(by_span, key=lambda span: span[0] - span[1])
    spans = without_overlaps((Span(*span, "", "") for span in longest), length)
    return [by_span[span.start, span.end] for span in spans]


def _is_surname(found: Giveaway, people: Sequence[Span]) -> bool:
    """Whether a name begins before a place and takes it in: "Jane Kirby"."""
    return any(one.start < found.start and found.end <= one.end for one in people)


def _outside(text: str, one: Span, telling: Sequence[Giveaway]) -> Iterator[Span]:
    """What of a name stands in no place or service."""
    start, end = one.start, one.end
    for found in telling:
        if found.label not in ("PLACE", "ORG") or found.end <= start or end <= found.start:
            continue
        if found.start <= start:
            start = found.end
        else:
            end = found.start
    rest = text[start:end]
    if start < end and any(map(str.isalpha, rest)):
        start += len(rest) - len(rest.lstrip(" -'"))
        end -= len(rest) - len(rest.rstrip(" -'"))
        yield replace(one, start=start, end=end)
