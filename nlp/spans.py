"""The value every recogniser hands back: where a personal detail stands and what it is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

DIRECT: tuple[str, ...] = (
    "PERSON",
    "PHONE",
    "EMAIL",
    "POSTCODE",
    "ADDRESS",
    "NINO",
    "NHS_NUMBER",
    "DOB",
    "HANDLE_URL",
    "BANK",
    "VEHICLE_REG",
    "OTHER_ID",
)
"""Labels of details that point at one person by themselves."""

QUASI: tuple[str, ...] = ("PLACE", "ORG", "AGE")
"""Labels of details that point at a person only together with others."""

CAREFUL: tuple[str, ...] = ("DATE", "JOB", "TRAIT")
"""Labels of those that are looked for at the careful level only."""


@dataclass(frozen=True)
class Span:
    """One detail: characters start to end (end not included), its label and the rule.

    `instead` is what stands in its place where that is more telling than the label's own
    placeholder: a more general word, as in "[hostel]".
    """

    start: int
    end: int
    label: str
    rule: str
    instead: str = ""


def without_overlaps(spans: Iterable[Span], length: int) -> list[Span]:
    """The spans in order of place; where two overlap, the one given first stays."""
    taken = bytearray(length)
    kept = []
    for span in spans:
        if span.start < span.end and taken.find(1, span.start, span.end) == -1:
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def run_together(ranked: Iterable[tuple[int, Span]]) -> list[Span]:
    """The spans in order of place; those that overlap become one, so that nothing of either stays.

    The one of the lowest rank says what the whole is; of equal ranks the one that begins first,
    and of those the one given first.
    """
    joined: list[tuple[int, Span]] = []
    for rank, span in sorted(ranked, key=lambda one: one[1].start):
        if joined and span.start < joined[-1][1].end:
            before, last = joined.pop()
            kept = last if before <= rank else span
            whole = replace(kept, start=last.start, end=max(last.end, span.end))
            joined.append((min(before, rank), whole))
        else:
            joined.append((rank, span))
    return [span for _, span in joined]
