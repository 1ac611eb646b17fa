"""Telling whether a constraint says no more than that "none of these" is picked alone."""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from surveys.xlsform.expressions import (
    SELF,
    Amount,
    Answer,
    Call,
    Compared,
    Expression,
    Joined,
    NotRead,
    Text,
)

_ITSELF = Answer(SELF)
_MOST_CHOICES = 60
_COMPARES: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def says_none_stands_alone(tree: Expression, none: str, others: Sequence[str]) -> bool:
    """Whether the rule allows every way of picking but "none" with something else.

    That is tried out on one choice, on two and on all, which tells rules apart that people write.
    """
    if len(others) > _MOST_CHOICES:
        return False
    try:
        return all(
            _holds(tree, picked) == (none not in picked or len(picked) == 1)
            for picked in _ways_of_picking(none, others)
        )
    except NotRead:
        return False


def _ways_of_picking(none: str, others: Sequence[str]) -> Iterator[frozenset[str]]:
    names = (none, *others)
    yield from (frozenset({one}) for one in names)
    yield from (frozenset(two) for two in combinations(names, 2))
    yield frozenset(others)
    yield frozenset(names)


def _holds(tree: Expression, picked: frozenset[str]) -> bool:
    if isinstance(tree, Joined):
        return (all if tree.word == "and" else any)(_holds(one, picked) for one in tree.parts)
    if isinstance(tree, Compared):
        left, right = _count(tree.left, picked), _count(tree.right, picked)
        return _COMPARES[tree.sign](left, right)
    if isinstance(tree, Call):
        return _called(tree, picked)
    raise NotRead("It is neither true nor false.")


def _called(call: Call, picked: frozenset[str]) -> bool:
    name, given = call.function, call.given
    if name in {"true", "false"} and not given:
        return name == "true"
    if name == "not" and len(given) == 1:
        return not _holds(given[0], picked)
    if name == "if" and len(given) == 3:
        return _holds(given[1] if _holds(given[0], picked) else given[2], picked)
    if name == "selected" and len(given) == 2 and given[0] == _ITSELF:
        return isinstance(given[1], Text) and given[1].words in picked
    raise NotRead(f"It uses {name}().")


def _count(tree: Expression, picked: frozenset[str]) -> Decimal:
    if isinstance(tree, Amount):
        return tree.value
    if tree == Call("count-selected", (_ITSELF,)):
        return Decimal(len(picked))
    raise NotRead("It compares something else.")
