"""A reply cut into statements: its sentences and lines, as offsets."""

import re

_BREAK = re.compile(
    r"(?<![.!?\u2026])[.!?\u2026]++[\"')\]\u2019\u201d]*+(?=\s)|[\n\r\u2028\u2029]++"
)
_SHORT = re.compile(
    r"(?<![^\W\d_])(?:mr|mrs|ms|dr|st|rd|no|prof|sgt|cllr|approx|eg|e\.g|ie|i\.e|etc|[a-z])\.$",
    re.IGNORECASE,
)


def split(text: str) -> tuple[tuple[int, int], ...]:
    """The start and end of each statement, in order.

    Each character that is not white space belongs to exactly one of them. A full stop after
    a title, an initial or a shortening ends nothing.
    """
    found = []
    start = looked = 0
    says_something = False
    for mark in _BREAK.finditer(text):
        ends_line = mark.group()[0] in "\n\r\u2028\u2029"
        if mark.group() == "." and _SHORT.search(text, max(0, mark.end() - 12), mark.end()):
            continue
        says_something = says_something or any(map(str.isalnum, text[looked : mark.end()]))
        looked = mark.end()
        if not ends_line and not says_something:
            continue
        found.append((start, looked))
        start, says_something = looked, False
    found.append((start, len(text)))
    return tuple(span for part in found if (span := _trimmed(text, *part)))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    bare = part.strip()
    if not bare:
        return None
    start += len(part) - len(part.lstrip())
    return start, start + len(bare)
