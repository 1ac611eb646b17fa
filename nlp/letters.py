"""Runs of letters that stand next to each other in a word."""

from collections.abc import Iterable, Iterator


def runs(word: str, sizes: Iterable[int]) -> Iterator[str]:
    """Each run of these many letters: the runs of the first size in their order, then the next."""
    for size in sizes:
        for start in range(len(word) - size + 1):
            yield word[start : start + size]
