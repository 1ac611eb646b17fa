"""What ODK makes of an expression and some answers: XPath 1.0 as JavaRosa reads it.

An answer that is missing is the empty string. A number or a day that is missing compares as not a
number, so that every comparison with it is false, but for "is not".
"""

import math
from collections.abc import Mapping
from datetime import date
from functools import partial

from surveys.xlsform.expressions import Amount, Answer, Call, Compared, Expression, Joined, Text

_EPOCH = date(1970, 1, 1)
Found = str | float | bool


def holds(tree: Expression, answers: Mapping[str, str], kinds: Mapping[str, str]) -> bool:
    """Whether an expression is true; `answers` are by name, as a form keeps them."""
    return _true(_value(tree, answers, kinds))


def _value(tree: Expression, answers: Mapping[str, str], kinds: Mapping[str, str]) -> Found:
    value = partial(_value, answers=answers, kinds=kinds)
    if isinstance(tree, Text):
        return tree.words
    if isinstance(tree, Amount):
        return float(tree.value)
    if isinstance(tree, Answer):
        return _typed(answers[tree.name], kinds[tree.name])
    if isinstance(tree, Joined):
        parts = [_true(value(one)) for one in tree.parts]
        return all(parts) if tree.word == "and" else any(parts)
    if isinstance(tree, Compared):
        return _compared(value(tree.left), tree.sign, value(tree.right))
    return _called(tree, [value(one) for one in tree.given])


def _typed(raw: str, kind: str) -> Found:
    if raw and kind == "number":
        return float(raw)
    if raw and kind == "date":
        return float((date.fromisoformat(raw) - _EPOCH).days)
    return raw


def _called(call: Call, given: list[Found]) -> Found:
    if call.function in {"true", "false"}:
        return call.function == "true"
    if call.function == "not":
        return not _true(given[0])
    if call.function == "selected":
        return _text(given[1]) in _text(given[0]).split()
    if call.function == "count-selected":
        return float(len(_text(given[0]).split()))
    if call.function == "string-length":
        return float(len(_text(given[0])))
    if call.function == "date":
        return _typed(_text(given[0]), "date")
    raise AssertionError(call.function)


def _compared(left: Found, sign: str, right: Found) -> bool:
    if sign in {"=", "!="}:
        numbers = isinstance(left, float) or isinstance(right, float)
        same = _number(left) == _number(right) if numbers else _text(left) == _text(right)
        return same if sign == "=" else not same
    one, other = _number(left), _number(right)
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[sign]


def _number(value: Found) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan


def _text(value: Found) -> str:
    if isinstance(value, float) and not isinstance(value, bool):
        return f"{value:g}"
    return str(value)


def _true(value: Found) -> bool:
    if isinstance(value, bool):
        return value
    return value not in {"", 0.0} and value == value  # noqa: PLR0124 - not a number is not true
