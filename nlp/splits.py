"""Details split over texts that follow one another: "ring 07700" and then "900123 thats it"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nlp import structured
from nlp.reading import Reading
from nlp.spans import Span, run_together, without_overlaps

_NEAR = 160
"""Characters either side of a join that are read together."""

_SHORT = 60
"""A text so short may hold the middle of a detail, with one part before and one after it."""

_OPEN_END = re.compile(r"(?:@[\w.-]*|://\S*|www\.\S*)$", re.IGNORECASE)
_TIED = ("EMAIL", "HANDLE_URL")


def crossing(looks: Sequence[Reading]) -> list[list[Span]]:
    """For each reading the parts of details that touch a join with its neighbours.

    Only structured kinds are looked for: a name never crosses. The spans are in offsets of the
    originals; they may overlap one another and what each text shows by itself.
    """
    parts: list[list[Span]] = [[] for _ in looks]
    for first in range(len(looks) - 1):
        near = looks[first : first + 3]
        windows = [(near[:2], " ")]
        if _OPEN_END.search(near[0].text[-_NEAR:]):
            windows.append((near[:2], ""))
        if len(near) == 3 and len(near[1].text) <= _SHORT:
            windows.append((near, " "))
        for window, gap in windows:
            for at, span in _read_as_one([look.text for look in window], gap):
                parts[first + at].append(looks[first + at].original(span))
    return parts


def _read_as_one(texts: Sequence[str], gap: str) -> Iterator[tuple[int, Span]]:
    """The parts, each with the number of its text, of what lies over or right beside a join."""
    whole = ""
    owners: list[tuple[int, int]] = []
    for at, text in enumerate(texts):
        if at:
            whole += gap
            owners += [(at, -1)] * len(gap)
        begin = max(0, len(text) - _NEAR) if at == 0 else 0
        end = _NEAR if at == len(texts) - 1 and at else len(text)
        whole += text[begin:end]
        owners += [(at, place) for place in range(begin, min(end, len(text)))]
    found = without_overlaps(structured.find(whole), len(whole))
    for span in found:
        if gap or span.label in _TIED:
            yield from _parts(texts, owners, span)


def _parts(
    texts: Sequence[str], owners: Sequence[tuple[int, int]], span: Span
) -> Iterator[tuple[int, Span]]:
    places: dict[int, list[int]] = {}
    for at, place in owners[span.start : span.end]:
        if place >= 0 and not texts[at][place].isspace():
            places.setdefault(at, []).append(place)
    if len(places) == 1 and not _touches(texts, *next(iter(places.items()))):
        return
    for at, inside in places.items():
        yield at, replace(span, start=inside[0], end=inside[-1] + 1)


def _touches(texts: Sequence[str], at: int, inside: Sequence[int]) -> bool:
    """Whether a part begins or ends its text at a join: its cue may stand in the neighbour."""
    begins = at > 0 and not texts[at][: inside[0]].strip()
    return begins or (at < len(texts) - 1 and not texts[at][inside[-1] + 1 :].strip())


def merged(spans: Iterable[Span], parts: Iterable[Span]) -> tuple[Span, ...]:
    """The spans and the parts, each with what overlaps it as one span; the part names the kind."""
    ranked = [*((0, part) for part in parts), *((1, span) for span in spans)]
    return tuple(run_together(ranked))
