"""Email addresses, written with signs or spelled out: "gary dot t at inbox dot example"."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from nlp import wordlists
from nlp.recognisers import context
from nlp.spans import Span, without_overlaps

_TOP = "com|org|net|uk|ie|eu|info|edu|biz|pl|ro|de|fr|example|invalid"
_ENDS = rf"(?:co\.?\s?uk|org\.?\s?uk|ac\.?\s?uk|gov\.?\s?uk|{_TOP})"
_SIGNS = re.compile(r"(?<![\w.+%-])[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_LOOSE = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}[ \t\n]{{0,2}}@[ \t\n]{{0,2}}"
    rf"[\w-]{{1,63}}[ \t]?\.[ \t]?{_ENDS}(?!\w)",
    re.IGNORECASE,
)
_DOT = (
    r"(?:[ \t]{1,2}(?:dot|full ?stop|point)[ \t]{1,2}|[ \t]{0,2}[(\[{]dot[)\]}][ \t]{0,2}"
    r"|[ \t]?\.[ \t]?)"
)
_SIGN = r"(?:dot|underscore|under score|dash|hyphen|plus|full ?stop)"
_JOIN = (
    rf"(?:[ \t]{{1,2}}{_SIGN}[ \t]{{1,2}}|[ \t]{{0,2}}[(\[{{]{_SIGN}[)\]}}][ \t]{{0,2}}"
    r"|[._-]{1,3})"
)
_PIECE = r"[^\W_]{1,40}"
"""Letters and digits, and no sign that joins two: there would be many ways to cut a row of them."""
_BOX = rf"_{{0,2}}{_PIECE}(?:{_JOIN}{_PIECE}){{0,9}}_{{0,2}}"
_SIGN_AT = r"(?:\(at\)|\[at\]|\{at\}|<at>|@|(?<=[ \t])at(?:[ ]sign)?(?!\w)|-at-|_at_)"
_AT = rf"[ \t]{{0,2}}{_SIGN_AT}[ \t]{{0,2}}"
_UK = rf"(?:(?:co|org|ac|gov|nhs)(?:[ \t](?:dot)[ \t]|\.)uk|{_TOP})"
_SPELLED = re.compile(
    rf"(?<![\w.]){_BOX}{_AT}"
    rf"[\w-]{{1,40}}(?:[ ](?:hyphen|dash)[ ][\w-]{{1,40}})?"
    rf"(?:{_DOT}[\w-]{{1,20}}){{0,3}}{_DOT}{_UK}(?![\w/])",
    re.IGNORECASE,
)
_PROVIDERS = (
    r"gmail|g mail|googlemail|hotmail|hot mail|yahoo|outlook|icloud|btinternet|aol|protonmail|"
    r"proton|live|msn|ymail|sky"
)
_PROVIDER = re.compile(
    rf"(?<![\w.]){_BOX}{_AT}"
    rf"(?:{_PROVIDERS})(?:[ \t]?(?:\.|dot)[ \t]?(?:com|co[ .]{{1,2}}uk))?(?!\w)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    rf"(?<![\w.])(?P<box>_{{0,2}}{_PIECE}(?:{_JOIN}{_PIECE}){{1,9}}_{{0,2}})[ ,]{{1,2}}"
    r"(?:its |it's |is |thats )?"
    rf"(?:on|at|with|a)[ ](?:{_PROVIDERS})(?!\w)",
    re.IGNORECASE,
)
"""The first part of an address, with the name of who keeps the box after it."""
_KEPT_BY = re.compile(rf"(?:at(?: sign)?[)\]}}>_-]?[ \t]{{0,2}}|(?:on|with|a) )(?:{_PROVIDERS})")
"""What each has in it that has no "@" and does not end as addresses do, in small letters."""
_HINT_WORDS = (
    "dot point stop fullstop gmail mail googlemail hotmail yahoo outlook icloud btinternet aol "
    "protonmail proton live msn ymail sky"
)
_HINTS = frozenset(_HINT_WORDS.split())
_LAST_WORDS = frozenset(_TOP.split("|"))


def _has_dot(text: str) -> bool:
    return "." in text or "dot" in text


def may_be_in(text: str, words: AbstractSet[str]) -> bool:
    """Whether an address may stand in a text that has these runs of small letters."""
    if "@" in text:
        return True
    is_hinted = not words.isdisjoint(_HINTS)
    if not is_hinted and ("at" not in words or not _has_dot(text)):
        return False
    if "at" in words and not words.isdisjoint(_LAST_WORDS):
        return True
    return (is_hinted or any(hint in text for hint in _HINTS)) and bool(_KEPT_BY.search(text))


_NOT_A_BOX = frozenset(
    ("look", "find", "see", "looking", "go", "us", "them", "it", "me", "is", "was", "work")
)


_CUE_WORDS = frozenset(("address", "adress", "addy", "email", "mail", "new", "old", "contact"))
_ALL_ONE = re.compile(r"(?:all[ ])?(?:one|1)[ ]$", re.IGNORECASE)
"""What stands before "word" in "sunflower 22 all one word at"."""
_MORE_BEFORE = re.compile(
    r"(?<!\w)(?:e-?mail|mail|email address|addy)(?:[ ](?:me|us|is|at|on|address|add|"
    r"addr)){0,3}[ :=]{1,2}"
    r"(?P<more>(?:\w{1,20}[ ]){1,3}(?:all[ ])?(?:one[ ]|1[ ])?)$"
    r"|(?<!\w)(?:its|is|at|on)[ ](?P<some>(?:\w{1,20}[ ]){1,2})$",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Span]:
    """Each email address; a full stop that ends the sentence stays outside."""
    yield from without_overlaps(_matches(text), len(text))


def _is_said(found: str, first: str) -> bool:
    """Whether the word before "at" only holds a sentence together: "its at soup.example"."""
    after = found[len(first) : len(first) + 4].lower()
    return after == " at " and wordlists.kind_of(wordlists.fold(first)) == wordlists.FUNCTION


def _start(text: str, start: int) -> int:
    """Where a spelled address starts whose first part has spaces: "night owl 44 at"."""
    found = _MORE_BEFORE.search(text, max(0, start - 80), start)
    if not found:
        return start
    group = "more" if found["more"] else "some"
    begin = found.start(group)
    words = _ALL_ONE.sub("", found[group]).split()
    while words and words[0].lower() in _CUE_WORDS:
        begin += len(words.pop(0)) + 1
    function = [wordlists.kind_of(wordlists.fold(word)) == wordlists.FUNCTION for word in words]
    return start if any(function) else begin


def _matches(text: str) -> Iterator[Span]:
    if "@" in text:
        for found in _SIGNS.finditer(text):
            yield Span(found.start(), found.end(), "EMAIL", "email: signs")
        for found in _LOOSE.finditer(text):
            yield Span(found.start(), found.end(), "EMAIL", "email: spaced signs")
    lowered = context.lowered(text)
    words = set(re.findall(r"[a-z]+", lowered))
    if "@" in text or ("at" in words and (_has_dot(lowered) or not words.isdisjoint(_HINTS))):
        patterns = (_PROVIDER,) if words.isdisjoint(_LAST_WORDS) else (_SPELLED, _PROVIDER)
        for pattern in patterns:
            for found in pattern.finditer(text):
                first = re.split(r"\W", found.group(), maxsplit=1)[0].lower()
                if first not in _NOT_A_BOX and not _is_said(found.group(), first):
                    start = _start(text, found.start())
                    yield Span(start, found.end(), "EMAIL", "email: spelled out")
    if not words.isdisjoint(_HINTS):
        for found in _ELSEWHERE.finditer(text):
            yield Span(found.start("box"), found.end("box"), "EMAIL", "email: kept elsewhere")
