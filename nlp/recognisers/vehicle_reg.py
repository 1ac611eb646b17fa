"""Number plates: the current make anywhere, any make beside a word like "car"."""

import re
from collections.abc import Iterator

from nlp import wordlists
from nlp.recognisers import context, dates
from nlp.recognisers.announced import Cue
from nlp.spans import Span

_CUE = context.words(
    r"car|cars|van|reg|registration|plates?|motor|vehicle|parked|parking|clamped|bike|motorbike|"
    r"scooter|moped|camper|campervan|lorry|truck|towed|drives?|driving|fiesta|corsa|transit|astra|"
    r"ford|vauxhall|bmw|audi|vw|golf|clio|focus|nissan|toyota|peugeot|renault|caravan|minibus|taxi|"
    r"polo|passat|micra|saxo|berlingo|partner|vivaro|kangoo|range ?rover|land ?rover|jeep|kia|"
    r"hyundai|honda|civic|mazda|skoda|seat|fiat|punto|citroen|volvo|saab|rover|mini|mercedes|merc|"
    r"sprinter|mondeo|escort|zafira|vectra|insignia|jaguar|jag|tesla|suzuki|mitsubishi|wagon|"
    r"estate|hatchback|saloon|pick ?up|trailer|motorhome|number ?plates?|licen[cs]e ?plates?|cab"
)
CURRENT = re.compile(r"(?<!\w)[A-Z]{2}[ \-]?\d{2}[ \-]?[A-Z]{3}(?![\w'])", re.IGNORECASE)
_OLDER = re.compile(
    r"(?<!\w)(?:[A-Z][ ]?\d{1,3}[ ]?[A-Z]{3}|[A-Z]{3}[ ]?\d{1,3}[ ]?[A-Z]|[A-Z]{1,3}[ ]?\d{3,4})"
    r"(?![\w'])",
    re.IGNORECASE,
)
_PREFIXED = re.compile(r"(?<!\w)[A-HJ-NPR-TV-Y]\d{1,3} [A-Z]{3}(?![\w'])")
_MISTYPED = re.compile(r"(?:[A-Z]{2}\d\d|[A-Z]\d{1,3})[ ]?[A-Z0]{3}(?!\w)", re.IGNORECASE)
_PERSONAL = re.compile(
    r"(?:[A-Z]{1,3}[ ]?\d{1,4}(?:[ ]?[A-Z]{1,3}(?!\w))?|\d{1,4}[ ]?[A-Z]{1,3})(?!\w)", re.IGNORECASE
)


_ENDS = re.compile(r"\d[ \-]?[a-z](?:[a-z]{2})?(?![\w'])|\d{3}")
"""How each ends that `find` finds, in small letters: most texts hold nothing like it."""


def _value(text: str, at: int) -> int:
    for pattern in (CURRENT, _OLDER, _MISTYPED, _PERSONAL):
        found = pattern.match(text, at)
        if found and not _has_word(found.group()):
            return found.end()
    return 0


CUES = (
    Cue(
        "reg,regs,registration,reg plate,reg plates,number plate,numberplate,number plates,plate,"
        "plates,licence plate,license plate,car reg,van reg,vrm,car registration,van registration,"
        "rego,vehicle reg,vehicle,private plate,car,van,motor",
        "VEHICLE_REG",
        "number plate: cue",
        _value,
    ),
)


def may_be_in(lowered: str) -> bool:
    """Whether `find` may find any in a text, given in small letters."""
    return _ENDS.search(lowered) is not None


def find(text: str) -> Iterator[Span]:
    """Each plate; one with a space in it and in small letters only where no part is a word."""
    for found in CURRENT.finditer(text):
        if (found.group().isupper() and found.group()[2].isdigit()) or not _has_word(found.group()):
            yield Span(found.start(), found.end(), "VEHICLE_REG", "number plate: current")
    if not text.isupper():
        for found in _PREFIXED.finditer(text):
            if not _is_word(found.group()[-3:].lower()):
                yield Span(found.start(), found.end(), "VEHICLE_REG", "number plate: prefixed")
    for found in _OLDER.finditer(text):
        if context.near(_CUE, text, found, before=25, after=20) and not _has_word(found.group()):
            yield Span(found.start(), found.end(), "VEHICLE_REG", "number plate: older")


def _has_word(found: str) -> bool:
    """Whether letters that stand alone are a word: "in 20 min", "mon 12 feb", "so21 the"."""
    if found.isupper() and found[:1].isupper():
        return any(part.lower() in _NOT_A_PART for part in found.split())
    parts = [part for part in found.lower().split() if part.isalpha()]
    parts += [part for part in re.findall(r"[a-z]+", found.lower()) if dates.MONTHS.fullmatch(part)]
    return any(map(_is_word, parts))


def _is_word(part: str) -> bool:
    kinds = _WORDS if len(part) > 2 else (wordlists.FUNCTION,)
    return part in _NOT_A_PART or wordlists.kind_of(part) in kinds


_WORDS = (wordlists.WORD, wordlists.FUNCTION, wordlists.BOTH, wordlists.NAME, wordlists.PLACE)
_NOT_A_PART_WORDS = (
    "am pm mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec min "
    "hrs wks mth yrs no nr rm apt bus the and for ppl mg ml of to at in on by is or it so go "
    "be we my me he up us do if as an kids lads men days quid st nd rd th pip uc esa dla "
    "pages page"
)
_NOT_A_PART = frozenset(_NOT_A_PART_WORDS.split())
