"""Protecting small numbers: no count, share, or difference that could point at one person.

What is guarded against is subtraction: a hidden number worked out from a total, from the
other parts, or from what a label gives away. So a part that is hidden never says whether it
is small or hidden to cover for a small one, and where one part is small the parts that are
empty are hidden with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SHARE_BASE = 20


@dataclass(frozen=True)
class Count:
    """A number of people fit to show: `people` is None when it is hidden."""

    people: int | None

    @property
    def hidden(self) -> bool:
        """True when the number is not to be shown."""
        return self.people is None


def shown(people: int, *, limit: int) -> Count:
    """A count by itself: hidden from 1 up to the limit; none at all is shown as 0."""
    return Count(None) if 0 < people < limit else Count(people)


def share(count: Count, base: int) -> int | None:
    """A whole percentage of the people, or None when hidden or when the base is under 20."""
    if count.people is None or base < SHARE_BASE:
        return None
    return round(100 * count.people / base)


def found_in(
    counts: Mapping[str, int], everyone: Mapping[str, int], *, limit: int
) -> tuple[str, ...]:
    """Where a theme came up, of the places and ways whose own number of people is shown.

    To name one where a single person took part would say what that person raised; to count one
    whose number is hidden would say that it is not the small one, and so which one is.
    """
    safe = parts(everyone, limit=limit)
    return tuple(name for name in counts if counts[name] and name in safe and safe[name].people)


def can_tell_spread(people: int, places: int, *, limit: int) -> bool:
    """Whether a number of places beside a number of people leaves each place's share unknown.

    Five people in five places is one in each; it is told only when any one of the places could
    hold enough people by itself.
    """
    return people >= places + limit - 1


def parts(counts: Mapping[str, int], *, limit: int) -> dict[str, Count]:
    """Counts that add up to a total that is shown, so that no hidden one can be worked out.

    Parts under the limit are hidden, none at all among them; then the smallest of the others
    too, with any that equal it so that the choice tells nothing, until what is hidden is at
    least two parts that together reach the limit. Any one of them could then be 0 or could
    reach the limit, as far as a reader can tell. With no small part there is nothing to
    protect and every number is shown. (Secondary suppression, as in the guidance on small
    numbers in health statistics.)
    """
    if not any(0 < people < limit for people in counts.values()):
        return {name: Count(people) for name, people in counts.items()}
    hidden = {name for name, people in counts.items() if people < limit}
    while len(hidden) < len(counts) and not _safe(hidden, counts, limit):
        smallest = min(people for name, people in counts.items() if name not in hidden)
        hidden |= {name for name, people in counts.items() if people == smallest}
    return {name: Count(None if name in hidden else people) for name, people in counts.items()}


def _safe(hidden: set[str], counts: Mapping[str, int], limit: int) -> bool:
    """More than one part, together at the limit or more, and not each as large as a small one
    can be: two hidden parts of 4 that add up to 8 can be nothing else."""
    together = sum(counts[name] for name in hidden)
    return len(hidden) > 1 and together >= limit and together != len(hidden) * (limit - 1)
