"""Words that stand near a pattern and say what it is, and a quick look whether any does."""

import re
from re import Match, Pattern

_DOTTED_I, _DOTLESS_I, _LONG_S = "\u0130", "\u0131", "\u017f"


def lowered(text: str) -> str:
    """A text in small letters, for a quick look; an i or s of any make is one, as in patterns."""
    if text.isascii():
        return text.lower()
    small = text.replace(_DOTTED_I, "i").lower()
    return small.replace(_DOTLESS_I, "i").replace(_LONG_S, "s")


def words(alternatives: str) -> Pattern[str]:
    """A pattern for any of these whole words, in small or capital letters."""
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def near(cue: Pattern[str], text: str, found: Match[str], *, before: int, after: int) -> bool:
    """Whether the cue stands within so many characters before or after what was found."""
    start, end = found.span()
    if cue.search(text[max(0, start - before) : start]):
        return True
    return bool(after and cue.search(text[end : end + after]))
