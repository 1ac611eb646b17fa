"""What a row of a form asks for, by pyxform's own table of types, and what becomes of the rest."""

from collections.abc import Mapping
from typing import Any

from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

PICK_ONE, PICK_SEVERAL = "select one", "select all that apply"
BACKGROUND, NOTE, CALCULATION, CONSENT = "background", "note", "calculate", "acknowledge"
WORDS, WHOLE, DECIMAL, RANGE = "string", "int", "decimal", "range"
DAY, MOMENT, TIME = "date", "dateTime", "time"
_IN_THE_BACKGROUND = {"audit", "start-geopoint", "background-audio", "background-geopoint"}
_OFFER_PLACES = "Ask which area with a list to pick from."
_NO_FILES = "People can describe it in their own words instead."

LEFT_OUT: Mapping[str, tuple[str, str]] = {
    "geopoint": ("It asks for a place on a map.", _OFFER_PLACES),
    "geotrace": ("It asks for a line on a map.", _OFFER_PLACES),
    "geoshape": ("It asks for a shape on a map.", _OFFER_PLACES),
    "image/*": ("It asks for a picture.", _NO_FILES),
    "audio/*": ("It asks for a recording.", _NO_FILES),
    "video/*": ("It asks for a video.", _NO_FILES),
    "application/*": ("It asks for a file.", _NO_FILES),
    "osm/*": ("It asks for a place on a map.", _OFFER_PLACES),
    "barcode": ("It asks to scan a barcode.", "Ask for the number in words."),
    "rank": (
        "It asks to put things in order.",
        "Ask which one comes first, or ask about each with a scale.",
    ),
    "select one external": (
        "Its choices are in a sheet of their own, external_choices.",
        "Put them in the choices sheet, as short as you can.",
    ),
    "no choices": (
        "Its choices come from another file or from earlier answers.",
        "Write them in the choices sheet.",
    ),
    "hidden": ("It keeps something that nobody sees.", "Only what people are asked is kept."),
    "external": ("It reads another file.", "A survey here stands alone."),
    "unknown": ("We do not know this type.", "Use one of the usual types, such as select_one."),
}
"""What each type that we leave out asks for, and what its author can do instead."""

KINDS: Mapping[str, tuple[str, ...]] = {
    PICK_ONE: ("pick_one", "yes_no", "scale", "consent"),
    PICK_SEVERAL: ("pick_several",),
    RANGE: ("scale", "number"),
    WORDS: ("free_text",),
    TIME: ("free_text",),
    WHOLE: ("number",),
    DECIMAL: ("number",),
    DAY: ("date",),
    MOMENT: ("date",),
    CONSENT: ("consent",),
    NOTE: ("information",),
}
"""The kinds of ours that a type may become."""


def type_of(row: Mapping[str, Any]) -> str:
    """What a row asks for: one of the names above, or of what is left out."""
    written = str(row.get("type"))
    known = QUESTION_TYPE_DICT.get(written)
    if written in LEFT_OUT or known is None:
        return written if written in LEFT_OUT else "unknown"
    control, bind = known.get("control", {}), known.get("bind", {})
    tag = control.get("tag")
    if written in _IN_THE_BACKGROUND or "jr:preload" in bind:
        return BACKGROUND
    if bind.get("readonly"):
        return NOTE
    if tag in {None, "trigger", "upload"}:
        named = {"trigger": CONSENT, "upload": str(control.get("mediatype"))}
        return named.get(tag) or _unseen(written)
    tags = {"select1": PICK_ONE, "select": PICK_SEVERAL, "range": RANGE, "odk:rank": "rank"}
    return tags.get(tag) or str(bind.get("type"))


def _unseen(written: str) -> str:
    if written.endswith("-external"):
        return "external"
    return CALCULATION if "calculate" in written else "hidden"


def built_in_hint(row: Mapping[str, Any]) -> str | None:
    """The hint that a type brings along, such as "Enter numbers only." of a phone number."""
    hint = QUESTION_TYPE_DICT.get(row.get("type"), {}).get("hint")
    return str(hint) if hint else None


def built_in_rule(row: Mapping[str, Any]) -> str | None:
    """The constraint that a type brings along, such as 0 to 100 of a percentage."""
    rule = QUESTION_TYPE_DICT.get(row.get("type"), {}).get("bind", {}).get("constraint")
    return str(rule) if rule else None
