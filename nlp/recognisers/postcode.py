"""Full UK postcodes, in any case and spacing."""

import re
from collections.abc import Iterator

from nlp import wordlists
from nlp.recognisers.announced import Cue
from nlp.spans import Span

# The 124 postcode areas of the Royal Mail and the Crown dependencies.
_AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN "
    "DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA "
    "LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG "
    "SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
AREAS = frozenset(_AREAS.split())
_PATTERN = re.compile(
    r"(?<![\w£@.])(?P<area>[A-Z]{1,2})[ ]?(?:\d[A-HJKPS-UW]|[\dO]{1,2}|\d)"
    r"(?:[ \t\-./,]{0,3}|[ ]then[ ])[\dO][A-Z]{2}(?!\w)",
    re.IGNORECASE,
)
_PARTED = re.compile(
    r"(?<![\w£@.])(?P<area>[A-Z]{1,2})[ ]?\d{1,2}[A-Z]?[ ]\d[ \-]"
    r"(?P<last>[ABD-HJLNP-UW-Z]{2})(?![\w'])",
    re.IGNORECASE,
)
_LETTER_BY_LETTER = re.compile(
    r"(?<![\w£@.])(?P<area>[A-Z][ ]?[A-Z]?)[ ]?\d(?:[ ]?\d)?[ ,\-]{1,3}"
    r"\d[ \-][A-Z][ \-][A-Z](?![\w'])",
    re.IGNORECASE,
)
_SPACED = re.compile(
    r"(?:[A-Z][ ]?){1,2}(?:[\dO][ ]?){1,2}[A-Z]?[ .\-]{0,2}[\dO][ ]?[A-Z][ ]?[A-Z](?!\w)"
    r"|[A-Z]{1,2}\d{1,2}[ .\-]{0,2}(?:\d[A-Z]{1,3}|[A-Z]\d[A-Z]|[\dO]{1,2}[A-Z])(?!\w)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(?:1st|2nd|3rd|[04-9]th|\d(?:am|pm|kg|km|mg|ml|cm|mm|gb|mb|hr|yr|wk|mi|ft|in|oz|lb|pc|pw|ok))$",
    re.IGNORECASE,
)
"""What looks like the end of a postcode and counts or measures something."""
_ENDS = re.compile(r"[\do][a-z]?(?:[ \t\-./,]{0,3}| then )[\do][a-z]{2}(?!\w)")
_ENDS_PARTED = re.compile(r"\d[a-z]? \d[ \-][a-z]{2}|\d[ ,\-]{1,3}\d[ \-][a-z][ \-]")
"""How each ends that `find` finds, in small letters: most texts hold nothing like it."""
_CAPITAL_ORDINALS = ("1ST", "2ND")


def _counts(found: str) -> bool:
    """Whether what looks like a postcode ends as an ordinal or a measure; in capitals few do."""
    end = _ORDINAL.search(found)
    return bool(end and (not end.group().isupper() or end.group() in _CAPITAL_ORDINALS))


def _value(text: str, at: int) -> int:
    """Any make near enough: spaced letter by letter, or mistyped."""
    found = _SPACED.match(text, at)
    plain = found is None or not any(map(str.isdigit, found.group()))
    return 0 if plain or found is None or _counts(found.group()) else found.end()


CUES = (
    Cue(
        "postcode,post code,postcode's,pcode,p code,postal code,zip,zipcode,zip code,post cod",
        "POSTCODE",
        "postcode: cue",
        _value,
    ),
)


def may_be_in(lowered: str) -> bool:
    """Whether `find` may find any in a text, given in small letters."""
    return bool(_ENDS.search(lowered) or _ENDS_PARTED.search(lowered))


def find(text: str) -> Iterator[Span]:
    """Each full postcode; "L8 2nd floor" is a district and an ordinal, not a postcode.

    All letters count in its last part, also those the Royal Mail does not use there: people
    mistype, and what is nearly right still points at a house. A letter O may stand for a
    nought, but not for every digit ("no one").
    """
    for found in _PARTED.finditer(text):
        last = wordlists.kind_of(found["last"].lower())
        if found["area"].upper() in AREAS and last != wordlists.FUNCTION:
            yield Span(found.start(), found.end(), "POSTCODE", "postcode: parted")
    for found in _LETTER_BY_LETTER.finditer(text):
        if found["area"].replace(" ", "").upper() in AREAS:
            yield Span(found.start(), found.end(), "POSTCODE", "postcode: letter by letter")
    for found in _PATTERN.finditer(text):
        if found["area"].upper() not in AREAS:
            continue
        if any(map(str.isdigit, found.group())) and not _counts(found.group()):
            yield Span(found.start(), found.end(), "POSTCODE", "postcode: full")
