"""Our `show_when` as XLSForm's `relevant`, true of the same answers."""

import re
from collections.abc import Mapping, Sequence

from surveys.conditions import (
    AllOf,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Has,
    Is,
    Not,
)
from surveys.dates import from_iso
from surveys.xlsform.exact import plain
from surveys.xlsform.relevance import Source

_NAME = re.compile(r"[\w.-]+", re.ASCII)


def relevant(condition: Condition, sources: Mapping[str, tuple[str, Source]]) -> str:
    """The expression that says a condition.

    `sources` are the earlier questions by key, each with its name in the form.
    """
    if isinstance(condition, Not):
        return f"not({relevant(condition.part, sources)})"
    if isinstance(condition, AllOf | AnyOf):
        word = " and " if isinstance(condition, AllOf) else " or "
        return word.join(_inside(part, condition, sources) for part in condition.parts)
    name, source = sources[condition.question]
    answer = f"${{{name}}}"
    if isinstance(condition, Answered):
        return f"{answer} != ''"
    if isinstance(condition, AtLeast | AtMost):
        sign = ">=" if isinstance(condition, AtLeast) else "<="
        return f"{answer} {sign} {_fixed(condition.bound)}"
    tests = [_test(answer, value, condition, source) for value in condition.values]
    return " or ".join(tests)


def _inside(
    part: Condition, whole: AllOf | AnyOf, sources: Mapping[str, tuple[str, Source]]
) -> str:
    """A part of "and" or "or", in brackets where it would be read in another way without them."""
    said = relevant(part, sources)
    is_several = isinstance(part, Is | Has) and len(part.values) > 1
    joins = isinstance(part, AnyOf) or is_several
    return f"({said})" if isinstance(whole, AllOf) and joins else said


def _test(answer: str, value: str | int, condition: Is | Has, source: Source) -> str:
    names = {ours: name for name, ours in source.values.items()}
    if isinstance(condition, Has):
        return f"selected({answer}, {quoted(names.get(value, str(value)))})"
    if source.kind == "date" or isinstance(value, int):
        return f"{answer} = {_fixed(value)}"
    return f"{answer} = {quoted(names.get(value, str(value)))}"


def _fixed(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    return f"date('{value}')" if from_iso(value) else quoted(value)


def quoted(words: str) -> str:
    """Words in quotes, put together from pieces where they hold both kinds of quotes."""
    text = plain(words)
    for mark in "'\"":
        if mark not in text:
            return f"{mark}{text}{mark}"
    pieces = (f'"{one}"' if "'" in one else f"'{one}'" for one in re.findall(r"'+|[^']+", text))
    return f"concat({', '.join(pieces)})"


def choice_name(value: str, taken: Sequence[str]) -> str:
    """A name for a choice: its value where that may be one, or something near it."""
    first = value if _NAME.fullmatch(value) else re.sub(r"[^\w.-]+", "_", value, flags=re.ASCII)
    tried, number = first.strip("_") or "choice", 1
    first = tried
    while tried in taken:
        number += 1
        tried = f"{first}_{number}"
    return tried
