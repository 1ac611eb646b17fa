"""How good detectors, coder and cues are on a gold set, with intervals that say how sure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.spans import DIRECT, Span

STRUCTURED = tuple(label for label in DIRECT if label != "PERSON")
"""Direct details that are written by some pattern: all but names."""

COVERED = 0.8
"""A detail counts as caught when this share of its letters and digits is taken out."""

Interval = tuple[float, float]
Gold = tuple[str, Sequence[tuple[int, int, str]]]
Codes = frozenset[str]


@dataclass(frozen=True)
class Share:
    """So many of so many, with the Wilson 95% interval."""

    of: int
    hits: int

    @property
    def value(self) -> float:
        """The share itself; 0 of 0 is 0."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> Interval:
        """Wilson (1927), 95%."""
        if not self.of:
            return (0.0, 1.0)
        z2 = 1.959964**2
        middle = (self.value + z2 / (2 * self.of)) / (1 + z2 / self.of)
        inside = self.value * (1 - self.value) / self.of + z2 / (4 * self.of**2)
        half = 1.959964 * inside**0.5 / (1 + z2 / self.of)
        return (max(0.0, middle - half), min(1.0, middle + half))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f} to {high:.3f}, n={self.of})"


@dataclass(frozen=True)
class Detection:
    """How a detector did: by label, over all direct details, and over those that have a pattern."""

    recall: dict[str, Share]
    precision: dict[str, Share]
    direct_recall: Share
    direct_precision: Share
    structured_recall: Share
    structured_precision: Share
    leaks: Share
    """Messages holding a direct detail in which at least one is missed."""
    over_redaction: Share
    """Letters and digits taken out although they are in no detail of any kind."""


@dataclass(frozen=True)
class Alarms:
    """How a search for danger did: what it caught, by kind, and what it took for danger."""

    recall: dict[str, Share]
    any_cue: Share
    """Texts that tell of danger in which any kind was found: somebody is asked to look."""
    false_alarms: Share
    """Texts that tell of none in which one was found."""


def gold_of(row: Mapping[str, Any]) -> Gold:
    """The text and marks of a row {"text", "spans": [[start, end, label], ...]}."""
    return row["text"], [(start, end, label) for start, end, label in row["spans"]]


def score_spans(gold: Sequence[Gold], found: Sequence[Sequence[Span]]) -> Detection:
    """Compare what was found in each message with its gold spans.

    A direct detail found counts as right where any direct detail stands; a name found in that of
    a hostel is a false alarm. Any other detail found is right where any detail stands.
    """
    of: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    named: Counter[str] = Counter()
    right: Counter[str] = Counter()
    leaking = holding = plain = taken_plain = 0
    for (text, marked), spans in zip(gold, found, strict=True):
        direct = [mark for mark in marked if mark[2] in DIRECT]
        missed = 0
        for start, end, label in marked:
            is_caught = is_covered(text, start, end, spans)
            of[label] += 1
            caught[label] += is_caught
            missed += label in DIRECT and not is_caught
        for span in spans:
            counts = direct if span.label in DIRECT else marked
            named[span.label] += 1
            right[span.label] += any(m[0] < span.end and span.start < m[1] for m in counts)
        holding += bool(direct)
        leaking += bool(missed)
        outside = _letters_outside(text, marked)
        plain += len(outside)
        taken_plain += sum(any(s.start <= at < s.end for s in spans) for at in outside)
    return Detection(
        {label: Share(of[label], caught[label]) for label in sorted(of)},
        {label: Share(named[label], right[label]) for label in sorted(named)},
        _together(of, caught, DIRECT),
        _together(named, right, DIRECT),
        _together(of, caught, STRUCTURED),
        _together(named, right, STRUCTURED),
        Share(holding, leaking),
        Share(plain, taken_plain),
    )


def _together(of: Counter[str], hits: Counter[str], labels: Sequence[str]) -> Share:
    return Share(sum(of[label] for label in labels), sum(hits[label] for label in labels))


def leaks(gold: Gold, spans: Sequence[Span]) -> bool:
    """Whether a direct detail of a message is missed."""
    text, marked = gold
    direct = (mark for mark in marked if mark[2] in DIRECT)
    return not all(is_covered(text, start, end, spans) for start, end, _ in direct)


def is_covered(text: str, start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether enough of a detail is taken out for it to count as caught."""
    places = [at for at in range(start, end) if text[at].isalnum()]
    taken = sum(any(span.start <= at < span.end for span in spans) for at in places)
    return taken >= COVERED * len(places)


def _letters_outside(text: str, marked: Sequence[tuple[int, int, str]]) -> list[int]:
    return [
        at
        for at, character in enumerate(text)
        if character.isalnum() and not any(start <= at < end for start, end, _ in marked)
    ]


def score_cues(gold: Sequence[Codes], found: Sequence[Codes]) -> Alarms:
    """Compare the kinds of danger found in each text with its gold kinds."""
    pairs = list(zip(gold, found, strict=True))
    kinds = sorted({kind for marked, _ in pairs for kind in marked})
    told = [given for marked, given in pairs if marked]
    plain = [given for marked, given in pairs if not marked]
    recall = {
        kind: Share(
            sum(kind in marked for marked, _ in pairs),
            sum(kind in marked and kind in given for marked, given in pairs),
        )
        for kind in kinds
    }
    return Alarms(
        recall,
        Share(len(told), sum(bool(given) for given in told)),
        Share(len(plain), sum(bool(given) for given in plain)),
    )
