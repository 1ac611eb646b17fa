"""Which kind of question of ours a row becomes, with what that kind has beside its words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from math import ceil, floor
from typing import Any

from surveys.kinds.consent import AGREE
from surveys.xlsform import row_types
from surveys.xlsform.choices import Choices, are_yes_and_no, choices_of, points_of
from surveys.xlsform.context import Context, ours, row_of
from surveys.xlsform.row_types import KINDS
from surveys.xlsform.words import said

_MOST_POINTS = 10
_SIMPLE = {
    row_types.WORDS: "free_text",
    row_types.TIME: "free_text",
    row_types.WHOLE: "number",
    row_types.DECIMAL: "number",
    row_types.DAY: "date",
    row_types.MOMENT: "date",
    row_types.NOTE: "information",
}


@dataclass(frozen=True)
class Kind:
    """A kind of ours for a row, and what that kind has beside its words.

    `values` is what each choice's name is here, `labels` the words of every point by language, and
    `phrases` other words by the name of their field and by language.
    """

    name: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, str | int] = field(default_factory=dict)
    none: str | None = None
    choices: Choices | None = None
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def own_kind(row: Mapping[str, Any], asks: str) -> str | None:
    """The kind that we wrote into a form ourselves, if the row's type still suits it."""
    written = ours(row).get("kind")
    return written if isinstance(written, str) and written in KINDS.get(asks, ()) else None


def kind_of(row: Mapping[str, Any], asks: str, context: Context) -> Kind | None:
    """The kind of question a row becomes; None when its choices are nowhere in the form."""
    if asks in _SIMPLE:
        return Kind(_SIMPLE[asks])
    if asks == row_types.CONSENT:
        return Kind("consent", values={"OK": AGREE})
    if asks == row_types.RANGE:
        return _range(row, context)
    listed = row.get("choices") or context.lists.get(str(row.get("itemset")))
    if not listed:
        return None
    own = own_kind(row, asks)
    is_several = asks == row_types.PICK_SEVERAL
    choices = choices_of(listed, context.languages, is_several=is_several, is_own=own is not None)
    return _SELECTS[own or _select(row, is_several, choices, context)](row, choices, context)


def _select(row: Mapping[str, Any], is_several: bool, choices: Choices, context: Context) -> str:
    if is_several:
        return "pick_several"
    if are_yes_and_no(choices, context.languages):
        return "yes_no"
    look = str(row.get("control", {}).get("appearance", ""))
    return "scale" if points_of(choices, look, context.languages.main) else "pick_one"


def _picks(row: Mapping[str, Any], choices: Choices, context: Context) -> Kind:
    is_several = choices.none is not None or row.get("type") == row_types.PICK_SEVERAL
    none = choices.none.name if choices.none else None
    name = "pick_several" if is_several else "pick_one"
    return Kind(name, {}, choices.values, none, choices)


def _yes_no(row: Mapping[str, Any], choices: Choices, context: Context) -> Kind:
    ours_in_order = ("yes", "no", "dont_know")
    names = [one.name for one in choices.listed]
    return Kind("yes_no", values=dict(zip(names, ours_in_order, strict=False)), choices=choices)


def _consent(row: Mapping[str, Any], choices: Choices, context: Context) -> Kind:
    return Kind("consent", values={one.name: one.value for one in choices.listed})


def _scale(row: Mapping[str, Any], choices: Choices, context: Context) -> Kind:
    look, main = str(row.get("control", {}).get("appearance", "")), context.languages.main
    points = points_of(choices, look, main)
    if points is None:
        # A form of our own says so: its names are the points, from the lowest.
        names = [one.name for one in choices.listed]
        low = int(names[0]) if names[0].isdecimal() else 1
        points = {name: point for point, name in enumerate(names, low)}
    fields = {"low": min(points.values()), "high": max(points.values())}
    return Kind("scale", fields, points, choices=choices)


_SELECTS: Mapping[str, Callable[[Mapping[str, Any], Choices, Context], Kind]] = {
    "pick_one": _picks,
    "pick_several": _picks,
    "yes_no": _yes_no,
    "scale": _scale,
    "consent": _consent,
}


def _range(row: Mapping[str, Any], context: Context) -> Kind:
    given = row.get("parameters", {})
    start, end, step = (_decimal(given.get(name)) for name in ("start", "end", "step"))
    low, high = ceil(min(start, end)), floor(max(start, end))
    number, name = row_of(row), str(row.get("name"))
    if start > end:
        context.notes.add(number, name, "The slider counts down.", "Here it counts up.")
    if abs(step) != 1 or low != min(start, end) or high != max(start, end):
        what = f"The slider goes from {start} to {end} in steps of {step}."
        context.notes.add(number, name, what, "Here it is answered in whole numbers, one by one.")
    elif 0 <= low < high <= low + _MOST_POINTS:
        return _slider(row, low, high, context)
    if low < 0:
        what = f"The slider goes down to {low}."
        context.notes.add(number, name, what, "Numbers here start at 0 or more.")
    return Kind("number", {"low": max(low, 0), "high": max(high, 0)})


def _decimal(written: object) -> Decimal:
    try:
        found = Decimal(str(written))
    except InvalidOperation:
        return Decimal(1)
    return found if abs(found) < 10**9 else Decimal(10**9)


def _slider(row: Mapping[str, Any], low: int, high: int, context: Context) -> Kind:
    """A slider that is short enough for a scale, with the words at its points or its ends."""
    names = [f"{point}" for point in range(low, high + 1)]
    values = {name: low + place for place, name in enumerate(names)}
    listed = context.lists.get(str(row.get("itemset")), ())
    words = {str(one.get("name")): said(one.get("label"), context.languages) for one in listed}
    codes = (context.languages.main, *context.languages.others)
    fields = {"low": low, "high": high}
    if set(words) == set(names) and len(names) > 2:
        labels = {code: [words[name].get(code, "") for name in names] for code in codes}
        return Kind("scale", fields, values, labels=labels)
    for between in sorted(set(words) - {names[0], names[-1]}):
        what = f"The point {between} of the slider has words."
        context.notes.add(row_of(row), str(row.get("name")), what, "We keep those of both ends.")
    ends = (("low_label", names[0]), ("high_label", names[-1]))
    phrases = {label: words[name] for label, name in ends if words.get(name)}
    return Kind("scale", fields, values, phrases=phrases)
