"""What was typed on the page of one question, as the fields a survey file has for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count, takewhile
from typing import Any

from werkzeug.datastructures import MultiDict

from engage import composing
from surveys import on_offer
from surveys.pictures import pictures

Form = MultiDict[str, str]
Fields = dict[str, Any]
WORDS = ("wording", "hint", "text", "easy", "easy_hint", "picture")
NO_HINT = ("hint", "easy_hint")
"""A page to read has its text instead."""
PICKING = ("pick_one", "pick_several")
OPTION_FIELDS = ("value", "label", "short", "picture")
MOST_OPTIONS = 40
"""As many answers as can be added here; a survey from a file may have more, and keeps them."""
POINT = "point-"
LONGEST_NUMBER = 9
LEAST_ROWS = 4


def typed(form: Form, question: Mapping[str, Any]) -> Fields:
    """Every field that the page of this question has, with what was typed in it."""
    kind = question.get("kind")
    is_page = kind == "information"
    fields: Fields = {n: _words(form, n) for n in WORDS if not (is_page and n in NO_HINT)}
    fields["picture"] = fields["picture"] if fields["picture"] in pictures() else ""
    if kind in PICKING:
        fields["options"] = _options(form)
    if kind == "pick_one":
        fields["about"] = "borough" if form.get("about") == "borough" else ""
    elif is_page:
        fields["body"] = _words(form, "body")
    elif kind == "date":
        fields["when"] = form.get("when", "")
    elif kind == "number":
        fields |= {name: _number(form, name) for name in ("low", "high")}
        fields["unit"] = _words(form, "unit")
    elif kind == "scale":
        fields |= _scale(form)
    return fields


def without_blanks(fields: Fields) -> Fields:
    """The fields without answers that nobody has written yet."""
    if "options" not in fields:
        return fields
    return fields | {"options": [one for one in fields["options"] if one["label"]]}


def rows(options: Sequence[Mapping[str, Any]], *, at_least: int) -> list[Mapping[str, Any]]:
    """The answers to pick from as rows of the page, with empty ones to write in."""
    wanted = max(LEAST_ROWS, at_least)
    return [*options, *({} for _ in range(wanted - len(options)))]


def _words(form: Form, name: str) -> str:
    return composing.unix_lines(form.get(name, "")).strip()


def _number(form: Form, name: str) -> int | str:
    """A number, or what was typed instead of one, to be told of."""
    words = _words(form, name)
    number = _whole(words)
    return words if number is None else number


def _whole(words: str) -> int | None:
    is_whole = words.isascii() and words.removeprefix("-").isdecimal()
    return int(words) if is_whole and len(words) <= LONGEST_NUMBER else None


def _options(form: Form) -> list[dict[str, str]]:
    found = []
    for nth in takewhile(lambda nth: f"label-{nth}" in form, count()):
        given = {name: _words(form, f"{name}-{nth}") for name in OPTION_FIELDS}
        given["label"] = " ".join(given["label"].split())
        given["picture"] = given["picture"] if given["picture"] in pictures() else ""
        found.append(given)
    return found


def _scale(form: Form) -> Fields:
    """The ends of a scale with the words of its points: of the two ends, or of every one.

    Without boxes for words on the page, nothing is said of them: they stay as they are.
    """
    fields: Fields = {name: _number(form, name) for name in ("low", "high")}
    fields["faces"] = "faces" in form
    said = _said_of_points(form)
    if not said:
        return fields
    shown = list(said.values())
    only_ends = not any(shown[1:-1])
    numbers = [number for number, _ in on_offer.points(fields)] or said
    fields["labels"] = [] if only_ends else [said.get(number, "") for number in numbers]
    fields["low_label"], fields["high_label"] = (shown[0], shown[-1]) if only_ends else ("", "")
    return fields


def _said_of_points(form: Form) -> dict[int, str]:
    """The words in each box for a point, from the lowest, whatever the ends are now."""
    numbers = {name: _whole(name.removeprefix(POINT)) for name in form if name.startswith(POINT)}
    said = {n: _words(form, name) for name, n in numbers.items() if n is not None}
    return dict(sorted(said.items()))
