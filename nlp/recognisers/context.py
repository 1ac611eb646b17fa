"""Words that stand near a pattern and say what it is, and a quick look whether any does."""

import re
from re import Match, Pattern

_DOT_ABOVE, _DOTLESS_I = "\u0307", "\u0131"


def lowered(text: str) -> str:
    """A text in small letters, for a quick look: an i of any make is one, as patterns have it."""
    low = text.lower()
    return low if low.isascii() else low.replace(_DOT_ABOVE, "").replace(_DOTLESS_I, "i")


def words(alternatives: str) -> Pattern[str]:
    """A pattern for any of these whole words, in small or capital letters."""
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def near(cue: Pattern[str], text: str, found: Match[str], *, before: int, after: int) -> bool:
    """Whether the cue stands within so many characters before or after what was found."""
    start, end = found.span()
    if cue.search(text[max(0, start - before) : start]):
        return True
    return bool(after and cue.search(text[end : end + after]))
