"""When a question is asked, said in words: for whoever writes the survey."""

from calendar import month_name
from collections.abc import Mapping, Sequence
from typing import Any

from surveys import dates, on_offer
from surveys.conditions import (
    AllOf,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Has,
    Leaf,
    Not,
    read,
)

GONE = "a question that is gone"
_JOINS: Mapping[type[AllOf] | type[AnyOf], str] = {AllOf: ", and ", AnyOf: ", or "}


def when_asked(question: Mapping[str, Any], asked: Sequence[Mapping[str, Any]]) -> str:
    """The sentence that says when a question is asked; "" where everyone is asked it."""
    if question.get("show_when") is None:
        return ""
    condition = read(question["show_when"])
    if isinstance(condition, str):
        return "We cannot tell when to ask it. Choose again."
    return f"Asked only if {in_words(condition, asked)}."


def in_words(condition: Condition, asked: Sequence[Mapping[str, Any]]) -> str:
    """A condition in words, with the questions it names as they are written."""
    return _said(condition, {one["key"]: one for one in asked if "key" in one})


def _said(condition: Condition, asked: Mapping[str, Mapping[str, Any]]) -> str:
    if isinstance(condition, AllOf | AnyOf):
        parts = (_part(one, asked) for one in condition.parts)
        return _JOINS[type(condition)].join(parts)
    if isinstance(condition, Not):
        return _not_said(condition.part, asked)
    return _leaf(condition, asked, "was answered", "is", "includes")


def _part(condition: Condition, asked: Mapping[str, Mapping[str, Any]]) -> str:
    """One part of several, in brackets where it has parts of its own."""
    said = _said(condition, asked)
    return f"({said})" if isinstance(condition, AllOf | AnyOf) else said


def _not_said(condition: Condition, asked: Mapping[str, Mapping[str, Any]]) -> str:
    if isinstance(condition, Not):
        return _said(condition.part, asked)
    if isinstance(condition, AllOf | AnyOf):
        return f"this is not so: {_part(condition, asked)}"
    return _leaf(condition, asked, "was not answered", "is not", "does not include")


def _leaf(
    leaf: Leaf, asked: Mapping[str, Mapping[str, Any]], answered: str, verb: str, includes: str
) -> str:
    question = asked.get(leaf.question)
    name = f"“{on_offer.name_of(question) or 'a question with no words yet'}”" if question else GONE
    if isinstance(leaf, Answered):
        return f"{name} {answered}"
    question = question or {}
    if isinstance(leaf, AtLeast | AtMost):
        return f"{name} {verb} {value_in_words(leaf.bound, question)} {_far(leaf)}"
    listed = " or ".join(value_in_words(one, question) for one in leaf.values)
    return f"{name} {includes if isinstance(leaf, Has) else verb} {listed}"


def _far(leaf: AtLeast | AtMost) -> str:
    is_day = isinstance(leaf.bound, str)
    if isinstance(leaf, AtLeast):
        return "or later" if is_day else "or more"
    return "or earlier" if is_day else "or less"


def value_in_words(value: str | int, question: Mapping[str, Any]) -> str:
    """An answer as its question has it: a label, a day, or how many of what."""
    label = dict(on_offer.answers(question)).get(value)
    if label:
        return label
    if isinstance(value, int):
        return f"{value} {on_offer.words(question, 'unit')}".strip()
    day = dates.from_iso(value)
    return f"{day.day} {month_name[day.month]} {day.year}" if day else f"“{value}”"
