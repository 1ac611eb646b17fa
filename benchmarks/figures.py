"""What a benchmark finds: figures, each with its sample size and a peer or limit beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class NotMeasured(Exception):
    """Something a benchmark needs is not to be had; its words tell a person what, and why."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How much there may be at most, or has to be at least; of the ratio, or of the value."""

    at_most: float | None = None
    at_least: float | None = None
    of: str = "value"

    def is_kept_by(self, number: float) -> bool:
        """True when a number is on the right side."""
        above = self.at_most is not None and number > self.at_most
        below = self.at_least is not None and number < self.at_least
        return not (above or below)


@dataclass(frozen=True, kw_only=True)
class Peer:
    """What a figure is held against: its name and its own figure in the same unit."""

    name: str
    value: float


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One thing measured. `paired_ratio` is the median of ratios taken round by round.

    `interval` is where the value lies in 95 of 100 draws of the samples.
    """

    what: str
    value: float
    unit: str
    samples: int
    peer: Peer | None = None
    limit: Limit | None = None
    paired_ratio: float | None = None
    interval: tuple[float, float] | None = None

    @property
    def ratio(self) -> float | None:
        """This figure over its peer, or over its limit when it has no peer."""
        if self.paired_ratio is not None:
            return self.paired_ratio
        if self.peer is not None:
            return self.value / self.peer.value
        bound = self._bound
        return self.value / bound if bound else None

    @property
    def is_within(self) -> bool | None:
        """Whether the limit is kept, or None where there is none."""
        if self.limit is None:
            return None
        number = self.ratio if self.limit.of == "ratio" else self.value
        return number is not None and self.limit.is_kept_by(number)

    @property
    def _bound(self) -> float | None:
        if self.limit is None:
            return None
        return self.limit.at_most if self.limit.at_most is not None else self.limit.at_least

    def to_dict(self) -> dict[str, Any]:
        """Plain data for the results file; what does not apply is left out."""
        data: dict[str, Any] = {
            "what": self.what,
            "value": rounded(self.value),
            "unit": self.unit,
            "samples": self.samples,
        }
        if self.interval is not None:
            data["interval"] = [rounded(end) for end in self.interval]
        if self.peer is not None:
            data["peer"] = {"name": self.peer.name, "value": rounded(self.peer.value)}
        if self.ratio is not None:
            data["ratio"] = rounded(self.ratio)
        if self.limit is not None:
            side = "at_most" if self.limit.at_most is not None else "at_least"
            data["limit"] = {"of": self.limit.of, side: self._bound}
            data["within"] = self.is_within
        return data


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one benchmark found, and how it was measured in a sentence or two."""

    figures: tuple[Figure, ...]
    how: str


def percentile(numbers: Sequence[float], percent: float) -> float:
    """The smallest of the numbers that at least this share of them do not pass."""
    ordered = sorted(numbers)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def rounded(number: float) -> float:
    """Three figures that count, and every digit of a large whole number."""
    if number == 0 or abs(number) >= 100:
        return round(number)
    return round(number, 2 - math.floor(math.log10(abs(number))))
