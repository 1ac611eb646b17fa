"""Passages that were put right, as templates: filled with made-up details, and tried again.

A template has a slot for each detail: `{PERSON}`, `{PLACE}`. Words that are no detail although
they were once taken for one stand in a slot of their own, `{=hope}`, and are to stay.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp import anonymise
from nlp.evaluation import is_covered
from nlp.rules import Rules
from nlp.spans import Span

SLOT = re.compile(r"\{([A-Z_]+)\}|\{=([^{}]*)\}")
FILLS = 5
"""With how many different details each template is tried."""

_MADE_UP: dict[str, tuple[str, ...]] = {
    "PERSON": ("Sharon", "Yusuf", "agnieszka", "Kev Doyle", "chidi"),
    "PHONE": ("07700 900123", "0151 496 0123", "+447700900456", "07700900789", "07700 900 321"),
    "EMAIL": ("sam@example.org", "kev.doyle@example.com", "ask@example.net", "jo1@example.org",
              "tina_b@example.com"),
    "POSTCODE": ("L8 5RT", "CH41 2AB", "wa10 1aa", "L35 5DR", "PR8 1QX"),
    "ADDRESS": ("14 Lime Grove", "flat 3, 22 Elm Road", "7 Beech Street", "101 Ash Lane",
                "5 Oak Terrace"),
    "NINO": ("QQ 12 34 56 C", "QQ123456A", "QQ 65 43 21 B", "qq123456d", "QQ 111111 A"),
    "NHS_NUMBER": ("943 476 5919", "9434765919", "943-476-5919", "943 476 5919", "9434765919"),
    "DOB": ("12/03/1979", "3rd May 1985", "01.11.68", "7 June 1990", "23-09-1972"),
    "HANDLE_URL": ("@kevinthedoor", "www.example.org/kev", "@shaz_b", "https://example.com/me",
                   "@tinatalks"),
    "BANK": ("sort code 00-00-00 account 12345678",) * FILLS,
    "VEHICLE_REG": ("AB12 CDE", "XY51 ABC", "ab12cde", "LM68 XYZ", "CD07 EFG"),
    "OTHER_ID": ("ref AB/12345", "case number 1234567", "claim 7654321", "ref CD/98765",
                 "case number 7418529"),
    "PLACE": ("Toxteth", "Kensington", "bootle", "Dingle", "Rock Ferry"),
    "ORG": ("Oak Lodge", "Elm House hostel", "the Willow Centre", "Beech Court", "Ash Hostel"),
    "AGE": ("43", "61 years old", "im 27", "aged 35", "58"),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A template, and for each slot in order the label to be taken out as, or None.

    None at a slot of a detail says that it does not matter there.
    """

    template: str
    expected: Sequence[str | None]


def come_right(cases: Sequence[Case], rules: Rules) -> list[bool]:
    """Whether each case comes out as it is to by these rules, whatever fills it."""
    tries = [(nth, *_filled(case, fill)) for nth, case in enumerate(cases) for fill in range(FILLS)]
    right = [True] * len(cases)
    for nth, text, slots in tries:
        try:
            found = anonymise.find(text, rules)
        except anonymise.HeldBack:
            continue  # A person reads it then, and nothing of it is passed on.
        right[nth] = right[nth] and all(_is_right(text, slot, found) for slot in slots)
    return right


@dataclass(frozen=True)
class _Slot:
    start: int
    end: int
    label: str | None
    stays: bool


def _filled(case: Case, fill: int) -> tuple[str, list[_Slot]]:
    """A template with a made-up detail in each slot, and where they stand."""
    text, at, slots = "", 0, []
    for nth, slot in enumerate(SLOT.finditer(case.template)):
        text += case.template[at : slot.start()]
        at = slot.end()
        stays = slot[1] is None
        made_up = _MADE_UP.get(slot[1] or "", ("it",))
        words = slot[2] if stays else made_up[(fill + nth) % len(made_up)]
        label = case.expected[nth] if nth < len(case.expected) else None
        slots.append(_Slot(len(text), len(text) + len(words), label, stays))
        text += words
    return text + case.template[at:], slots


def _is_right(text: str, slot: _Slot, found: Sequence[Span]) -> bool:
    if slot.stays:
        return not any(span.start < slot.end and slot.start < span.end for span in found)
    return slot.label is None or is_covered(text, slot.start, slot.end, found)
