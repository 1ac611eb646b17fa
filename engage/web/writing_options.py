"""What the buttons of a question's page do to what was typed: move an answer, put one in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engage import composing
from engage.web.writing_form import MOST_OPTIONS, Fields
from surveys import on_offer

NOT_PUT_IN = ("free_text", "information", "consent")
IN_TEXTS = ("wording", "hint", "text", "body", "low_label", "high_label", "unit")
_STEPS = {"up": -1, "down": 1}


def done(fields: Fields, pressed: str, language: str) -> tuple[Fields, dict[str, str]]:
    """The fields after a button, and what the page to come is told: where to be, how many rows."""
    act, _, place = pressed.partition("-")
    if pressed == "plain":
        return _plain(fields, language), {"at": "wording"}
    if "options" not in fields:
        return fields, {}
    listed = fields["options"]
    if pressed == "add":
        written = [one for one in listed if one["label"]]
        rows = min(max(len(listed), len(written)) + 1, MOST_OPTIONS)
        at = f"label-{len(written)}" if len(written) < rows else ""
        return fields | {"options": written}, {"at": at, "rows": str(rows)}
    nth = int(place) if place.isascii() and place.isdecimal() else -1
    if not 0 <= nth < len(listed) or not (act in _STEPS or act == "away"):
        return fields | {"options": [one for one in listed if one["label"]]}, {}
    return _moved(fields, act, nth)


def _moved(fields: Fields, act: str, nth: int) -> tuple[Fields, dict[str, str]]:
    """One answer moved or taken away; the rows nobody has written in are left out."""
    listed = fields["options"]
    one, rest = listed[nth], [*listed[:nth], *listed[nth + 1 :]]
    if act == "away":
        kept = [each for each in rest if each["label"]]
        return fields | {"options": kept}, {"at": f"label-{min(nth, len(kept))}"}
    there = min(max(nth + _STEPS[act], 0), len(rest))
    kept = [each for each in [*rest[:there], one, *rest[there:]] if each["label"]]
    place = next((n for n, each in enumerate(kept) if each is one), 0)
    ends = {0: "down", len(kept) - 1: "up"}
    return fields | {"options": kept}, {"at": f"{ends.get(place, act)}-{place}"}


def _plain(fields: Fields, language: str) -> Fields:
    """The fields with plain characters instead of those that make a text dear."""
    plain: Fields = {n: composing.plain(fields[n], language) for n in IN_TEXTS if fields.get(n)}
    if labels := fields.get("labels"):
        plain["labels"] = [composing.plain(one, language) for one in labels]
    if options := fields.get("options"):
        swapped = ("label", "short")
        plain["options"] = [
            one | {n: composing.plain(one[n], language) for n in swapped if one.get(n)}
            for one in options
            if one["label"]
        ]
    return fields | plain


def to_put_in(earlier: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The earlier questions whose answers may stand in the words of a later one."""
    fit = [one for one in earlier if one.get("kind") not in NOT_PUT_IN]
    return [(one["key"], name) for one in fit if (name := on_offer.name_of(one))]


def put_in(fields: Fields, key: str, otherwise: str) -> Fields:
    """The fields with an earlier answer at the end of the question, before its question mark."""
    wording = str(fields.get("wording") or "")
    bare = wording.rstrip("?").rstrip()
    mark = wording[len(bare) :].strip()
    words = " ".join(otherwise.translate({ord(c): " " for c in "{}|$"}).split())
    return fields | {"wording": f"{bare} ${{{key}|{words}}}{mark}".strip()}
