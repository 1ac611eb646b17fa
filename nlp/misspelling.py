"""Longer keywords recognised with one slip of the keys, without comparing every pair."""

from collections.abc import Iterable

SHORTEST = 6


class Index:
    """Keywords of one word, found again by what is left when one letter is dropped."""

    def __init__(self, keywords: Iterable[tuple[str, str]]) -> None:
        self._left: dict[str, list[tuple[str, str]]] = {}
        for word, code in keywords:
            if len(word) >= SHORTEST and word.isalpha():
                for left in _one_dropped(word):
                    self._left.setdefault(left, []).append((word, code))

    def codes(self, word: str) -> tuple[str, ...]:
        """The codes, in order, whose keyword the word would be but for one slip."""
        if not SHORTEST <= len(word) <= 30:
            return ()
        near = {entry for left in _one_dropped(word) for entry in self._left.get(left, ())}
        return tuple(sorted({code for keyword, code in near if one_slip(word, keyword)}))


def _one_dropped(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def one_slip(word: str, other: str) -> bool:
    """Whether one letter left out, added, changed, or swapped with the next parts the two."""
    if word[0] != other[0] or abs(len(word) - len(other)) > 1 or word == other:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), -1)
    if at < 0:
        return True
    left, right = word[at:], other[at:]
    swapped = len(left) == len(right) > 1 and left[0] == right[1] and left[1] == right[0]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (swapped and left[2:] == right[2:])
    )
