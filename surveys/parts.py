"""An answer that comes as several texts, put together in the order it was written.

Old phones cut a long text and number the parts, "(2/3)"; some cut it and say nothing, and then
every part but the last is as long as a part can be. Otherwise parts stay in the order they came.
"""

import re
from collections.abc import Sequence

_MARK = re.compile(
    r"""^\s*[(\[]?\s*(?:(?:part|pt|txt|text)\.?\s*)?(\d)\s*(?:/|of|out\ of)\s*(\d)\s*[)\]:.-]?\s*
      | \s*[(\[]\s*(\d)\s*(?:/|of)\s*(\d)\s*[)\]]\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_FULL = range(145, 161)
"""How long a part is that was cut because it was full: 153 characters, or 160 less a mark."""


def join(parts: Sequence[str]) -> str:
    """The parts as one answer: on one line when they are numbered, otherwise a line each."""
    marked = [_marked(part) for part in parts]
    if len(parts) > 1 and all(place for place, _ in marked) and _are_one_run(marked):
        return " ".join(words for _, words in sorted(marked, key=lambda one: one[0] or 0))
    return "\n".join(_in_order(parts))


def _marked(part: str) -> tuple[int | None, str]:
    """The number a part carries, and its words without it."""
    found = _MARK.search(part)
    if found is None:
        return None, part
    number, total = (int(one) for one in found.groups() if one is not None)
    if not 1 <= number <= total:
        return None, part
    return number, (part[: found.start()] + part[found.end() :]).strip()


def _are_one_run(marked: Sequence[tuple[int | None, str]]) -> bool:
    """Whether the numbers are all different, so that they are parts and not, say, scores."""
    return len({place for place, _ in marked}) == len(marked)


def _in_order(parts: Sequence[str]) -> list[str]:
    """The short part, which ends an answer that was cut, after the full ones it came before."""
    full = [part for part in parts if len(part) in _FULL]
    if len(full) != len(parts) - 1 or not full or parts[-1] not in full:
        return list(parts)
    opening = [part for part in full if part[:1].isupper()]
    first = opening if len(opening) == 1 else []
    return [*first, *(p for p in full if p not in first), *(p for p in parts if p not in full)]
