"""What local lists say of one text: words to take out, words to make general, words that stay."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from nlp import gazetteer
from nlp.matching import Words
from nlp.placeholders import PLACEHOLDERS
from nlp.rules import NOTHING_LOCAL, Rules
from nlp.spans import CAREFUL, DIRECT, QUASI, Span, run_together, without_overlaps

_MAY_STAY = frozenset(("PERSON", *QUASI, *CAREFUL))


def find(words: Words, rules: Rules) -> list[Span]:
    """Where the words of the local lists stand; of two that overlap, the longer one."""
    if rules.local is NOTHING_LOCAL:
        return []
    spans = []
    if rules.local.always:
        for match in rules.local.always_found.find(words):
            if match.value not in PLACEHOLDERS:
                raise ValueError(f"No detail is called {match.value!r}.")
            spans.append(Span(match.start, match.end, match.value, "local: always"))
    if rules.local.general and rules.level != "light":
        for general in rules.local.general_found.find(words):
            label = "PLACE" if _is_a_place(general.value) else "ORG"
            rule = "local: made general"
            spans.append(Span(general.start, general.end, label, rule, general.value))
    spans.sort(key=lambda span: span.start - span.end)
    return without_overlaps(spans, len(words.text))


def _is_a_place(general: str) -> bool:
    return gazetteer.is_place(general.strip("[]"))


def joined(structured: Sequence[Span], taught: Sequence[Span]) -> list[Span]:
    """Both kinds, apart; a detail that points at one person by itself says what the whole is."""
    if not taught and len(structured) < 2:
        return list(structured)
    longest_first = sorted((*structured, *taught), key=lambda span: span.start - span.end)
    return run_together((span.label not in DIRECT, span) for span in longest_first)


def without_never(words: Words, spans: Iterable[Span], rules: Rules) -> Iterator[Span]:
    """The spans but for names and the like whose words are said to be no detail."""
    never = rules.local.never_found
    for span in spans:
        taught = span.rule.startswith("local:")
        if never and not taught and span.label in _MAY_STAY and _said(words, span) in never:
            continue
        yield span


def _said(words: Words, span: Span) -> tuple[str, ...]:
    """The words of a span; an s left outside it is no part of them."""
    first = bisect_left(words.starts, span.start)
    last = bisect_left(words.starts, span.end)
    said = words.low[first:last]
    if said and words.ends[last - 1] > span.end:
        said = [*said[:-1], said[-1].removesuffix("s")]
    return tuple(said)
