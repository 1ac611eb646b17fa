"""When a question is asked, as rows of a page: an earlier question, a test, and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from surveys import dates, on_offer
from surveys.conditions import (
    AllOf,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Has,
    Is,
    Leaf,
    Not,
    read,
    to_plain,
)
from surveys.questions import DateQuestion

IS, IS_NOT, AT_LEAST, AT_MOST = "is", "is_not", "at_least", "at_most"
ANSWERED, NOT_ANSWERED = "answered", "not_answered"
ALL, ANY = "all", "any"
BOUNDS = (AT_LEAST, AT_MOST)
LONGEST_NUMBER = 9
MOST_ROWS = 20
_TESTS: Mapping[str, tuple[str, ...]] = {
    "number": (AT_LEAST, AT_MOST, IS),
    "date": (AT_LEAST, AT_MOST),
    "free_text": (),
}


@dataclass(frozen=True)
class Row:
    """One test of one earlier answer, as typed: `values` are ticked, `bound` is written."""

    question: str
    test: str
    values: tuple[str, ...] = ()
    bound: str = ""


def tests_of(question: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """The tests that fit a question, each in words."""
    kind = str(question.get("kind"))
    words = _words_for(kind)
    fit = (*_TESTS.get(kind, (IS, IS_NOT)), ANSWERED, NOT_ANSWERED)
    return [(name, words[name]) for name in fit]


def _words_for(kind: str) -> Mapping[str, str]:
    is_day, is_many = kind == "date", kind == "pick_several"
    return {
        IS: gettext("one of these was ticked")
        if is_many
        else gettext("is just this number")
        if kind == "number"
        else gettext("is one of these"),
        IS_NOT: gettext("none of these was ticked") if is_many else gettext("is none of these"),
        AT_LEAST: gettext("is this day or later") if is_day else gettext("is this number or more"),
        AT_MOST: gettext("is this day or earlier") if is_day else gettext("is this number or less"),
        ANSWERED: gettext("was answered"),
        NOT_ANSWERED: gettext("was not answered"),
    }


def is_asked(question: Mapping[str, Any]) -> bool:
    """Whether a later question may wait for the answer to this one."""
    return question.get("kind") not in ("information", None)


def rows_of(plain: object, asked: Mapping[str, Mapping[str, Any]]) -> tuple[str, list[Row]] | None:
    """A condition as rows with how they are joined; None where it has parts within parts."""
    if plain is None:
        return ALL, []
    condition = read(plain)
    if isinstance(condition, str):
        return ALL, []
    join = ANY if isinstance(condition, AnyOf) else ALL
    parts = condition.parts if isinstance(condition, AllOf | AnyOf) else (condition,)
    rows = [_row(one, asked) for one in parts]
    found = [one for one in rows if one is not None]
    return (join, found) if len(found) == len(rows) else None


def _row(condition: Condition, asked: Mapping[str, Mapping[str, Any]]) -> Row | None:
    leaf = condition.part if isinstance(condition, Not) else condition
    if isinstance(leaf, AllOf | AnyOf | Not):
        return None
    is_not = isinstance(condition, Not)
    if isinstance(leaf, Answered):
        return Row(leaf.question, NOT_ANSWERED if is_not else ANSWERED)
    question = asked.get(leaf.question, {})
    if question.get("kind") in ("number", "date"):
        return None if is_not else _written(leaf)
    if isinstance(leaf, AtLeast | AtMost):
        points = on_offer.points(question)
        fit = tuple(str(one) for one, _ in points if leaf.holds({leaf.question: one}))
        return Row(leaf.question, IS_NOT if is_not else IS, fit)
    return Row(leaf.question, IS_NOT if is_not else IS, tuple(str(one) for one in leaf.values))


def _written(leaf: Is | Has | AtLeast | AtMost) -> Row | None:
    """A test of a number or a day; None for one of several, which has no row of its own."""
    if isinstance(leaf, AtLeast | AtMost):
        test = AT_LEAST if isinstance(leaf, AtLeast) else AT_MOST
        return Row(leaf.question, test, bound=str(leaf.bound))
    return Row(leaf.question, IS, bound=str(leaf.values[0])) if len(leaf.values) == 1 else None


def plain_of(rows: Sequence[Row], join: str, asked: Mapping[str, Mapping[str, Any]]) -> Any:
    """The condition that these rows say, as a survey file writes it; None for no rows.

    `asked` has the questions they name; a row that lacks something is told by `lacks`.
    """
    parts = [_condition(one, asked[one.question]) for one in rows]
    if len(parts) < 2:
        return to_plain(parts[0]) if parts else None
    return to_plain(AnyOf(tuple(parts)) if join == ANY else AllOf(tuple(parts)))


def _condition(row: Row, question: Mapping[str, Any]) -> Condition:
    leaf = _leaf(row, question)
    return Not(leaf) if row.test in (IS_NOT, NOT_ANSWERED) else leaf


def _leaf(row: Row, question: Mapping[str, Any]) -> Leaf:
    if row.test in (ANSWERED, NOT_ANSWERED):
        return Answered(row.question)
    if row.test in BOUNDS:
        bound = bound_of(row, question)
        kind = AtLeast if row.test == AT_LEAST else AtMost
        return kind(row.question, 0 if bound is None else bound)
    if question.get("kind") == "number":
        number = bound_of(row, question)
        return Is(row.question, (0 if number is None else number,))
    known = [value for value, _ in on_offer.answers(question) if str(value) in row.values]
    if question.get("kind") == "pick_several":
        return Has(row.question, tuple(str(one) for one in known))
    return Is(row.question, tuple(known))


def bound_of(row: Row, question: Mapping[str, Any]) -> int | str | None:
    """The number or the day written in a row, if it can be read as one."""
    written = row.bound.strip()
    if question.get("kind") == "date":
        if dates.from_iso(written):
            return written
        day = DateQuestion(key="q", wording="?").read(written).value if written else None
        return day if isinstance(day, str) else None
    whole = written.isascii() and written.isdecimal() and len(written) <= LONGEST_NUMBER
    return int(written) if whole else None


def lacks(row: Row, question: Mapping[str, Any]) -> tuple[str, str] | None:
    """What a row still lacks: the part of it, "value" or "bound", and what to do."""
    is_number = question.get("kind") == "number"
    if row.test in BOUNDS or (row.test == IS and is_number):
        if bound_of(row, question) is not None:
            return None
        if question.get("kind") == "date":
            return "bound", gettext("Write a day, like 3 March 2027")
        return "bound", gettext("Write a number in digits")
    offered = {str(value) for value, _ in on_offer.answers(question)}
    if row.test in (IS, IS_NOT) and not offered.intersection(row.values):
        return "value", gettext("Tick at least one answer")
    return None
