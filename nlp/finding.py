"""The personal details in a text that was read.

Structured kinds come first, with the words of local lists; then places, services and ages; names
last, so that no word of a place is taken for a person, but for one that somebody is said to be
called by ("my worker Odessa").
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from nlp import gazetteer, local, matching, structured
from nlp.generalising import Giveaway, generalised
from nlp.matching import Words
from nlp.recognisers import (
    age,
    circumstances,
    event_date,
    named,
    organisation,
    person,
    place,
    vote,
)
from nlp.rules import Rules
from nlp.spans import Span, run_together, without_overlaps
from nlp.tokens import Read

_MOST_IN_A_NAME = 8
"""Places and services that one name may be found across."""


def details(reads: Sequence[Read], rules: Rules) -> Iterator[list[Span]]:
    """Every detail in each text: sorted, apart, in offsets of the text as it was read.

    Texts are looked through step by step together, which takes less time than one after another.
    """
    texts = [read.text for read in reads]
    numbers = structured.find_in(texts)
    people = person.find_in(reads)
    words = [matching.read(text) for text in texts]
    telling = _telling(words, rules)
    return map(partial(_together, rules), words, numbers, people, telling)


def _together(
    rules: Rules,
    words: Words,
    numbers: Sequence[Span],
    people: Sequence[Span],
    telling: Sequence[Giveaway],
) -> list[Span]:
    text = words.text
    sure = local.joined(run_together(enumerate(numbers)), local.find(words, rules))
    if not (sure or people or telling):
        return []
    people = sorted(people, key=lambda span: span.start)
    starts = [one.start for one in people]
    called_so = {(one.start, one.end) for one in people if one.rule in vote.CALLED_SO}
    telling = [
        found
        for found in telling
        if (found.start, found.end) not in called_so and not _is_surname(found, people, starts)
    ]
    found = [*sure]
    found.extend(span for one in telling if (span := generalised(one, rules.level)))
    named_things = [one for one in telling if one.label in ("PLACE", "ORG")]
    ends = [one.end for one in named_things]
    for one in people:
        first = bisect_right(ends, one.start)
        found.extend(_outside(text, one, named_things[first : first + _MOST_IN_A_NAME]))
    kept = local.without_never(words, found, rules)
    return without_overlaps(kept, len(text))


def _telling(texts: Sequence[Words], rules: Rules) -> list[list[Giveaway]]:
    """What gives a person away together with other things, of each text: apart, longest first."""
    known = gazetteer.known()
    listed = [list(known.find(words)) for words in texts]
    written = [named.writes_capitals(words) for words in texts]
    found: list[list[Giveaway]] = [[] for _ in texts]
    for find in (organisation.find, place.find):
        for words, some, in_list, tells in zip(texts, found, listed, written, strict=True):
            some.extend(find(words, in_list, written=tells))
    for words, some in zip(texts, found, strict=True):
        if rules.level != "light":
            some.extend(age.find(words))
        if rules.level == "careful":
            some.extend(circumstances.find(words, some))
            some.extend(event_date.find(words.text))
    return [_apart(some, len(words.text)) for words, some in zip(texts, found, strict=True)]


def _apart(found: Sequence[Giveaway], length: int) -> list[Giveaway]:
    if not found:
        return []
    by_span: dict[tuple[int, int], Giveaway] = {}
    for one in found:
        by_span.setdefault((one.start, one.end), one)
    longest = sorted(by_span, key=lambda span: span[0] - span[1])
    spans = without_overlaps((Span(*span, "", "") for span in longest), length)
    return [by_span[span.start, span.end] for span in spans]


def _is_surname(found: Giveaway, people: Sequence[Span], starts: Sequence[int]) -> bool:
    """Whether a name begins before a place and takes it in: "Jane Kirby"."""
    at = bisect_left(starts, found.start) - 1
    return at >= 0 and found.end <= people[at].end


def _outside(text: str, one: Span, near: Iterable[Giveaway]) -> Iterator[Span]:
    """What of a name stands in none of the places and services from there on."""
    start, end = one.start, one.end
    for found in near:
        if end <= found.start:
            break
        if found.start <= start:
            start = found.end
        else:
            end = found.start
    rest = text[start:end]
    if start < end and any(map(str.isalpha, rest)):
        start += len(rest) - len(rest.lstrip(" -'"))
        end -= len(rest) - len(rest.rstrip(" -'"))
        yield replace(one, start=start, end=end)
