"""Many things a few at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(every: Iterable[T], size: int) -> Iterator[list[T]]:
    """They in order, so many at a time, each taken only when its batch is."""
    remaining = iter(every)
    while batch := list(islice(remaining, size)):
        yield batch
