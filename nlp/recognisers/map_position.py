"""Places told so exactly that they point at a person: coordinates, grid references, three words."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from nlp.recognisers import context
from nlp.spans import Span

_DECIMAL, _FIGURES = re.compile(r"\d\.\d"), re.compile(r"\d\d")
_NUMBER = r"[-+]?\d{1,3}\.\d{2,}[ ]?(?:°|deg(?:rees)?)?"
_PAIR = re.compile(
    rf"(?<![\w.£])(?:[NSEW][ ]?)?{_NUMBER}[ ]?[NSEW]?(?:[ ]?[,/][ ]?|[ ]|[ ]and[ ])"
    rf"(?:[NSEW][ ]?)?{_NUMBER}[ ]?[NSEW]?(?![\w.%])",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"(?<![\w.])\d{1,3}[ ]?(?:°|deg(?:rees)?)[ ]?\d{1,2}[ ]?(?:['′]|min)?[ ]?(?:\d{1,2}(?:\.\d+)?"
    r"[ ]?(?:[\"″]|''|sec)?[ ]?)?[NSEW]?"
    r"(?:[ ,]{1,3}\d{1,3}[ ]?(?:°|deg(?:rees)?)[ ]?\d{1,2}[ ]?(?:['′]|min)?[ ]?"
    r"(?:\d{1,2}(?:\.\d+)?[ ]?(?:[\"″]|''|sec)?[ ]?)?[NSEW]?)?(?!\w)",
    re.IGNORECASE,
)
_GRID = re.compile(r"(?<!\w)S[DEHJK][ ]?(?:\d{3}[ ]?\d{3}|\d{4}[ ]?\d{4}|\d{5}[ ]?\d{5})(?!\w)")
_GRID_CUED = re.compile(
    r"(?<!\w)(?:grid|os)(?:[ ](?:ref|reference|is|no|number)){0,3}[ :]{1,2}"
    r"(?P<id>[A-Z]{2}[ ]?\d{2,5}[ ]?\d{2,5})(?!\w)",
    re.IGNORECASE,
)
_PLUS = re.compile(r"(?<!\w)(?:[23456789CFGHJMPQRVWX]{4}){1,2}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)")
_SLASHES = re.compile(
    r"///[ ]?[^\W\d_]{2,20}(?:\.[ ]?|[ ]dot[ ])[^\W\d_]{2,20}(?:\.[ ]?|[ ]dot[ ])[^\W\d_]{2,20}"
    r"|(?<![\w:/])/{2,3}[a-z]{3,20}[ ][a-z]{3,20}[ ][a-z]{3,20}(?=$|[,.!?\n])"
)
_THREE = re.compile(
    r"(?<!\w)(?:what[ ]?(?:3|three)[ ]?words?|w3w|what 3words)(?!\w)[\s:=\-]{0,3}"
    r"(?:(?:is|was|its|it's|for|my|me|the|tent|spot|pitch|address|location|code|at|says|here)"
    r"[\s:=\-]{1,3}){0,5}/{0,3}"
    r"(?P<id>[^\W\d_]{3,20}(?:\.[ ]?|[ ]dot[ ]|[ /,]{1,2})[^\W\d_]{3,20}(?:\.[ ]?|[ ]dot[ ]|"
    r"[ /,]{1,2})"
    r"[^\W\d_]{3,20})(?!\w)",
    re.IGNORECASE,
)
_DOTTED_BEFORE = re.compile(
    r"(?<![\w.])(?P<id>[^\W\d_]{3,20}\.[^\W\d_]{3,20}\.[^\W\d_]{3,20})(?=[ ,(\-]{1,3}"
    r"(?:(?:is|on|in|thats|its|my|me|the|our)[ ]){0,3}(?:what[ ]?(?:3|three)[ ]?words?|w3w)(?!\w))",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\w.@/])[^\W\d_]{3,20}\.[^\W\d_]{3,20}\.[^\W\d_]{3,20}(?![\w@/]|\.\w)")
_ON_A_MAP = re.compile(
    r"(?<!\w)(?:(?:three|3) words?|map|pin|pitch|tent|location|gps)(?!\w)", re.IGNORECASE
)
_CUED = re.compile(
    r"(?<!\w)(?:gps|co-?ords?|co-?ordinates?|lat(?:itude)?|long(?:itude)?|lon|"
    r"grid(?: ref(?:erence)?)?"
    r"|location pin)(?!\w)[\s:=\-]{0,3}(?:(?:is|are|of|my|the|tent|ref|for|at|here)"
    r"[\s:=\-]{1,3}){0,4}"
    r"(?P<id>-?\d{1,3}\.\d{1,}[ ]?[NSEW]?(?:[ ,]{1,2}-?\d{1,3}\.\d+[ ]?[NSEW]?)?)"
    r"(?!\w)",
    re.IGNORECASE,
)


_WITHOUT_DIGITS = frozenset(
    ("what", "whatthreewords", "words", "map", "pin", "pitch", "tent", "location")
)
"""Words of which one stands beside a position that has no digit."""
_BESIDE = frozenset(
    ("grid", "os", "sd", "se", "sh", "sj", "sk", "word", "words", "map", "pin", "pitch", "tent",
     "location", "gps")
)  # fmt: skip
_SIGNS = ("//", "+", "°", "deg", "w3w")
"""Words and signs of which one stands in or beside each position, but for numbers with decimals."""


def may_be_in(lowered: str, words: AbstractSet[str], *, has_digit: bool) -> bool:
    """Whether `find` may find any in a text, given in small letters, with its runs of them."""
    is_signed = has_digit or "/" in lowered or "+" in lowered
    if not is_signed and words.isdisjoint(_WITHOUT_DIGITS):
        return False
    if not words.isdisjoint(_BESIDE) or any(map(lowered.__contains__, _SIGNS)):
        return True
    return ("what" in lowered and "word" in lowered) or _DECIMAL.search(lowered) is not None


def find(text: str) -> Iterator[Span]:
    """Each pair of coordinates, grid reference, plus code and what3words address."""
    lowered = context.lowered(text)
    has_decimal = _DECIMAL.search(text)
    patterns = []
    if "//" in text:
        patterns.append((_SLASHES, "three words"))
    if has_decimal:
        patterns.append((_CUED, "cue"))
    if _FIGURES.search(text):
        patterns += [(_GRID_CUED, "cue"), (_GRID, "grid")]
    if "+" in text:
        patterns.append((_PLUS, "grid"))
    if "w3w" in lowered or "what" in lowered:
        patterns += [(_THREE, "three words"), (_DOTTED_BEFORE, "three words")]
    if has_decimal:
        patterns.append((_PAIR, "coordinates"))
    if "°" in text or "deg" in lowered:
        patterns.append((_DEGREES, "coordinates"))
    yield from _in_dots(text)
    for pattern, rule in patterns:
        for found in pattern.finditer(text):
            if pattern is not _PAIR or _is_position(found.group()):
                group = "id" if "id" in pattern.groupindex else 0
                yield Span(*found.span(group), "OTHER_ID", f"map position: {rule}")


def _in_dots(text: str) -> Iterator[Span]:
    """Three words with dots between, where a map, a pin or a tent is spoken of."""
    if text.count(".") > 1 and _ON_A_MAP.search(text):
        for found in _DOTTED.finditer(text):
            yield Span(found.start(), found.end(), "OTHER_ID", "map position: three words")


def _is_position(found: str) -> bool:
    """Whether two numbers with decimals are a place, not two prices: finer, or with N and W."""
    fine = all(len(part) >= 3 for part in re.findall(r"\.(\d+)", found))
    return fine or bool(re.search(r"\d[ °]*[NS]", found, re.IGNORECASE))
